import { may } from "../access/rights.ts";
import { type DeskBriefing, findBriefing } from "../briefings/find-briefing.ts";
import { type HandMove, heardAs, isHandMoveOpen, takesHands } from "../briefings/hand.ts";
import { type Hand, readQueue } from "../briefings/hands.ts";
import { clockTime } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { listAccredited } from "../press/journalists.ts";
import { dayIn } from "../register/day.ts";
import { answerJson } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { shownChoice } from "./questions-log.ts";
import { type Refused, typed } from "./refused.ts";

type Queue = Awaited<ReturnType<typeof readQueue>>;

/** The queue of a briefing, for whoever may call; nothing for anybody else, and nothing once it is over and nobody came. */
export async function handsSection(
  request: DeskRequest,
  briefing: DeskBriefing,
  refused?: Refused,
): Promise<Html | undefined> {
  const { desk, t, actor } = request;
  if (!may(actor, "briefing.type", briefing.institution)) return undefined;
  const queue = await readQueue(desk.installation.db, briefing, actor);
  const takes = takesHands(briefing.state);
  if (!takes && queue.hands.length === 0) return undefined;
  return html`<section class="card hands" aria-labelledby="queue">
    <h2 id="queue" tabindex="-1">${t.handsTitle}</h2>
    <p class="quiet">${t.handsLead}</p>
    <p id="hands-told" role="status"></p>
    <div id="hands" data-hands="${path(briefing)}" data-unfinished="${t.handsUnfinished}">${queueOf(request, briefing, queue)}</div>
    ${takes && (await adding(request, briefing, refused))}
  </section>`;
}

/** The queue alone, for the page that is open at somebody's. */
export async function briefingHands(request: DeskRequest): Promise<Response> {
  const briefing = await asked(request);
  const queue = await readQueue(request.desk.installation.db, briefing, request.actor);
  return answerJson(request, { hands: queueOf(request, briefing, queue).toString() });
}

/** Who has the floor, as far as the form of a turn begins with them. */
export async function handAsking(request: DeskRequest, briefing: DeskBriefing): Promise<Hand | undefined> {
  const id = Number(request.c.req.query("hand") ?? "0");
  if (!Number.isSafeInteger(id) || id < 1) return undefined;
  const { hands } = await readQueue(request.desk.installation.db, briefing, request.actor);
  return hands.find((one) => one.id === id && one.state === "called");
}

function queueOf(request: DeskRequest, briefing: DeskBriefing, { hands, heard }: Queue): Html {
  const { t } = request;
  const of = (wanted: (hand: Hand) => boolean) => hands.filter(wanted);
  const takes = takesHands(briefing.state);
  const speaking = of(({ state, turn }) => state === "called" && turn === undefined && briefing.state === "live");
  const waiting = of(({ state, text }) =>
    takes ? state === "waiting" : text !== undefined && (state === "waiting" || state === "passed"),
  );
  const settled = of((hand) => !speaking.includes(hand) && !waiting.includes(hand));
  const item = (hand: Hand, at: number, moves: readonly HandMove[], more: { type?: boolean; order?: boolean } = {}) =>
    handItem(request, briefing, hand, { heard, moves, at, last: waiting.length - 1, ...more });
  return html`${
    speaking.length > 0 &&
    html`<h3>${t.handsCalled}</h3>
        <ul class="entries">${speaking.map((hand) => item(hand, 0, ["return"], { type: true }))}</ul>`
  }
    <h3>${takes ? t.handsWaiting : t.handsLeft}</h3>
    ${!takes && waiting.length > 0 && html`<p class="quiet">${t.handsLeftLead}</p>`}
    ${
      waiting.length === 0
        ? html`<p class="empty">${t.handsNone}</p>`
        : html`<ol class="entries">
            ${waiting.map((hand, at) => item(hand, at, takes ? ["call", "pass", "withdraw"] : ["ask", "leave"], { order: takes }))}
          </ol>`
    }
    ${
      settled.length > 0 &&
      html`<details>
        <summary>${t.handsSettled(settled.length)}</summary>
        <ul class="entries">${settled.map((hand) => item(hand, 0, takes ? ["return"] : ["return", "ask"]))}</ul>
      </details>`
    }`;
}

type Shown = {
  heard: Queue["heard"];
  moves: readonly HandMove[];
  at: number;
  last: number;
  /** Their question can be typed; their place can be changed. */
  type?: boolean;
  order?: boolean;
};

