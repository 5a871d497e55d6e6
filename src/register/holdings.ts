import { type RawBuilder, sql } from "kysely";
import { prepared, type Reader } from "../store/database.ts";
import { standing } from "./assertions.ts";
import { type Day, forever } from "./day.ts";
import { agree, type Language } from "./display.ts";
import { firstDayOut } from "./first-day-out.ts";
import { type Bounds, certainlyHolds, holdsWholeDay, possiblyHolds, roleOn, withConfirmation } from "./interval.ts";
import type {
  Capacity,
  Gender,
  InstitutionData,
  PersonData,
  PersonName,
  PostData,
  SourceData,
  TenureData,
  When,
} from "./item.ts";

export type CitedSource = { id: string; name: string; locator: string; date?: Day };

/** One person who holds, or possibly holds, one post on a day. */
export type Holding = {
  tenure: string;
  person: { slug: string; name: string; gender?: Gender };
  /** `title` agrees in gender with the person; for the middle of a sentence. */
  post: { slug: string; title: Record<Language, string>; titles: PostData["title"]; spokesperson: boolean };
  institution: { slug: string; name: Record<Language, string> };
  capacity: Capacity;
  /** Whether the capacity is certain on that day; its periods have dates of their own. */
  capacityCertain: boolean;
  /** Rank in the government that came with it, in the source's words: of the person meanwhile, else of the post. */
  rank?: string;
  /** "certain": during some part of the day. */
  certainty: "certain" | "possible";
  wholeDay: boolean;
  role: "holds" | "until" | "from";
  /** As the source words them. */
  startText: string;
  endText: string;
  start: When;
  end: When;
  /** Where the source's end is the first day out of office, and ours the last day in. */
  firstDayOut?: Day;
  bounds: Bounds;
  /** Whether it is ongoing, and who vouches: nobody but the source (on a day, if it is dated), or a confirmation that covers the day. */
  incumbent: "no" | "asserted-on" | "confirmed";
  assertedOn?: Day;
  /** The newest confirmation, whether or not it reaches the day asked about. */
  confirmation?: { day: Day; until: Day; source: CitedSource; register: { entry: number; item: number } };
  /** The law under which the post speaks. */
  instrument?: string;
  interpretation?: string;
  source: CitedSource;
  register: { entry: number; item: number };
};

/** The tenures to ask about: of these posts, of these people, or of the posts that speak. */
export type Whose = { posts: readonly string[] } | { people: readonly string[] } | { speaking: true };

/** Everything a tenure says, for asking about any number of days. */
export type TenureRow = {
  slug: string;
  item: number;
  entry: number;
  start_min: Day;
  start_max: Day;
  end_min: Day;
  end_max: Day;
  data: TenureData;
  source: string;
  locator: string;
  source_data: SourceData;
  spokesperson: boolean;
  person_data: PersonData;
  post_data: PostData;
  institution_data: InstitutionData;
  confirmation: {
    day: Day;
    until: Day;
    entry: number;
    item: number;
    source: string;
    locator: string;
    data: SourceData;
  } | null;
};

/** Who possibly holds on `day`, certain ones first, then in order of their starts. `asOf`: a batch, for recorded time. */
export async function readHoldings(db: Reader, day: Day, whose: Whose, asOf?: number): Promise<Holding[]> {
  const rows = await readTenures(db, whose, { day, ...(asOf === undefined ? {} : { asOf }) });
  return holdingsOn(rows, day);
}

/** Those of the rows that possibly hold on the day, as readHoldings gives them. */
export function holdingsOn(rows: readonly TenureRow[], day: Day): Holding[] {
  return rows
    .map((row) => ({ row, stated: boundsOfRow(row) }))
    .filter(({ stated }) => possiblyHolds(stated, day))
    .map(({ row, stated }) => holdingOf(row, stated, day))
    .toSorted((a, b) => compare(orderOf(a), orderOf(b)));
}

/** The tenures in order of their starts; with `day`, those that possibly hold on it. */
export async function readTenures(
  db: Reader,
  whose: Whose,
  { day, asOf }: { day?: Day; asOf?: number } = {},
): Promise<TenureRow[]> {
  const about = (kind: string, slug: RawBuilder<unknown>) =>
    sql`(select x.data from register_assertion x where x.kind = ${sql.lit(kind)} and x.slug = ${slug} and ${standing("x", asOf)})`;
  const within = day === undefined ? sql`` : sql`and t.start_min <= ${day}::date and t.end_max >= ${day}::date`;
  const { rows } = await sql<TenureRow>`${sql.raw("posts" in whose && whose.posts.length > 1 ? "" : prepared)}
    select t.slug, t.item, b.entry, t.start_min, t.start_max, t.end_min, t.end_max, a.data, a.source, a.locator,
      p.spokesperson,
      ${about("source", sql`a.source`)} as source_data,
      ${about("person", sql`t.person`)} as person_data,
      ${about("post", sql`t.post`)} as post_data,
      ${about("institution", sql`p.institution`)} as institution_data,
      (select jsonb_build_object('day', c.day, 'until', c.until, 'entry', cb.entry, 'item', c.item,
          'source', ca.source, 'locator', ca.locator, 'data', ${about("source", sql`ca.source`)})
        from confirmation c
        join register_assertion ca on ca.batch = c.batch and ca.item = c.item
        join register_batch cb on cb.id = c.batch
        where c.tenure = t.slug and ${standing("c", asOf)}
        order by c.day desc, c.until desc limit 1) as confirmation
    from tenure t
    join post p on p.slug = t.post and ${standing("p", asOf)}
    join register_assertion a on a.batch = t.batch and a.item = t.item
    join register_batch b on b.id = t.batch
    where ${condition(whose)} and ${standing("t", asOf)} ${within}
    order by t.start_min, t.start_max, t.end_min, t.end_max, t.slug`.execute(db);
  return rows;
}

