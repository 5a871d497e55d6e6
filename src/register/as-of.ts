import { Fault } from "../fault.ts";
import type { Reader } from "../store/database.ts";
import { answerInWords } from "./answer.ts";
import { batchAt, listStanding } from "./assertions.ts";
import { type Day, isDay } from "./day.ts";
import type { Language } from "./display.ts";
import { type Holding, readHoldings } from "./holdings.ts";
import type { PostData } from "./item.ts";

export type { Holding } from "./holdings.ts";

/**
 * certain: somebody certainly held it. handover: one until that day, another from it. indeterminate: the sources leave
 * open which. per-source: a source calls somebody incumbent, and nobody has confirmed it for that day. unknown: no
 * source of ours names a holder.
 */
export type Verdict = "certain" | "handover" | "indeterminate" | "per-source" | "unknown";

/** Who held a post on a day. Among the holdings, the certain ones come first. */
export type AsOf = {
  day: Day;
  post?: string;
  recorded?: Date;
  holdings: Holding[];
  verdict: Verdict;
  sentence: Record<Language, string>;
};

/**
 * Who held `post` on `day` (without `post`: the posts that speak), as the register says now, or as it said at `recorded`.
 * Fault("invalid") for a day that does not exist, Fault("not-found") for a post that the register does not have.
 */
export async function registerAsOf(
  db: Reader,
  { day, post, recorded }: { day: string; post?: string; recorded?: Date },
): Promise<AsOf> {
  if (!isDay(day)) throw new Fault("invalid", `"${day}" is not a day that exists; write it as 1973-09-11.`);
  const asOf = recorded === undefined ? undefined : await batchAt(db, recorded);
  const holdings = await readHoldings(db, day, post === undefined ? { speaking: true } : { posts: [post] }, asOf);
  // Only where nobody is found does the answer need to know more of the post itself.
  const posts = holdings.length > 0 ? [] : await postsAsked(db, post, asOf);
  const verdict = verdictOf(holdings);
  return {
    day,
    ...(post === undefined ? {} : { post }),
    ...(recorded === undefined ? {} : { recorded }),
    holdings,
    verdict,
    sentence: {
      es: answerInWords(day, verdict, holdings, posts, "es"),
      en: answerInWords(day, verdict, holdings, posts, "en"),
    },
  };
}

export function verdictOf(holdings: readonly Holding[]): Verdict {
  const certain = holdings.filter(({ certainty }) => certainty === "certain");
  if (holdings.length === 0) return "unknown";
  if (certain.length === 0)
    return holdings.every(({ incumbent }) => incumbent !== "no") ? "per-source" : "indeterminate";
  const roles = new Set(certain.map(({ role }) => role));
  return roles.has("until") && roles.has("from") ? "handover" : "certain";
}

async function postsAsked(db: Reader, post: string | undefined, asOf: number | undefined): Promise<PostData[]> {
  const options = { ...(asOf === undefined ? {} : { asOf }), ...(post === undefined ? {} : { ids: [post] }) };
  const found = await listStanding(db, "post", options);
  if (post !== undefined && found.length === 0 && asOf === undefined)
    throw new Fault("not-found", `There is no post "${post}" in the register.`);
  return found.map(({ data }) => data).filter((data) => post !== undefined || data.functions.includes("spokesperson"));
}
