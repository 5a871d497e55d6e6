import { Fault } from "../fault.ts";
import { fieldInSpanish } from "./field-names.ts";

/** What kinds of text an office publishes. Their names in each language are in the page's catalogues. */
export const kinds = [
  "comunicado",
  "declaracion",
  "discurso",
  "desmentido",
  "balance",
  "transcripcion",
  "entrevista",
  "otro",
] as const;
export type Kind = (typeof kinds)[number];

export type Severity = "minor" | "major";

/** Lengths are in Unicode code points, after intake. */
export const limits = {
  title: 300,
  summary: 500,
  body: 1_000_000,
  note: 2_000,
  reason: 2_000,
  topics: 20,
  claim: 500,
  where: 300,
  series: 120,
  contact: 300,
  attachments: 20,
  alt: 500,
} as const;

export function readKind(text: string): Kind {
  const kind = kinds.find((known) => known === text);
  if (kind === undefined)
    throw new Fault(
      "invalid",
      `kind: "${text}" is not a kind of statement. Use one of: ${kinds.join(", ")}.`,
      [],
      `clase: «${text}» no es una clase de texto. Use una de estas: ${kinds.join(", ")}.`,
    );
  return kind;
}

/** A well-formed language tag in its canonical spelling (BCP 47, RFC 5646): `es-cl` becomes `es-CL`. */
export function readLanguage(text: string): string {
  try {
    const [tag] = Intl.getCanonicalLocales(text);
    if (tag !== undefined) return tag;
  } catch {
    // RangeError: not well-formed.
  }
  throw new Fault(
    "invalid",
    `language: "${text}" is not a language tag. Write it as in BCP 47, for example es-CL or en.`,
    [],
    `idioma: «${text}» no se entiende. Escríbalo como es-CL, en o arn.`,
  );
}

export function readSeverity(text: string): Severity {
  if (text === "minor" || text === "major") return text;
  throw new Fault(
    "invalid",
    `severity: "${text}" is neither minor (a slip of typing) nor major (a change of substance). Use one of the two.`,
    [],
    `qué se corrige: «${text}» no es ni fe de erratas (minor) ni corrección de fondo (major). Elija una de las dos.`,
  );
}

/** A title after intake: one line, 1–300 characters, without space around it. */
export function readTitle(text: string): string {
  return readLine("title", text, limits.title);
}

export function readSummary(text: string): string {
  return readLine("summary", text, limits.summary);
}

/** The note of a correction or the reason of a withdrawal: plain text that readers will see. */
export function readReason(field: "note" | "reason", text: string): string {
  const trimmed = text.trim();
  checkLength(field, trimmed, limits[field]);
  return trimmed;
}

export function checkBody(markdown: string): void {
  checkLength("body", markdown.trim() === "" ? "" : markdown, limits.body);
}

/** Topics in their alphabetical order, each once. That they exist is for the database to say. */
export function readTopics(slugs: readonly string[]): string[] {
  const topics = [...new Set(slugs.map((slug) => slug.trim()).filter((slug) => slug !== ""))].toSorted();
  if (topics.length > limits.topics)
    throw new Fault(
      "invalid",
      `topics: ${topics.length} are given, at most ${limits.topics} are allowed. Leave some out.`,
      [],
      `temas: hay ${topics.length}; se permiten ${limits.topics} como máximo. Quite algunos.`,
    );
  return topics;
}

/** One line of `limit` characters at most, without space around it; the refusal names the field. */
export function readLine(field: string, text: string, limit: number): string {
  const line = text.trim();
  if (/[\n\r\u2028\u2029]/.test(line))
    throw new Fault(
      "invalid",
      `${field}: it holds a line break. Write it on one line.`,
      [],
      `${fieldInSpanish(field)}: tiene un salto de línea. Escríbalo en una sola línea.`,
    );
  checkLength(field, line, limit);
  return line;
}

function checkLength(field: string, text: string, limit: number): void {
  const length = codePoints(text);
  if (length === 0)
    throw new Fault(
      "invalid",
      `${field}: it is empty. Write at least one character.`,
      [],
      `${fieldInSpanish(field)}: no puede quedar vacío.`,
    );
  if (length > limit)
    throw new Fault(
      "invalid",
      `${field}: it has ${length} characters, at most ${limit} are allowed. Shorten it.`,
      [],
      `${fieldInSpanish(field)}: tiene ${length} caracteres y se permiten ${limit}. Acórtelo.`,
    );
}

function codePoints(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0xdc00 || unit > 0xdfff) count++;
  }
  return count;
}
