import { sql } from "kysely";
import { Fault } from "../../fault.ts";
import { inSnapshot, type Reader } from "../../store/database.ts";
import { listStanding, readStanding, standing } from "../assertions.ts";
import { addDays, type Day } from "../day.ts";
import { agree } from "../display.ts";
import { nameOn } from "../holdings.ts";
import type { GapData, PersonData, PostData, SourceData, TenureData } from "../item.ts";
import { type Finding, type FindingKind, findingKinds, type FindingRow, type Findings } from "./finding.ts";
import { countedDays, findRows, type FoundRow } from "./find-rows.ts";
import { inWords } from "./finding-words.ts";

export type FindingsAsked = {
  /** The day in the office's zone, against which who is in office is held. */
  today: Day;
  post?: string;
  /** A batch: what was entered after it is not looked at, for readers who must not see it yet. */
  asOf?: number;
  /** List these alone; all are counted. */
  kinds?: readonly FindingKind[];
  /** List from the one after this place on, of each kind. */
  after?: number;
  /** At most so many of each kind. */
  limit?: number;
};

/**
 * What an audit of the register finds, as it stands now: counted whole, listed up to `limit` of each kind with the rows and
 * sources it rests on. Reads alone; mends nothing. Fault("not-found") for a post that the register does not have.
 */
export function auditFindings(db: Reader, asked: FindingsAsked): Promise<Findings> {
  return inSnapshot(db, async (tx) => {
    // What stands now is found by narrower indexes than what stood at some batch.
    const { rows } = await sql<{ newer: boolean }>`
      select exists (select from register_batch where id > ${asked.asOf ?? null}::bigint) as newer`.execute(tx);
    const { asOf, ...rest } = asked;
    return findingsOf(tx, rows[0]?.newer === true && asOf !== undefined ? { ...rest, asOf } : rest);
  });
}

async function findingsOf(db: Reader, asked: FindingsAsked): Promise<Findings> {
  const { today, post, asOf, kinds, after = 0, limit = 20 } = asked;
  if (post !== undefined && (await readStanding(db, "post", post, asOf)) === undefined)
    throw new Fault(
      "not-found",
      `There is no post "${post}" in the register.`,
      [],
      `No hay un cargo «${post}» en autoridades y cargos.`,
    );
  const { found, successions, tenures } = await findRows(db, {
    today,
    after,
    limit,
    ...(post === undefined ? {} : { post }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(kinds === undefined ? {} : { kinds }),
  });
  const listed = found.filter(
    ({ kind, place }) => place > after && place <= after + limit && (kinds === undefined || kinds.includes(kind)),
  );
  const { sameDay = 0, nextDay = 0, gap = 0, overlap = 0, undetermined = 0 } = successions;
  const order = Object.keys(findingKinds);
  return {
    today,
    ...(post === undefined ? {} : { post }),
    tenures,
    successions: { sameDay, nextDay, gap, overlap, undetermined },
    counts: found
      .filter(({ place }) => place === 1)
      .map(({ kind, count }) => ({ kind, severity: findingKinds[kind], count }))
      .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)),
    findings: (await describe(db, listed, asOf)).toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)),
  };
}

async function describe(db: Reader, listed: readonly FoundRow[], asOf: number | undefined): Promise<Finding[]> {
  const rows = await readRows(
    db,
    listed.flatMap(({ one, two }) => (two === null ? [one] : [two, one])),
    asOf,
  );
  const posts = new Map(
    (
      await listStanding(db, "post", {
        ids: [...new Set(listed.map(({ post }) => post))],
        ...(asOf === undefined ? {} : { asOf }),
      })
    ).map(({ id, data }) => [id, data]),
  );
  return listed.map((found) => {
    const { kind, post, one, two, least, most, others, seats } = found;
    const stand = (two === null ? [one] : [two, one]).flatMap((key) => rows.get(keyOf(key)) ?? []);
    const days = { least: countedDays(least), most: countedDays(most) };
    const finding: Omit<Finding, "sentence"> = {
      kind,
      severity: findingKinds[kind],
      post: { id: post, title: titleOf(posts.get(post), post) },
      ...(least === null && most === null
        ? {}
        : {
            days: {
              ...(days.least === undefined ? {} : { least: days.least }),
              ...(days.most === undefined ? {} : { most: days.most }),
            },
          }),
      ...uncovered(kind, stand),
      ...(others === null ? {} : { others }),
      ...(seats === null ? {} : { seats }),
      rows: stand.map(({ row }) => row),
    };
    return { ...finding, sentence: { es: inWords(finding, "es"), en: inWords(finding, "en") } };
  });
}

/** The days on which certainly nobody held it. */
function uncovered(kind: FindingKind, rows: readonly Detail[]): { from?: Day; to?: Day } {
  const [before, next] = rows;
  if (kind !== "certain-gap" || before === undefined || next === undefined) return {};
  const { begun, ends } = before;
  const from = before.row.kind === "post" ? begun : ends;
  return {
    ...(from === undefined ? {} : { from: addDays(from, 1) }),
    ...(next.begins === undefined ? {} : { to: addDays(next.begins, -1) }),
  };
}

function titleOf(post: PostData | undefined, id: string) {
  return {
    es: post === undefined ? id : agree(post.title.es, undefined),
    en: post === undefined ? id : agree(post.title.en, undefined),
  };
}

/** A row with the outer days of what it tells of. */
type Detail = { row: FindingRow; begins?: Day | undefined; begun?: Day | undefined; ends?: Day | undefined };

async function readRows(
  db: Reader,
  keys: readonly (readonly [number, number])[],
  asOf: number | undefined,
): Promise<Map<string, Detail>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{
    batch: number;
    item: number;
    entry: number;
    kind: "tenure" | "gap" | "post";
    slug: string;
    source: string;
    locator: string;
    data: TenureData | GapData | PostData;
    source_data: SourceData | null;
    person: PersonData | null;
  }>`
    select a.batch, a.item, b.entry, a.kind, a.slug, a.source, a.locator, a.data,
      (select x.data from register_assertion x where x.kind = 'source' and x.slug = a.source and ${standing("x", asOf)}) as source_data,
      (select x.data from register_assertion x where x.kind = 'person' and x.slug = a.data->>'person' and ${standing("x", asOf)}) as person
    from unnest(${keys.map(([batch]) => batch)}::bigint[], ${keys.map(([, item]) => item)}::integer[]) as wanted (batch, item)
    join register_assertion a on a.batch = wanted.batch and a.item = wanted.item
    join register_batch b on b.id = a.batch`.execute(db);
  return new Map(
    rows.map(({ batch, item, entry, kind, slug, source, locator, data, source_data, person }) => {
      const { start, end } = data;
      const interpretation = ("interpretation" in data ? data.interpretation : undefined) ?? undefined;
      const row: FindingRow = {
        kind,
        id: slug,
        ...("person" in data && person !== null
          ? { person: { id: data.person, name: nameOn(person, data.start.min ?? "-infinity").full } }
          : {}),
        ...(start === undefined ? {} : { start: { raw: start.raw, edtf: start.edtf } }),
        ...(end === undefined ? {} : { end: { raw: end.raw, edtf: end.edtf } }),
        ...(interpretation === undefined ? {} : { interpretation }),
        source: { id: source, name: source_data?.name ?? source, locator },
        register: { entry, item },
      };
      return [keyOf([batch, item]), { row, begins: start?.min, begun: start?.max, ends: end?.max }];
    }),
  );
}

function keyOf([batch, item]: readonly [number, number]): string {
  return `${batch} ${item}`;
}
