import { sql } from "kysely";
import type { Transaction } from "../../store/database.ts";
import type { PersonData } from "../item.ts";
import { searchKey } from "../name.ts";
import { finding } from "./candidate.ts";
import type { Held } from "./held.ts";
import { beginsAt, rename } from "./rematch.ts";
import type { Staged } from "./stage.ts";

/** A row of a list, now or in an earlier revision, in the source's own keys. */
type Row = { key: string; person: string; post: string; start: string; end: string };

/**
 * When this returns, a person whom a list without ids knows by another key than before (a name got a link, a page another
 * name) has the key from before: if the old one is gone, nobody else in that post bears the name, and a row of theirs begins
 * or ends as it did. Nobody is joined whom the source still tells apart.
 */
export async function reidentifyPeople(
  tx: Transaction,
  staged: Staged,
  held: ReadonlyMap<string, Held>,
  source: string,
) {
  const { now, before } = await leftOver(tx, staged, held, source);
  const fresh = now.filter(({ person }) => !held.has(`person ${person}`));
  const gone = before.filter(({ person }) => !staged.things.has(`person ${person}`));
  if (fresh.length === 0 || gone.length === 0) return;
  const nameNow = await namesNow(tx, fresh);
  const nameBefore = await namesBefore(tx, gone, held, source);
  const byName = (rows: readonly Row[], names: ReadonlyMap<string, string>) =>
    Map.groupBy(rows, ({ post, person }) => JSON.stringify([post, names.get(person) ?? ""]));
  const old = byName(gone, nameBefore);
  const pairs = new Map<string, string>();
  const taken = new Set<string>();
  for (const [group, rows] of byName(fresh, nameNow)) {
    const one = rows[0]?.person;
    const known = (old.get(group) ?? []).filter((was) => rows.slice(0, mostRows).some((row) => sameDates(row, was)));
    const other = known[0]?.person;
    if (one === undefined || other === undefined || pairs.has(one) || taken.has(other)) continue;
    if (rows.some(({ person }) => person !== one) || known.some(({ person }) => person !== other)) continue;
    pairs.set(one, other);
    taken.add(other);
    const row = staged.rows[staged.things.get(`person ${one}`)?.row ?? -1];
    row?.findings.push(
      finding(
        "another-key",
        `The source knew them as ${other} before; name, post and days say that they are the same.`,
      ),
    );
  }
  if (pairs.size === 0) return;
  await sql`update import_candidate c
    set data = jsonb_set(c.data::jsonb, '{person}', to_jsonb(r.was))::text
    from unnest(${[...pairs.keys()]}::text[], ${[...pairs.values()]}::text[]) as r (is_now, was)
    where c.kind = 'tenure' and c.data::jsonb ->> 'person' = r.is_now`.execute(tx);
  const rows = fresh.flatMap(({ key, person }): [string, string][] => {
    const [at, was] = [key.lastIndexOf(beginsAt), pairs.get(person)];
    if (was === undefined || !key.slice(0, at).endsWith(person)) return [];
    return [[key, `${key.slice(0, at - person.length)}${was}${key.slice(at)}`]];
  });
  await rename(tx, staged, "person", pairs);
  await rename(tx, staged, "tenure", new Map(rows));
}

/** Nobody holds one post more often; each is compared with each. */
const mostRows = 50;

/**
 * When this returns, a row of a list without ids that has another holder than before, and the same post and days, is the
 * one from before: what the source had wrong was who it was. Only where there is one such row on both sides.
 */
