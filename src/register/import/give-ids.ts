import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Transaction } from "../../store/database.ts";
import { slugOf } from "../name.ts";
import type { Held } from "./held.ts";
import { type Staged, type Thing, thingKey } from "./stage.ts";

/**
 * When this returns, every thing has its id: the one it had, else the words of its name where they are free and nothing else
 * of this import wants them, else with a mark made of the source's key, so that ids do not depend on the order of rows.
 * No two have one id, whatever the source calls them: a name may be made like somebody else's id. Returns those whose name
 * the register has already.
 */
export async function giveIds(
  tx: Transaction,
  staged: Staged,
  held: ReadonlyMap<string, Held>,
  source: string,
): Promise<Thing[]> {
  const fresh: Giving[] = [];
  for (const thing of staged.things.values()) {
    const before = held.get(thingKey(thing));
    if (before === undefined) fresh.push({ thing, wanted: slugOf(thing.wanted), marks: 0 });
    else thing.slug = before.slug;
  }
  const idOf = (one: Giving) => `${one.thing.kind} ${idWith(one, source)}`;
  const taken = new Set<string>();
  let asked = fresh;
  const sharing: Thing[] = [];
  for (;;) {
    for (const id of await takenIds(tx, [...new Set(asked.map(idOf))])) taken.add(id);
    const raised: Giving[] = [];
    for (const [id, things] of Map.groupBy(fresh, idOf)) {
      if (things.length === 1 && !taken.has(id) && !id.endsWith(" ")) continue;
      if (taken.has(id)) sharing.push(...things.filter(({ marks }) => marks === 0).map(({ thing }) => thing));
      raised.push(...things.filter(({ marks }) => marks < markLengths.length - 1));
    }
    if (raised.length === 0) break;
    for (const one of raised) one.marks++;
    asked = raised;
  }
  for (const one of fresh) one.thing.slug = idWith(one, source);
  return sharing;
}

type Giving = { thing: Thing; wanted: string; marks: number };

/** Short ones read better; that a source makes two long ones alike takes more work than there is. */
const markLengths = [0, 10, 32];

function idWith({ thing: { kind, key }, wanted, marks }: Giving, source: string): string {
  if (marks === 0) return wanted;
  const mark = createHash("sha256").update(`${source}\n${kind}\n${key}`).digest("hex").slice(0, markLengths[marks]);
  return wanted === "" ? mark : `${wanted}-${mark}`;
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
