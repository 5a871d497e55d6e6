import type { AskedDate } from "./asked-date.ts";
import type { Recorded } from "./assertions.ts";
import type { Language } from "./display.ts";
import type { GapOnDay } from "./gaps.ts";
import type { Holding } from "./holdings.ts";
import type { Verdict } from "./verdict.ts";

/** One post on the day (or in the span) asked about: who held it, or that it was vacant, in words and as rows. */
export type PostAnswer = {
  post: { slug: string; title: Record<Language, string> };
  verdict: Verdict | "possible";
  holdings: Holding[];
  gaps: GapOnDay[];
  sentence: Record<Language, string>;
};

/** Who held every post of the register, or of one institution, on a day or at any time in a span. */
export type EveryPost = {
  span: AskedDate;
  institution?: { slug: string; name: Record<Language, string> };
  recorded?: Recorded;
  /** Of all of it, however much of it is listed. `without`: posts of which nothing is known then. */
  counts: {
    people: number;
    posts: number;
    certain: number;
    handovers: number;
    vacant: number;
    institutions: number;
    without: number;
  };
  sentence: Record<Language, string>;
  /** From `after` posts on, at most `limit`, by institution and within it by rank; `next` is where to go on. */
  institutions: { slug: string; name: Record<Language, string>; posts: PostAnswer[] }[];
  after: number;
  next?: number;
};
