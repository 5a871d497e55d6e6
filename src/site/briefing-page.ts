import { localeOf, tongueOf } from "../page/language.ts";
import { takesHands } from "../briefings/hand.ts";
import { foldEvents, type TurnOnPage } from "../briefings/live-event.ts";
import { readAllEvents } from "../briefings/live-events.ts";
import { publicBriefing, type PublicBriefing } from "../briefings/public-briefing.ts";
import { Fault } from "../fault.ts";
import { clockTime, longInstant } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { capitalized } from "../register/display.ts";
import { briefingData } from "./briefing-data.ts";
import { allowPlayer, player } from "./briefing-media.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { headlineClass, languageOf } from "./statement-lines.ts";
import { minuteOf, paragraphsOf } from "./transcript-turns.ts";

/**
 * A briefing before its transcript is in the record: what the press is told of it, and what was said so far, from the events alone.
 * The page is whole without a script; with one it goes on from the event that it ends with.
 */
export async function briefingPage(request: PageRequest, number: string): Promise<Response> {
  const { site, t, href } = request;
  const { db } = site.installation;
  const briefing = await publicBriefing(db, number);
  // An imported one is there with its transcript alone.
  if (briefing === undefined || briefing.state === "imported") throw new Fault("not-found", t.transcriptNone(number));
  const { seq, turns } = foldEvents(await readAllEvents(db, briefing.id));
  const path = `/briefings/${number}`;
  const when = whenOf(request, briefing);
  const lang = languageOf(request, briefing.language);
  const body = html`<article>
    ${briefingKicker(request, briefing)}
    <h1 ${headlineClass(briefing.title)} ${lang}>${briefing.title}</h1>
    <dl class="facts wide">
      ${
        when !== "" &&
        html`<dt>${t.briefingWhen}</dt>
          <dd>${when}</dd>`
      }
      ${
        briefing.place !== undefined &&
        html`<dt>${t.briefingWhere}</dt>
          <dd>${briefing.place}</dd>`
      }
    </dl>
    ${briefing.note !== undefined && html`<div ${lang}>${paragraphsOf(briefing.note)}</div>`} ${player(request, briefing)}
    ${
      takesHands(briefing.state) &&
      html`<p><a class="more" href="/accreditation/mine">${t.briefingSendIn}</a></p>
      <p class="quiet">${t.ownDataNotYet} <a href="/accreditation">${t.askAccreditationSend}</a></p>`
    }
    <h2 id="said">${t.briefingTurns}</h2>
    <p class="quiet">${t.briefingHeldNote}</p>
    <p class="quiet" id="live-standing" aria-live="off">
      ${briefing.state === "live" ? t.briefingNoScript : turns.length === 0 && briefing.state === "announced" ? t.briefingWaiting : ""}
    </p>
    <div class="live-told">
    <ol
      class="turns live-turns"
      id="turns"
      aria-labelledby="said"
      data-live="${path}/live"
      data-events="${path}/events.json"
      data-seq="${seq}"
      data-state="${briefing.state}"
      data-connected="${t.briefingConnected}"
      data-polling="${t.briefingPolling}"
      data-over="${t.briefingOver}"
      data-reload="${t.briefingReload}"
      data-corrected="${t.briefingCorrectedAt}"
      data-was="${t.briefingWas}"
      data-zone="${request.office.timeZone}"
      data-locale="${localeOf(request.language)}"
      data-tongue="${tongueOf(request.language)}"
      data-told="${t.briefingTold("%")}"
      data-taken-back="${t.briefingTakenBack}"
      data-journalist="${t.briefingJournalist}"
      data-question="${t.turnKinds.question}"
      data-promised="${t.briefingTaken}"
      data-questions="${href("/questions/")}"
      data-address="${href(`${path}/turns/`)}"
      data-cite="${t.turnLink("%")}"
      ${lang}
    >
      ${turns.map((turn) => turnItem(request, number, turn))}
    </ol>
    <button class="button live-new" id="live-new" type="button" hidden>${t.briefingNewTurns}</button>
    </div>
    <p class="visually-hidden" role="status" id="live-told"></p>
  </article>`;
  const response = answerPage(
    request,
    {
      title: briefing.title,
      path,
      body,
      scripts: ["live.js"],
      current: "briefings",
      data: briefingData(request, briefing),
      ...(briefing.note === undefined ? {} : { description: briefing.note }),
    },
    [`briefing:${number}`],
  );
  return allowPlayer(response, briefing);
}

export function briefingKicker({ t }: PageRequest, { format, number, state }: PublicBriefing): Html {
  return html`<p class="kicker">
    <b>${t.briefingFormats[format]}</b> <span>${number}</span>
    <span class="${state === "live" || state === "cancelled" ? "tag alarm" : "tag"}">${t.briefingStates[state]}</span>
  </p>`;
}

export function whenOf({ language, office }: PageRequest, { startsAt, openedAt, timeText }: PublicBriefing): string {
  const at = openedAt ?? startsAt;
  return capitalized(at === undefined ? (timeText ?? "") : longInstant(at, language, office.timeZone));
}

function turnItem(request: PageRequest, number: string, turn: TurnOnPage): Html {
  const { t, language, office, href } = request;
  const { speaker } = turn;
  if (turn.removed === true)
    return html`<li class="turn" id="t${turn.turn}" data-turn="${turn.turn}"><p class="quiet">${t.briefingTakenBack}</p></li>`;
  const beside = speaker.outlet ?? speaker.title?.[tongueOf(language)];
  return html`<li
    class="turn"
    id="t${turn.turn}"
    data-turn="${turn.turn}"
    data-kind="${turn.kind}"
    ${turn.at !== undefined && html`data-at="${turn.at}"`}
  >
    <p class="who">
      <b class="name">${speaker.name === "" ? t.briefingJournalist : speaker.name}</b
      ><span class="post">${beside === undefined ? "" : `, ${beside}`}</span>
      ${turn.kind === "question" && html`<span class="tag">${t.turnKinds.question}</span>`}
      <a class="minute" href="${href(`/briefings/${number}/turns/${turn.turn}`)}" title="${t.turnLink(turn.turn)}">${turn.at === undefined ? `#${turn.turn}` : minuteOf(turn.at)}</a>
    </p>
    <div class="said">${paragraphsOf(turn.text)}</div>
    ${
      turn.correctedAt !== undefined &&
      html`<details class="small">
        <summary>${t.briefingCorrectedAt} ${clockTime(new Date(turn.correctedAt), language, office.timeZone)}</summary>
        ${turn.was.map((was) => html`<p>${t.briefingWas} <del>${was}</del></p>`)}
      </details>`
    }
    ${
      turn.question !== undefined &&
      html`<p class="small promised"><a href="${href(`/questions/${turn.question.number}`)}">${t.briefingTaken}: ${turn.question.number}</a></p>`
    }
  </li>`;
}
