import type { Reader } from "../store/database.ts";
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

/** Who held `post` (without it: the posts that speak) at any time in the span. `asOf`: a batch, for recorded time. */
export async function registerDuring(
  db: Reader,
  { span, post, asOf }: { span: AskedDate; post?: string; asOf?: number },
): Promise<During> {
  const rows = await readTenures(
    db,
    post === undefined ? { speaking: true } : { posts: [post] },
    asOf === undefined ? {} : { asOf },
  );
  const holdings = holdingsDuring(rows, span);
  return { span, holdings, sentence: { es: duringInWords(holdings, "es"), en: duringInWords(holdings, "en") } };
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
    possibly: (who: string) => `Posiblemente también: ${who}.`,
    only: (who: string) => `Posiblemente: ${who}.`,
  },
  en: {
    none: "Nobody is known to have spoken then.",
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