function handItem(
  { t, formToken, language, office }: DeskRequest,
  briefing: DeskBriefing,
  hand: Hand,
  { heard, moves, at, last, type, order }: Shown,
): Html {
  const name = hand.name === "" ? (hand.outlet ?? "") : hand.name;
  const open = moves.filter((move) => isHandMoveOpen(hand, move, briefing.state));
  const since = t.handsSince(clockTime(hand.addedAt, language, office.timeZone));
  const waits = hand.state === "waiting" || hand.state === "passed";
  const button = (did: string, words: string, first: boolean) =>
    html`<button class="${first ? "button" : "link"}" name="did" value="${did}">${words}</button> `;
  const arrow = (did: "up" | "down", words: string, end: boolean) =>
    html`<button class="button second arrow" name="did" value="${did}" aria-label="${words}" ${end && html` disabled`}>
      ${did === "up" ? "↑" : "↓"}
    </button> `;
  return html`<li class="item" id="hand-${hand.id}">
    <p class="kicker">
      <b>${name}</b>${hand.outlet !== undefined && hand.name !== "" && html` <span>${hand.outlet}</span>`}
      ${hand.state !== "waiting" && type !== true && html`<span class="tag">${hand.turn === undefined ? t.handState[hand.state] : t.handAsked}</span>`}
      ${hand.text !== undefined && html`<span class="tag">${t.handsSentIn}</span>`}
      ${hand.question !== undefined && html`<a href="/desk/questions/${hand.question}">${t.questionText}</a>`}
    </p>
    ${hand.text !== undefined && html`<p class="change">${hand.text}</p>`}
    ${waits && html`<p class="small quiet">${since} · ${t.handsHeard(heard.get(heardAs(hand)) ?? 0)}</p>`}
    ${
      (open.length > 0 || type) &&
      html`<form method="post" action="${path(briefing)}/${hand.id}" class="actions" data-hand="${hand.id}">
        ${formToken()}
        ${type && html`<a class="button" href="/desk/briefings/${briefing.id}?hand=${hand.id}#typing" data-type>${t.handType}</a>`}
        ${open.map((move, index) => button(move, t[`handMove_${move}`], index === 0 && !type && move !== "return"))}
        ${order && html`${arrow("up", t.handUp(name), at === 0)}${arrow("down", t.handDown(name), at === last)}`}
      </form>`
    }
  </li>`;
}

async function adding(request: DeskRequest, briefing: DeskBriefing, refused?: Refused): Promise<Html> {
  const { desk, t, office, formToken } = request;
  const { db, means } = desk.installation;
  const known = await listAccredited(db, dayIn(office.timeZone, means.clock.now()));
  const again = refused !== undefined && refused.form.has("question") ? refused : undefined;
  const outlets = Map.groupBy(known, ({ outlet }) => outlet?.name ?? t.handWithoutOutlet);
  const chosen = typed(again, "journalist");
  return html`<details ${again !== undefined && html` open`}>
    <summary>${t.handAdd}</summary>
    <form method="post" action="${path(briefing)}" class="form">
      ${formToken()}
      <input type="hidden" name="key" value="${Buffer.from(means.random(16)).toString("base64url")}" />
      ${
        known.length > 0 &&
        html`<label
          >${t.handJournalist}
          <select name="journalist">
            <option value="">${t.handOther}</option>
            ${[...outlets].map(
              ([outlet, people]) =>
                html`<optgroup label="${outlet}">
                  ${people.map(({ id, name }) => html`<option value="${id}" ${chosen === String(id) && html` selected`}>${name}</option>`)}
                </optgroup>`,
            )}
          </select></label
        >`
      }
      <div class="pair">
        <label>${t.typeName}<input name="name" value="${typed(again, "name")}" maxlength="200" /></label>
        <label>${t.typeOutlet}<input name="outlet" value="${typed(again, "outlet")}" maxlength="200" /></label>
      </div>
      <label>${t.handText}<textarea name="question" rows="3" maxlength="4000">${typed(again, "question")}</textarea></label>
      ${shownChoice(request, typed(again, "shownAs", "outlet"))}
      <button class="button second">${t.handAddSend}</button>
    </form>
  </details>`;
}

function path({ id }: Pick<DeskBriefing, "id">): string {
  return `/desk/briefings/${id}/hands`;
}

function asked(request: DeskRequest): Promise<DeskBriefing> {
  return findBriefing(request.desk.installation.db, Number(request.c.req.param("id")), request.actor);
}
