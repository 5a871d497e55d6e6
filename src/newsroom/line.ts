import { Fault } from "../fault.ts";
import { type Day, isDay } from "../register/day.ts";
import { invalid, takeIn, within } from "../text/field.ts";
import { isKeptAddress, writtenAddress } from "../text/link-address.ts";
import { normalizeMarkdown } from "../text/markdown.ts";
import { readNumber } from "../register/number.ts";

/** What bears a line out: a statement of the office by its number, or a public address, with what it shows. */
export type Evidence = { number: string; note?: string } | { link: string; note?: string };

/** A line to take: what the office says on a subject when it is asked, from when until when, and who answers for it. */
export type LineContent = {
  subject: string;
  /** Markdown in the canonical profile. */
  body: string;
  evidence: Evidence[];
  validFrom: Day;
  /** The last day; absent, it holds until somebody gives it one. */
  validUntil?: Day;
  /** The officer who answers for it. */
  owner: number;
};

/** The same as it is typed; `evidence` is one piece a line: a number or an address, then what it shows. */
export type LineTyped = {
  subject: string;
  body: string;
  evidence: string;
  validFrom: string;
  validUntil: string;
  owner: number;
};

const longestSubject = 200;
const longestBody = 20_000;
const longestNote = 300;
const longestLink = 2_000;
const mostEvidence = 30;

/** Fault("invalid") or Fault("too-large") names the field, and whoever typed it still has it. */
export function readLineContent(typed: LineTyped): LineContent {
  const subject = takeIn("subject", "tema", typed.subject).replaceAll(/\s+/g, " ").trim();
  if (subject === "") throw invalid("subject: say what the line is about.", "tema: diga de qué trata la línea.");
  const written = takeIn("line", "línea", typed.body);
  const body = written.trim() === "" ? "" : normalizeMarkdown(written);
  if (body === "") throw invalid("line: write what is said when asked.", "línea: escriba qué se dice si preguntan.");
  const { validFrom, validUntil } = typed;
  if (!isDay(validFrom))
    throw invalid(
      "from: give the first day on which it holds, as 2026-11-25.",
      "desde: indique el primer día en que vale, como 2026-11-25.",
    );
  if (validUntil !== "" && !isDay(validUntil))
    throw invalid(
      "until: give the last day on which it holds, as 2026-11-25, or leave it empty.",
      "hasta: indique el último día en que vale, como 2026-11-25, o déjelo vacío.",
    );
  if (validUntil !== "" && validUntil < validFrom)
    throw invalid(
      `until: ${validUntil} is before ${validFrom}, when it begins to hold.`,
      `hasta: ${validUntil} es anterior a ${validFrom}, cuando empieza a valer.`,
    );
  return {
    subject: within("subject", "tema", subject, longestSubject),
    body: within("line", "línea", body, longestBody),
    evidence: readEvidence(typed.evidence),
    validFrom,
    ...(validUntil === "" ? {} : { validUntil }),
    owner: typed.owner,
  };
}

/** One piece a line: "2026-0042 lo dijo la ministra", "https://www.bcn.cl/… la ley". */
export function readEvidence(text: string): Evidence[] {
  const rows = takeIn("evidence", "respaldo", text)
    .split("\n")
    .map((row) => row.replaceAll(/\s+/g, " ").trim())
    .filter((row) => row !== "");
  if (rows.length > mostEvidence)
    throw new Fault(
      "too-large",
      `evidence: ${rows.length} are given, at most ${mostEvidence} are kept. Leave some out.`,
      [],
      `respaldo: hay ${rows.length}; se guardan ${mostEvidence} como máximo. Quite algunos.`,
    );
  return rows.map((row) => {
    const [first = "", ...others] = row.split(" ");
    const shows = within("evidence", "respaldo", others.join(" "), longestNote);
    const note = shows === "" ? {} : { note: shows };
    if (readNumber(first) !== undefined) return { number: first, ...note };
    if (/^https?:\/\//i.test(first) && isKeptAddress(writtenAddress(first)) && first.length <= longestLink)
      return { link: writtenAddress(first), ...note };
    throw invalid(
      `evidence: ${JSON.stringify(first.slice(0, 60))} is neither a statement's number, as 2026-0042, nor an address that begins with https://. Begin each line with one of them.`,
      `respaldo: ${JSON.stringify(first.slice(0, 60))} no es el número de un comunicado, como 2026-0042, ni una dirección que empiece con https://. Empiece cada renglón con uno de ellos.`,
    );
  });
}

/** As it is typed again. */
export function evidenceText(evidence: readonly Evidence[]): string {
  return evidence
    .map((one) =>
      [...("number" in one ? [one.number] : [one.link]), ...(one.note === undefined ? [] : [one.note])].join(" "),
    )
    .join("\n");
}

export type Validity = "current" | "ahead" | "expired";

/** Whether a line holds on a day. An expired one is still shown, and says so. */
export function validityOn(
  day: Day,
  { validFrom, validUntil }: Pick<LineContent, "validFrom" | "validUntil">,
): Validity {
  if (day < validFrom) return "ahead";
  return validUntil !== undefined && day > validUntil ? "expired" : "current";
}

export function sameLine(a: LineContent, b: LineContent): boolean {
  return (
    a.subject === b.subject &&
    a.body === b.body &&
    a.validFrom === b.validFrom &&
    a.validUntil === b.validUntil &&
    a.owner === b.owner &&
    evidenceText(a.evidence) === evidenceText(b.evidence)
  );
}
