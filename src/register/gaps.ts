import { byKeys } from "./by-keys.ts";
import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import { standing } from "./assertions.ts";
import { addDays, type Day } from "./day.ts";
import { firstDayOut } from "./first-day-out.ts";
import type { CitedSource, Holding } from "./holdings.ts";
import { type Bounds, certainlyHolds, possiblyHolds } from "./interval.ts";
import type { GapData, Localized, SourceData } from "./item.ts";
import { boundsOfGap } from "./tenure.ts";

/** A time without a known holder: recorded as vacant, or as known to be unknown. */
export type Gap = {
  id: string;
  post: string;
  state: GapData["state"];
  data: GapData;
  bounds: Bounds;
  note?: Localized;
  /** Where the source's end is the first day after it, and ours the last day of it. */
  firstDayOut?: Day;
  source: CitedSource;
  register: { entry: number; item: number };
};
export type GapOnDay = Gap & {
  certainty: "certain" | "possible";
  /** Of a post that somebody held that day: vacant "from" it, since they went, or "until" it, since they came. */
  turn?: "from" | "until";
};

/** The gaps of these posts, in order of their starts, those that start on one day by their names. `asOf`: a batch, for recorded time. */
export async function readGaps(db: Reader, posts: readonly string[], asOf?: number): Promise<Gap[]> {
  if (posts.length === 0) return [];
  const { rows } = await sql<{
    slug: string;
    data: GapData;
    source: string;
    locator: string;
    source_data: SourceData | null;
    entry: number;
    item: number;
  }>`select a.slug, a.data, a.source, a.locator, b.entry, a.item,
      (select x.data from register_assertion x
        where x.kind = 'source' and x.slug = a.source and ${standing("x", asOf)}) as source_data
    from register_assertion a join register_batch b on b.id = a.batch
    where a.kind = 'gap' and a.data->>'post' = any(${[...posts]}::text[]) and ${standing("a", asOf)}`.execute(db);
  return rows.map(gapOf).toSorted((a, b) => byKeys([a.bounds.startMin, a.id], [b.bounds.startMin, b.id]));
}

/**
 * What is to be told of gaps beside who held the posts on the day: where nobody certainly did, those that possibly cover
 * it; where all who did went (or came) that day, the vacancy that they left (or ended), on that day or the one beside it.
 */
export function gapsBeside(gaps: readonly Gap[], holdings: readonly Holding[], day: Day): GapOnDay[] {
  const certain = holdings.filter(({ certainty }) => certainty === "certain");
  const held = Map.groupBy(certain, ({ post }) => post.slug);
  return [
    ...gapsOn(
      gaps.filter(({ post }) => !held.has(post)),
      day,
    ),
    ...gaps.flatMap((gap): GapOnDay[] => {
      const turn = gap.state === "vacant" ? turnOn(gap.bounds, held.get(gap.post) ?? [], day) : undefined;
      return turn === undefined ? [] : [{ ...gap, certainty: "certain", turn }];
    }),
  ];
}

function turnOn(
  { startMin, startMax, endMin, endMax }: Bounds,
  holders: readonly Holding[],
  day: Day,
): GapOnDay["turn"] {
  const [role, ...others] = new Set(holders.map((one) => one.role));
  if (others.length > 0) return undefined;
  const known = { from: startMin === startMax, until: endMin === endMax };
  if (role === "until" && known.from && [day, addDays(day, 1)].includes(startMin)) return "from";
  return role === "from" && known.until && [day, addDays(day, -1)].includes(endMax) ? "until" : undefined;
}

/** Those that possibly cover the day. */
function gapsOn(gaps: readonly Gap[], day: Day): GapOnDay[] {
  return gaps
    .filter(({ bounds }) => possiblyHolds(bounds, day))
    .map((gap) => ({
      ...gap,
      certainty: certainlyHolds(gap.bounds, day) ? ("certain" as const) : ("possible" as const),
    }));
}

function gapOf(row: {
  slug: string;
  data: GapData;
  source: string;
  locator: string;
  source_data: SourceData | null;
  entry: number;
  item: number;
}): Gap {
  const { post, state, note } = row.data;
  const { name = row.source, date } = row.source_data ?? {};
  const out = firstDayOut(row.data, row.source_data ?? undefined);
  return {
    id: row.slug,
    post,
    state,
    data: row.data,
    bounds: boundsOfGap(row.data),
    ...(note === undefined ? {} : { note }),
    ...(out === undefined ? {} : { firstDayOut: out }),
    source: { id: row.source, name, locator: row.locator, ...(date === undefined ? {} : { date }) },
    register: { entry: row.entry, item: row.item },
  };
}