export async function reidentifyRows(tx: Transaction, staged: Staged, held: ReadonlyMap<string, Held>, source: string) {
  const { now, before } = await leftOver(tx, staged, held, source);
  const byDays = (rows: readonly Row[]) =>
    Map.groupBy(
      rows.filter(({ start }) => start !== "" && start !== ".."),
      ({ post, start, end }) => JSON.stringify([post, start, end]),
    );
  const old = byDays(before);
  const pairs = new Map<string, string>();
  for (const [days, [row, ...others]] of byDays(now)) {
    const [was, ...further] = old.get(days) ?? [];
    if (row === undefined || was === undefined || others.length > 0 || further.length > 0) continue;
    pairs.set(row.key, was.key);
    const thing = staged.things.get(`tenure ${row.key}`);
    if (thing !== undefined && was.person !== row.person)
      staged.rows[thing.row]?.findings.push(
        finding("another-holder", `The source had ${was.person} here before; it is entered as a correction of that.`),
      );
  }
  await rename(tx, staged, "tenure", pairs);
}

/** The same first or last day, or one of them told more exactly: "1994", "1994-07-02". */
function sameDates(a: Row, b: Row): boolean {
  const alike = (one: string, other: string) =>
    /^\d/.test(one) && /^\d/.test(other) && (one.startsWith(other) || other.startsWith(one));
  return alike(a.start, b.start) || alike(a.end, b.end);
}

async function leftOver(tx: Transaction, staged: Staged, held: ReadonlyMap<string, Held>, source: string) {
  const fresh = [...staged.things.values()].filter(
    ({ kind, key }) => kind === "tenure" && key.includes(beginsAt) && !held.has(`tenure ${key}`),
  );
  const gone = [...held.values()].filter(
    ({ kind, locator }) => kind === "tenure" && locator.includes(beginsAt) && !staged.things.has(`tenure ${locator}`),
  );
  if (fresh.length === 0 || gone.length === 0) return { now: [], before: [] };
  const { rows: now } = await sql<Row>`
    select c.key, c.data::jsonb ->> 'person' as person, c.data::jsonb ->> 'post' as post,
      c.data::jsonb #>> '{start,edtf}' as start, c.data::jsonb #>> '{end,edtf}' as end
    from unnest(${fresh.map(({ key }) => key)}::text[]) as wanted (key)
    join import_candidate c on c.kind = 'tenure' and c.key = wanted.key`.execute(tx);
  const { rows: said } = await sql<Row>`
    select distinct on (slug) locator as key, data ->> 'person' as person, data ->> 'post' as post,
      data #>> '{start,edtf}' as start, data #>> '{end,edtf}' as end
    from register_assertion where source = ${source} and kind = 'tenure' and slug = any(${gone.map(({ slug }) => slug)}::text[])
    order by slug, batch desc`.execute(tx);
  const keys = new Map([...held.values()].map(({ kind, slug, locator }) => [`${kind} ${slug}`, locator]));
  const before = said.map((row) => ({
    ...row,
    person: keys.get(`person ${row.person}`) ?? "",
    post: keys.get(`post ${row.post}`) ?? "",
  }));
  return { now, before };
}

async function namesNow(tx: Transaction, rows: readonly Row[]): Promise<Map<string, string>> {
  const { rows: found } = await sql<{ key: string; data: string }>`
    select c.key, c.data from unnest(${[...new Set(rows.map(({ person }) => person))]}::text[]) as wanted (key)
    join import_candidate c on c.kind = 'person' and c.key = wanted.key`.execute(tx);
  return new Map(found.map(({ key, data }) => [key, nameIn(JSON.parse(data) as PersonData)]));
}

async function namesBefore(
  tx: Transaction,
  rows: readonly Row[],
  held: ReadonlyMap<string, Held>,
  source: string,
): Promise<Map<string, string>> {
  const slugs = new Map(rows.map(({ person }) => [held.get(`person ${person}`)?.slug ?? "", person]));
  const { rows: found } = await sql<{ slug: string; data: PersonData }>`
    select distinct on (slug) slug, data from register_assertion
    where source = ${source} and kind = 'person' and slug = any(${[...slugs.keys()]}::text[]) order by slug, batch desc`.execute(
    tx,
  );
  return new Map(found.map(({ slug, data }) => [slugs.get(slug) ?? "", nameIn(data)]));
}

const nameIn = ({ names }: PersonData) => searchKey(names.at(-1)?.full ?? "");
