import { sql } from "kysely";
import { Fault } from "../fault.ts";
import type { Reader } from "../store/database.ts";
import { answerInWords } from "./answer.ts";
import { batchAsked, listStanding, type Recorded, type Standing, standing } from "./assertions.ts";
import { type Day, isDay } from "./day.ts";
import type { Language } from "./display.ts";
import { type GapOnDay, gapsBeside, readGaps } from "./gaps.ts";
import { type Holding, readHoldings } from "./holdings.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

export type { Holding } from "./holdings.ts";

/** Who held a post on a day. Among the holdings, the certain ones come first. */
export type AsOf = {
  day: Day;
  post?: string;
  recorded?: Recorded;
  holdings: Holding[];
  /**
   * Vacancies and known unknowns that may cover the day, of the posts asked about that nobody is known to have held; and
   * those that began when somebody went that day, or ended when somebody came.
   */
  gaps: GapOnDay[];
  verdict: Verdict;
  sentence: Record<Language, string>;
};

/**
 * Who held `post` on `day` (without `post`: the posts that speak), as the register says now, or as it said at `recorded`.
 * `asOf` holds it to what stood once that batch was the newest, for readers who must see no later one.
 * Fault("invalid") for a day that does not exist, Fault("not-found") for a post that the register does not have.
 */
export async function registerAsOf(
  db: Reader,
  { day, post, recorded, asOf: shown }: { day: string; post?: string; recorded?: Recorded; asOf?: number },
): Promise<AsOf> {
  if (!isDay(day))
    throw new Fault(
      "invalid",
      `"${day}" is not a day that exists; write it as 1973-09-11.`,
      [],
      `«${day}» no es un día que exista; escríbalo como 1973-09-11.`,
    );
  const asOf = await batchAsked(db, recorded, shown);
  const holdings = await readHoldings(db, day, post === undefined ? { speaking: true } : { posts: [post] }, asOf);
  const certain = holdings.filter(({ certainty }) => certainty === "certain");
  // Where somebody certainly held the one post asked about, and neither came nor went, no more of it needs to be known.
  const settled = post !== undefined && certain.length > 0 && certain.every(({ role }) => role === "holds");
  const posts = settled ? [] : await postsAsked(db, post, asOf);
  if (post !== undefined && !settled && posts.length === 0 && recorded === undefined)
    throw new Fault(
      "not-found",
      `There is no post "${post}" in the register.`,
      [],
      `No hay un cargo «${post}» en autoridades y cargos.`,
    );
  const ids = posts.map(({ id }) => id);
  const gaps = gapsBeside(await readGaps(db, ids, asOf), holdings, day);
  const verdict = verdictOf(holdings, gaps);
  return {
    day,
    ...(post === undefined ? {} : { post }),
    ...(recorded === undefined ? {} : { recorded }),
    holdings,
    gaps,
    verdict,
    sentence: {
      es: answerInWords(day, { verdict, holdings, gaps, posts }, "es"),
      en: answerInWords(day, { verdict, holdings, gaps, posts }, "en"),
    },
  };
}

async function postsAsked(db: Reader, post: string | undefined, asOf: number | undefined): Promise<Standing<"post">[]> {
  const speaking = sql<{ slug: string }>`select p.slug from post p where p.spokesperson and ${standing("p", asOf)}`;
  const ids = post === undefined ? (await speaking.execute(db)).rows.map(({ slug }) => slug) : [post];
  return listStanding(db, "post", { ids, ...(asOf === undefined ? {} : { asOf }) });
}
