import { byKeys } from "./by-keys.ts";
import { sql } from "kysely";
import { Fault } from "../fault.ts";
import type { Reader } from "../store/database.ts";
import { listStanding, readStanding, type Standing, standing } from "./assertions.ts";
import { type Gap, readGaps } from "./gaps.ts";
import type { SourceData } from "./item.ts";
import { readTenures, type TenureRow } from "./tenures.ts";

export type PostRead = {
  post: Standing<"post">;
  source: SourceData | undefined;
  tenures: TenureRow[];
  gaps: Gap[];
  /** The law under which it speaks and all others that create, raise, reorganise … it, in order of date. */
  instruments: Standing<"instrument">[];
  predecessor?: Standing<"post">;
  successors: Standing<"post">[];
};

/** A post with its holders, its times without one, and its laws. Fault("not-found") if there is none. */
export async function readPost(db: Reader, id: string, asOf: number): Promise<PostRead> {
  const post = await readStanding(db, "post", id, asOf);
  if (post === undefined) throw new Fault("not-found", `There is no post "${id}" in the register.`);
  const { instrument, predecessor } = post.data;
  const [tenures, gaps, laws, source, before, after] = await Promise.all([
    readTenures(db, { posts: [id] }, { asOf }),
    readGaps(db, [id], asOf),
    instrumentsOf(db, id, instrument, asOf),
    readStanding(db, "source", post.source.id, asOf),
    predecessor === undefined ? undefined : readStanding(db, "post", predecessor, asOf),
    successorsOf(db, post, asOf),
  ]);
  return {
    post,
    source: source?.data,
    tenures,
    gaps,
    instruments: laws,
    ...(before === undefined ? {} : { predecessor: before }),
    successors: after,
  };
}

async function instrumentsOf(db: Reader, post: string, law: string | undefined, asOf: number) {
  const { rows } = await sql<{ slug: string }>`
    select a.slug from register_assertion a where a.kind = 'instrument' and ${standing("a", asOf)}
      and (a.slug = ${law ?? ""} or a.data @> ${JSON.stringify({ effects: [{ post }] })}::jsonb)`.execute(db);
  const found = await listStanding(db, "instrument", { ids: rows.map(({ slug }) => slug), asOf });
  return found.toSorted((a, b) => byKeys([a.data.date?.min ?? "", a.id], [b.data.date?.min ?? "", b.id]));
}

async function successorsOf(db: Reader, { id, data }: Standing<"post">, asOf: number) {
  const { rows } = await sql<{ slug: string }>`
    select p.slug from post p join register_assertion a on a.batch = p.batch and a.item = p.item
    where p.institution = ${data.institution} and a.data->>'predecessor' = ${id} and ${standing("p", asOf)}`.execute(
    db,
  );
  return rows.length === 0 ? [] : listStanding(db, "post", { ids: rows.map(({ slug }) => slug), asOf });
}

/** The tenures that an instrument fills. */
export async function tenuresUnder(db: Reader, instrument: string, asOf: number): Promise<TenureRow[]> {
  const { rows } = await sql<{ post: string; slug: string }>`
    select a.slug, a.data->>'post' as post from register_assertion a
    where a.kind in ('tenure', 'post') and a.data ? 'instrument' and a.kind = 'tenure'
      and a.data->>'instrument' = ${instrument} and ${standing("a", asOf)} limit 500`.execute(db);
  if (rows.length === 0) return [];
  const named = new Set(rows.map(({ slug }) => slug));
  const found = await readTenures(db, { posts: [...new Set(rows.map(({ post }) => post))] }, { asOf });
  return found.filter(({ slug }) => named.has(slug));
}
