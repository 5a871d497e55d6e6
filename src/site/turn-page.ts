import type { TranscriptTurn } from "../briefings/transcript.ts";
import type { TranscriptView } from "../briefings/transcripts.ts";
import { Fault } from "../fault.ts";
import { plainDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { languageOf } from "./statement-lines.ts";
import { editionPath, findVersion, transcriptKicker, transcriptTags, versionPath } from "./transcript-page.ts";
import { besideText, minuteOf, paragraphsOf, readSpeakerNames, shortened } from "./transcript-turns.ts";

/** One turn under an address of its own, to be quoted: who, in which post, when and at what minute, and the words with what was asked. */
export async function turnPage(request: PageRequest, briefing: string, ordinal: number): Promise<Response> {
  const { t, language, href, site, office } = request;
  const view = await findVersion(request, briefing, "said");
  const { content } = view;
  const at = content?.turns.findIndex(({ turn }) => turn === ordinal) ?? -1;
  const turn = content?.turns[at];
  if (content === undefined || turn === undefined) throw new Fault("not-found", t.turnNone(briefing, ordinal));
  const names = await readSpeakerNames(request, content);
  const url = `${site.url}${href(`/briefings/${briefing}/turns/${ordinal}`)}`;
  const post = besideText(request, turn, view.day, names);
  const body = html`${transcriptKicker(request, view)}
    <h1 class="plain"><a href="${href(versionPath(view))}#t${ordinal}">${view.title}</a></h1>
    ${turn.kind === "answer" && asked(request, content.turns.slice(0, at), view)}
    <figure class="quote-card" id="card">
      <blockquote ${languageOf(request, view.language)}>${paragraphsOf(turn.text)}</blockquote>
      <figcaption>
        <p class="who"><b>${turn.speaker.name}</b>${post}</p>
        <p class="small quiet">${whenSaid(request, view, turn)}</p>
        <p class="small breakable"><a href="${url}">${url}</a></p>
        <p class="small quiet">${office.name[language]}</p>
      </figcaption>
    </figure>
    <p class="breakable">${t.turnCitation({ who: `${turn.speaker.name}${post}`, words: shortened(turn.text, 300), when: whenSaid(request, view, turn), url })}</p>
    ${neighbours(request, view, content.turns, at)}
    <p class="small">
      <a href="${href(versionPath(view))}#t${ordinal}">${t.turnInTranscript}</a>,
      <a href="${editionPath(view)}.bundle.json" download="${briefing}-${view.edition}.bundle.json">${t.sealProof}</a>
    </p>`;
  return answerPage(
    request,
    {
      title: `${turn.speaker.name}: «${shortened(turn.text, 90)}»`,
      description: shortened(turn.text, 280),
      path: `/briefings/${briefing}/turns/${ordinal}`,
      body,
      kind: "article",
      publishedAt: view.at,
      data: quotation(request, view, turn, url),
    },
    transcriptTags(briefing),
  );
}

function whenSaid({ t, language }: PageRequest, view: TranscriptView, turn: TranscriptTurn): string {
  const day = plainDay(view.day, language);
  return turn.at === undefined ? t.turnSaidOn(view.briefing, day) : t.turnSaidAt(view.briefing, day, minuteOf(turn.at));
}

/** What the answer answers: the question before it. */
function asked(request: PageRequest, before: readonly TranscriptTurn[], view: TranscriptView): Html | false {
  const question = before.findLast(({ kind }) => kind === "question");
  if (question === undefined) return false;
  const { speaker, text, turn } = question;
  return html`<div class="asked">
    <p class="who">
      <a href="${request.href(`/briefings/${view.briefing}/turns/${turn}`)}"
        >${speaker.name}${speaker.outlet !== undefined && `, ${speaker.outlet}`}</a
      >
    </p>
    <div class="said" ${languageOf(request, view.language)}>${paragraphsOf(text)}</div>
  </div>`;
}

function neighbours(
  { t, href }: PageRequest,
  view: TranscriptView,
  turns: readonly TranscriptTurn[],
  at: number,
): Html {
  const [before, after] = [turns[at - 1], turns[at + 1]];
  const address = (turn: TranscriptTurn) => href(`/briefings/${view.briefing}/turns/${turn.turn}`);
  return html`<nav aria-label="${t.turnNeighbours}">
    <ul class="filters">
      ${before && html`<li><a href="${address(before)}" rel="prev">${t.turnBefore}</a></li>`}
      ${after && html`<li><a href="${address(after)}" rel="next">${t.turnAfter}</a></li>`}
    </ul>
  </nav>`;
}

function quotation(
  { site, language, office }: PageRequest,
  view: TranscriptView,
  turn: TranscriptTurn,
  url: string,
): unknown {
  return {
    "@context": "https://schema.org",
    "@type": "Quotation",
    text: turn.text,
    inLanguage: view.language,
    url,
    spokenByCharacter: { "@type": "Person", name: turn.speaker.name },
    isPartOf: {
      "@type": "Event",
      name: view.title,
      identifier: view.briefing,
      startDate: view.day,
      url: `${site.url}/briefings/${view.briefing}`,
      organizer: { "@type": "GovernmentOrganization", name: office.name[language], url: site.url },
    },
  };
}
