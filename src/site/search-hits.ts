import type { TranscriptTurn, VoiceItem } from "@voceria/record";
import { plainDay, shortInstant } from "../page/dates.ts";
import { pathOf } from "../page/found-path.ts";
import { type Html, html } from "../page/html.ts";
import { marked } from "../page/marked.ts";
import type { Hit } from "../search/hits.ts";
import type { PageRequest } from "./context.ts";
import { languageOf, statementKicker } from "./statement-lines.ts";
import { formatName } from "./transcript-page.ts";
import { besideText, minuteOf, shortened } from "./transcript-turns.ts";
import { briefVoice, readVoiceNames, type VoiceNames } from "./voice.ts";

/** What the register calls those who speak in what was found. */
export function readHitNames({ site, horizon }: PageRequest, hits: readonly Hit[]): Promise<VoiceNames> {
  return readVoiceNames(
    site.installation.db,
    hits.map((hit) => {
      const { spokenDay } = hit;
      if (hit.source === "statement") return hit.line;
      return { spokenDay, voice: hit.source === "turn" ? voiceOf(hit.turn.said) : hit.answer.content.voice };
    }),
    horizon.size,
  );
}

function voiceOf({ speaker: { person, post, institution, capacity } }: TranscriptTurn): VoiceItem[] {
  if (person === undefined || post === undefined || institution === undefined || capacity === undefined) return [];
  return [{ person, post, institution, capacity }];
}

/** One thing found: what it is, who says it and in what post, and the sentence. What the press asks is never taken for the office's word. */
export function hitItem(request: PageRequest, hit: Hit, names: VoiceNames): Html {
  switch (hit.source) {
    case "statement":
      return statementHit(request, hit, names);
    case "turn":
      return turnHit(request, hit, names);
    case "answer":
      return answerHit(request, hit, names);
  }
}

type HitOf<Source extends Hit["source"]> = Extract<Hit, { source: Source }>;

const wordsAtEnd = 5;

/** The text at the sentence that was found: browsers that know text fragments show it there and mark it, others the page. */
function sentencePath({ href }: PageRequest, hit: Hit): string {
  const words = hit.excerpt
    .map(({ text }) => text)
    .join("")
    .replaceAll("…", "")
    .trim()
    .split(/\s+/u);
  if (words.length < 2) return href(pathOf(hit));
  const ends = words.length <= 2 * wordsAtEnd ? [words] : [words.slice(0, wordsAtEnd), words.slice(-wordsAtEnd)];
  const text = ends.map((part) => encodeURIComponent(part.join(" ")).replaceAll("-", "%2D")).join(",");
  return `${href(pathOf(hit))}#:~:text=${text}`;
}

function statementHit(request: PageRequest, hit: HitOf<"statement">, names: VoiceNames): Html {
  const { line, excerpt, titled } = hit;
  const lang = languageOf(request, line.language);
  return html`<li class="item">
    ${statementKicker(request, line, "short")}
    <h2><a href="${sentencePath(request, hit)}" ${lang}>${marked(titled)}</a></h2>
    <p>${briefVoice(request, line, names)}</p>
    ${
      excerpt.length > 0
        ? html`<blockquote class="hit" ${lang}>${marked(excerpt)}</blockquote>`
        : line.summary !== undefined && html`<p ${lang}>${line.summary}</p>`
    }
  </li>`;
}

function turnHit(request: PageRequest, hit: HitOf<"turn">, names: VoiceNames): Html {
  const { t, href, language } = request;
  const { turn, excerpt, titled, spokenDay } = hit;
  const { said } = turn;
  const asked = said.kind === "question";
  return html`<li class="item" data-said="${said.kind}">
    <p class="kicker">
      <b>${t.numbered(formatName(request, turn.kind), turn.briefing)}</b>
      <span><time datetime="${spokenDay}">${plainDay(spokenDay, language)}</time></span>
      <span>${said.at === undefined ? t.turnNumber(said.turn) : t.searchMinute(minuteOf(said.at))}</span>${
        turn.version === "imported" && html` <span>${t.imported}</span>`
      }${asked && html` <span class="tag">${t.searchKind.pregunta}</span>`}${turn.edition > 1 && html` <span class="tag">${t.statusCorrected}</span>`}
    </p>
    <h2><a href="${sentencePath(request, hit)}">${marked(titled)}</a>${besideText(request, said, spokenDay, names)}</h2>
    ${asked ? html`<p class="quiet">${t.searchPressAsks}</p>` : html`<p class="quiet" ${languageOf(request, hit.language)}>${turn.title}</p>`}
    <blockquote class="hit" ${languageOf(request, hit.language)}>
      ${excerpt.length > 0 ? marked(excerpt) : shortened(hit.body, 200)}
    </blockquote>
    ${
      turn.edited &&
      html`<p class="small">
        <a href="${href(`/briefings/${turn.briefing}/edited#t${said.turn}`)}">${t.searchInEdited}</a>
      </p>`
    }
  </li>`;
}

function answerHit(request: PageRequest, hit: HitOf<"answer">, names: VoiceNames): Html {
  const { t, language, office } = request;
  const { answer, excerpt, titled, spokenAt, spokenDay } = hit;
  const { content, number, edition, withdrawn } = answer;
  const lang = languageOf(request, hit.language);
  return html`<li class="item" data-said="answered">
    <p class="kicker">
      <b>${t.searchAnswerTo(number)}</b>
      <span><time datetime="${spokenAt.toISOString()}">${shortInstant(spokenAt, language, office.timeZone)}</time></span>${
        withdrawn
          ? html` <span class="tag alarm">${t.statusWithdrawn}</span>`
          : edition > 1 && html` <span class="tag">${t.statusCorrected}</span>`
      }${content.basis === "declined" && html` <span class="tag">${t.questionState.declined}</span>`}
    </p>
    <h2><a href="${sentencePath(request, hit)}" ${lang}>${marked(titled)}</a></h2>
    <p>${briefVoice(request, { voice: content.voice, spokenDay }, names)}</p>
    ${excerpt.length > 0 && html`<blockquote class="hit" ${lang}>${marked(excerpt)}</blockquote>`}
  </li>`;
}
