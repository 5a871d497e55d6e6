import { sql } from "kysely";
import type { Reader } from "../../store/database.ts";
import { retractedAmong } from "../retraction.ts";
import type { DataOf, ItemKind } from "../item.ts";

/** What the register has of one thing from this source: its id, and whether that still stands or another source has spoken since. */
export type Held = {
  kind: ItemKind;
  slug: string;
  locator: string;
  standing: boolean;
  /** It was taken back since, with this reason. */
  retracted?: { reason: string; entry: number };
};

/** By kind and the source's own key. */
export async function readHeld(db: Reader, source: string): Promise<Map<string, Held>> {
  const { rows } = await sql<Held>`
    select distinct on (kind, slug) kind, slug, locator, superseded is null as standing
    from register_assertion where source = ${source} and change <> 'retraction' order by kind, slug, batch desc`.execute(
    db,
  );
  const retracted = await retractedAmong(
    db,
    rows.filter(({ standing }) => !standing).map(({ kind, slug }) => ({ kind, id: slug })),
  );
  return new Map(
    rows.map((row) => {
      const gone = retracted.get(`${row.kind} ${row.slug}`);
      return [`${row.kind} ${row.locator}`, gone === undefined ? row : { ...row, retracted: gone }];
    }),
  );
}

/** What this source said last of each of these things, and which source stands now if that is another. */
export async function readSaid(db: Reader, source: string, kind: ItemKind, slugs: readonly string[]) {
  if (slugs.length === 0) return new Map<string, { data: DataOf[ItemKind]; standing: boolean; locator: string }>();
  const { rows } = await sql<{ slug: string; data: DataOf[ItemKind]; standing: boolean; locator: string }>`
    select distinct on (slug) slug, data, locator, superseded is null as standing from register_assertion
    where source = ${source} and change <> 'retraction' and kind = ${kind} and slug = any(${[...slugs]}::text[]) order by slug, batch desc`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.slug, row]));
}
