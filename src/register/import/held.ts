import { sql } from "kysely";
import type { Reader, Transaction } from "../../store/database.ts";
import type { DataOf, ItemKind } from "../item.ts";
import { slugOf } from "../name.ts";
import type { CandidateKind } from "./candidate.ts";
import { digest, type Staged, type Thing, thingKey } from "./stage.ts";

/** What the register has of one thing from this source: its id, and whether that still stands or another source has spoken since. */
export type Held = { kind: ItemKind; slug: string; locator: string; standing: boolean };

/** By kind and the source's own key. */
export async function readHeld(db: Reader, source: string): Promise<Map<string, Held>> {
  const { rows } = await sql<Held>`
    select distinct on (kind, slug) kind, slug, locator, superseded is null as standing
    from register_assertion where source = ${source} order by kind, slug, batch desc`.execute(db);
  return new Map(rows.map((row) => [`${row.kind} ${row.locator}`, row]));
}

/** What this source said last of each of these things, and which source stands now if that is another. */
export async function readSaid(db: Reader, source: string, kind: ItemKind, slugs: readonly string[]) {
  if (slugs.length === 0) return new Map<string, { data: DataOf[ItemKind]; standing: boolean; locator: string }>();
  const { rows } = await sql<{ slug: string; data: DataOf[ItemKind]; standing: boolean; locator: string }>`
    select distinct on (slug) slug, data, locator, superseded is null as standing from register_assertion
    where source = ${source} and kind = ${kind} and slug = any(${[...slugs]}::text[]) order by slug, batch desc`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.slug, row]));
}

/** Rows of lists without ids are known by person, post and first day: `…; from 1974`. */
export const beginsAt = "; from ";

/**
 * When this returns, a tenure of a list without ids whose first day is another than in an earlier revision has the key it
 * had then: of one person in one post, those left over on both sides are matched by their end, then in order of time.
 */
export async function rematch(tx: Transaction, staged: Staged, held: ReadonlyMap<string, Held>, source: string) {
  for (const kind of ["tenure", "gap"] as const) {
    const now = leftOver(
      [...staged.things.values()].filter((thing) => thing.kind === kind).map(({ key }) => key),
      (key) => held.has(`${kind} ${key}`),
    );
    if (now.size === 0) continue;
    const before = leftOver(
      [...held.values()].filter((one) => one.kind === kind).map(({ locator }) => locator),
      (key) => staged.things.has(`${kind} ${key}`),
    );
    for (const [group, keys] of now) {
      const old = before.get(group);
      if (old === undefined) continue;
      await matchGroup(tx, staged, { kind, keys, old, held, source });
    }
  }
}

function leftOver(keys: readonly string[], isKnown: (key: string) => boolean): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const key of keys) {
    const at = key.lastIndexOf(beginsAt);
    if (at < 0 || isKnown(key)) continue;
    const group = key.slice(0, at);
    groups.set(group, [...(groups.get(group) ?? []), key]);
  }
  return groups;
}

type Matching = {
  kind: "tenure" | "gap";
  keys: string[];
  old: string[];
  held: ReadonlyMap<string, Held>;
  source: string;
};

async function matchGroup(tx: Transaction, staged: Staged, { kind, keys, old, held, source }: Matching): Promise<void> {
  const slugs = old.map((key) => held.get(`${kind} ${key}`)?.slug ?? "");
  const said = await readSaid(tx, source, kind, slugs);
  const { rows } = await sql<{ key: string; end: string }>`
    select key, data::jsonb #>> '{end,edtf}' as end from import_candidate
    where kind = ${kind} and key = any(${keys}::text[])`.execute(tx);
  const endOf = (key: string) =>
    (said.get(held.get(`${kind} ${key}`)?.slug ?? "")?.data as DataOf["tenure"] | undefined)?.end.edtf;
  const free = new Set(old.toSorted());
  const pairs: [string, string][] = [];
  const waiting = rows.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  for (const row of waiting.slice()) {
    const match = [...free].find((key) => row.end !== ".." && endOf(key) === row.end);
    if (match === undefined) continue;
    free.delete(match);
    pairs.push([row.key, match]);
    waiting.splice(waiting.indexOf(row), 1);
  }
  for (const [index, match] of [...free].slice(0, waiting.length).entries())
    pairs.push([waiting[index]?.key ?? "", match]);
  for (const [from, to] of pairs) await rename(tx, staged, kind, from, to);
}

async function rename(tx: Transaction, staged: Staged, kind: CandidateKind, from: string, to: string): Promise<void> {
  const thing = staged.things.get(`${kind} ${from}`);
  if (thing === undefined) return;
  await sql`update import_candidate set key = ${to} where kind = ${kind} and key = ${from}`.execute(tx);
  staged.things.delete(`${kind} ${from}`);
  staged.things.set(`${kind} ${to}`, { ...thing, key: to });
  for (const row of staged.rows)
    row.about = row.about.map((one) => (one.kind === kind && one.key === from ? { kind, key: to } : one));
}

/**
 * When this returns, every thing has its id: the one it had, else the words of its name where they are free and nothing else
 * of this import wants them, else with a mark made of the source's key, so that ids do not depend on the order of rows.
 */
export async function giveIds(
  tx: Transaction,
  staged: Staged,
  held: ReadonlyMap<string, Held>,
  source: string,
): Promise<Thing[]> {
  const fresh: Thing[] = [];
  for (const thing of staged.things.values()) {
    const before = held.get(thingKey(thing));
    if (before === undefined) fresh.push(thing);
    else thing.slug = before.slug;
  }
  const wanting = Map.groupBy(fresh, (thing) => `${thing.kind} ${wantedId(thing)}`);
  const taken = await takenIds(tx, [...wanting.keys()]);
  const sharing: Thing[] = [];
  for (const [id, things] of wanting) {
    const alone = things.length === 1 && !taken.has(id);
    for (const thing of things) {
      const wanted = wantedId(thing);
      thing.slug = alone && wanted !== "" ? wanted : marked(wanted, digest(`${source}\n${thing.kind}\n${thing.key}`));
    }
    if (taken.has(id)) sharing.push(...things);
  }
  return sharing;
}

function wantedId({ wanted }: Thing): string {
  return slugOf(wanted);
}

function marked(wanted: string, mark: string): string {
  return [...(wanted === "" ? [] : [wanted]), mark.slice(0, 10)].join("-");
}

async function takenIds(tx: Transaction, ids: readonly string[]): Promise<Set<string>> {
  const taken = new Set<string>();
  for (let first = 0; first < ids.length; first += 10_000) {
    const part = ids.slice(first, first + 10_000);
    const { rows } = await sql<{ id: string }>`
      select distinct a.kind || ' ' || a.slug as id
      from unnest(${part.map((id) => id.split(" ")[0])}::text[], ${part.map((id) => id.split(" ")[1] ?? "")}::text[]) as w (kind, slug)
      join register_assertion a on a.kind = w.kind and a.slug = w.slug`.execute(tx);
    for (const { id } of rows) taken.add(id);
  }
  return taken;
}
