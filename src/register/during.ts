import { Fault } from "../fault.ts";
import type { Reader } from "../store/database.ts";
import { batchAsked, readStanding, type Recorded } from "./assertions.ts";
import type { AskedDate } from "./asked-date.ts";
import { beginning, type Day, later } from "./day.ts";
import { inWords, type Language } from "./display.ts";
import { type Holding, holdingsOn } from "./holdings.ts";
import type { Bounds } from "./interval.ts";
import { readTenures, type TenureRow } from "./tenures.ts";

/** Who held a post at any time within a span of days, in the order in which they began. */
export type During = {
  span: AskedDate;
  /** Each as on the first day of the span on which they may have held it; `certainty` is of the span, not of that day. */
  holdings: Holding[];
  sentence: Record<Language, string>;
};

/**
 * Who held `post` (without it: the posts that speak) at any time in the span. As the register says now, or at `recorded`
 * or up to the batch `asOf`. Fault("not-found") for a post that the register does not have.
 */
export async function registerDuring(
  db: Reader,
  { span, post, recorded, asOf: shown }: { span: AskedDate; post?: string; recorded?: Recorded; asOf?: number },
): Promise<During> {
  const asOf = await batchAsked(db, recorded, shown);
  const rows = await readTenures(
    db,
    post === undefined ? { speaking: true } : { posts: [post] },
    asOf === undefined ? {} : { asOf },
  );
  const asksNow = recorded === undefined && post !== undefined;
  if (asksNow && rows.length === 0 && (await readStanding(db, "post", post, asOf)) === undefined)
    throw new Fault("not-found", `There is no post "${post}" in the register.`);
  const holdings = holdingsDuring(rows, span);
  const told = (language: Language) =>
    holdings.length === 0 && post !== undefined ? words[language].unheld : duringInWords(holdings, language);
  return { span, holdings, sentence: { es: told("es"), en: told("en") } };
}

/** Those of the rows that possibly hold at any time in the span. */
export function holdingsDuring(rows: readonly TenureRow[], span: AskedDate): Holding[] {
  return rows.flatMap((row) => holdingIn(row, span));
}

/** Whatever days within their bounds the start and the end were, some day of the span lies between them. */
export function certainlyDuring(bounds: Bounds, span: { min: Day; max: Day }): boolean {
  return bounds.startMax <= span.max && bounds.endMin >= span.min && bounds.startMin <= bounds.endMax;
}

function holdingIn(row: TenureRow, span: AskedDate): Holding[] {
  if (row.start_min > span.max || row.end_max < span.min) return [];
  const first = later(span.min, row.start_min === beginning ? span.min : row.start_min);
  return holdingsOn([row], first).map((holding) => ({
    ...holding,
    certainty: certainlyDuring(holding.bounds, span) ? "certain" : "possible",
    role: "holds",
  }));
}

const words = {
  es: {
    none: "No se sabe de nadie que hablara entonces.",
    unheld: "No se sabe de nadie que lo ejerciera entonces.",
    possibly: (who: string) => `Posiblemente también: ${who}.`,
    only: (who: string) => `Posiblemente: ${who}.`,
  },
  en: {
    none: "Nobody is known to have spoken then.",
    unheld: "Nobody is known to have held it then.",
    possibly: (who: string) => `Possibly also: ${who}.`,
    only: (who: string) => `Possibly: ${who}.`,
  },
};

/** One person is named once, however many tenures of theirs fall in the span. */
export function duringInWords(holdings: readonly Holding[], language: Language): string {
  const say = words[language];
  const told = (certainty: Holding["certainty"]) => [
    ...new Set(
      holdings
        .filter((one) => one.certainty === certainty)
        .map(({ person, post, capacity }) =>
          inWords({ name: person.name, gender: person.gender, title: post.titles, capacity }, language),
        ),
    ),
  ];
  const [certain, possible] = [told("certain").join("; "), told("possible").join("; ")];
  if (certain === "") return possible === "" ? say.none : say.only(possible);
  return possible === "" ? `${certain}.` : `${certain}. ${say.possibly(possible)}`;
}
