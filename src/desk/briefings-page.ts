import { may } from "../access/rights.ts";
import { movesOf, takesTurns, type BriefingMove } from "../briefings/briefing.ts";
import { type DeskBriefing, findBriefing } from "../briefings/find-briefing.ts";
import type { Hand } from "../briefings/hands.ts";
import { pasteTurns } from "../briefings/paste-turns.ts";
import { stepBriefing } from "../briefings/plan-briefing.ts";
import type { SpeakerTyped } from "../briefings/speakers.ts";
import { takeTurnQuestion, untakeTurnQuestion } from "../briefings/take-question.ts";
import { attributions, isQuotable, turnKinds } from "../briefings/turn.ts";
import { readTurns, type Turn } from "../briefings/turns.ts";
import { changeTurn, type TurnTyped, typeTurn } from "../briefings/type-turn.ts";
import { dayOf, shortInstant } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { inWords } from "../register/display.ts";
import { instantAt } from "../register/hour.ts";
import { speakersOn } from "../register/voice.ts";
import { answerDesk, answerJson, seeOther } from "./answer.ts";
import { membersIn, notRead } from "./body.ts";
import { handAsking, handsSection } from "./briefings-hands.ts";
import { captionsHeard, hasCaptions } from "./briefings-captions.ts";
import { briefingKicker, briefingWhen } from "./briefings-list.ts";
import { mediaSection, vttSection } from "./briefings-media.ts";
import { pickingJournalists } from "./briefings-press.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** A briefing while it is prepared and typed: its steps, the form of a turn, and all that was typed with what the public has of it. */
export async function briefingDeskPage(request: DeskRequest, refused?: Refused): Promise<Response> {
  const { t, href, actor } = request;
  const briefing = await asked(request);
  const types = takesTurns(briefing.state) && may(actor, "briefing.type", briefing.institution);
  const queue = await handsSection(request, briefing, refused);
  return answerDesk(request, {
    title: briefing.title,
    current: "briefings",
    scripts: [...(types ? ["briefing.js"] : []), ...(queue === undefined ? [] : ["hands.js"])],
    ...statusOfRefusal(refused),
    body: html`${briefingKicker(request, briefing)}
      <h1 class="plain">${briefing.title}</h1>
      <p class="quiet">${briefingWhen(request, briefing)}</p>
      ${refusalOf(request, refused)}
      <p class="quiet measure">
        ${t.briefingNext[briefing.state]} ${briefing.state === "live" && t.briefingStopWords(briefing.holdMs / 1000)}
        ${briefing.number !== undefined && html`<a href="${href(`/briefings/${briefing.number}`)}">${t.briefingPublicPage}</a>`}
      </p>
      ${steps(request, briefing)}
      <div class="briefing-work">
        <div>
          ${types && (await typing(request, briefing, refused?.form.has("kind") === true ? refused : undefined))}
        </div>
        ${queue}
        <div>
          <div id="heard" aria-live="off">${types && (await hasCaptions(request, briefing)) && (await captionsHeard(request, briefing))}</div>
          <div id="turns" data-turns="${path(briefing)}/turns" aria-live="off">${await turnsOf(request, briefing, types)}</div>
          ${types && pasting(request, briefing, refused)}
          ${types && vttSection(request, briefing, newKey(request), refused)} ${mediaSection(request, briefing, refused)}
        </div>
      </div>`,
  });
}

/** The turns alone, for the page that is open at somebody's. */
export async function briefingTurns(request: DeskRequest): Promise<Response> {
  const briefing = await asked(request);
  const types = takesTurns(briefing.state) && may(request.actor, "briefing.type", briefing.institution);
  const [turns, heard] = await Promise.all([
    turnsOf(request, briefing, types),
    types && (await hasCaptions(request, briefing)) ? captionsHeard(request, briefing) : "",
  ]);
  return answerJson(request, { turns: turns.toString(), heard: heard.toString() });
}

export function stepBriefingAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  const id = idOf(request);
  return orAgain(
    form,
    async () => {
      const briefing = await asked(request);
      const move = movesOf(briefing.state).find((one) => one === fieldOf(form, "move"));
      await stepBriefing(db, id, move ?? (fieldOf(form, "move") as BriefingMove), request.actor, means);
      return seeOther(request, `/desk/briefings/${id}`);
    },
    (refused) => briefingDeskPage(request, refused),
  );
}

export function typeTurnAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  return orAgain(
    form,
    async () => {
      await typeTurn(
        db,
        idOf(request),
        turnIn(request, (name) => fieldOf(form, name)),
        request.actor,
        means,
      );
      return seeOther(request, `/desk/briefings/${idOf(request)}`);
    },
    (refused) => briefingDeskPage(request, refused),
  );
}

