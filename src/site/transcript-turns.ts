import { tongueOf } from "../page/language.ts";
import { type TranscriptContent, voicesOf } from "@voceria/record";
import type { TranscriptTurn } from "../briefings/transcript.ts";
import { plainDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { type PublicQuestion, questionsOfBriefing } from "../press/find-question.ts";
import type { PageRequest } from "./context.ts";
import { languageOf } from "./statement-lines.ts";
import { postInWords, readVoiceNames, type VoiceNames } from "./voice.ts";

/** What the register calls the posts of those who speak in a transcript. */
export function readSpeakerNames(
  { site, horizon }: Pick<PageRequest, "site" | "horizon">,
  content: TranscriptContent,
): Promise<VoiceNames> {
  return readVoiceNames(site.installation.db, [{ voice: voicesOf(content), spokenDay: content.day }], horizon.size);
}

/** What was asked and taken in each turn, and what became of it by now. */
export type TurnQuestions = ReadonlyMap<number | undefined, readonly PublicQuestion[]>;

export async function readTurnQuestions(
  { site, horizon, office }: PageRequest,
  briefing: string,
): Promise<TurnQuestions> {
  const { db, means } = site.installation;
  const row = await db.selectFrom("briefing").select("id").where("number", "=", briefing).executeTakeFirst();
  if (row === undefined) return new Map();
  const moment = { upTo: horizon.size, now: means.clock.now(), timeZone: office.timeZone };
  return Map.groupBy(await questionsOfBriefing(db, row.id, moment), ({ turn }) => turn);
}

/** The turns in their order, each under its own address: who speaks in which post, at what minute, and what was said. */
export function turnList(
  request: PageRequest,
  { turns, day, briefing, language }: TranscriptContent,
  names: VoiceNames,
  questions: TurnQuestions = new Map(),
): Html {
  const { t, href } = request;
  const lang = languageOf(request, language);
  return html`<ol class="turns" id="turns">
    ${turns.map(
      (turn) =>
        html`<li class="turn" id="t${turn.turn}" data-kind="${turn.kind}" ${turn.at !== undefined && html` data-at="${turn.at}"`}>
          <p class="who">
            <b class="name">${turn.speaker.name}</b
            ><span class="post">${besideText(request, turn, day, names)}</span> ${turn.kind === "question" && html`<span class="tag">${t.turnQuestion}</span> `}<a
              class="minute"
              href="${href(`/briefings/${briefing}/turns/${turn.turn}`)}"
              title="${t.turnLink(turn.turn)}"
              >${turn.at === undefined ? t.turnNumber(turn.turn) : minuteOf(turn.at)}</a
            >
          </p>
          <div class="said" ${lang}>${paragraphsOf(turn.text)}</div>
          ${(questions.get(turn.turn) ?? []).map(
            ({ number, state, overdue, dueOn }) =>
              html`<p class="small">
                <a href="${href(`/questions/${number}`)}">${t.turnAsked(number)}</a>: ${overdue && dueOn !== undefined ? t.questionOverdueSince(plainDay(dueOn, request.language)) : t.questionState[state]}
              </p>`,
          )}
        </li>`,
    )}
  </ol>`;
}

/** What stands behind a name: the post as of that day, or the outlet of the press. */
export function besideText(
  { language }: Pick<PageRequest, "language">,
  { speaker }: TranscriptTurn,
  day: string,
  names: VoiceNames,
): string {
  const { person, post, institution, capacity, outlet } = speaker;
  if (outlet !== undefined) return `, ${outlet}`;
  if (person === undefined || post === undefined || institution === undefined || capacity === undefined) return "";
  return postInWords({ person, post, institution, capacity }, day, names, tongueOf(language));
}

export function paragraphsOf(text: string): Html {
  return html`${text.split("\n\n").map((paragraph) => html`<p>${paragraph}</p>`)}`;
}

/** «4:07», «1:02:09»: from the opening. */
export function minuteOf(at: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes, seconds] = [Math.floor(at / 3600), Math.floor(at / 60) % 60, at % 60];
  return hours === 0 ? `${minutes}:${two(seconds)}` : `${hours}:${two(minutes)}:${two(seconds)}`;
}

/** The beginning on one line, cut between words. */
export function shortened(text: string, most: number): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  if (line.length <= most) return line;
  return `${line.slice(0, most - 1).replace(/\s+\S*$/u, "")}…`;
}
