import { tongueOf } from "../page/language.ts";
import { type Sealed, sealCard } from "./seal-card.ts";
import { findTranscript, findTranscripts, type TranscriptView } from "../briefings/transcripts.ts";
import { publicBriefing, type PublicBriefing } from "../briefings/public-briefing.ts";
import { Fault } from "../fault.ts";
import { countOf, longDay, longInstant, plainDay, plainInstant } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { editionPath, fileName, versionPath } from "../page/transcript-json.ts";
import { transcriptData } from "./briefing-data.ts";
import { allowPlayer, player } from "./briefing-media.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { governmentNotice } from "./government-notice.ts";
import { headlineClass, languageOf } from "./statement-lines.ts";
import { readSpeakerNames, readTurnQuestions, shortened, turnList } from "./transcript-turns.ts";

export { editionPath, versionPath } from "../page/transcript-json.ts";

export type Which = "said" | "edited";

/**
 * A briefing's transcript, the newest edition of a version or the one asked for, with its seal; undefined where there is none that may be
 * shown: then the briefing's own page answers.
 */
export async function transcriptPage(
  request: PageRequest,
  briefing: string,
  version: Which = "said",
  edition?: number,
): Promise<Response | undefined> {
  const { t, href, site, horizon } = request;
  const { db } = site.installation;
  const [view, versions, said] = await Promise.all([
    findTranscript(db, briefing, version, horizon.size, edition),
    findTranscripts(db, briefing, horizon.size),
    publicBriefing(db, briefing),
  ]);
  if (view === undefined) return undefined;
  const spoken: Partial<PublicBriefing> = said ?? {};
  const { content } = view;
  const newest = view.edition === view.editions;
  const path = versionPath(view);
  const body = html`<div class="cols">
    <article id="transcript">
      ${transcriptKicker(request, view)}
      <h1 id="title" ${headlineClass(view.title)} ${languageOf(request, view.language)}>${view.title}</h1>
      ${standing(request, view)} ${versionLinks(request, view, versions)} ${notices(request, view, newest)}
      ${await governmentNotice(request, view.day)}
      ${content !== undefined && player(request, spoken)}
      ${
        content === undefined
          ? html`<p class="standfirst">${t.erasedText}</p>`
          : turnList(
              request,
              content,
              await readSpeakerNames(request, content),
              await readTurnQuestions(request, briefing),
            )
      }
    </article>
    <div>
      ${content !== undefined && sealCard(request, sealedOf(view))}
      <section class="card citation">
        <h2>${t.keepAndCite}</h2>
        <p class="breakable">${citationOf(request, view)}</p>
        <ul>
          ${content?.turns.some(({ at }) => at !== undefined) === true && html`<li><a href="${editionPath(view)}.vtt">${t.downloadCaptions}</a></li>`}
          <li><a href="${editionPath(view)}.json">${t.downloadData}</a></li>
          <li>
            <a href="${editionPath(view)}.bundle.json" download="${fileName(view)}.bundle.json">${t.downloadBundle}</a>
          </li>
          <li><a href="${editionPath(view)}.tlog-proof">${t.downloadProof}</a></li>
        </ul>
      </section>
      <section class="card">
        <h2>${t.inRecord}</h2>
        <ul>
          <li>
            <a href="${href(`/record/entries/${view.entry}`)}">${t.entryLink(countOf(view.entry, request.language))}</a>
          </li>
          <li><a href="${href(`/briefings/${briefing}/history`)}">${t.transcriptHistory}</a></li>
          <li><a href="${href(`/briefings/${briefing}/figures`)}">${t.transcriptFigures}</a></li>
        </ul>
      </section>
    </div>
  </div>`;
  const response = answerPage(
    request,
    {
      title: view.title,
      description: shortened(content?.turns[0]?.text ?? view.title, 200),
      path: edition === undefined ? path : editionPath(view),
      ...(newest ? { canonicalPath: path } : {}),
      body,
      scripts: spoken.mediaUrl === undefined ? ["seal.js"] : ["seal.js", "player.js"],
      current: "briefings",
      kind: "article",
      publishedAt: view.at,
      data: transcriptData(request, view),
    },
    transcriptTags(briefing),
  );
  return allowPlayer(response, spoken);
}

/** What a page of a transcript depends on: its entries, what the register calls those who speak, what became of the questions. */
export function transcriptTags(briefing: string) {
  return [`briefing:${briefing}`, "register", "questions"] as const;
}

export async function findVersion(request: PageRequest, briefing: string, version: Which): Promise<TranscriptView> {
  const found = await findTranscript(request.site.installation.db, briefing, version, request.horizon.size);
  if (found === undefined) throw new Fault("not-found", request.t.transcriptNone(briefing));
  return found;
}