/** The same from the island, which sends again what did not arrive: done once, whatever comes twice. */
export async function turnSent(request: DeskRequest, body: Uint8Array): Promise<Response> {
  const { db, means } = request.desk.installation;
  const sent = membersIn(body);
  const read = (name: string) => {
    const value = sent[name] ?? "";
    if (typeof value !== "string") throw notRead();
    return value;
  };
  const agoMs = Number(read("ago"));
  const { openedAt } = await asked(request);
  const atMs = openedAt === undefined ? undefined : means.clock.now().getTime() - agoMs - openedAt.getTime();
  const turn = { ...turnIn(request, read), ...(atMs === undefined || Number.isNaN(atMs) ? {} : { atMs }) };
  const { id } = await typeTurn(db, idOf(request), turn, request.actor, means);
  return answerJson(request, { turn: id });
}

export function changeTurnAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  const [id, turn] = [idOf(request), Number(request.c.req.param("turn"))];
  return orAgain(
    form,
    async () => {
      const did = fieldOf(form, "did");
      if (did === "take") await takeTurnQuestion(db, id, turn, request.actor, means);
      else if (did === "untake") await untakeTurnQuestion(db, id, turn, request.actor, means);
      else {
        const change =
          did === "background"
            ? { attribution: "background" }
            : did === "remove" || did === "restore"
              ? { removed: did === "remove" }
              : {
                  text: fieldOf(form, "text"),
                  kind: fieldOf(form, "kind"),
                  ...attributionIn(request, (name) => fieldOf(form, name)),
                };
        const sent = { base: Number(fieldOf(form, "base")), clientKey: fieldOf(form, "key"), ...change };
        await changeTurn(db, id, turn, sent, request.actor, means);
      }
      return seeOther(request, `/desk/briefings/${id}#turn-${turn}`);
    },
    (refused) => briefingDeskPage(request, refused),
  );
}

export function pasteTurnsAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  return orAgain(
    form,
    async () => {
      const pasted = { text: fieldOf(form, "whole"), clientKey: fieldOf(form, "key") };
      await pasteTurns(db, idOf(request), pasted, request.actor, means);
      return seeOther(request, `/desk/briefings/${idOf(request)}`);
    },
    (refused) => briefingDeskPage(request, refused),
  );
}

function turnIn(request: DeskRequest, read: (name: string) => string): TurnTyped {
  return {
    kind: read("kind"),
    speaker: speakerIn(read),
    ...attributionIn(request, read),
    text: read("text"),
    clientKey: read("key"),
    ...(read("hand") === "" ? {} : { hand: Number(read("hand")) }),
  };
}

/** A turn was said by whoever is chosen in the form of the next one. */
export async function changeWhoAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  const [id, turn] = [idOf(request), Number(request.c.req.param("turn"))];
  const speaker = speakerIn((name) => fieldOf(form, name));
  await changeTurn(db, id, turn, { base: 0, clientKey: newKey(request), speaker }, request.actor, means);
  if ((request.c.req.header("accept") ?? "").includes("application/json")) return answerJson(request, { turn });
  return seeOther(request, `/desk/briefings/${id}#turn-${turn}`);
}

export function speakerIn(read: (name: string) => string): SpeakerTyped {
  const [person, post] = read("speaker").split(" ");
  if (person !== undefined && person !== "" && post !== undefined) return { person, post };
  const journalist = read("journalist");
  return {
    name: read("name"),
    outlet: read("outlet"),
    ...(journalist === "" ? {} : { journalist: Number(journalist) }),
  };
}

function attributionIn({ office }: DeskRequest, read: (name: string) => string) {
  const attribution = read("attribution");
  if (attribution !== "embargoed") return { attribution };
  const [day = "", time = ""] = read("embargo").split("T");
  return { attribution, embargoUntil: instantAt(day, time, office.timeZone) };
}

function steps(request: DeskRequest, briefing: DeskBriefing): Html {
  const { t, actor, formToken } = request;
  const runs = may(actor, "briefing.run", briefing.institution);
  const moves = runs ? movesOf(briefing.state) : [];
  const changes = runs && briefing.state !== "certified" && briefing.state !== "cancelled";
  const certifies = briefing.state === "closed" && may(actor, "transcript.certify", briefing.institution);
  const edits = briefing.state === "certified" && may(actor, "transcript.edit", briefing.institution);
  const first = briefing.state === "closed" ? -1 : 0;
  const step = (move: BriefingMove, kind: "button" | "button second") =>
    html`<form method="post" action="${path(briefing)}/step">
      ${formToken()}<button class="${kind}" name="move" value="${move}">${t[`briefingMove_${move}`]}</button>
    </form>`;
  return html`<div class="actions">
      ${certifies && html`<a class="button" href="/desk/transcripts/certify/${briefing.id}">${t.briefingCertify}</a>`}
      ${edits && html`<a class="button" href="/desk/transcripts/${briefing.number}/edit">${t.briefingEditTranscript}</a>`}
      ${moves.filter((move) => move !== "cancel").map((move, index) => step(move, index === first ? "button" : "button second"))}
      ${changes && html`<a class="button second" href="${path(briefing)}/edit">${t.briefingEdit}</a>`}
      ${changes && html`<a class="button second" href="${path(briefing)}/captions">${t.captionsLink}</a>`}
    </div>
    ${
      moves.includes("cancel") &&
      html`<details>
        <summary>${t.briefingMove_cancel}</summary>
        <p>${t.briefingCancelText}</p>
        ${step("cancel", "button second")}
      </details>`
    }`;
}

