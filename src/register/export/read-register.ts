import { sql } from "kysely";
import { Fault } from "../../fault.ts";
import type { Reader } from "../../store/database.ts";
import { batchAt, listStanding, standing } from "../assertions.ts";
import type { DataOf, ItemKind, RegisterItem } from "../item.ts";
import { referencesOf } from "../item.ts";
import { kindsInOrder } from "./fields.ts";

/** One thing as the register says it, with where and since when the record has it. */
export type Exported = { item: RegisterItem; recorded: { entry: number; item: number; at: Date } };
/** Some things of one kind, and what is needed to name those they refer to. */
export type Page = { kind: ItemKind; things: Exported[]; labels: Labels };
export type Labels = {
  people: ReadonlyMap<string, DataOf["person"]>;
  posts: ReadonlyMap<string, DataOf["post"]>;
  institutions: ReadonlyMap<string, DataOf["institution"]>;
  sources: ReadonlyMap<string, DataOf["source"]>;
};
/** The whole register, or one thing with all that tells of it. */
export type Part = "all" | { kind: "institution" | "post" | "person"; id: string };

const thingsAtOnce = 2000;

/**
 * The register page by page, kind after kind, as one moment has it however long the reading takes: as it stands now,
 * or stood at `recorded`; of the entries below `upTo`, if given. Memory stays flat. Of a part: all that tells of
 * it and all that this refers to, so that it can be imported by itself. Fault("not-found") if there is no such thing.
 */
export async function* readRegister(
  db: Reader,
  { part = "all", recorded, upTo }: { part?: Part; recorded?: Date; upTo?: number } = {},
): AsyncGenerator<Page> {
  const batch = recorded === undefined ? await newestBatch(db, upTo) : await batchAt(db, recorded);
  if (part !== "all") {
    const things = await partOf(db, part.kind, part.id, batch);
    for (const kind of kindsInOrder) {
      const ofKind = things.filter(({ item }) => item.kind === kind);
      if (ofKind.length > 0) yield { kind, things: ofKind, labels: await labelsFor(db, ofKind, batch) };
    }
    return;
  }
  for (const kind of kindsInOrder) {
    for (let after = ""; ;) {
      const things = await readThings(db, kind, batch, sql`a.slug > ${after} order by a.slug limit ${thingsAtOnce}`);
      const last = things.at(-1);
      if (last === undefined) break;
      yield { kind, things, labels: await labelsFor(db, things, batch) };
      after = last.item.id;
    }
  }
}

async function newestBatch(db: Reader, upTo: number | undefined): Promise<number> {
  const shown = upTo === undefined ? sql`` : sql`and entry < ${upTo}`;
  const { rows } = await sql<{ id: number | null }>`
    select max(id) as id from register_batch where entry is not null ${shown}`.execute(db);
  return rows[0]?.id ?? 0;
}

async function readThings(
  db: Reader,
  kind: ItemKind,
  batch: number,
  which: ReturnType<typeof sql>,
): Promise<Exported[]> {
  const { rows } = await sql<{
    id: string;
    change: RegisterItem["change"];
    data: never;
    source: string;
    locator: string;
    entry: number;
    item: number;
    at: Date;
  }>`
    select a.slug as id, a.change, a.data, a.source, a.locator, b.entry, a.item, b.recorded_at as at
    from register_assertion a join register_batch b on b.id = a.batch
    where a.kind = ${kind} and ${standing("a", batch)} and ${which}`.execute(db);
  return rows.map(({ id, change, data, source, locator, entry, item, at }) => ({
    item: { format: "voceria/register/v1", kind, id, change, data, source: { id: source, locator } } as RegisterItem,
    recorded: { entry, item, at },
  }));
}

async function partOf(db: Reader, kind: "institution" | "post" | "person", id: string, batch: number) {
  const found = new Map<string, Exported>();
  const add = (things: readonly Exported[]) => {
    for (const thing of things) found.set(`${thing.item.kind} ${thing.item.id}`, thing);
  };
  const idsOf = (wanted: ItemKind) =>
    [...found.values()].map(({ item }) => item).filter((item) => item.kind === wanted);
  const named = (ids: readonly string[]) => sql`a.slug = any(${[...ids]}::text[])`;
  const where = (field: string, ids: readonly string[]) => sql`a.data->>${sql.lit(field)} = any(${[...ids]}::text[])`;
  const tenures = (column: "person" | "post", ids: readonly string[]) =>
    sql`a.slug in (select t.slug from tenure t where t.${sql.ref(column)} = any(${[...ids]}::text[]) and ${standing("t", batch)})`;

  add(await readThings(db, kind, batch, named([id])));
  if (found.size === 0) throw new Fault("not-found", `There is no ${kind} "${id}" in the register.`);
  if (kind === "person") add(await readThings(db, "tenure", batch, tenures("person", [id])));
  if (kind === "institution")
    add(
      await readThings(
        db,
        "post",
        batch,
        sql`a.slug in (select p.slug from post p where p.institution = ${id} and ${standing("p", batch)})`,
      ),
    );
  if (kind !== "person") {
    const posts = idsOf("post").map((item) => item.id);
    add(await readThings(db, "tenure", batch, tenures("post", posts)));
    add(await readThings(db, "gap", batch, where("post", posts)));
    add(await effectsOn(db, kind === "institution" ? [id] : [], posts, batch));
  }
  add(
    await readThings(
      db,
      "confirmation",
      batch,
      where(
        "tenure",
        idsOf("tenure").map((item) => item.id),
      ),
    ),
  );
  for (let open = [...found.values()]; open.length > 0;) {
    const missing = Map.groupBy(
      open.flatMap(({ item }) => referencesOf(item)).filter((one) => !found.has(`${one.kind} ${one.id}`)),
      (one) => one.kind,
    );
    open = [];
    for (const [wanted, ids] of missing)
      open.push(...(await readThings(db, wanted, batch, named(ids.map((one) => one.id)))));
    add(open);
  }
  return [...found.values()].toSorted((a, b) => (a.item.id < b.item.id ? -1 : 1));
}

async function effectsOn(db: Reader, institutions: readonly string[], posts: readonly string[], batch: number) {
  const touched = (instrument: Exported) =>
    instrument.item.kind === "instrument" &&
    instrument.item.data.effects.some(
      ({ institution = "", resulting = "", post = "" }) =>
        institutions.includes(institution) || institutions.includes(resulting) || posts.includes(post),
    );
  return (await readThings(db, "instrument", batch, sql`true`)).filter(touched);
}

async function labelsFor(db: Reader, things: readonly Exported[], batch: number): Promise<Labels> {
  const wanted = new Map<ItemKind, Set<string>>();
  for (const { item } of things)
    for (const { kind, id } of referencesOf(item)) wanted.set(kind, (wanted.get(kind) ?? new Set()).add(id));
  const read = async <K extends ItemKind>(kind: K, more: readonly string[] = []) => {
    const ids = [...(wanted.get(kind) ?? []), ...more];
    if (ids.length === 0) return new Map<string, DataOf[K]>();
    return new Map((await listStanding(db, kind, { ids, asOf: batch })).map(({ id, data }) => [id, data]));
  };
  const [people, posts, sources] = [await read("person"), await read("post"), await read("source")];
  const institutions = await read("institution", [
    ...new Set([...posts.values()].map(({ institution }) => institution)),
  ]);
  return { people, posts, institutions, sources };
}
