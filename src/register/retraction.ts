import { type RawBuilder, sql } from "kysely";
import type { Reader } from "../store/database.ts";
import type { Chained } from "./chain.ts";
import { readChains } from "./chain.ts";
import type { DataOf, ItemKind } from "./item.ts";

/** What is taken back: not a source (its words are its own) and not the office. */
export const retractableKinds = [
  "institution",
  "instrument",
  "post",
  "person",
  "tenure",
  "gap",
  "confirmation",
] as const satisfies ItemKind[];
export type RetractableKind = (typeof retractableKinds)[number];
export type Thing<K extends ItemKind = ItemKind> = { kind: K; id: string };

/** A thing that was entered wholly by mistake: what was last said of it, and who took it back, why and on whose word. */
export type Retracted<K extends RetractableKind = RetractableKind> = Thing<K> & {
  data: DataOf[K];
  said: Chained<K>[];
  retraction: Extract<Chained<K>, { change: "retraction" }>;
};

/**
 * The condition under which what `alias` is an assertion about was retracted by batch `asOf`, or by now, and not entered again
 * since; `alias` is a row of register_assertion with change 'retraction'.
 */
function stillRetracted(alias: string, asOf: number | undefined): RawBuilder<boolean> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  const by = (batch: RawBuilder<unknown>) => (asOf === undefined ? sql`true` : sql`${batch} <= ${asOf}`);
  return sql<boolean>`${column("change")} = 'retraction' and ${by(sql`${column("batch")}`)} and not exists (
    select from register_assertion later where later.kind = ${column("kind")} and later.slug = ${column("slug")}
      and later.batch > ${column("batch")} and ${by(sql`later.batch`)})`;
}

/** Of these things, those that are retracted, with the reason and its entry. */
export async function retractedAmong(
  db: Reader,
  things: readonly Thing[],
): Promise<Map<string, { reason: string; entry: number }>> {
  if (things.length === 0) return new Map();
  const { rows } = await sql<{ kind: string; slug: string; reason: string; entry: number }>`
    select r.kind, r.slug, r.reason, b.entry
    from unnest(${things.map(({ kind }) => kind)}::text[], ${things.map(({ id }) => id)}::text[]) as wanted (kind, slug)
    join register_assertion r on r.kind = wanted.kind and r.slug = wanted.slug and ${stillRetracted("r", undefined)}
    join register_batch b on b.id = r.batch`.execute(db);
  return new Map(rows.map(({ kind, slug, reason, entry }) => [`${kind} ${slug}`, { reason, entry }]));
}

/** The thing if it is retracted, as the register had it by batch `asOf`. */
export async function readRetracted<K extends RetractableKind>(
  db: Reader,
  kind: K,
  id: string,
  asOf: number,
): Promise<Retracted<K> | undefined> {
  return (await retractedOf(db, kind, [id], asOf))[0];
}

/** What was retracted of these posts or of these people: their tenures, and of posts the times without a holder. */
export async function retractedAbout(
  db: Reader,
  { posts = [], people = [] }: { posts?: readonly string[]; people?: readonly string[] },
  asOf: number,
): Promise<Retracted<"tenure" | "gap">[]> {
  const { rows } = await sql<{ kind: "tenure" | "gap"; slug: string }>`
    select distinct r.kind, r.slug from register_assertion r
    join register_assertion a on a.kind = r.kind and a.slug = r.slug and a.superseded = r.batch and a.batch < r.batch
    where r.kind in ('tenure', 'gap') and ${stillRetracted("r", asOf)}
      and (a.data->>'post' = any(${[...posts]}::text[]) or a.data->>'person' = any(${[...people]}::text[]))`.execute(
    db,
  );
  const ids = (kind: "tenure" | "gap") => rows.filter((one) => one.kind === kind).map(({ slug }) => slug);
  return [
    ...(await retractedOf(db, "tenure", ids("tenure"), asOf)),
    ...(await retractedOf(db, "gap", ids("gap"), asOf)),
  ];
}

/** The posts of an institution that were retracted. */
export async function retractedPosts(db: Reader, institution: string, asOf: number): Promise<Retracted<"post">[]> {
  const { rows } = await sql<{ slug: string }>`
    select distinct r.slug from register_assertion r
    join register_assertion a on a.kind = r.kind and a.slug = r.slug and a.superseded = r.batch and a.batch < r.batch
    where r.kind = 'post' and ${stillRetracted("r", asOf)} and a.data->>'institution' = ${institution}`.execute(db);
  return retractedOf(
    db,
    "post",
    rows.map(({ slug }) => slug),
    asOf,
  );
}

/** One of any kind: `kind` tells what `data` is. */
export type AnyRetracted = { [K in RetractableKind]: Retracted<K> }[RetractableKind];

/** What is retracted now, the latest first, so many at most. */
export async function listRetracted(db: Reader, asOf: number, most: number): Promise<AnyRetracted[]> {
  const { rows } = await sql<{ kind: RetractableKind; slug: string }>`
    select r.kind, r.slug from register_assertion r where ${stillRetracted("r", asOf)}
    order by r.batch desc, r.item limit ${most}`.execute(db);
  const found: AnyRetracted[] = [];
  for (const kind of new Set(rows.map((row) => row.kind)))
    found.push(
      ...((await retractedOf(
        db,
        kind,
        rows.filter((row) => row.kind === kind).map(({ slug }) => slug),
        asOf,
      )) as AnyRetracted[]),
    );
  const place = (one: Thing) => rows.findIndex(({ kind, slug }) => kind === one.kind && slug === one.id);
  return found.toSorted((a, b) => place(a) - place(b));
}

async function retractedOf<K extends RetractableKind>(
  db: Reader,
  kind: K,
  ids: readonly string[],
  asOf: number,
): Promise<Retracted<K>[]> {
  const chains = await readChains(db, kind, ids, asOf);
  return [...chains].flatMap(([id, said]) => {
    const last = said.at(-1);
    const data = said.findLast((one) => one.data !== undefined)?.data;
    return last?.change === "retraction" && data !== undefined ? [{ kind, id, data, said, retraction: last }] : [];
  });
}
