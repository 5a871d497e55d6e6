import { plainText } from "../text/plain.ts";
import { plainWords, type Unit } from "./asked.ts";

/** A line in pieces, those that were looked for marked. */
export type Marked = { text: string; marked: boolean }[];

const mostCharacters = 320;
const word = /[\p{L}\p{N}]+/gu;

/** The sentence of a text that has most of what was asked for, on one line, as plain words; cut where it is long. */
export function excerptOf(
  body: string,
  { units, lexemes }: { units: readonly Unit[]; lexemes: readonly string[] },
  { markdown }: { markdown: boolean },
): string {
  const stems = lexemes.map(beginning);
  if (stems.length === 0) return "";
  const phrases = units.filter(({ phrase, excluded }) => phrase && !excluded).map(({ text }) => plainWords(text));
  const score = (plain: string) =>
    stems.filter((stem) => begins(plain, stem) !== -1).length +
    2 * phrases.filter((phrase) => plain.includes(phrase)).length;
  const block = best(body.split(/\n{2,}/), score);
  if (block === undefined) return "";
  const line = (markdown ? plainText(block) : block).replaceAll(/\s+/g, " ").trim();
  const sentence = best(line.split(/(?<=[.!?…»”"])\s+(?=[¿¡«“"\p{Lu}\d])/u), score);
  return sentence === undefined ? "" : cut(sentence, stems);
}

function best(parts: readonly string[], score: (plain: string) => number): string | undefined {
  let found: string | undefined;
  let most = 0;
  for (const part of parts) {
    const points = score(plainWords(part));
    if (points > most) [found, most] = [part, points];
  }
  return found;
}

/** Where a word begins with it; -1 where none does. */
function begins(plain: string, stem: string): number {
  for (let at = plain.indexOf(stem); at !== -1; at = plain.indexOf(stem, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(plain[at - 1] ?? "")) return at;
  return -1;
}

/** English turns a last y into i: whatever stands there, the word has begun. */
function beginning(lexeme: string): string {
  return lexeme.length > 3 && lexeme.endsWith("i") ? lexeme.slice(0, -1) : lexeme;
}

function cut(sentence: string, stems: readonly string[]): string {
  if (sentence.length <= mostCharacters) return sentence;
  const plain = plainWords(sentence);
  const first = Math.min(...stems.map((stem) => begins(plain, stem)).filter((at) => at !== -1));
  const from = Math.max(0, Math.min(first - 80, sentence.length - mostCharacters));
  const kept = sentence.slice(from, from + mostCharacters).toWellFormed();
  const begun = from === 0 ? kept : `…${kept.replace(/^\S*\s/, "")}`;
  return from + mostCharacters >= sentence.length ? begun : `${begun.replace(/\s\S*$/, "")}…`;
}

/** The words of a line that begin as one of the stems does, without accents: whether they have it, the database tells. */
export function wordsToVerify(line: string, lexemes: readonly string[]): string[] {
  const stems = lexemes.map(beginning);
  const words = (line.match(word) ?? []).map(plainWords);
  return [...new Set(words.filter((one) => stems.some((stem) => one.startsWith(stem))))];
}

export function markedLine(line: string, matches: (plain: string) => boolean): Marked {
  const pieces: Marked = [];
  let done = 0;
  for (const { 0: found, index } of line.matchAll(word)) {
    if (!matches(plainWords(found))) continue;
    if (index > done) pieces.push({ text: line.slice(done, index), marked: false });
    pieces.push({ text: found, marked: true });
    done = index + found.length;
  }
  if (done < line.length) pieces.push({ text: line.slice(done), marked: false });
  return pieces;
}
