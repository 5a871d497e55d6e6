import { headOf } from "../briefings/transcript-head.ts";
import { compareTurns, type TurnDifference } from "../briefings/transcript.ts";
import { findTranscript, type TranscriptView } from "../briefings/transcripts.ts";
import type { SiteCatalogue } from "../page/catalogue.ts";
import { countOf, longInstant } from "../page/dates.ts";
import { differenceBetween, wholeDifference } from "../page/difference.ts";
import { headDifferences } from "../page/head-differences.ts";
import { type Html, html } from "../page/html.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { languageOf } from "./statement-lines.ts";
import { editionPath, findVersion, transcriptKicker, transcriptTags, versionPath } from "./transcript-page.ts";
import { besideText, readSpeakerNames } from "./transcript-turns.ts";

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
    ${await differences(request, said, edited)}`;
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
  const changes = new Map<number, Html>();
  for (const view of editions) changes.set(view.entry, await change(request, before(view), view, said));
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
              ${changes.get(view.entry)}
            </li>`,
        )}
    </ol>`;
  return answerPage(
    request,
    { title: t.transcriptHistoryOf(briefing), path: `/briefings/${briefing}/history`, body, current: "briefings" },
    transcriptTags(briefing),
  );
}

async function change(
  request: PageRequest,
  before: TranscriptView | undefined,
  view: TranscriptView,
  said: TranscriptView,
): Promise<Html> {
  if (before !== undefined) return differences(request, before, view);
  if (view.version !== "edited") return html`<p class="quiet">${request.t.historyFirst}</p>`;
  return html`<p>
    <a href="${request.href(`/briefings/${said.briefing}/difference`)}">${request.t.transcriptDifference}</a>
  </p>`;
}

function versionName(t: SiteCatalogue, { version }: Pick<TranscriptView, "version">): string {
  return version === "edited" ? t.transcriptEdited : version === "certified" ? t.transcriptCertified : t.imported;
}

/** What stands over the turns and differs, and the turns that do; how many do not is said. */
async function differences(request: PageRequest, before: TranscriptView, after: TranscriptView): Promise<Html> {
  const { t, language, href } = request;
  const [old, other] = [before.content, after.content];
  if (old === undefined || other === undefined) return html`<p class="quiet">${t.erasedText}</p>`;
  const over = headDifferences(request, headOf(old), headOf(other));
  const compared = compareTurns(old.turns, other.turns);
  const differing = compared.filter(({ same }) => !same);
  const same = compared.length - differing.length;
  if (differing.length === 0) return over === false ? html`<p class="quiet">${t.transcriptSame}</p>` : html`${over}`;
  const [namesBefore, namesAfter] = await Promise.all([
    readSpeakerNames(request, old),
    readSpeakerNames(request, other),
  ]);
  const who = ({ before: one, after: next }: TurnDifference) => {
    const was = one === undefined ? "" : one.speaker.name + besideText(request, one, old.day, namesBefore);
    return wholeDifference(
      was,
      next === undefined ? was : next.speaker.name + besideText(request, next, other.day, namesAfter),
    );
  };
  return html`${over}
    <p class="legend measure">${t.historyLegend}</p>
    <p class="small quiet">
      ${t.transcriptDiffering(countOf(differing.length, language), countOf(same, language))}
    </p>
    <ol class="turns">
      ${differing.map(
        (one) =>
          html`<li class="turn changed">
            <p class="who">
              <b class="change">${who(one)}</b>
              ${
                one.before === undefined
                  ? html`<span class="minute">${t.turnNumber(one.turn)}</span>`
                  : html`<a class="minute" href="${href(`/briefings/${before.briefing}/turns/${one.turn}`)}"
                      >${t.turnNumber(one.turn)}</a
                    >`
              }
              ${one.after === undefined && html`<span class="tag alarm">${t.turnLeftOut}</span>`}
            </p>
            <div class="said change">${differenceBetween(one.before?.text ?? "", one.after?.text ?? "")}</div>
          </li>`,
      )}
    </ol>`;
}
