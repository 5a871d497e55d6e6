import { canonicalize, type Json, Malformed, readContent, readEntry } from "@voceria/record";
import { sql } from "kysely";
import { Fault } from "../fault.ts";
import type { Difference } from "../recorder/difference.ts";
import type { Reader } from "../store/database.ts";
import type { Assertion } from "./item.ts";
import { type ProjectedRow, project, projectingTables } from "./projection.ts";
import { readAssertion } from "./read-item.ts";

const itemsAtOnce = 1000;

/**
 * Recomputes every row of the register from the contents of the record and names each that differs, is missing or is
 * one too many. That entries and contents are what was signed is the record's own audit; this stands on it.
 */
export async function* auditRegister(db: Reader): AsyncGenerator<Difference> {
  let before = 0;
  for (const { index, bytes, at, batch, basis, recorded_at } of await readBatches(db)) {
    const where = `register_batch of entry ${index}`;
    if (batch === null) {
      yield { what: "missing row", where, found: "none", expected: "one row" };
      continue;
    }
    const entry = readable(() => readEntry(bytes, `entry ${index}`));
    if (typeof entry === "string") yield { what: "unreadable entry", where, found: entry, expected: "an entry" };
    else if (entry.act === "register.asserted")
      yield* compare(
        "row",
        where,
        { basis, recorded_at: instant(recorded_at) },
        { basis: entry.basis, recorded_at: entry.at },
      );
    if (instant(at) !== instant(recorded_at) && typeof entry === "string")
      yield { what: "row", where, found: instant(recorded_at), expected: instant(at) };
    if (batch <= before) yield { what: "order", where, found: `batch ${batch}`, expected: `a batch after ${before}` };
    before = batch;
    yield* auditItems(db, index, batch);
  }
  yield* auditStrays(db);
  yield* auditSuccession(db);
}

async function readBatches(db: Reader) {
  const { rows } = await sql<{
    index: number;
    bytes: Buffer;
    at: Date;
    batch: number | null;
    basis: string;
    recorded_at: Date | null;
  }>`select e.index, e.bytes, e.at, b.id as batch, b.basis, b.recorded_at
     from record_entry e left join register_batch b on b.entry = e.index
     where e.act = 'register.asserted' order by e.index`.execute(db);
  return rows;
}

type ItemRow = {
  item: number;
  bytes: Buffer | null;
  kind: string | null;
  slug: string;
  change: string;
  source: string;
  locator: string;
  data: Json;
  reason: string | null;
};

async function* auditItems(db: Reader, entry: number, batch: number): AsyncGenerator<Difference> {
  for (let from = 0; ; from += itemsAtOnce) {
    const { rows } = await sql<ItemRow>`
      select i.item, c.bytes, a.kind, a.slug, a.change, a.source, a.locator, a.data, a.reason
      from record_batch_item i
      left join record_content c on c.commitment = i.commitment
      left join register_assertion a on a.batch = ${batch} and a.item = i.item
      where i.entry = ${entry} and i.item >= ${from} and i.item < ${from + itemsAtOnce} order by i.item`.execute(db);
    if (rows.length === 0) return;
    const projected = await readProjected(db, batch, from);
    for (const row of rows) yield* auditItem(row, `entry ${entry}, item ${row.item}`, projected);
  }
}

function* auditItem(row: ItemRow, place: string, projected: Projected): Generator<Difference> {
  const where = `register_assertion of ${place}`;
  const item = row.bytes === null ? undefined : readable(() => itemOf(row.bytes as Buffer, place));
  if (typeof item === "string") {
    yield { what: "unreadable content", where, found: item, expected: "an assertion" };
    return;
  }
  if (item === undefined) {
    if (row.kind !== null) yield { what: "row", where, found: "a row", expected: "none, since the content is erased" };
    return;
  }
  if (row.kind === null) {
    yield { what: "missing row", where, found: "none", expected: `${item.kind} "${item.id}"` };
    return;
  }
  const { kind, slug, change, source, locator, data, reason } = row;
  const named = `${where} (${item.kind} "${item.id}")`;
  yield* compare(
    "row",
    named,
    { kind, slug, change, source, locator, data: canonicalize(data), reason: reason ?? "none" },
    {
      kind: item.kind,
      slug: item.id,
      change: item.change,
      source: item.source.id,
      locator: item.source.locator,
      data: canonicalize(item.data),
      reason: item.reason ?? "none",
    },
  );
  yield* auditProjected(item, row.item, place, projected);
}

function* auditProjected(item: Assertion, number: number, place: string, projected: Projected): Generator<Difference> {
  const expected = new Map(project(item).map((row) => [keyOf(row), row]));
  for (const [key, { table, row }] of expected) {
    const where = `${table} of ${place} (${item.kind} "${item.id}")`;
    const found = projected.get(number)?.get(key);
    if (found === undefined) yield { what: "missing row", where, found: "none", expected: JSON.stringify(row) };
    else yield* compare("row", where, found as ProjectedRow["row"], row);
  }
  for (const [key, row] of projected.get(number) ?? []) {
    if (!expected.has(key))
      yield { what: "row too many", where: `${key} of ${place}`, found: JSON.stringify(row), expected: "none" };
  }
}