async function typing(request: DeskRequest, briefing: DeskBriefing, refused?: Refused): Promise<Html> {
  const { desk, t, language, office, formToken } = request;
  const { db, means } = desk.installation;
  const now = means.clock.now();
  const offered = await speakersOn(db, dayOf(briefing.openedAt ?? now, office.timeZone));
  const begun = begunBy(await handAsking(request, briefing));
  const value = (name: keyof typeof begun) => typed(refused, name, begun[name]);
  const chosen = value("speaker");
  return html`<form
    method="post"
    action="${path(briefing)}/turns"
    class="form writing"
    id="typing"
    data-send="${path(briefing)}/send"
    data-unsent="${t.typeUnsent}"
    data-failed="${t.typeFailed}"
    data-officer="${request.actor.officer}"
  >
    <h2>${t.typeTurn}</h2>
    ${formToken()}
    <input type="hidden" name="key" value="${newKey(request)}" />
    <input type="hidden" name="hand" value="${value("hand")}" />
    <fieldset class="briefing-who">
      <legend>${t.typeWho}</legend>
      <p class="hint">${t.typeWhoKeys}</p>
      ${offered.slice(0, 8).map(({ holding }, index) => {
        const value = `${holding.person.slug} ${holding.post.slug}`;
        const { person, post, capacity } = holding;
        const words = inWords({ name: person.name, gender: person.gender, title: post.titles, capacity }, language);
        return html`<label
          ><input type="radio" name="speaker" value="${value}" ${value === chosen && html` checked`} /> <kbd>${index + 1}</kbd>
          ${words}</label
        >`;
      })}
      <label
        ><input type="radio" name="speaker" value="" ${chosen === "" && html` checked`} /> <kbd>0</kbd> ${t.typeOther}</label
      >
      <div class="pair">
        <label class="above">${t.typeName}<input data-pick autocomplete="off" name="name" value="${value("name")}" maxlength="200" /></label>
        <label class="above">${t.typeOutlet}<input data-pick autocomplete="off" name="outlet" value="${value("outlet")}" maxlength="200" /></label>
      </div>
      ${pickingJournalists(request, briefing, value("journalist"))}
    </fieldset>
    <div class="pair">${kindField(request, value("kind"))} ${attributionField(request, typed(refused, "attribution", "on-record"))}</div>
    <p class="hint">${t.typeAttributionHint}</p>
    <label class="for-embargo">${t.typeEmbargo}<input type="datetime-local" name="embargo" value="${typed(refused, "embargo", "")}" /></label>
    <label
      >${t.typeText}<small>${t.typeSendHint}</small
      ><textarea name="text" rows="4" maxlength="20000" required>${value("text")}</textarea>
    </label>
    <p id="unsent" role="status"></p>
    <div class="actions">
      <button class="button">${t.typeSend}</button>
      ${
        (await hasCaptions(request, briefing)) &&
        html`<button class="button second" id="mark" formaction="${path(briefing)}/captions/mark" formnovalidate>${t.captionsMark}</button>
          <small class="quiet">${t.captionsMarkHint}</small>`
      }
    </div>
  </form>`;
}

/** What the form of a turn begins with: nothing, or whoever was called from the queue and what they sent in. */
function begunBy(hand: Hand | undefined) {
  const { id, name = "", outlet = "", text = "", journalist } = hand ?? {};
  return {
    speaker: "",
    name,
    outlet,
    text,
    journalist: journalist === undefined ? "" : String(journalist),
    kind: hand === undefined ? "speech" : "question",
    hand: id === undefined ? "" : String(id),
  };
}

function pasting(request: DeskRequest, briefing: DeskBriefing, refused?: Refused): Html {
  const { t, formToken } = request;
  return html`<details>
    <summary>${t.typePaste}</summary>
    <form method="post" action="${path(briefing)}/paste" class="form writing">
      ${formToken()}
      <input type="hidden" name="key" value="${newKey(request)}" />
      <label
        >${t.typePaste}<small>${t.typePasteHint}</small
        ><textarea name="whole" rows="10" required>${typed(refused, "whole", "")}</textarea>
      </label>
      <div class="actions"><button class="button">${t.typePasteSend}</button></div>
    </form>
  </details>`;
}

