import { sql } from "kysely";
import type { Transaction } from "../../store/database.ts";
import { finding } from "./candidate.ts";
import { digest, placeOf, type Staged, type StagedRow, type Thing, thingKey } from "./stage.ts";

type Statement = { row: number; hash: string; about: boolean; wanted: string; identity: string; place: number };
/** What becomes of the candidates in the table: those that do not stand go, others get a key of their own. */
type Settling = { dropped: Named[]; renamed: (Named & { to: string })[] };
type Named = { kind: string; key: string; hash: string };

/**
 * When this returns, each key names one thing. Where a source uses one id for several tenures (another person, post or first
 * day, or where that is blank another last one), each is kept under an identity of its own; where it says two things of one, the same one stands whatever the
 * order of rows, and the row of the other says so. A hundred thousand of one id take no longer than of as many.
 */
export async function settleRepeated(tx: Transaction, staged: Staged): Promise<void> {
  const repeated = [...staged.things.values()].filter((one) => one.variants !== undefined);
  if (repeated.length === 0) return;
  const said = await readSaid(tx, repeated);
  const settling: Settling = { dropped: [], renamed: [] };
  for (const thing of repeated) {
    const statements = statementsOf(staged, thing, said.get(thingKey(thing)) ?? new Map());
    const groups = Map.groupBy(statements, (one) => one.identity);
    const identities = [...groups.keys()].toSorted();
    for (const [index, identity] of identities.entries()) {
      const [stands, ...others] = (groups.get(identity) ?? []).toSorted((a, b) => a.place - b.place);
      if (stands === undefined) continue;
      settleOne(staged, thing, { stands, others, identity: index === 0 ? undefined : digest(identity) }, settling);
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
  await apply(tx, settling);
}

type Said = { identity: string; place: number };

/** Of each statement who, where and from when, and its place in an order that does not hang on that of the rows. */
async function readSaid(tx: Transaction, things: readonly Thing[]): Promise<Map<string, Map<string, Said>>> {
  const { rows } = await sql<{ kind: string; key: string; hash: string; identity: string; place: number }>`
    select c.kind, c.key, c.hash,
      case when c.kind = 'tenure' then
        jsonb_build_array(c.data::jsonb -> 'person', c.data::jsonb -> 'post', c.data::jsonb #> '{start,edtf}',
          case when coalesce(c.data::jsonb #>> '{start,edtf}', '') = '' then c.data::jsonb #> '{end,edtf}' end)::text
      else '' end as identity,
      (row_number() over (order by c.data collate "C"))::integer as place
    from unnest(${things.map(({ kind }) => kind)}::text[], ${things.map(({ key }) => key)}::text[]) as wanted (kind, key)
    join import_candidate c on c.kind = wanted.kind and c.key = wanted.key`.execute(tx);
  const said = new Map<string, Map<string, Said>>();
  for (const { kind, key, hash, identity, place } of rows) {
    const known = said.get(`${kind} ${key}`) ?? new Map<string, Said>();
    said.set(`${kind} ${key}`, known.set(hash, { identity, place }));
  }
  return said;
}

function statementsOf(staged: Staged, thing: Thing, said: ReadonlyMap<string, Said>): Statement[] {
  const about = staged.rows[thing.row]?.about.some((one) => thingKey(one) === thingKey(thing)) ?? false;
  const first = { row: thing.row, hash: thing.hash, about, wanted: thing.wanted };
  return [first, ...(thing.variants?.values() ?? [])].map((one) => ({
    ...one,
    ...(said.get(one.hash) ?? { identity: "", place: 0 }),
  }));
}

type Settled = { stands: Statement; others: Statement[]; identity: string | undefined };

function settleOne(staged: Staged, thing: Thing, { stands, others, identity }: Settled, settling: Settling): void {
  const { kind } = thing;
  for (const other of others) {
    settling.dropped.push({ kind, key: thing.key, hash: other.hash });
    const sentence = `It differs about ${kind} "${thing.key}" from ${placeOf(staged.rows, stands.row)}, which stands.`;
    if (other.about) (staged.rows[other.row] as StagedRow).refused ??= finding("contradiction", sentence);
    else note(staged, other, "contradiction", sentence);
  }
  const { row: number, hash, wanted } = stands;
  if (identity === undefined) return void Object.assign(thing, { row: number, hash, wanted });
  const key = `${thing.key} (repeated: ${identity})`;
  settling.renamed.push({ kind, key: thing.key, hash, to: key });
  staged.things.set(`${kind} ${key}`, { kind, key, wanted, row: stands.row, hash });
  const row = staged.rows[stands.row] as StagedRow;
  row.about = row.about.map((one) => (one.kind === kind && one.key === thing.key ? { kind, key } : one));
}

async function apply(tx: Transaction, { dropped, renamed }: Settling): Promise<void> {
  if (dropped.length > 0)
    await sql`delete from import_candidate c
      using jsonb_to_recordset(${JSON.stringify(dropped)}::jsonb) as d (kind text, key text, hash text)
      where c.kind = d.kind and c.key = d.key and c.hash = d.hash`.execute(tx);
  if (renamed.length > 0)
    await sql`update import_candidate c set key = r."to"
      from jsonb_to_recordset(${JSON.stringify(renamed)}::jsonb) as r (kind text, key text, hash text, "to" text)
      where c.kind = r.kind and c.key = r.key and c.hash = r.hash`.execute(tx);
}

function note(staged: Staged, { row }: Statement, what: string, sentence: string): void {
  staged.rows[row]?.findings.push(finding(what, sentence));
}