export function transcriptKicker(
  request: PageRequest,
  view: Pick<TranscriptView, "briefing" | "kind" | "day" | "edition" | "editions" | "content">,
): Html {
  const { t, language } = request;
  return html`<p class="kicker">
    <b>${t.numbered(formatName(request, view.kind), view.briefing)}</b>
    <span><time datetime="${view.day}">${longDay(view.day, language)}</time></span>${
      view.content?.place !== undefined && html` <span>${view.content.place}</span>`
    }${view.editions > 1 && html` <span>${t.editionOf(view.edition, view.editions)}</span>`}
  </p>`;
}

export function formatName({ t }: Pick<PageRequest, "t">, kind: string): string {
  const names: Record<string, string> = {
    "punto-de-prensa": t.transcriptPunto,
    conferencia: t.transcriptConferencia,
    voceria: t.transcriptVoceria,
  };
  return names[kind] ?? kind;
}

/** Whose version it is, and on what it rests. */
function standing(request: PageRequest, view: TranscriptView): Html {
  const { t, language, office, href } = request;
  const when = longInstant(view.at, language, office.timeZone);
  const { content } = view;
  if (view.version === "imported")
    return html`<p class="notice">${content?.source === undefined ? t.imported : t.importedNote(content.source.name, content.source.id)}</p>`;
  if (view.version === "edited") {
    const certified = href(`/briefings/${view.briefing}`);
    return html`<p class="standing">${t.transcriptEditedBy(when, html`<a href="${certified}">${t.transcriptCertifiedOne}</a>`)}</p>`;
  }
  const { certifier, recording } = content ?? {};
  const who = certifier === undefined ? "" : [certifier.name, certifier.body].filter(Boolean).join(", ");
  return html`<p class="standing">
    ${t.transcriptCertifiedBy(html`<b id="certifier">${who}</b>`, when)}
    ${
      recording === undefined
        ? t.transcriptNoRecording
        : html`${t.transcriptRecording} <code class="breakable">${Buffer.from(recording.sha256, "base64").toString("hex")}</code>${
            recording.address !== undefined &&
            html` <a href="${recording.address}" rel="noopener">${t.transcriptListen}</a>`
          }`
    }
  </p>`;
}

function versionLinks(
  { t, href }: PageRequest,
  shown: TranscriptView,
  versions: readonly TranscriptView[],
): Html | false {
  if (versions.length < 2) return false;
  const address = `/briefings/${shown.briefing}`;
  return html`<nav aria-label="${t.transcriptVersions}">
    <ul class="filters">
      ${versions.map(
        ({ version, briefing }) =>
          html`<li>
            <a href="${href(versionPath({ briefing, version }))}" ${version === shown.version && html` aria-current="page"`}
              >${version === "edited" ? t.transcriptEdited : t.transcriptCertified}</a
            >
          </li>`,
      )}
      <li><a href="${href(`${address}/difference`)}">${t.transcriptDifference}</a></li>
    </ul>
  </nav>`;
}

function notices(request: PageRequest, view: TranscriptView, newest: boolean): Html {
  const { t, language, office, horizon, href } = request;
  const address = href(versionPath(view));
  const correction = view.corrections.find(({ edition }) => edition === view.edition);
  return html`${view.entry >= horizon.signed && html`<p class="notice waiting">${t.awaitingCheckpoint}</p>`}${
    !newest && html`<p class="notice">${t.oldEdition(view.edition, html`<a href="${address}">${t.seeNewest}</a>`)}</p>`
  }${
    correction &&
    html`<div class="notice">
      <p>
        <strong
          >${t.correctionNotice(
            correction.severity === "major" ? t.correctionSubstance : t.correctionTyping,
            html`<time datetime="${correction.at.toISOString()}">${plainInstant(correction.at, language, office.timeZone)}</time>`,
          )}</strong
        >
        ${correction.note} <a href="${href(`/briefings/${view.briefing}/history`)}">${t.seeDifference}</a>
      </p>
    </div>`
  }`;
}

function sealedOf(view: TranscriptView): Sealed {
  const { briefing: number, edition, version } = view;
  const bundle = `${editionPath(view)}.bundle.json`;
  return { number, edition, version, bundle, saveAs: `${fileName(view)}.bundle.json` };
}

function citationOf(request: PageRequest, view: TranscriptView): string {
  const { site, t, language, office, href } = request;
  return t.transcriptCitation({
    office: office.name[tongueOf(language)],
    title: view.title,
    number: view.briefing,
    day: plainDay(view.day, language),
    version:
      view.version === "edited"
        ? t.transcriptEdited
        : view.version === "certified"
          ? t.transcriptCertified
          : t.imported,
    edition: view.edition,
    url: `${site.url}${href(editionPath(view))}`,
  });
}
