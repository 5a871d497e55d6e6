import { type Action, may, permit } from "../access/rights.ts";
import { type Html, html } from "../page/html.ts";
import { answerDesk } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import type { DeskBody } from "./layout.ts";

type Tab = "officers" | "sessions" | "trail" | "office";

const actionOf: Record<Tab, Action> = {
  officers: "officer.manage",
  sessions: "officer.manage",
  trail: "trail.read",
  office: "office.manage",
};

/** A page of the administration: for those who may, under its tabs. Fault("forbidden") for anybody else. */
export async function answerAdministration(
  request: DeskRequest,
  tab: Tab,
  page: Pick<DeskBody, "title" | "body" | "status">,
): Promise<Response> {
  const { t, actor, office } = request;
  const names: Record<Tab, string> = {
    officers: t.adminOfficers,
    sessions: t.adminSessions,
    trail: t.adminTrail,
    office: t.adminOffice,
  };
  const tabs = (Object.keys(names) as Tab[]).filter((each) => may(actor, actionOf[each], office.institution));
  return answerDesk(request, {
    ...page,
    current: "administration",
    body: html`<nav aria-label="${t.adminTitle}">
        <ul class="tabs">
          ${tabs.map(
            (each) =>
              html`<li>
                <a href="/desk/administration/${each}" ${each === tab && html` aria-current="page"`}>${names[each]}</a>
              </li>`,
          )}
        </ul>
      </nav>
      ${page.body}`,
  });
}

/** Called before anything of such a page is read. */
export function permitTab({ actor, office }: DeskRequest, tab: Tab): void {
  permit(actor, actionOf[tab], office.institution);
}

/** That what was asked for is done. */
export function savedNotice({ c, t }: DeskRequest): Html | false {
  return c.req.query("saved") === "1" && html`<div class="notice" role="status"><p>${t.accountSaved}</p></div>`;
}

/** Where no relay is configured, a mail that a page speaks of reaches nobody by itself. */
export function mailNotice({ desk, t }: DeskRequest, words = t.deskNoMail): Html | false {
  return !desk.sendsMail && html`<div class="notice waiting"><p>${words}</p></div>`;
}