/** By item, then by table and ordinal. */
type Projected = ReadonlyMap<number, ReadonlyMap<string, object>>;

function keyOf({ table, row }: ProjectedRow): string {
  return row["ordinal"] === undefined ? table : `${table} ${row["ordinal"]}`;
}

/** The rows of the typed tables of some items, without the keys that they share with the assertion. */
async function readProjected(db: Reader, batch: number, from: number): Promise<Projected> {
  const found = new Map<number, Map<string, object>>();
  for (const table of projectingTables) {
    const { rows } = await sql<{ batch: number; item: number; superseded: number | null } & ProjectedRow["row"]>`
      select * from ${sql.table(table)}
      where batch = ${batch} and item >= ${from} and item < ${from + itemsAtOnce}`.execute(db);
    for (const { batch: _, item, superseded: __, ...row } of rows) {
      const ofItem = found.get(item) ?? new Map<string, object>();
      found.set(item, ofItem.set(keyOf({ table, row: row }), row));
    }
  }
  return found;
}

async function* auditStrays(db: Reader): AsyncGenerator<Difference> {
  const { rows: batches } = await sql<{ id: number; entry: number | null }>`
    select b.id, b.entry from register_batch b left join record_entry e on e.index = b.entry and e.act = 'register.asserted'
    where e.index is null order by b.id`.execute(db);
  for (const { id, entry } of batches)
    yield {
      what: "row too many",
      where: `register_batch ${id}`,
      found: `entry ${entry ?? "none"}`,
      expected: "an entry register.asserted",
    };
  const { rows } = await sql<{ batch: number; item: number; kind: string; slug: string }>`
    select a.batch, a.item, a.kind, a.slug from register_assertion a join register_batch b on b.id = a.batch
    left join record_batch_item i on i.entry = b.entry and i.item = a.item
    where i.item is null order by a.batch, a.item`.execute(db);
  for (const { batch, item, kind, slug } of rows)
    yield {
      what: "row too many",
      where: `register_assertion batch ${batch}, item ${item} (${kind} "${slug}")`,
      found: "a row",
      expected: "none",
    };
}

/** What took the place of what: the next assertion about the same thing, and the same in every projecting table. */
async function* auditSuccession(db: Reader): AsyncGenerator<Difference> {
  const { rows } = await sql<{
    batch: number;
    item: number;
    kind: string;
    slug: string;
    superseded: number | null;
    next: number | null;
  }>`
    select * from (
      select batch, item, kind, slug, superseded,
        -- A retraction takes the place of what was said, and stands nowhere itself.
        case when change = 'retraction' then batch
          else lead(batch) over (partition by kind, slug order by batch) end as next
      from register_assertion
    ) chain where superseded is distinct from next order by batch, item`.execute(db);
  for (const { batch, item, kind, slug, superseded, next } of rows)
    yield {
      what: "succession",
      where: `register_assertion batch ${batch}, item ${item} (${kind} "${slug}")`,
      found: superseded === null ? "standing" : `superseded by batch ${superseded}`,
      expected: next === null ? "standing" : `superseded by batch ${next}`,
    };
  for (const table of projectingTables) {
    const { rows: differing } = await sql<{
      batch: number;
      item: number;
      found: number | null;
      expected: number | null;
    }>`
      select t.batch, t.item, t.superseded as found, a.superseded as expected
      from ${sql.table(table)} t join register_assertion a on a.batch = t.batch and a.item = t.item
      where t.superseded is distinct from a.superseded order by t.batch, t.item`.execute(db);
    for (const { batch, item, found, expected } of differing)
      yield {
        what: "succession",
        where: `${table} batch ${batch}, item ${item}`,
        found: String(found),
        expected: String(expected),
      };
  }
}

function itemOf(bytes: Buffer, place: string): Assertion {
  return readAssertion(readContent(bytes, place), place);
}

function* compare(
  what: string,
  where: string,
  found: Record<string, string | number | boolean>,
  expected: Record<string, string | number | boolean>,
): Generator<Difference> {
  for (const field of new Set([...Object.keys(found), ...Object.keys(expected)])) {
    if (found[field] !== expected[field])
      yield { what, where: `${where}, ${field}`, found: String(found[field]), expected: String(expected[field]) };
  }
}

/** The value, or why it cannot be read. */
function readable<T>(read: () => T): T | string {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed || error instanceof Fault) return error.message;
    throw error;
  }
}

function instant(date: Date | null): string {
  return date === null ? "none" : date.toISOString();
}
