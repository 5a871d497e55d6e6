import { utf8 } from "./bytes.ts";
import { canonicalize, readCanonical, type Json } from "./json.ts";
import { Malformed } from "./malformed.ts";
import { NewerFormat } from "./newer-format.ts";
import { digest, fieldsOf, form, integer, literal, object, show, slug, type Check, type Checked } from "./schema.ts";

/** The bytes of an entry of the log: 1 to 65,535, since a bundle of entries gives each a 16-bit length. */
export const largestEntry = 65_535;

/** `2026-0042` in the series of a year of the office's own, `H-000001` in that of imported archives. */
export const numberPattern = /^(?:[0-9]{4}-[0-9]{4,10}|H-[0-9]{6,12})$/;

/** A statement's number, as its entries bear it. */
export const number = form(numberPattern, "a statement's number");
const ownNumber = form(/^[0-9]{4}-[0-9]{4,10}$/, "a number in the series of a year");
const archiveNumber = form(/^H-[0-9]{6,12}$/, "a number in the series of imported archives");
const instant: Check<string> = (value, where) => {
  if (typeof value !== "string") throw new Malformed(`${show(value)} is not an instant`, where);
  readInstant(value, where);
  return value;
};

const common = { at: instant, format: literal("voceria/entry/v1") };

/** The first entry of a version of a transcript, of the briefing with that number. */
function begun<const A extends string>(act: A, briefing: Check<string>) {
  return object({
    ...common,
    act: literal(act),
    briefing,
    commitment: digest,
    edition: literal(1),
    subject: integer(),
  });
}

/** The closed schema of each act. A later act gets its row here before it is first written. */
const acts = {
  "statement.published": object({
    ...common,
    act: literal("statement.published"),
    commitment: digest,
    edition: literal(1),
    number: ownNumber,
    subject: integer(),
  }),
  "statement.corrected": object({
    ...common,
    act: literal("statement.corrected"),
    commitment: digest,
    edition: integer(2),
    number,
    prev: integer(),
    subject: integer(),
  }),
  "statement.withdrawn": object({
    ...common,
    act: literal("statement.withdrawn"),
    commitment: digest,
    number,
    prev: integer(),
    subject: integer(),
  }),
  "statement.imported": object({
    ...common,
    act: literal("statement.imported"),
    commitment: digest,
    edition: literal(1),
    number: archiveNumber,
    subject: integer(),
  }),
  "transcript.certified": begun("transcript.certified", number),
  "transcript.edited": begun("transcript.edited", number),
  "transcript.imported": begun("transcript.imported", archiveNumber),
  "transcript.corrected": object({
    ...common,
    act: literal("transcript.corrected"),
    briefing: number,
    commitment: digest,
    edition: integer(2),
    prev: integer(),
    subject: integer(),
  }),
  "question.answered": object({
    ...common,
    act: literal("question.answered"),
    commitment: digest,
    edition: literal(1),
    question: ownNumber,
    subject: integer(),
  }),
  "question.corrected": object({
    ...common,
    act: literal("question.corrected"),
    commitment: digest,
    edition: integer(2),
    prev: integer(),
    question: ownNumber,
    subject: integer(),
  }),
  "question.withdrawn": object({
    ...common,
    act: literal("question.withdrawn"),
    commitment: digest,
    prev: integer(),
    question: ownNumber,
    subject: integer(),
  }),
  "register.asserted": object({
    ...common,
    act: literal("register.asserted"),
    basis: literal("founded", "imported", "asserted"),
    count: integer(1),
    root: digest,
  }),
  "content.erased": object({
    ...common,
    act: literal("content.erased"),
    authority: slug,
    ground: slug,
    prev: integer(),
    subject: integer(),
    target: object({ entry: integer() }),
  }),
  "state.asserted": object({ ...common, act: literal("state.asserted"), count: integer(), root: digest }),
} as const satisfies Record<string, Check<unknown>>;

export type Act = keyof typeof acts;
export type EntryOf<A extends Act> = Checked<(typeof acts)[A]>;
/** One act of the office. It carries no name of a person and no text: those are in the content it commits to. */
export type Entry = { [A in Act]: EntryOf<A> }[Act];

/** The bytes that the log keeps: canonical JSON. Refuses what `readEntry` would refuse. */
export function writeEntry(entry: Entry): Uint8Array {
  const bytes = utf8(canonicalize(checkEntry(entry, "entry to be written")));
  checkLength(bytes, "entry to be written");
  return bytes;
}

/** Reads the bytes of one entry. An act or a field that has no schema here throws `NewerFormat`. */
export function readEntry(bytes: Uint8Array, where = "entry"): Entry {
  checkLength(bytes, where);
  return checkEntry(readCanonical(bytes, where), where);
}

/** `YYYY-MM-DDTHH:MM:SS.mmmZ`, in the years 0 to 9999. */
export function writeInstant(date: Date): string {
  const year = date.getUTCFullYear();
  if (!(year >= 0 && year <= 9999))
    throw new Malformed(`${String(date.getTime())} ms is no instant of the years 0 to 9999`, "instant");
  return date.toISOString();
}

/** Reads an instant that exists, in the one form that `writeInstant` writes. */
export function readInstant(instantText: string, where = "instant"): Date {
  const date = new Date(instantText);
  if (
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(instantText) ||
    Number.isNaN(date.getTime()) ||
    date.toISOString() !== instantText
  ) {
    throw new Malformed(`${show(instantText)} is not an instant (YYYY-MM-DDTHH:MM:SS.mmmZ)`, where);
  }
  return date;
}

function checkEntry(value: Json, where: string): Entry {
  const { act, format } = fieldsOf(value, where);
  if (typeof format !== "string") throw new Malformed(`${show(format)} is not a format`, `${where}.format`);
  if (format !== "voceria/entry/v1") throw new NewerFormat(`unknown format ${show(format)}`, `${where}.format`);
  if (typeof act !== "string") throw new Malformed(`${show(act)} is not an act`, `${where}.act`);
  if (!Object.hasOwn(acts, act)) throw new NewerFormat(`unknown act ${show(act)}`, `${where}.act`);
  return acts[act as Act](value, where);
}

function checkLength(bytes: Uint8Array, where: string): void {
  if (bytes.length === 0 || bytes.length > largestEntry) {
    throw new Malformed(`${bytes.length} bytes instead of 1 to ${largestEntry}`, where);
  }
}
