import { byKeys } from "./by-keys.ts";
import { sql } from "kysely";
import { Fault } from "../fault.ts";
import type { Reader } from "../store/database.ts";
import { listStanding, readStanding, type Standing, standing } from "./assertions.ts";
import { type Day, dayIn } from "./day.ts";
import { type Gap, readGaps } from "./gaps.ts";
import { agree, type Language } from "./display.ts";
import { firstDayOut } from "./first-day-out.ts";
import { type Holding, holdingsOn, institutionNameOn, nameOn } from "./holdings.ts";
import type { InstitutionData, InstrumentData, PostData, SourceData } from "./item.ts";
import { initials, inverted } from "./name.ts";
import { readOffice } from "./office.ts";
import { readTenures, type TenureRow } from "./tenures.ts";

/** One row of the list of holders, cell by cell as its source has it, with how we read it. */
export type HolderRow = {
  /** Verbatim cells; `name` is the full name, never shortened. */
  picture: string;
  name: string;
  entered: string;
  exited: string;
  notes: string;
  /** What stands for a missing picture. */
  initials: string;
  /** "Surnames, Given names", for lists in Spanish order. */
  inverted: string;
  person: string;
  /** The tenures that the row stands for: one, or two where one row is two posts. */
  tenures: {
    id: string;
    post: string;
    title: Record<Language, string>;
    start: { raw: string; edtf: string; min?: Day; max?: Day; interpretation?: string };
    end: { raw: string; edtf: string; min?: Day; max?: Day; interpretation?: string };
    /** See Holding. */
    firstDayOut?: Day;
    interpretation?: string;
    register: { entry: number; item: number };
  }[];
  source: { id: string; name: string; locator: string };
  /** Where the row is ongoing: what is known of it today. */
  incumbent?: Pick<Holding, "incumbent" | "assertedOn" | "confirmation" | "certainty">;
};

export type InstitutionPage = {
  slug: string;
  data: InstitutionData;
  name: Record<Language, string>;
  register: { entry: number; item: number };
  source: { id: string; locator: string; data: SourceData };
  posts: (Standing<"post"> & { data: PostData })[];
  /** What creates, raises, reorganises … the institution or one of its posts, in order of date. */
  instruments: { id: string; data: InstrumentData; source: { id: string; locator: string } }[];
  /** Known unknowns and vacancies of its posts. */
  gaps: Gap[];
  /** What the rows were made of, for drawing them. */
  tenures: TenureRow[];
  rows: HolderRow[];
};

/** All that the page of an institution shows (by default, of the office's own). Fault("not-found") if there is none. */
export async function institutionPage(
  db: Reader,
  { institution, at, asOf }: { institution?: string; at: Date; asOf?: number },
): Promise<InstitutionPage> {
  const office = await readOffice(db);
  const slug = institution ?? office.institution;
  const found = await readStanding(db, "institution", slug, asOf);
  if (found === undefined) throw new Fault("not-found", `There is no institution "${slug}" in the register.`);
  const today = dayIn(office.timeZone, at);
  const posts = await postsOf(db, slug, asOf);
  const then = asOf === undefined ? {} : { asOf };
  const ids = new Set(posts.map(({ id }) => id));
  const [tenures, instruments, gaps, source] = await Promise.all([
    readTenures(db, { posts: [...ids] }, then),
    listStanding(db, "instrument", then),
    readGaps(db, [...ids], asOf),
    readStanding(db, "source", found.source.id, asOf),
  ]);
  return {
    slug,
    data: found.data,
    name: institutionNameOn(found.data, today),
    register: found.register,
    source: { ...found.source, data: source?.data ?? { name: found.source.id, kind: "", endConvention: "inclusive" } },
    posts,
    instruments: instruments
      .filter(({ data }) =>
        data.effects.some((one) => one.institution === slug || (one.post !== undefined && ids.has(one.post))),
      )
      .toSorted((a, b) => byKeys([a.data.date?.edtf ?? "", a.id], [b.data.date?.edtf ?? "", b.id])),
    gaps,
    tenures,
    rows: holderRows(tenures, today),
  };
}

async function postsOf(db: Reader, institution: string, asOf: number | undefined): Promise<Standing<"post">[]> {
  const { rows } = await sql<{ slug: string }>`
    select slug from post where institution = ${institution} and ${standing("post", asOf)}`.execute(db);
  const posts = await listStanding(db, "post", {
    ids: rows.map(({ slug }) => slug),
    ...(asOf === undefined ? {} : { asOf }),
  });
  return posts.toSorted((a, b) => byKeys([a.data.start?.min ?? "", a.id], [b.data.start?.min ?? "", b.id]));
}

/** In the order of the source's own list where it has one; rows that are not of a list stand where they began. */
function holderRows(tenures: readonly TenureRow[], today: Day): HolderRow[] {
  const groups = Map.groupBy(tenures, ({ slug, source, data }) =>
    data.order === undefined ? slug : `${source}#${data.order}`,
  );
  return [...groups.values()].map((group) => holderRow(group, today));
}

function holderRow(group: readonly TenureRow[], today: Day): HolderRow {
  const [first] = group;
  const last = group.at(-1);
  if (first === undefined || last === undefined) throw new Error("a row of holders without a tenure");
  const { data, person_data: person } = first;
  const name = nameOn(person, first.start_min);
  const ongoing = last.data.end.edtf === "..";
  const now = ongoing ? holdingsOn([last], today)[0] : undefined;
  return {
    picture: data.picture ?? "",
    name: name.full,
    entered: data.start.raw === "" ? data.start.edtf : data.start.raw,
    exited: last.data.end.raw === "" && !ongoing ? last.data.end.edtf : last.data.end.raw,
    notes: data.notes ?? "",
    initials: initials(name),
    inverted: inverted(name),
    person: data.person,
    tenures: group.map((row) => ({
      ...outOf(row),
      id: row.slug,
      post: row.data.post,
      title: {
        es: agree(row.post_data.title.es, person.gender),
        en: agree(row.post_data.title.en, person.gender),
      },
      start: row.data.start,
      end: row.data.end,
      ...(row.data.interpretation === undefined ? {} : { interpretation: row.data.interpretation }),
      register: { entry: row.entry, item: row.item },
    })),
    source: { id: first.source, name: first.source_data.name, locator: first.locator },
    ...(now === undefined
      ? {}
      : {
          incumbent: {
            incumbent: now.incumbent,
            certainty: now.certainty,
            ...(now.assertedOn === undefined ? {} : { assertedOn: now.assertedOn }),
            ...(now.confirmation === undefined ? {} : { confirmation: now.confirmation }),
          },
        }),
  };
}

function outOf({ data, source_data: source }: TenureRow): { firstDayOut?: Day } {
  const out = firstDayOut(data, source);
  return out === undefined ? {} : { firstDayOut: out };
}
