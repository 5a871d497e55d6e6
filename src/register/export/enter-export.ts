import { canonicalize, type Json } from "@voceria/record";
import type { Means } from "../../clock.ts";
import { type Database, type Transaction, transact } from "../../store/database.ts";
import { assertItems, lockRegister } from "../assert-items.ts";
import { listStanding } from "../assertions.ts";
import type { SourceFile } from "../import/candidate.ts";
import { type ItemKind, type RegisterItem, referencesOf } from "../item.ts";
import { retractedAmong } from "../retraction.ts";
import { kindsInOrder } from "./fields.ts";
import { type ReadBack, readExport } from "./read-export.ts";

export type EnteredExport = {
  /** The four add up to what was read. */
  rows: { new: number; corrected: number; unchanged: number; notTaken: number };
  /** Why, for each that was not taken, with file, line and value. */
  refused: string[];
  /** Absent where nothing was entered. */
  entry?: number;
};

/**
 * When this returns, the register says of each thing in an export of ours what the export says of it, on the same source,
 * as one entry of the record; what it said already is not entered again. What cannot be read, or names something that
 * is neither there nor taken, is reported and the rest goes in. Whom this installation speaks for stays as it is.
 * With `dryRun` nothing is entered, and the answer is the same.
 */
export async function enterExport(
  db: Database,
  file: SourceFile,
  { dryRun = false, onRow }: { dryRun?: boolean; onRow?: (read: number) => void },
  means: Means,
): Promise<EnteredExport> {
  const rows: ReadBack[] = [];
  for await (const row of readExport(file)) {
    rows.push(row);
    if (rows.length % 1000 === 0) onRow?.(rows.length);
  }
  return transact(db, async (tx) => {
    await lockRegister(tx);
    const { items, unchanged, refused } = await sort(tx, rows, file.name);
    const corrected = items.filter(({ change }) => change === "correction").length;
    const counted = { new: items.length - corrected, corrected, unchanged, notTaken: refused.length };
    if (dryRun || items.length === 0) return { rows: counted, refused };
    const { entry } = await assertItems(tx, items, "imported", means);
    return { rows: counted, refused, entry };
  });
}

async function sort(tx: Transaction, rows: readonly ReadBack[], file: string) {
  const refused = rows.flatMap((row) => ("refused" in row ? [row.refused] : []));
  const wanted = new Map<string, { item: RegisterItem; where: string }>();
  for (const row of rows) {
    if (!("item" in row)) continue;
    const where = `${file}, ${row.line === undefined ? row.at : `line ${row.line}`}`;
    const key = keyOf(row.item);
    const first = wanted.get(key);
    if (first === undefined) wanted.set(key, { item: row.item, where });
    else refused.push(`${where}: ${row.item.kind} "${row.item.id}" stands twice; ${first.where} is what is taken.`);
  }
  const before = await standingOf(
    tx,
    [...wanted.values()].map(({ item }) => item),
  );
  const retracted = await retractedAmong(
    tx,
    [...wanted.values()].map(({ item }) => item).filter((item) => !before.has(keyOf(item))),
  );
  let unchanged = 0;
  for (const [key, { item, where }] of wanted) {
    const said = before.get(key);
    const gone = retracted.get(key);
    if (said === saidBy(item)) unchanged += 1;
    else if (gone !== undefined)
      refused.push(
        `${where}: ${item.kind} "${item.id}" was retracted by entry ${gone.entry} ("${gone.reason}"); it is not entered again.`,
      );
    else if (item.kind === "office" && before.has("office")) {
      refused.push(`${where}: this installation speaks for its own office, which an import does not change.`);
    } else {
      wanted.set(key, { item: { ...item, change: said === undefined ? "new" : "correction" }, where });
      continue;
    }
    wanted.delete(key);
  }
  refused.push(...dropBaseless(wanted, before));
  return { items: [...wanted.values()].map(({ item }) => item), unchanged, refused };
}

/**
 * When this returns, everything left in `wanted` names only what is there or taken; why the others are not. What rested on
 * something dropped is looked at again, and nothing else: a long line of parents takes no longer than its length.
 */
function dropBaseless(
  wanted: Map<string, { item: RegisterItem; where: string }>,
  before: ReadonlyMap<string, string>,
): string[] {
  const resting = new Map<string, string[]>();
  for (const [key, { item }] of wanted)
    for (const one of referencesOf(item)) {
      const known = resting.get(keyOf(one));
      if (known === undefined) resting.set(keyOf(one), [key]);
      else known.push(key);
    }
  const refused: string[] = [];
  const looking = [...wanted.keys()].toReversed();
  for (let key = looking.pop(); key !== undefined; key = looking.pop()) {
    const found = wanted.get(key);
    const missing = found && referencesOf(found.item).find((one) => !wanted.has(keyOf(one)) && !before.has(keyOf(one)));
    if (found === undefined || missing === undefined) continue;
    refused.push(
      `${found.where}: field "${missing.field}" names the ${missing.kind} "${missing.id}", which is neither in the register nor taken.`,
    );
    wanted.delete(key);
    looking.push(...(resting.get(key) ?? []));
  }
  return refused;
}

/** What the register says of these things and of those they name; "office" where it has one. */
async function standingOf(tx: Transaction, items: readonly RegisterItem[]): Promise<Map<string, string>> {
  const ids = new Map<ItemKind, Set<string>>();
  for (const one of items.flatMap((item) => [{ kind: item.kind, id: item.id }, ...referencesOf(item)]))
    ids.set(one.kind, (ids.get(one.kind) ?? new Set()).add(one.id));
  const before = new Map<string, string>();
  for (const kind of kindsInOrder) {
    const found = await listStanding(tx, kind, kind === "office" ? {} : { ids: [...(ids.get(kind) ?? [])] });
    for (const { id, data, source } of found) {
      before.set(keyOf({ kind, id }), saidBy({ data, source }));
      if (kind === "office") before.set("office", "");
    }
  }
  return before;
}

function keyOf({ kind, id }: { kind: ItemKind; id: string }): string {
  return `${kind} ${id}`;
}

function saidBy({ data, source }: { data: unknown; source: { id: string; locator: string } }): string {
  return canonicalize({ data, source } as unknown as Json);
}
