import { compareTurns, speakerLine, type TranscriptTurn, type TurnDifference } from "../briefings/transcript.ts";
import { findTranscript, type TranscriptView } from "../briefings/transcripts.ts";
import type { Catalogue } from "../page/catalogue.ts";
import { countOf, longInstant } from "../page/dates.ts";
import { differenceBetween } from "../page/difference.ts";
import { type Html, html } from "../page/html.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { languageOf } from "./statement-lines.ts";
import { editionPath, findVersion, transcriptKicker, transcriptTags, versionPath } from "./transcript-page.ts";

/** What the office's edited version strikes from what was certified and what it adds, turn by turn, word by word. */
export async function transcriptDifferencePage(request: PageRequest, briefing: string): Promise<Response> {
  const { t, href } = request;
  const [said, edited] = await Promise.all([
    findVersion(request, briefing, "said"),
    findVersion(request, briefing, "edited"),
  ]);
  const body = html`${transcriptKicker(request, said)}
    <h1 class="plain" ${languageOf(request, said.language)}>${said.title}</h1>
    <p class="standfirst">${t.transcriptDifferenceLead}</p>
    <p class="small">
      <a href="${href(versionPath(said))}">${t.transcriptCertified}</a>, <a href="${href(versionPath(edited))}">${t.transcriptEdited}</a>
    </p>
    ${differingTurns(request, said, edited)}`;
  return answerPage(
    request,
    {
      title: t.transcriptDifferenceOf(briefing),
      path: `/briefings/${briefing}/difference`,
      body,
      current: "briefings",
    },
    transcriptTags(briefing),
  );
}

/** Every edition of every version with its entry, newest first, each with what it changed. */
export async function transcriptHistoryPage(request: PageRequest, briefing: string): Promise<Response> {
  const { t, href, language, office, site, horizon } = request;
  const said = await findVersion(request, briefing, "said");
  const edited = await findTranscript(site.installation.db, briefing, "edited", horizon.size);
  const editions: TranscriptView[] = [];
  for (const newest of [said, edited])
    for (let edition = 1; edition <= (newest?.editions ?? 0); edition++) {
      const which = newest?.version === "edited" ? "edited" : "said";
      const view = await findTranscript(site.installation.db, briefing, which, horizon.size, edition);
      if (view !== undefined) editions.push(view);
    }
  const before = (view: TranscriptView) =>
    editions.find(({ version, edition }) => version === view.version && edition === view.edition - 1);
  const body = html`${transcriptKicker(request, said)}
    <h1 class="plain" ${languageOf(request, said.language)}>${said.title}</h1>
    <p class="standfirst">${t.transcriptHistoryLead}</p>
    <ol class="editions" reversed>
      ${editions
        .toSorted((a, b) => b.entry - a.entry)
        .map(
          (view) =>
            html`<li>
              <h2>${versionName(t, view)}, ${t.historyEdition(view.edition)}</h2>
              <p class="kicker">
                <span><time datetime="${view.at.toISOString()}">${longInstant(view.at, language, office.timeZone)}</time></span>
                <span
                  ><a href="${href(`/record/entries/${view.entry}`)}">${t.entryLink(countOf(view.entry, language))}</a></span
                >
                <span><a href="${href(editionPath(view))}">${t.historyRead}</a></span>
              </p>
              ${
                view.note !== undefined &&
                html`<p class="notice">
                  <strong>${view.severity === "major" ? t.correctionSubstance : t.correctionTyping}.</strong> ${view.note}
                </p>`
              }
              ${change(request, before(view), view, said)}
            </li>`,
        )}
    </ol>`;
  return answerPage(
    request,
    { title: t.transcriptHistoryOf(briefing), path: `/briefings/${briefing}/history`, body, current: "briefings" },
    transcriptTags(briefing),
  );
}

function change(
  request: PageRequest,
  before: TranscriptView | undefined,
  view: TranscriptView,
  said: TranscriptView,
): Html {
  if (before !== undefined) return differingTurns(request, before, view);
  if (view.version !== "edited") return html`<p class="quiet">${request.t.historyFirst}</p>`;
  return html`<p>
    <a href="${request.href(`/briefings/${said.briefing}/difference`)}">${request.t.transcriptDifference}</a>
  </p>`;
}

function versionName(t: Catalogue, { version }: Pick<TranscriptView, "version">): string {
  return version === "edited" ? t.transcriptEdited : version === "certified" ? t.transcriptCertified : t.imported;
}

/** The turns that differ; how many do not is said. */
function differingTurns(request: PageRequest, before: TranscriptView, after: TranscriptView): Html {
  if (before.content === undefined || after.content === undefined)
    return html`<p class="quiet">${request.t.erasedText}</p>`;
  return turnDifferences(request, before.content.turns, after.content.turns, (turn) =>
    request.href(`/briefings/${before.briefing}/turns/${turn}`),
  );
}

/** The same of any two lists of turns: the desk foresees with it what the public will see. */
export function turnDifferences(
  { t, language }: Pick<PageRequest, "t" | "language">,
  before: readonly TranscriptTurn[],
  after: readonly TranscriptTurn[],
  address?: (turn: number) => string,
): Html {
  const compared = compareTurns(before, after);
  const differing = compared.filter(({ same }) => !same);
  const same = compared.length - differing.length;
  if (differing.length === 0) return html`<p class="quiet">${t.transcriptSame}</p>`;
  return html`<p class="legend measure">${t.historyLegend}</p>
    <p class="small quiet">
      ${t.transcriptDiffering(countOf(differing.length, language), countOf(same, language))}
    </p>
    <ol class="turns">
      ${differing.map(
        (one) =>
          html`<li class="turn changed">
            <p class="who">
              <b>${differenceBetween(lineOf(one.before), one.after === undefined ? lineOf(one.before) : lineOf(one.after))}</b>
              ${
                address === undefined || one.before === undefined
                  ? html`<span class="minute">${t.turnNumber(one.turn)}</span>`
                  : html`<a class="minute" href="${address(one.turn)}">${t.turnNumber(one.turn)}</a>`
              }
              ${one.after === undefined && html`<span class="tag alarm">${t.turnLeftOut}</span>`}
            </p>
            <div class="said change">${words(one)}</div>
          </li>`,
      )}
    </ol>`;
}

function lineOf(turn: TranscriptTurn | undefined): string {
  return turn === undefined ? "" : speakerLine(turn);
}

function words({ before, after }: TurnDifference): Html {
  return differenceBetween(before?.text ?? "", after?.text ?? "");
}
