import { sql } from "kysely";
import type { Transaction } from "../../store/database.ts";
import type { CandidateKind } from "./candidate.ts";
import type { Held } from "./held.ts";
import type { Staged } from "./stage.ts";

/** Rows of lists without ids are known by person, post and first day: `…; from 1974`. */
export const beginsAt = "; from ";

type Kind = "tenure" | "gap";

/**
 * When this returns, a tenure of a list without ids whose first day is another than in an earlier revision has the key it
 * had then: of one person in one post, those left over on both sides are matched by their end, then in order of time.
 * However many have moved, the work grows with their number alone.
 */
export async function rematch(tx: Transaction, staged: Staged, held: ReadonlyMap<string, Held>, source: string) {
  for (const kind of ["tenure", "gap"] as const) {
    const now = leftOver(
      [...staged.things.values()].filter((thing) => thing.kind === kind).map(({ key }) => key),
      (key) => held.has(`${kind} ${key}`),
    );
    if (now.size === 0) continue;
    const before = leftOver(
      // What was retracted is not what a source now says otherwise.
      [...held.values()]
        .filter((one) => one.kind === kind && one.retracted === undefined)
        .map(({ locator }) => locator),
      (key) => staged.things.has(`${kind} ${key}`),
    );
    const moved = [...now].flatMap(([group, keys]) => {
      const old = before.get(group);
      return old === undefined ? [] : [{ keys, old }];
    });
    if (moved.length === 0) continue;
    const endNow = await readEndsNow(
      tx,
      kind,
      moved.flatMap(({ keys }) => keys),
    );
    const endBefore = await readEndsBefore(tx, source, kind);
    const pairs = moved.flatMap(({ keys, old }) => matched(keys, old, endNow, endBefore));
    await rename(tx, staged, kind, new Map(pairs));
  }
}

function leftOver(keys: readonly string[], isKnown: (key: string) => boolean): Map<string, string[]> {
  const left = keys.filter((key) => key.includes(beginsAt) && !isKnown(key));
  return Map.groupBy(left, (key) => key.slice(0, key.lastIndexOf(beginsAt)));
}

type Ends = ReadonlyMap<string, string | null>;

async function readEndsNow(tx: Transaction, kind: Kind, keys: readonly string[]): Promise<Ends> {
  const { rows } = await sql<{ key: string; end: string | null }>`
    select c.key, c.data::jsonb #>> '{end,edtf}' as end from unnest(${[...keys]}::text[]) as wanted (key)
    join import_candidate c on c.kind = ${kind} and c.key = wanted.key`.execute(tx);
  return new Map(rows.map(({ key, end }) => [key, end]));
}

/** What the source said last of each, by the key under which it said it. */
async function readEndsBefore(tx: Transaction, source: string, kind: Kind): Promise<Ends> {
  const { rows } = await sql<{ locator: string; end: string | null }>`
    select distinct on (slug) locator, data #>> '{end,edtf}' as end from register_assertion
    where source = ${source} and kind = ${kind} and change <> 'retraction' order by slug, batch desc`.execute(tx);
  return new Map(rows.map(({ locator, end }) => [locator, end]));
}

/** The key that each has now, with the one it had. */
function matched(keys: readonly string[], old: readonly string[], endNow: Ends, endBefore: Ends): [string, string][] {
  const free = new Set(old.toSorted());
  const byEnd = Map.groupBy([...free].toReversed(), (key) => endBefore.get(key));
  const pairs: [string, string][] = [];
  const waiting: string[] = [];
  for (const key of keys.toSorted()) {
    const end = endNow.get(key);
    const match = end === ".." || end === undefined ? undefined : byEnd.get(end)?.pop();
    if (match === undefined) waiting.push(key);
    else {
      free.delete(match);
      pairs.push([key, match]);
    }
  }
  const rest = [...free];
  for (const [index, key] of waiting.entries()) {
    const match = rest[index];
    if (match !== undefined) pairs.push([key, match]);
  }
  return pairs;
}

/** Keys of things as they are staged, with those that they are to have; one that is taken stays what it was. */
export async function rename(
  tx: Transaction,
  staged: Staged,
  kind: CandidateKind,
  wanted: ReadonlyMap<string, string>,
): Promise<void> {
  const names = new Map([...wanted].filter(([, to]) => !staged.things.has(`${kind} ${to}`)));
  if (names.size === 0) return;
  await sql`update import_candidate c set key = r.now_key
    from unnest(${[...names.keys()]}::text[], ${[...names.values()]}::text[]) as r (was, now_key)
    where c.kind = ${kind} and c.key = r.was`.execute(tx);
  for (const [from, to] of names) {
    const thing = staged.things.get(`${kind} ${from}`);
    if (thing === undefined) continue;
    staged.things.delete(`${kind} ${from}`);
    staged.things.set(`${kind} ${to}`, { ...thing, key: to });
  }
  for (const row of staged.rows)
    row.about = row.about.map((one) => (one.kind === kind ? { kind, key: names.get(one.key) ?? one.key } : one));
}
