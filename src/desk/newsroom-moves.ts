import { may } from "../access/rights.ts";
import { acceptDraft } from "../newsroom/accept-draft.ts";
import { dropDraft } from "../newsroom/drop-draft.ts";
import type { DraftEventView } from "../newsroom/find-draft.ts";
import { returnDraft } from "../newsroom/return-draft.ts";
import { startDraft } from "../newsroom/start-draft.ts";
import { submitDraft } from "../newsroom/submit-draft.ts";
import { type Html, html } from "../page/html.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { draftHead, draftPath, type DraftRequest, ofDraft } from "./newsroom-draft.ts";
import { deadline, when } from "./newsroom-words.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** Where the text stands, whose move it is, and what this officer may do next, each saying what will happen. */
export function movesCard(request: DraftRequest, events: readonly DraftEventView[]): Html {
  const { t, draft } = request;
  const moves = nextMoves(request);
  const sole = draft.moves.includes("accept") && isAlone(request) && draft.state !== "cleared";
  return html`<section class="moves" aria-labelledby="moves">
    <h2 id="moves" class="state" data-state="${draft.state}">${t[`state_${draft.state}`]}</h2>
    ${failed(request, events.at(-1))} ${standing(request)}
    ${sole && html`<p class="small">${t.alone}</p>`} ${missing(request)}
    ${moves.length === 0 ? html`<p class="quiet small">${t.nextNone}</p>` : moveList(t, moves)}
  </section>`;
}

/** It should have gone out, and could not. */
function failed({ t }: DraftRequest, last: DraftEventView | undefined): Html | undefined {
  if (last?.what !== "not-published") return undefined;
  return html`<p class="tag alarm">${t["event_not-published"]}.</p>
    <p><q>${last.reason ?? ""}</q></p>`;
}

function standing(request: DraftRequest): Html | undefined {
  const { t, draft, named, now } = request;
  if (draft.state === "scheduled" && draft.publishAt !== undefined)
    return html`<p>${t.waits_hour} ${when(request, draft.publishAt, now)}.</p>`;
  if (draft.published !== undefined)
    return html`<p><a href="${request.href(`/statements/${draft.published.number}`)}">${draft.published.number}</a>, ${when(request, draft.published.at, now)}.</p>`;
  const waiting = draft.clearances.filter((one) => one.standing === "waiting");
  if (waiting.length === 0) return undefined;
  return html`<ul class="waits">
    ${waiting.map(
      (one) => html`<li>${t.waits_clearance(named(one.institution))}, ${deadline(request, one.dueAt, now)}</li>`,
    )}
  </ul>`;
}

/** The two that are most likely wanted, and the others one tap away. */
function moveList(t: DraftRequest["t"], moves: readonly Html[]): Html {
  const list = (some: readonly Html[]) => html`<ul class="next">
    ${some.map((move) => html`<li>${move}</li>`)}
  </ul>`;
  if (moves.length <= 3) return list(moves);
  return html`${list(moves.slice(0, 2))}
    <details class="more-moves">
      <summary>${t.nextMore}</summary>
      ${list(moves.slice(2))}
    </details>`;
}

/** What keeps this officer from publishing, where that would be the next thing. */
function missing({ t, draft, actor }: DraftRequest): Html | undefined {
  const nearly = draft.state === "in-clearance" || draft.state === "cleared";
  if (!nearly || draft.missing.length === 0 || !may(actor, "draft.publish", draft.institution)) return undefined;
  const named = draft.missing.map((one) => (one === "second-person" ? t.missing_second : t[`missing_${one}`]));
  return html`<p class="small">${t.nextMissing}: ${t.listed(named)}.</p>`;
}

/** In the order in which they are most likely wanted. The first is the way on. */
function nextMoves(request: DraftRequest): Html[] {
  const { draft } = request;
  const has = (move: (typeof draft.moves)[number]) => draft.moves.includes(move);
  const ready = has("schedule") && draft.missing.length === 0;
  const moves: (Html | false)[] = [
    draft.published !== undefined && ledTo(request, "after", `/desk/statements/${draft.published.number}`),
    has("call-back") ? sent(request, "callback", "/call-back") : false,
    ready && led(request, "publish", "/publish"),
    has("submit") && sent(request, "submit", "/submit"),
    has("ask-again") && needsDeciding(request) && led(request, "decide", "/changes"),
    has("accept") && !isAlone(request) && !isAccepted(request) && sent(request, "accept", "/accept"),
    has("ask-clearance") && led(request, "clearance", "/clearance"),
    has("return") && led(request, "return", "/return"),
    !ready && has("publish-urgently") && led(request, "urgent", "/urgent"),
    has("drop") && led(request, "drop", "/drop"),
    draft.state === "dropped" && may(request.actor, "draft.write", draft.institution) && sent(request, "copy", "/copy"),
  ];
  return moves.filter((move) => move !== false);
}

