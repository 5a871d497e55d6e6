import { noDraft } from "../newsroom/drafts.ts";
import { type DraftView, findDraft } from "../newsroom/find-draft.ts";
import { dayOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import type { DeskRequest } from "./context.ts";
import { seeOther } from "./answer.ts";
import type { Refused } from "./refused.ts";
import { institutionNames } from "./newsroom-words.ts";

/** A request about one draft, with what its pages say. */
export type DraftRequest = DeskRequest & {
  draft: DraftView;
  now: Date;
  /** The day on which it goes out, as far as is known: that of its hour, or today. */
  day: string;
  named: (institution: string) => string;
  /** Whether its text may be written on by this officer now. */
  writable: boolean;
};

/** The draft that the address names, as this officer may see it. Fault("not-found") where there is none for them. */
export async function ofDraft(request: DeskRequest): Promise<DraftRequest> {
  const { desk, c, actor, office } = request;
  const { db, means } = desk.installation;
  const id = Number(c.req.param("id"));
  const draft = await findDraft(db, id, actor);
  if (draft === undefined) throw noDraft(id);
  const now = means.clock.now();
  const institutions = [draft.institution, ...draft.clearances.map(({ institution }) => institution)];
  const named = await institutionNames(db, institutions, { ...request, today: dayOf(now, office.timeZone) });
  return {
    ...request,
    draft,
    now,
    day: dayOf(draft.publishAt ?? now, office.timeZone),
    named,
    writable: draft.moves.includes("write"),
  };
}

export function draftPath({ id }: { id: number }, rest = ""): string {
  return `/desk/drafts/${id}${rest}`;
}

/** What it is, and its title: what every page about one draft begins with. */
export function draftHead({ t, draft, href }: DraftRequest, { linked = true, hidden = false } = {}): Html {
  const title = draft.title === "" ? t.boardUntitled : draft.title;
  const of = draft.of;
  return html`<p class="kicker">
      <b>${t[`kind_${draft.kind}`]}</b>
      <span>${t.draftNumber(draft.id)}</span>
      <span>${t.listed(draft.authors.map(({ name }) => name))}</span>
      ${
        of &&
        html`<span
          >${(draft.purpose === "translation" ? t.draftTranslates : t.draftCorrects)(
            html`<a href="${href(`/statements/${of.number}`)}">${of.number}</a>`,
          )}</span
        >`
      }
    </p>
    <h1 class="${hidden ? "visually-hidden" : "plain"}" lang="${draft.language}">
      ${linked ? html`<a href="/desk/drafts/${draft.id}">${title}</a>` : title}
    </h1>`;
}

/** Where a page is not, or no longer, this officer's to use: back to the draft, unless something was refused. */
export function elsewhere(request: DraftRequest, refused?: Refused): Response {
  if (refused !== undefined) throw refused.fault;
  return seeOther(request, draftPath(request.draft));
}
