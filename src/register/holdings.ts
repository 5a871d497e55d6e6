import { byKeys } from "./by-keys.ts";
import type { Reader } from "../store/database.ts";
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
import { readTenures, type TenureRow, type Whose } from "./tenures.ts";

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
    .map((holding) => ({ holding, order: orderOf(holding) }))
    .toSorted((a, b) => byKeys(a.order, b.order))
    .map(({ holding }) => holding);
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
