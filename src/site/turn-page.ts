import { tongueOf } from "../page/language.ts";
import { Fault } from "../fault.ts";
import { plainDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { cardShapes } from "./card-picture.ts";
import { speakerOf } from "./cards.ts";
import { governmentNotice } from "./government-notice.ts";
import { cardLinks, otherStyles } from "./cite.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { type QuotedTurn, readShownTurns, type ShownTurns } from "./shown-turns.ts";
import { languageOf } from "./statement-lines.ts";
import { editionPath, formatName, transcriptKicker, transcriptTags } from "./transcript-page.ts";
import { minuteOf, paragraphsOf, shortened } from "./transcript-turns.ts";

const mostOfAnswer = 600;

/**
 * One turn under an address of its own, to be quoted: who, in which post, when and at what minute, and the words with what was asked. Until
 * the transcript is certified, as the public was told of it, and marked so.
 */
export async function turnPage(request: PageRequest, briefing: string, ordinal: number): Promise<Response> {
  const { t, language, href, site, horizon, office } = request;
  const shown = await readShownTurns(site, horizon, briefing);
  const at = shown?.turns.findIndex(({ turn }) => turn === ordinal) ?? -1;
  const turn = shown?.turns[at];
  if (shown === undefined || turn === undefined) throw new Fault("not-found", t.turnNone(briefing, ordinal));
  const { certified } = shown;
  const path = `/briefings/${briefing}/turns/${ordinal}`;
  const url = `${site.url}${href(path)}`;
  const name = speakerOf(t, turn);
  const post = shown.beside(turn, language);
  const body = html`${transcriptKicker(request, certified ?? { ...shown, edition: 1, editions: 1 })}
    <h1 class="plain"><a href="${href(`/briefings/${briefing}`)}#t${ordinal}">${shown.title}</a></h1>
    ${
      certified === undefined &&
      html`<p class="notice waiting"><strong>${t.cardNotCertified}.</strong> ${t.turnNotCertified}</p>`
    }
    ${certified !== undefined && (await governmentNotice(request, shown.day))}
    ${turn.kind === "answer" && asked(request, shown, at)}
    <figure class="quote-card" id="card">
      <blockquote ${languageOf(request, shown.language)}>${paragraphsOf(turn.text)}</blockquote>
      <figcaption>
        <p class="who"><b>${name}</b>${post}</p>
        <p class="small quiet">${whenSaid(request, shown, turn)}</p>
        <p class="small breakable"><a href="${url}">${url}</a></p>
        <p class="small quiet">${office.name[tongueOf(language)]}</p>
      </figcaption>
    </figure>
    ${turn.kind === "question" && answered(request, shown, at)} ${neighbours(request, shown, at)}
    <div class="quoted-turn">
      <section class="card citation">
        <h2>${t.citeHead}</h2>
        <p class="breakable">
          ${t.turnCitation({ who: `${name}${post}`, words: shortened(turn.text, 300), when: whenSaid(request, shown, turn), url })}
        </p>
        ${otherStyles(request, {
          author: name,
          title: shortened(turn.text, 120),
          within: `${formatName(request, shown.kind)}: ${shown.title}`,
          place:
            turn.at === undefined ? t.citeTurn(briefing, ordinal) : t.citeTurnAt(briefing, ordinal, minuteOf(turn.at)),
          publisher: office.name[tongueOf(language)],
          day: shown.day,
          url,
        })}
        <ul>
          <li><a href="${href(`/briefings/${briefing}`)}#t${ordinal}">${t.turnInTranscript}</a></li>
          ${
            certified !== undefined &&
            html`<li>
              <a
                href="${editionPath(certified)}.bundle.json"
                download="${briefing}-${certified.edition}.bundle.json"
                >${t.downloadBundle}</a
              >
            </li>`
          }
        </ul>
      </section>
      ${cardLinks(request, path, `${briefing}-${ordinal}`, t.cardTextTurn)}
    </div>`;
  const title = `${name}: «${shortened(turn.text, 90)}»`;
  return answerPage(
    request,
    {
      title,
      description: shortened(turn.text, 280),
      path,
      body,
      kind: "article",
      current: "briefings",
      ...(certified === undefined ? {} : { publishedAt: certified.at }),
      picture: { address: `${path}/card.png`, alt: t.cardAlt(shortened(turn.text, 280)), ...cardShapes.card },
      data: quotation(request, shown, turn, url),
    },
    transcriptTags(briefing),
  );
}

function whenSaid({ t, language }: PageRequest, { briefing, day }: ShownTurns, turn: QuotedTurn): string {
  const words = plainDay(day, language);
  return turn.at === undefined ? t.turnSaidOn(briefing, words) : t.turnSaidAt(briefing, words, minuteOf(turn.at));
}

/** What the answer answers: the question before it. */
function asked(request: PageRequest, shown: ShownTurns, at: number): Html | false {
  const question = shown.turns.slice(0, at).findLast(({ kind }) => kind === "question");
  if (question === undefined) return false;
  return html`<div class="asked">
    ${whose(request, shown, question)}
    <div class="said" ${languageOf(request, shown.language)}>${paragraphsOf(question.text)}</div>
  </div>`;
}

/** What was said to the question before the next one was asked: the beginning, and the way to the whole. */
function answered(request: PageRequest, shown: ShownTurns, at: number): Html | false {
  const after = shown.turns.slice(at + 1);
  const next = after.findIndex(({ kind }) => kind === "question");
  const answer = (next === -1 ? after : after.slice(0, next)).find(({ kind }) => kind === "answer");
  if (answer === undefined) return false;
  return html`<section class="reply" aria-label="${request.t.turnAnswered}">
    ${whose(request, shown, answer)}
    <div class="said" ${languageOf(request, shown.language)}><p>${shortened(answer.text, mostOfAnswer)}</p></div>
  </section>`;
}

function whose(request: PageRequest, { briefing }: ShownTurns, turn: QuotedTurn): Html {
  const { outlet } = turn.speaker;
  return html`<p class="who">
    ${turn.kind === "answer" && html`<b>${request.t.turnAnswered}:</b> `}<a href="${request.href(`/briefings/${briefing}/turns/${turn.turn}`)}"
      >${speakerOf(request.t, turn)}${outlet !== undefined && `, ${outlet}`}</a
    >
  </p>`;
}

function neighbours({ t, href }: PageRequest, { briefing, turns }: ShownTurns, at: number): Html {
  const [before, after] = [turns[at - 1], turns[at + 1]];
  const address = ({ turn }: QuotedTurn) => href(`/briefings/${briefing}/turns/${turn}`);
  return html`<nav aria-label="${t.turnNeighbours}">
    <ul class="filters">
      ${before && html`<li><a href="${address(before)}" rel="prev">${t.turnBefore}</a></li>`}
      ${after && html`<li><a href="${address(after)}" rel="next">${t.turnAfter}</a></li>`}
    </ul>
  </nav>`;
}

function quotation(
  { t, site, language, office }: PageRequest,
  shown: ShownTurns,
  turn: QuotedTurn,
  url: string,
): unknown {
  return {
    "@context": "https://schema.org",
    "@type": "Quotation",
    text: turn.text,
    inLanguage: shown.language,
    url,
    spokenByCharacter: { "@type": "Person", name: speakerOf(t, turn) },
    isPartOf: {
      "@type": "Event",
      name: shown.title,
      identifier: shown.briefing,
      startDate: shown.day,
      url: `${site.url}/briefings/${shown.briefing}`,
      organizer: { "@type": "GovernmentOrganization", name: office.name[tongueOf(language)], url: site.url },
    },
  };
}