function condition(whose: Whose): RawBuilder<boolean> {
  if ("posts" in whose && whose.posts.length === 1) return sql<boolean>`t.post = ${whose.posts[0]}`;
  if ("posts" in whose) return sql<boolean>`t.post = any(${[...whose.posts]}::text[])`;
  if ("people" in whose) return sql<boolean>`t.person = any(${[...whose.people]}::text[])`;
  return sql<boolean>`p.spokesperson`;
}

/** What is known of when the tenure began and ended, with whoever vouched for it since. */
export function boundsOfTenure(row: TenureRow): Bounds {
  return confirmedBounds(row, boundsOfRow(row));
}

function boundsOfRow(row: TenureRow): Bounds {
  return { startMin: row.start_min, startMax: row.start_max, endMin: row.end_min, endMax: row.end_max };
}

function holdingOf(row: TenureRow, stated: Bounds, day: Day): Holding {
  const { data, person_data: person, post_data: post, institution_data: institution, confirmation } = row;
  const ongoing = data.end.edtf === "..";
  const bounds = confirmedBounds(row, stated);
  const { gender } = person;
  const covered = confirmation !== null && day <= confirmation.until;
  const out = firstDayOut(data, row.source_data);
  return {
    tenure: row.slug,
    person: { slug: data.person, name: nameOn(person, day).full, ...(gender === undefined ? {} : { gender }) },
    post: {
      slug: data.post,
      title: { es: agree(post.title.es, gender), en: agree(post.title.en, gender) },
      titles: post.title,
      spokesperson: row.spokesperson,
    },
    institution: { slug: post.institution, name: institutionNameOn(institution, day) },
    ...capacityOn(data, post, day),
    certainty: certainlyHolds(bounds, day) ? "certain" : "possible",
    wholeDay: holdsWholeDay(bounds, day),
    role: roleOn(stated, day),
    startText: data.start.raw,
    endText: data.end.raw,
    start: data.start,
    end: data.end,
    ...(out === undefined ? {} : { firstDayOut: out }),
    bounds,
    incumbent: !ongoing ? "no" : covered ? "confirmed" : "asserted-on",
    ...(data.assertedOn === undefined ? {} : { assertedOn: data.assertedOn }),
    ...(confirmation === null
      ? {}
      : {
          confirmation: {
            day: confirmation.day,
            until: confirmation.until,
            source: cited(confirmation.source, confirmation.locator, confirmation.data),
            register: { entry: confirmation.entry, item: confirmation.item },
          },
        }),
    ...(post.instrument === undefined ? {} : { instrument: post.instrument }),
    ...(data.interpretation === undefined ? {} : { interpretation: data.interpretation }),
    source: cited(row.source, row.locator, row.source_data),
    register: { entry: row.entry, item: row.item },
  };
}

/** Once an end is known, a confirmation vouches for its own day and no longer for those after it. */
function confirmedBounds({ data, confirmation }: TenureRow, stated: Bounds): Bounds {
  return withConfirmation(stated, data.end.edtf === ".." ? confirmation?.until : confirmation?.day);
}

function cited(id: string, locator: string, data: SourceData): CitedSource {
  return { id, name: data.name, locator, ...(data.date === undefined ? {} : { date: data.date }) };
}

/** The name borne on the day: the last of those that may have been in use, else the present one. */
export function nameOn(person: PersonData, day: Day): PersonName {
  const name = person.names.findLast((found) => mayCover(found, day)) ?? person.names.at(-1);
  if (name === undefined) throw new Error("a person without a name stands in the register");
  return name;
}

export function institutionNameOn(institution: InstitutionData, day: Day): Record<Language, string> {
  const found = institution.names.findLast((name) => mayCover(name, day)) ?? institution.names.at(-1);
  const { es, en } = found?.name ?? {};
  return { es: es ?? en ?? "", en: en ?? es ?? "" };
}

/** Of the periods that cover the day, the last to begin; certain ones before possible ones. */
function capacityOn(
  data: TenureData,
  post: PostData,
  day: Day,
): Pick<Holding, "capacity" | "capacityCertain" | "rank"> {
  const periods = data.capacities.map(({ capacity, rank, start, end }) => ({
    capacity,
    rank,
    bounds: boundsOfPair(start, end),
  }));
  const certain = periods.findLast(({ bounds }) => certainlyHolds(bounds, day));
  const possible = periods.findLast(({ bounds }) => possiblyHolds(bounds, day));
  const found = certain ?? possible;
  const others = periods.some(
    (period) => period !== found && !certainlyHolds(period.bounds, day) && possiblyHolds(period.bounds, day),
  );
  const rank = found?.rank ?? post.rank?.name;
  return {
    capacity: found?.capacity ?? "titular",
    capacityCertain: certain !== undefined && !others,
    ...(rank === undefined ? {} : { rank }),
  };
}

function mayCover({ start, end }: { start?: When; end?: When }, day: Day): boolean {
  return possiblyHolds(boundsOfPair(start, end), day);
}

/** Periods inside something: what they leave out is as long as the thing itself. */
function boundsOfPair(start: When | undefined, end: When | undefined): Bounds {
  return {
    startMin: start?.min ?? "-infinity",
    startMax: start === undefined ? "-infinity" : (start.max ?? forever),
    endMin: end === undefined || end.edtf === ".." ? forever : (end.min ?? "-infinity"),
    endMax: end?.max ?? forever,
  };
}

function orderOf(holding: Holding): string[] {
  const { bounds, certainty, role } = holding;
  return [certainty, bounds.startMin, role === "until" ? "0" : "1", bounds.endMax, holding.tenure];
}

function compare(a: string[], b: string[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? "";
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
