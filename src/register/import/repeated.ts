import { sql } from "kysely";
import type { Transaction } from "../../store/database.ts";
import type { TenureData } from "../item.ts";
import { finding } from "./candidate.ts";
import { digest, placeOf, type Staged, type StagedRow, type Thing, thingKey } from "./stage.ts";

type Statement = { row: number; hash: string; about: boolean; wanted: string; data: string };

/**
 * When this returns, each key names one thing. Where a source uses one id for several tenures (another person, post or first
 * day), each is kept under an identity of its own; where it says two things of one, the same one stands whatever the
 * order of rows, and the row of the other says so.
 */
export async function settleRepeated(tx: Transaction, staged: Staged): Promise<void> {
  for (const thing of [...staged.things.values()].filter((one) => one.variants !== undefined)) {
    const statements = await readStatements(tx, staged, thing);
    const groups = Map.groupBy(statements, (one) => identityOf(thing, one));
    const identities = [...groups.keys()].toSorted();
    for (const [index, identity] of identities.entries()) {
      const [stands, ...others] = (groups.get(identity) ?? []).toSorted((a, b) => (a.data < b.data ? -1 : 1));
      if (stands === undefined) continue;
      await settleOne(tx, staged, thing, { stands, others, identity: index === 0 ? undefined : digest(identity) });
      if (identities.length > 1)
        note(
          staged,
          stands,
          "duplicate-id",
          `Its id is used for ${identities.length} different things; each is kept: ${thing.kind} "${thing.key}".`,
        );
    }
    delete thing.variants;
  }
}

async function readStatements(tx: Transaction, staged: Staged, thing: Thing): Promise<Statement[]> {
  const { rows } = await sql<{ hash: string; data: string }>`
    select hash, data from import_candidate where kind = ${thing.kind} and key = ${thing.key}`.execute(tx);
  const texts = new Map(rows.map(({ hash, data }) => [hash, data]));
  const about = staged.rows[thing.row]?.about.some((one) => thingKey(one) === thingKey(thing)) ?? false;
  const all = [{ row: thing.row, hash: thing.hash, about, wanted: thing.wanted }, ...(thing.variants ?? [])];
  return all.map((one) => ({ ...one, data: texts.get(one.hash) ?? "" }));
}

function identityOf({ kind }: Thing, { data }: Statement): string {
  if (kind !== "tenure") return "";
  const { person, post, start } = JSON.parse(data) as TenureData;
  return JSON.stringify([person, post, start.edtf]);
}

type Settled = { stands: Statement; others: Statement[]; identity: string | undefined };

async function settleOne(tx: Transaction, staged: Staged, thing: Thing, { stands, others, identity }: Settled) {
  const hashes = others.map(({ hash }) => hash);
  if (hashes.length > 0)
    await sql`delete from import_candidate
      where kind = ${thing.kind} and key = ${thing.key} and hash = any(${hashes}::text[])`.execute(tx);
  for (const other of others) {
    const sentence = `It differs about ${thing.kind} "${thing.key}" from ${placeOf(staged.rows, stands.row)}, which stands.`;
    if (other.about) (staged.rows[other.row] as StagedRow).refused ??= finding("contradiction", sentence);
    else note(staged, other, "contradiction", sentence);
  }
  const { row: number, hash, wanted } = stands;
  if (identity === undefined) return void Object.assign(thing, { row: number, hash, wanted });
  const key = `${thing.key} (repeated: ${identity})`;
  await sql`update import_candidate set key = ${key}
    where kind = ${thing.kind} and key = ${thing.key} and hash = ${stands.hash}`.execute(tx);
  const { kind } = thing;
  staged.things.set(`${kind} ${key}`, { kind, key, wanted, row: stands.row, hash: stands.hash });
  const row = staged.rows[stands.row] as StagedRow;
  row.about = row.about.map((one) => (one.kind === kind && one.key === thing.key ? { kind, key } : one));
}

function note(staged: Staged, { row }: Statement, what: string, sentence: string): void {
  staged.rows[row]?.findings.push(finding(what, sentence));
}
