import type { AnswerContent, TranscriptContent, VoiceItem } from "@voceria/record";
import { readHeading } from "../briefings/import/heading.ts";
import { searchKey } from "../register/name.ts";
import type { Block } from "../text/document.ts";
import { plainBlocks } from "../text/plain.ts";
import { readMarkdown } from "../text/read-markdown.ts";
import { tidy } from "../text/tidy.ts";

/** Whose words they are: the office's, those of the claim that a denial denies, or somebody else's whom it repeats. */
export type Role = "office" | "claim" | "other";

/** Words that one voice says, in a row. `speaker`: as the text itself calls them. */
export type Passage = { role: Role; text: string; speaker?: string };

/**
 * A statement's text in passages. Its block quotes are somebody else's words, unless the line that attributes them names the
 * statement's own voice; so is what stands under a heading ("JOURNALIST:", "SENATOR BROWN:") that names neither the voice nor its post.
 */
export function statementPassages({
  title,
  summary,
  body,
  voice,
}: {
  title: string;
  summary: string | null;
  body: string;
  voice: readonly string[];
}): Passage[] {
  const passages: Passage[] = [{ role: "office", text: title }];
  if (summary !== null && summary !== "") passages.push({ role: "office", text: summary });
  const own = voice
    .flatMap((name) => searchKey(name).split(" "))
    .filter((word) => word.length > 2 && !particle.test(word));
  return [...passages, ...bodyPassages(body, new Set(own))];
}

const particle = /^(?:del|las|los|van|von|the|and)$/;

/** Only with one of these can a text of the profile be more than its words. */
const marked = /[*_`[\]>#|\\&<~]|^[ \t]*(?:[-+]|\d+[.)])[ \t]|^[ \t]{4}|^-{3}/m;

function bodyPassages(body: string, own: ReadonlySet<string>): Passage[] {
  if (!marked.test(body)) return spoken(body, own);
  const passages: Passage[] = [];
  let run: Block[] = [];
  const flush = () => {
    if (run.length > 0) passages.push(...spoken(plainBlocks(run), own));
    run = [];
  };
  for (const block of tidy(readMarkdown(body))) {
    if (block.kind !== "quote") {
      run.push(block);
      continue;
    }
    flush();
    passages.push(cited(plainBlocks([block]), own));
  }
  flush();
  return passages;
}

/** "— Ana Rojas, alcaldesa" on its last line says whose words a block quote has. */
function cited(text: string, own: ReadonlySet<string>): Passage {
  const lines = text.split("\n");
  const speaker = /^\s*[—–-]{1,2}\s*(\p{L}.{1,120})$/u.exec(lines.at(-1) ?? "")?.[1];
  if (speaker === undefined) return { role: "other", text };
  const words = lines.slice(0, -1).join("\n");
  return namesVoice(speaker, own) ? { role: "office", text: words, speaker } : { role: "other", text: words, speaker };
}

const ownPosts = /^(?:prime minister|pm|primer[ao]? ministr[ao]|ministr[ao]|president[ea]|vocer[ao]|minister)\b/;

/** Whether a line may begin with a heading; most texts have none. */
const shouted = /^\s*\p{Lu}[\p{Lu}.'’]+[^\n:]{0,200}:/mu;

function spoken(text: string, own: ReadonlySet<string>): Passage[] {
  if (!shouted.test(text)) return [{ role: "office", text }];
  const passages: Passage[] = [];
  let current: Passage = { role: "office", text: "" };
  let found = 0;
  for (const line of text.split(/(?<=\n)/u)) {
    const heading = shouted.test(line) ? readHeading(line.trim()) : undefined;
    if (heading?.mark === ":") {
      found += 1;
      passages.push(current);
      current = { ...voiceOf(heading, own), text: `${heading.rest.trim()}\n` };
    } else current.text += line;
  }
  passages.push(current);
  // One line in capitals with a colon is a title ("ATENCIÓN: …"), not a conversation.
  if (found < 2) return [{ role: "office", text }];
  return passages.map((one) => ({ ...one, text: one.text.trim() })).filter((one) => one.text !== "");
}

function voiceOf({ as, role }: { as: string; role?: string }, own: ReadonlySet<string>): Omit<Passage, "text"> {
  const speaker = as.replaceAll(/\s+/gu, " ").trim();
  if (role === undefined && (namesVoice(speaker, own) || ownPosts.test(searchKey(speaker))))
    return { role: "office", speaker };
  return { role: "other", speaker };
}

function namesVoice(speaker: string, own: ReadonlySet<string>): boolean {
  return searchKey(speaker)
    .split(" ")
    .some((word) => own.has(word));
}

/** The names that a heading may call a statement's voice by. */
export function voiceNames(voice: readonly VoiceItem[], speaker: string | null): string[] {
  return [
    ...voice.flatMap(({ person }) => (person === undefined ? [] : [person.replaceAll("-", " ")])),
    ...(speaker === null ? [] : [speaker]),
  ];
}

/** What the press asks, and what is said by somebody whom nobody names, is not the office's. */
export function turnPassages({ kind, speaker, text }: TranscriptContent["turns"][number]): Passage[] {
  const { role } = speaker.as === undefined ? {} : (readHeading(`${speaker.as}:`) ?? {});
  const other = kind === "question" || speaker.outlet !== undefined || role === "press" || role === "voice";
  return [{ role: other ? "other" : "office", text, speaker: speakerOf(speaker) }];
}

function speakerOf({ name, outlet }: { name: string; outlet?: string }): string {
  return outlet === undefined ? name : `${name}, ${outlet}`;
}

/** The asker's words, and the office's. */
export function answerPassages({ question, asker, body, reason, voice }: AnswerContent): Passage[] {
  const speaker = [asker?.name, asker?.outlet].filter((part) => part !== undefined).join(", ");
  return [
    { role: "other", text: question, ...(speaker === "" ? {} : { speaker }) },
    ...bodyPassages(body ?? "", new Set(voiceNames(voice, null).flatMap((name) => name.split(" ")))),
    ...(reason === undefined ? [] : [{ role: "office" as const, text: reason }]),
  ];
}
