import type { Day } from "../day.ts";
import { boundsOf } from "../interval.ts";
import type { CapacityPeriod, DataOf, TenureData, When } from "../item.ts";
import { lastDayIn, type ReadDate } from "./read-date.ts";
import { clean } from "./words.ts";
import { reading } from "../reading.ts";

export type CandidateKind = "institution" | "instrument" | "post" | "person" | "tenure" | "gap";

/**
 * What a source says of one thing. `key` is the source's own identity for it, stable over the source's revisions and unique
 * among its kind there; it becomes the locator. Where `data` names other things it holds their keys, not ids.
 */
export type Candidate = {
  [K in CandidateKind]: {
    kind: K;
    key: string;
    /** Words that its id is made of, if they are free; a tenure's is made of its person and year. */
    wanted: string;
    data: DataOf[K];
  };
}[CandidateKind];

export type Finding = { what: string; sentence: string };
export type About = { kind: CandidateKind; key: string };

/** One row of a source: a line, an object of a list, a statement. It ends as taken, unchanged or not taken. */
export type SourceRow = {
  file: string;
  /** From 1, where the file has lines. */
  line?: number;
  /** Where in the file otherwise: "memberships[12]". */
  at?: string;
  /** All that the row says, the things it merely names included. */
  states: Candidate[];
  /** What the row is about; a row may add to something that another states. */
  about: About[];
  findings: Finding[];
  /** Why it is not taken. */
  refused?: Finding;
};

export type EndConvention = "inclusive" | "exclusive";

/** What each reader is told besides the files. */
export type Reading = {
  endConvention: EndConvention;
  /** The day on which the source says who is in office, if the operator knows it. */
  assertedOn?: Day;
  mapping?: unknown;
  /** The source's name, the same in all its revisions. */
  source?: string;
};

/** One file of a source: `name` is its path within the source, as people know it. */
export type SourceFile = { name: string; bytes: number; text(): Promise<string>; lines(): AsyncIterable<string> };

export type Format = {
  name: string;
  /** What a file of it is called, for choosing the files of a folder. */
  extensions: readonly string[];
  read(files: readonly SourceFile[], reading: Reading): AsyncIterable<SourceRow>;
};

/** A tenure's two ends from what was read, in inclusive days. */
export function spanOf(
  start: ReadDate,
  end: ReadDate,
  { endConvention, assertedOn }: Pick<Reading, "endConvention" | "assertedOn">,
): Pick<TenureData, "start" | "end" | "assertedOn"> & { inverted: boolean } {
  const last = endConvention === "exclusive" ? heldAtAll(start, lastDayIn(end)) : end;
  const said = last.edtf === ".." && assertedOn !== undefined ? assertedOn : undefined;
  const bounds = boundsOf(start.edtf, last.edtf, said, { start: start.within, end: last.within });
  return {
    start: whenOf(start, bounds.startMin, bounds.startMax),
    end: whenOf(last, bounds.endMin, bounds.endMax),
    ...(said === undefined ? {} : { assertedOn: said }),
    inverted: bounds.startMin > bounds.endMax,
  };
}

/** A date that stands by itself: of a name, of an instrument, of a period. */
export function aloneOf(read: ReadDate): When {
  const { startMin, startMax } = boundsOf(read.edtf, "", undefined, { start: read.within });
  return read.edtf === ".." ? whenOf(read) : whenOf(read, startMin, startMax);
}

/** The same where it is an end under the source's convention. */
export function aloneEnd(read: ReadDate, convention: EndConvention): When {
  return aloneOf(convention === "exclusive" ? lastDayIn(read) : read);
}

export function whenOf(read: ReadDate, min: Day = "-infinity", max: Day = "infinity"): When {
  return {
    raw: read.raw,
    edtf: read.edtf,
    ...(min === "-infinity" || min === "infinity" ? {} : { min }),
    ...(max === "infinity" || max === "-infinity" ? {} : { max }),
    ...(read.within === undefined ? {} : { within: read.within }),
    ...(read.interpretation === undefined ? {} : { interpretation: read.interpretation }),
  };
}

/** A tenure whose exclusive end is its own first day lasted that day at most. */
function heldAtAll(start: ReadDate, last: ReadDate): ReadDate {
  const whole = /^\d{4}-\d{2}-\d{2}$/;
  if (!whole.test(start.edtf) || start.raw !== last.raw || last.edtf >= start.edtf || !whole.test(last.edtf))
    return last;
  return {
    ...last,
    edtf: start.edtf,
    interpretation: reading("one-day"),
  };
}

export function finding(what: string, sentence: string): Finding {
  return { what, sentence };
}

/** `where`: the columns, where the source tells them apart. */
export function charactersLeftOut(where: readonly string[] = []): Finding {
  const named = where.map((name) => `"${clean(name).slice(0, 60)}"`).join(", ") || "this row";
  return finding(
    "characters-left-out",
    `Control characters or overrides of direction in ${named.slice(0, 300)} were left out; the record takes none.`,
  );
}

export const titular: CapacityPeriod[] = [{ capacity: "titular" }];