function kindField({ t }: DeskRequest, chosen: string): Html {
  return html`<label
    >${t.typeKind}
    <select name="kind">
      ${turnKinds.map((one) => html`<option value="${one}" ${one === chosen && html` selected`}>${t.turnKinds[one]}</option>`)}
    </select></label
  >`;
}

function attributionField({ t }: DeskRequest, chosen: string): Html {
  return html`<label
    >${t.typeAttribution}
    <select name="attribution">
      ${attributions.map((one) => html`<option value="${one}" ${one === chosen && html` selected`}>${t.attributions[one]}</option>`)}
    </select></label
  >`;
}

/** The newest first: what was just typed stands right below where it is typed. */
async function turnsOf(request: DeskRequest, briefing: DeskBriefing, types: boolean): Promise<Html> {
  const turns = await readTurns(request.desk.installation.db, briefing.id);
  if (turns.length === 0) return html`<p class="empty">${request.t.turnsEmpty}</p>`;
  return html`<ol class="entries briefing-turns" reversed>
    ${turns.toReversed().map((turn) => turnItem(request, briefing, turn, types))}
  </ol>`;
}

function turnItem(request: DeskRequest, briefing: DeskBriefing, turn: Turn, types: boolean): Html {
  const { t, language, office, formToken } = request;
  const { speaker } = turn;
  const beside = speaker.outlet ?? speaker.title?.[language];
  const standing = turn.removed
    ? t.turnRemoved
    : !isQuotable(turn)
      ? t.turnInternal
      : turn.shownRevision === turn.revision
        ? t.turnShown
        : t.turnHeld;
  const button = (did: string, words: string) =>
    html`<button class="link" name="did" value="${did}" formnovalidate>${words}</button> `;
  return html`<li class="item" id="turn-${turn.id}" data-standing="${turn.attribution}">
    <p class="kicker">
      <b>${speaker.name === "" ? t.briefingJournalist : speaker.name}</b>${beside !== undefined && html` <span>${beside}</span>`}
      <span class="tag">${t.turnKinds[turn.kind]}</span> ${turn.typedBy === undefined && html`<span class="tag">${t.captionsTag}</span>`} <span class="${isQuotable(turn) ? "tag" : "tag alarm"}">${t.attributions[turn.attribution]}</span>
      <span class="tag">${standing}</span>
      ${turn.embargoUntil && html`<span>${shortInstant(turn.embargoUntil, language, office.timeZone)}</span>`}
      ${turn.question !== undefined && html`<a href="/desk/questions/${turn.question}">${t.briefingTaken}</a>`}
    </p>
    ${turn.text.split("\n\n").map((paragraph) => html`<p>${paragraph}</p>`)}
    ${
      types &&
      html`<form method="post" action="${path(briefing)}/turns/${turn.id}" class="form">
        ${formToken()}
        <input type="hidden" name="key" value="${newKey(request)}" />
        <input type="hidden" name="base" value="${turn.revision}" />
        <p class="actions">
          ${isQuotable(turn) && button("background", t.turnBackground)}
          ${turn.removed ? button("restore", t.turnRestore) : button("remove", t.turnRemove)}
          <button class="link" form="typing" formaction="${path(briefing)}/turns/${turn.id}/who" formnovalidate>${t.turnWho}</button>
          ${turn.kind === "question" && turn.question === undefined && !turn.removed && button("take", t.turnTake)}
          ${turn.question !== undefined && button("untake", t.turnUntake)}
        </p>
        <details>
          <summary>${t.turnEdit}</summary>
          <label>${t.typeText}<textarea name="text" rows="3" maxlength="20000">${turn.text}</textarea></label>
          <div class="pair">${kindField(request, turn.kind)} ${attributionField(request, turn.attribution)}</div>
          <label class="for-embargo">${t.typeEmbargo}<input type="datetime-local" name="embargo" /></label>
          <button class="button second" name="did" value="change">${t.turnSave}</button>
        </details>
      </form>`
    }
  </li>`;
}

function newKey({ desk }: DeskRequest): string {
  return Buffer.from(desk.installation.means.random(16)).toString("base64url");
}

function path({ id }: Pick<DeskBriefing, "id">): string {
  return `/desk/briefings/${id}`;
}

function idOf({ c }: DeskRequest): number {
  return Number(c.req.param("id"));
}

function asked(request: DeskRequest): Promise<DeskBriefing> {
  return findBriefing(request.desk.installation.db, idOf(request), request.actor);
}
