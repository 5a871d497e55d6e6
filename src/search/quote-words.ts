/** A word of a text as a quote is compared with it. `from` and `to` are its place in the text. */
export type Word = {
  from: number;
  to: number;
  /** As it stands there. */
  raw: string;
  /** Without case, accents or signs: what must be the same. */
  form: string;
  /** The same where letters that a reading machine takes for each other are one: what finds places, and decides nothing. */
  loose: string;
};

// A number with its separators, a word with its apostrophes (whatever sign a keyboard has for them), a sign that says what a number counts, a minus before a number.
const pattern =
  /\d+(?:[.,:\u00a0\u202f\u2009]\d+)*[\p{L}\p{M}\p{N}|]*|[\p{L}\p{M}\p{N}|\u00ad]+(?:['’‘`´ʼ′＇][\p{L}\p{M}]+)*|[%‰$€£¥+=<>]|(?<=^|[\s(])[-−–](?=\d)/gu;

export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [raw] = match;
    const { form, loose } = formsOf(raw);
    if (form !== "") words.push({ from: match.index, to: match.index + raw.length, raw, form, loose });
  }
  return words;
}

type Forms = Pick<Word, "form" | "loose">;

/**
 * Texts say the same words again and again: what was made of them is kept, so that they are also the same strings. Not of long ones,
 * which would hold on to the whole text that they are a part of.
 */
const made = new Map<string, Forms>();
const mostMade = 50_000;
const longestMade = 12;

function formsOf(raw: string): Forms {
  const before = made.get(raw);
  if (before !== undefined) return before;
  const form = formOf(raw);
  const forms = { form, loose: looseForm(form) };
  if (raw.length > longestMade) return forms;
  if (made.size >= mostMade) made.clear();
  made.set(raw, forms);
  return forms;
}

const ascii = /^[a-z0-9]+$/;

/** Case, accents, ligatures and the marks of a broken line are not told apart. */
export function formOf(raw: string): string {
  const lower = raw.toLowerCase();
  if (ascii.test(lower)) return lower;
  if (/^[-−–]$/u.test(lower)) return "-";
  return lower.normalize("NFKD").replaceAll(/[\p{M}\u00ad'’‘`ʼ′\u00a0\u202f\u2009\s]/gu, "");
}

function looseForm(form: string): string {
  if (!/[01i|]|rn/.test(form) || !/\p{L}|\|/u.test(form)) return form;
  return form.replaceAll("rn", "m").replaceAll(/[1|i]/g, "l").replaceAll("0", "o");
}

/** Whether a word is known as one, in its form: a misread word that is a word itself is a difference. */
export type Known = (form: string) => boolean;

/** The same word, but for what is no difference: accents, case, signs, and what a reading machine visibly misread. */
export function isSame(quoted: Word, said: Word, known: Known): boolean {
  return quoted.form === said.form || (quoted.loose === said.loose && isMisread(quoted, said, known));
}

/** Whether a word can be another misread: of these alone it must be known whether they are words. */
export function mayBeMisread(form: string): boolean {
  return form.length > 4 && form.length <= 40 && /rn|m/.test(form) && /^\p{L}+$/u.test(form);
}

function isMisread(quoted: Word, said: Word, known: Known): boolean {
  // A number is never read with tolerance, nor is what could be one.
  if (!/^\p{L}+$/u.test(said.form) || (quoted.form.match(/\p{L}/gu)?.length ?? 0) < quoted.form.length / 2)
    return false;
  if (/^\d/.test(quoted.form) && quoted.form.length < 4) return false;
  if (alike.test(quoted.form) || alike.test(said.form)) return false;
  const digits = /[01|]/.test(quoted.form) && quoted.form.length > 2;
  const capital = /\p{Ll}I/u.test(quoted.raw);
  const first = /^l(?=[bcdfghjkmnpqrstvwxz])/.test(quoted.form) && said.form.startsWith("i");
  if (digits || capital || first) return true;
  // Letters alone, and rn where m stands or m where rn does.
  const joined = (form: string) => form.replaceAll("rn", "m");
  return mayBeMisread(quoted.form) && joined(quoted.form) === joined(said.form) && !known(quoted.form);
}

// Pairs of words that differ by rn and m alone, whether or not this office has used both.
const alike =
  /^(?:re)?to(?:m|rn)(?:[aeo]|$)|^(?:en)?ca(?:m|rn)(?:e|ad|ar)|^co(?:m|rn)(?:o|e|et|ad|er|$)|^(?:ho|mode|ste|wa|ba|bu|da|do|ya|tu|to|fo|lea|te|ke)(?:m|rn)/;

/** What a quote leaves out, and says so: "[…]", "(...)", "…". */
const elision = /\[\s*(?:…|\.\s?\.\s?\.)\s*\]|\(\s*(?:…|\.\s?\.\s?\.)\s*\)|…|\.{3,}/gu;

/** A quote as it is compared: its text without the breaks of lines, and its words in the pieces between what it leaves out. */
export type Quote = { text: string; segments: Word[][] };

export function readQuote(typed: string): Quote {
  const text = typed
    .toWellFormed()
    .normalize("NFC")
    .replaceAll(/[\u200b-\u200d\u2060\ufeff\u00ad]/gu, "")
    .replaceAll(/\r\n?/gu, "\n")
    // A word that was broken at the end of a line.
    .replaceAll(/(?<=\p{L})[-‐][ \t]*\n[ \t]*(?=\p{Ll})|(?<=\p{Lu})[-‐][ \t]*\n[ \t]*(?=\p{Lu})/gu, "\u00ad")
    .replaceAll(/\p{Cc}+/gu, " ")
    .replaceAll(/ {2,}/gu, " ")
    .trim();
  const segments: Word[][] = [];
  let current: Word[] = [];
  const gaps = [...text.matchAll(elision)].map(({ index }) => index);
  for (const word of wordsOf(text)) {
    while (gaps[0] !== undefined && gaps[0] < word.from) {
      gaps.shift();
      if (current.length > 0) segments.push(current);
      current = [];
    }
    current.push(word);
  }
  if (current.length > 0) segments.push(current);
  return { text, segments };
}