/** A clearance that a change touches, an objection, or one whose time is up. */
function needsDeciding({ draft, now }: DraftRequest): boolean {
  return draft.clearances.some(
    ({ standing, stale, dueAt }) => stale || standing === "objected" || (standing === "waiting" && dueAt < now),
  );
}

function isAlone({ draft, actor }: DraftRequest): boolean {
  return draft.authors.every(({ officer }) => officer === actor.officer);
}

function isAccepted({ draft, actor }: DraftRequest): boolean {
  return draft.accepted.some(({ by, present }) => by.officer === actor.officer && present);
}

type Worded =
  | "submit"
  | "accept"
  | "return"
  | "drop"
  | "clearance"
  | "publish"
  | "urgent"
  | "callback"
  | "decide"
  | "copy"
  | "after";

/** Done at once. */
function sent({ t, draft, formToken }: DraftRequest, move: Worded, path: string): Html {
  return html`<form method="post" action="${draftPath(draft, path)}">
    ${formToken()}
    <button class="move"><b>${t[`move_${move}`]}</b> <small>${t[`moveText_${move}`]}</small></button>
  </form>`;
}

/** Asked for on a page of its own. */
function led(request: DraftRequest, move: Worded, path: string): Html {
  return ledTo(request, move, draftPath(request.draft, path));
}

function ledTo({ t }: DraftRequest, move: Worded, href: string): Html {
  return html`<a class="move" href="${href}"
    ><b>${t[`move_${move}`]}</b> <small>${t[`moveText_${move}`]}</small></a
  >`;
}

export async function submitAct(visitor: DeskRequest): Promise<Response> {
  return moved(visitor, ({ desk, draft, actor }) =>
    submitDraft(desk.installation.db, draft.id, actor, desk.installation.means),
  );
}

export async function acceptAct(visitor: DeskRequest): Promise<Response> {
  return moved(visitor, ({ desk, draft, actor }) =>
    acceptDraft(desk.installation.db, draft.id, actor, desk.installation.means),
  );
}

/** A new draft begins with the words of one that was dropped. */
export async function copyAct(visitor: DeskRequest): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, draft, actor } = request;
  const { title, summary, body, kind, language, topics, speakers, details, pressContact, institution } = draft;
  const { id } = await startDraft(
    desk.installation.db,
    {
      title,
      summary,
      body,
      kind,
      language,
      topics,
      speakers,
      details,
      institution,
      ...(pressContact === undefined ? {} : { pressContact }),
    },
    actor,
    desk.installation.means,
  );
  return seeOther(request, draftPath({ id }));
}

export function returnAct(visitor: DeskRequest, form: FormData): Promise<Response> {
  return orAgain(
    form,
    () =>
      moved(visitor, ({ desk, draft, actor }) =>
        returnDraft(
          desk.installation.db,
          draft.id,
          { reason: fieldOf(form, "reason") },
          actor,
          desk.installation.means,
        ),
      ),
    (refused) => reasonPage("return", refused)(visitor),
  );
}

export function dropAct(visitor: DeskRequest, form: FormData): Promise<Response> {
  return orAgain(
    form,
    () =>
      moved(
        visitor,
        ({ desk, draft, actor }) =>
          dropDraft(
            desk.installation.db,
            draft.id,
            { reason: fieldOf(form, "reason") },
            actor,
            desk.installation.means,
          ),
        "/desk",
      ),
    (refused) => reasonPage("drop", refused)(visitor),
  );
}

async function moved(
  visitor: DeskRequest,
  move: (request: DraftRequest) => Promise<unknown>,
  to?: string,
): Promise<Response> {
  const request = await ofDraft(visitor);
  await move(request);
  return seeOther(request, to ?? draftPath(request.draft));
}

/** Asks for the reason of a move that needs one. */
export function reasonPage(move: "return" | "drop", refused?: Refused) {
  return async (visitor: DeskRequest): Promise<Response> => {
    const request = await ofDraft(visitor);
    const { t, draft, formToken } = request;
    return answerDesk(request, {
      title: t[`move_${move}`],
      ...statusOfRefusal(refused),
      body: html`${draftHead(request)}
        <h2>${t[`move_${move}`]}</h2>
        ${refusalOf(request, refused)}
        <p>${t[`moveText_${move}`]}</p>
        <form method="post" class="form">
          ${formToken()}
          <label
            >${t.reasonField}<small>${t.reasonHint}</small
            ><textarea name="reason" required maxlength="2000" rows="3" autofocus>${typed(refused, "reason")}</textarea>
          </label>
          <div class="actions">
            <button class="${move === "drop" ? "button danger" : "button"}">${t[`moveAct_${move}`]}</button>
            <a href="${draftPath(draft)}">${t.reasonCancel}</a>
          </div>
        </form>`,
    });
  };
}
