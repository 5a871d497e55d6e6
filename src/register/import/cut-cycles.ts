import { sql } from "kysely";
import type { Transaction } from "../../store/database.ts";
import { finding } from "./candidate.ts";
import type { Staged } from "./stage.ts";

/** When this returns, institutions whose parents lead back to themselves stand without a parent, all of them, and their rows say so. */
export async function cutCycles(tx: Transaction, staged: Staged): Promise<void> {
  for (const key of inCycles(await readParents(tx))) {
    const thing = staged.things.get(`institution ${key}`);
    if (thing === undefined) continue;
    staged.rows[thing.row]?.findings.push(
      finding("cycle", `Institution "${key}": its parents lead back to itself, so it stands without one.`),
    );
    thing.orphan = true;
  }
}

/** Each is walked once, however long the line of parents. */
function inCycles(parents: ReadonlyMap<string, string>): Set<string> {
  const found = new Set<string>();
  const done = new Set<string>();
  for (const key of parents.keys()) {
    const path: string[] = [];
    const places = new Map<string, number>();
    let at: string | undefined = key;
    while (at !== undefined && !done.has(at) && !places.has(at)) {
      places.set(at, path.push(at) - 1);
      at = parents.get(at);
    }
    if (at !== undefined && places.has(at)) for (const one of path.slice(places.get(at))) found.add(one);
    for (const one of path) done.add(one);
  }
  return found;
}

async function readParents(tx: Transaction): Promise<Map<string, string>> {
  const { rows } = await sql<{ key: string; parent: string }>`
    select key, data::jsonb ->> 'parent' as parent from import_candidate
    where kind = 'institution' and data::jsonb ? 'parent'`.execute(tx);
  return new Map(rows.map(({ key, parent }) => [key, parent]));
}
