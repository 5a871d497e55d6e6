import { handsOfJournalist, type OwnHand } from "../briefings/hands.ts";
import { listAhead, type PublicBriefing } from "../briefings/public-briefing.ts";
import { sendHand, withdrawOwnHand } from "../briefings/raise-hand.ts";
import { clockTime, longInstant } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { noOwnData, type OwnData } from "../press/own-data.ts";
import { capitalized } from "../register/display.ts";
import type { VisitorRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { shownChoice } from "./questions-log.ts";
import { type Refused, typed } from "./refused.ts";

/** Where a journalist asks for the floor or sends a question in, and what became of each. */
export async function ownHands(
  request: VisitorRequest,
  own: OwnData,
  refused: Refused | undefined,
): Promise<Html | undefined> {
  const { desk, t } = request;
  const { db } = desk.installation;
  const accredited = own.accreditations.some(({ state }) => state === "granted");
  const [ahead, hands] = await Promise.all([listAhead(db), handsOfJournalist(db, own.id)]);
  if (hands.length === 0 && (ahead.length === 0 || !accredited)) return undefined;
  return html`<section aria-labelledby="briefings">
    <h2 id="briefings">${t.ownHands}</h2>
    <p class="quiet">${accredited ? (ahead.length === 0 ? t.ownHandsNone : t.ownHandsLead) : t.ownHandsNotAccredited}</p>
    ${
      accredited &&
      ahead.length > 0 &&
      html`<ul class="entries">
        ${ahead.map((one) => coming(request, one, typed(refused, "briefing") === String(one.id) ? refused : undefined))}
      </ul>`
    }
    ${
      hands.length > 0 &&
      html`<ul class="entries">
        ${hands.map((hand) => ownHand(request, hand))}
      </ul>`
    }
  </section>`;
}

/** What the forms of that section do. Fault("not-found") for anything else. */
export async function ownHandAct(request: VisitorRequest, form: FormData, token: string): Promise<void> {
  const { db, means } = request.desk.installation;
  const briefing = numberIn(form, "briefing");
  if (fieldOf(form, "act") === "hand") {
    await sendHand(db, token, { briefing, text: fieldOf(form, "question"), shownAs: fieldOf(form, "shownAs") }, means);
  } else await withdrawOwnHand(db, token, { briefing, hand: numberIn(form, "hand") }, means);
}

function numberIn(form: FormData, name: string): number {
  const number = Number(fieldOf(form, name));
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw noOwnData();
}

function coming(request: VisitorRequest, one: PublicBriefing, again: Refused | undefined): Html {
  const { t, language, office, href } = request;
  const at = one.openedAt ?? one.startsAt;
  const when = at === undefined ? one.timeText : longInstant(at, language, office.timeZone);
  return html`<li class="item">
    <p class="kicker">
      <b>${t.briefingFormats[one.format]}</b> <span class="${one.state === "live" ? "tag alarm" : "tag"}">${t.briefingStates[one.state]}</span>
    </p>
    <h3><a href="${href(`/briefings/${one.number}`)}">${one.title}</a></h3>
    <p class="quiet">${capitalized([when, one.place].filter(Boolean).join(" · "))}</p>
    <form class="form" method="post">
      <input type="hidden" name="act" value="hand" />
      <input type="hidden" name="briefing" value="${one.id}" />
      <label
        >${t.ownHandText}<small>${t.ownHandTextHint}</small
        ><textarea name="question" rows="3" maxlength="4000">${typed(again, "question")}</textarea>
      </label>
      ${shownChoice(request, typed(again, "shownAs", "name"))}
      <button class="button">${t.ownHandSend}</button>
    </form>
  </li>`;
}

function ownHand({ t, language, office }: VisitorRequest, hand: OwnHand): Html {
  const mayWithdraw = hand.state === "waiting" || hand.state === "passed";
  return html`<li class="item">
    <p class="kicker">
      <span class="tag">${t.ownHandState[hand.state]}</span> <b>${hand.title}</b>
      <span>${clockTime(hand.addedAt, language, office.timeZone)}</span>
    </p>
    <p class="change">${hand.text ?? t.ownHandRaised}</p>
    ${
      mayWithdraw &&
      html`<form method="post">
        <input type="hidden" name="act" value="lower" />
        <input type="hidden" name="briefing" value="${hand.briefing}" />
        <input type="hidden" name="hand" value="${hand.id}" />
        <button class="button second">${t.ownHandWithdraw}</button>
      </form>`
    }
  </li>`;
}
