import { type Action, type Actor, institutionsFor } from "../access/rights.ts";
import type { Assets } from "../page/assets.ts";
import type { Catalogue } from "../page/catalogue.ts";
import { type Html, html } from "../page/html.ts";
import { trialMark } from "../page/trial-mark.ts";
import type { DeskRequest, VisitorRequest } from "./context.ts";
import { tokenField } from "./form.ts";

export type DeskNavigation =
  | "board"
  | "clearances"
  | "published"
  | "lines"
  | "brief"
  | "agenda"
  | "briefings"
  | "transcripts"
  | "press"
  | "questions"
  | "register"
  | "administration"
  | "account";

/** What stands in the head of every page, for those whose rights lead there for any institution. Each part adds its own. */
const navigation: readonly {
  key: DeskNavigation;
  path: string;
  name: (t: Catalogue) => string;
  actions: readonly Action[];
}[] = [
  { key: "board", path: "/desk", name: (t) => t.deskBoard, actions: [] },
  { key: "clearances", path: "/desk/clearances", name: (t) => t.putTitle, actions: ["clearance.answer"] },
  { key: "published", path: "/desk/statements", name: (t) => t.deskPublished, actions: ["draft.read"] },
  { key: "lines", path: "/desk/lines", name: (t) => t.linesTitle, actions: ["line.read"] },
  { key: "brief", path: "/desk/brief", name: (t) => t.briefNav, actions: ["line.read"] },
  { key: "agenda", path: "/desk/agenda", name: (t) => t.agendaTitle, actions: ["agenda.read"] },
  { key: "briefings", path: "/desk/briefings", name: (t) => t.briefingsTitle, actions: ["briefing.read"] },
  { key: "questions", path: "/desk/questions", name: (t) => t.questionsTitle, actions: ["question.read"] },
  {
    key: "transcripts",
    path: "/desk/transcripts",
    name: (t) => t.transcriptNav,
    actions: ["transcript.certify", "transcript.edit"],
  },
  { key: "press", path: "/desk/press", name: (t) => t.pressNav, actions: ["journalist.read"] },
  { key: "register", path: "/desk/register", name: (t) => t.keeperNav, actions: ["register.keep"] },
  {
    key: "administration",
    path: "/desk/administration",
    name: (t) => t.deskAdministration,
    actions: ["officer.manage", "office.manage", "trail.read"],
  },
];

export type DeskBody = {
  title: string;
  body: Html;
  /** Islands of src/desk/islands by their name: `editor.js`. */
  scripts?: readonly string[];
  current?: DeskNavigation;
  /** True where the page uses the whole width: a board, an editor. */
  wide?: boolean;
  status?: number;
  headers?: readonly (readonly [string, string])[];
};

/** One whole page of the desk. */
export function deskLayout(request: VisitorRequest | DeskRequest, page: DeskBody, assets: Assets): string {
  const { language, t, office, record, href } = request;
  const officer = "actor" in request ? request : undefined;
  const markup = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>${page.title} · ${officer ? t.deskName : office.name[language]}</title>
        <meta name="robots" content="noindex,nofollow" />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#fbfaf6" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#11151b" />
        ${officer && html`<meta name="${tokenField}" content="${officer.session.formToken}" />`}
        <link rel="icon" type="image/svg+xml" href="${assets.url("icon.svg")}" />
        <link rel="stylesheet" href="${assets.url("desk.css")}" />
        ${officer === undefined && request.c.req.path.startsWith("/desk/enter") && html`<script type="module" src="${assets.url("brief-forget.js")}"></script>`}
        ${(page.scripts ?? []).map((script) => html`<script type="module" src="${assets.url(script)}"></script>`)}
      </head>
      <body class="desk">
        <a class="skip" href="#content">${t.skip}</a>
        ${record.kind === "trial" && trialMark(t, href("/record"))}
        <header class="mast">
          <div class="wrap">
            <a class="name" href="${officer ? "/desk" : href("/")}"
              >${officer ? (office.shortName ?? office.name[language]) : office.name[language]}${officer && html`<small>${t.deskName}</small>`}</a
            >
            ${officer && mast(officer, page)}
          </div>
        </header>
        <main id="content" class="${page.wide === true ? "wrap wide" : "wrap"}">${page.body}</main>
        <footer class="foot">
          <div class="wrap">
            <a href="${href("/")}">${t.deskToSite}</a>
            <span>${t.footSoftware}</span>
          </div>
        </footer>
      </body>
    </html> `;
  return markup.toString();
}

function mast({ t, actor, formToken }: DeskRequest, page: DeskBody): Html {
  const shown = navigation.filter(({ actions }) => actions.length === 0 || leadsAnywhere(actor, actions));
  return html`<nav aria-label="${t.navigation}">
      <ul>
        ${shown.map(({ key, path, name }) => html`<li>${entry(path, name(t), page.current === key)}</li>`)}
      </ul>
    </nav>
    <div class="officer">
      ${entry("/desk/account", actor.name, page.current === "account")}
      <form method="post" action="/desk/leave">${formToken()}<button class="link">${t.deskLeave}</button></form>
    </div>`;
}

function entry(path: string, name: string, current: boolean): Html {
  return html`<a href="${path}" ${current && html` aria-current="page"`}>${name}</a>`;
}

function leadsAnywhere(actor: Actor, actions: readonly Action[]): boolean {
  return actions.some((action) => institutionsFor(actor, action).length > 0);
}
