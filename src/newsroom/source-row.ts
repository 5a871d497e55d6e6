import { createHash } from "node:crypto";
import { Fault } from "../fault.ts";
import { isDay } from "../register/day.ts";
import { readFrontMatter } from "../text/front-matter.ts";
import type { ArchiveRow } from "./archive.ts";
import { type Kind, kinds, readLanguage } from "./statement.ts";

/** A row of a source, understood, its text not yet converted. Everything is as the source gives it unless it says otherwise. */
export type SourceRow = {
  id: string;
  /** 'YYYY-MM-DD', a day that exists. */
  date: string;
  title: string;
  summary?: string;
  speaker?: string;
  kind: Kind;
  sourceKind: string;
  /** Canonical (BCP 47); absent where the source gives none. */
  language?: string;
  text: { html: string } | { markdown: string };
  /** Of the row's bytes: the line without its end, or the file. Base64. */
  sha256: string;
  /** Fields that this import does not take in. */
  ignored: string[];
  warnings: string[];
};

/** Longer text is not converted at all; what comes of shorter text is bounded by the rule of a body. */
const longestText = 4_000_000;

const taken = new Set(["source_id", "date", "title", "summary", "kind", "speaker", "language", "html", "markdown"]);

/** Understands one row, or says what is wrong with it. `today` bounds what can have been said. */
export function readSourceRow(
  row: ArchiveRow & { format: "json" | "markdown" },
  today: string,
): SourceRow | { id?: string; refused: string } {
  let id: string | undefined;
  try {
    const text = decode(row.bytes);
    const fields = row.format === "json" ? readLine(text) : readFile(text, row.file ?? "the file");
    id = readId(fields, row.file);
    return readFields(fields, id, row.bytes, today);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ...(id === undefined ? {} : { id }), refused: error.message };
  }
}

function readFields(fields: Record<string, unknown>, id: string, bytes: Uint8Array, today: string): SourceRow {
  const date = readDate(fields, today);
  const title = optional(fields, "title") ?? "";
  const summary = filled(optional(fields, "summary"));
  const speaker = filled(optional(fields, "speaker"));
  const language = filled(optional(fields, "language"));
  const sourceKind = optional(fields, "kind")?.trim() ?? "";
  const term = readTerm(fields["period_of_service"]);
  return {
    id,
    date,
    title,
    ...(summary === undefined ? {} : { summary }),
    ...(speaker === undefined ? {} : { speaker }),
    kind: kindOf(sourceKind),
    sourceKind,
    ...(language === undefined ? {} : { language: readLanguage(language) }),
    text: readText(fields),
    sha256: createHash("sha256").update(bytes).digest("base64"),
    ignored: Object.keys(fields).filter((name) => !taken.has(name) && !(term && name === "period_of_service")),
    warnings:
      term !== undefined && (date < term.from || date > term.to)
        ? [`date outside the term that the source gives (${term.from} to ${term.to})`]
        : [],
  };
}

/** What a source calls a kind, in small letters, and what this office calls it. The rest is `otro`. */
const kindNames: Record<string, Kind> = {
  "media release": "comunicado",
  "press release": "comunicado",
  "press statement": "comunicado",
  "news release": "comunicado",
  communique: "comunicado",
  communiqué: "comunicado",
  "joint statement": "declaracion",
  statement: "declaracion",
  declaration: "declaracion",
  "declaración pública": "declaracion",
  declaración: "declaracion",
  "statement in parliament": "discurso",
  speech: "discurso",
  address: "discurso",
  remarks: "discurso",
  interview: "entrevista",
  transcript: "transcripcion",
  "video transcript": "transcripcion",
  "blog transcript": "transcripcion",
  "chat transcript": "transcripcion",
  "press conference": "transcripcion",
  doorstop: "transcripcion",
  briefing: "transcripcion",
  transcripción: "transcripcion",
};

function kindOf(name: string): Kind {
  if (name.length > 100) return "otro";
  const small = name.normalize("NFC").toLowerCase();
  return (
    kinds.find((kind) => kind === small) ?? (Object.hasOwn(kindNames, small) ? kindNames[small] : undefined) ?? "otro"
  );
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Fault("invalid", "it is not UTF-8 text");
  }
}

function readLine(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Fault("invalid", `it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Fault("invalid", "it is not a JSON object");
  return value as Record<string, unknown>;
}

function readFile(text: string, name: string): Record<string, unknown> {
  const { fields, body } = readFrontMatter(text, name);
  if ("html" in fields || "markdown" in fields)
    throw new Fault("invalid", "its text stands below the front matter, not in a field html or markdown");
  return { ...fields, markdown: body };
}

function readId(fields: Record<string, unknown>, file: string | undefined): string {
  const given = fields["source_id"];
  const id = typeof given === "number" && Number.isSafeInteger(given) ? String(given) : optional(fields, "source_id");
  const trimmed = filled(id) ?? file;
  if (trimmed === undefined)
    throw new Fault("invalid", "source_id is missing: it tells this text from all others of the source");
  if (trimmed.length > 500 || /[\p{Cc}\p{Cs}]/u.test(trimmed))
    throw new Fault("invalid", "source_id must have 1 to 500 characters without control characters");
  return trimmed.normalize("NFC");
}

function readDate(fields: Record<string, unknown>, today: string): string {
  const date = filled(optional(fields, "date"));
  if (date === undefined) throw new Fault("invalid", "date is missing: write the day it was said as YYYY-MM-DD");
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new Fault("invalid", `date "${shown(date)}" is not written YYYY-MM-DD`);
  if (!isDay(date)) throw new Fault("invalid", `date ${date} is a day that does not exist`);
  if (date > today) throw new Fault("invalid", `date ${date} lies in the future`);
  return date;
}

function readText(fields: Record<string, unknown>): SourceRow["text"] {
  const html = optional(fields, "html");
  const markdown = optional(fields, "markdown");
  if (html !== undefined && markdown !== undefined)
    throw new Fault("invalid", "it has both html and markdown: leave one, the one to take in");
  const text = html ?? markdown;
  if (text === undefined) throw new Fault("invalid", "it has neither html nor markdown");
  if (text.trim() === "") throw new Fault("invalid", "its text is empty");
  if (text.length > longestText)
    throw new Fault("invalid", `its text has ${text.length} characters, at most ${longestText} are converted`);
  return html !== undefined ? { html } : { markdown: text };
}

/** `19411007 - 19450705`, as the archive of the Australian Prime Ministers gives it; anything else is no term. */
function readTerm(value: unknown): { from: string; to: string } | undefined {
  const match = typeof value === "string" ? /^(\d{8}) - (\d{8})?$/.exec(value.trim()) : null;
  if (match === null) return undefined;
  const [from, to] = [match[1], match[2] ?? "99991231"].map((day) => day?.replace(/^(\d{4})(\d\d)/, "$1-$2-")) as [
    string,
    string,
  ];
  return { from, to };
}

function optional(fields: Record<string, unknown>, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw new Fault("invalid", `${name} is not text`);
  return value;
}

function filled(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === "" ? undefined : trimmed;
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
