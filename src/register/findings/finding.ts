import type { Day } from "../day.ts";
import type { Language } from "../display.ts";

/**
 * What an audit of the register finds. Each follows from the four day bounds (docs/register-data.md), never from a guess,
 * and is shown, not mended. With d = next start − previous end in days: shared handover day d = 0, next day d = 1.
 */
export const findingKinds = {
  /** It certainly ends before it begins. */
  "inverted-interval": "error",
  /** More people than the post has seats certainly held it at once, on more than a shared day. */
  "certain-overlap": "error",
  /** One person's tenures of one post certainly overlap, on one source. */
  "self-overlap": "error",
  /** It certainly began before the post did. */
  "before-post": "error",
  /** It certainly went on after the post had ended, or is said to go on still. */
  "after-post": "error",
  /** One person, post, start and end, twice. */
  "duplicate-tuple": "warning",
  /** A source uses one id for several tenures. */
  "duplicate-id": "warning",
  /** Two sources say different things of one person's time in one post. */
  "sources-disagree": "warning",
  /** d is at least 2: on some day certainly nobody held it, and nothing says why. */
  "certain-gap": "warning",
  /** d may be 2 or more, and is not negative. */
  "possible-gap": "notice",
  /** d may be 2 or more and may be negative: a gap, an overlap, or neither. */
  undeterminable: "notice",
  /** Several people certainly held a post of which no source says how many seats it has. */
  "several-holders": "notice",
  /** Said to be in office, and today is past the last day for which anybody vouched. */
  "incumbent-unconfirmed": "notice",
  /** A time for which no source of ours names a holder: said, not left out. */
  "known-unknown": "notice",
  /** A time in which the post was vacant, by a source. */
  vacancy: "notice",
  /** Dates that are our reading of the source's words. */
  interpretation: "notice",
} as const satisfies Record<string, Severity>;

export type Severity = "error" | "warning" | "notice";
export type FindingKind = keyof typeof findingKinds;

/** One assertion that a finding rests on, with its source's own words. */
export type FindingRow = {
  kind: "tenure" | "gap" | "post";
  id: string;
  /** The person of a tenure. */
  person?: { id: string; name: string };
  start?: { raw: string; edtf: string };
  end?: { raw: string; edtf: string };
  interpretation?: string;
  source: { id: string; name: string; locator: string };
  register: { entry: number; item: number };
};

export type Finding = {
  kind: FindingKind;
  severity: Severity;
  post: { id: string; title: Record<Language, string> };
  /** d in days, where two tenures are compared; absent where there is no bound. */
  days?: { least?: number; most?: number };
  /** The days that it speaks of: on which certainly nobody held it, or from which on it overlaps. */
  from?: Day;
  to?: Day;
  /** How many others held it at that moment, where that is what is found. */
  others?: number;
  seats?: number;
  rows: FindingRow[];
  sentence: Record<Language, string>;
};

/** How one holder of a seat followed another, over all posts asked about. */
export type Successions = { sameDay: number; nextDay: number; gap: number; overlap: number; undetermined: number };

export type Findings = {
  /** The day the audit was made on, in the office's zone. */
  today: Day;
  post?: string;
  tenures: number;
  successions: Successions;
  /** Of each kind how many there are, whether or not they are listed. Kinds without any are left out. */
  counts: { kind: FindingKind; severity: Severity; count: number }[];
  /** Those of each kind from `after` on, at most `limit`, by post and day. */
  findings: Finding[];
};
