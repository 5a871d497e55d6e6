import { type Coordinate, foldPlan, foldRoot, hashInTile, inclusionPlan, rootPlan, tileFor } from "@voceria/record";
import { type RawBuilder, sql } from "kysely";
import type { Reader } from "../store/database.ts";
import { sha256 } from "./sha256.ts";

/** A tile as it is stored: as wide as the tree was when it was last staged. */
export type StoredTile = { level: number; index: number; bytes: Uint8Array };
/** The log's own tree, or the tree over the state of its subjects. */
export type Tree = "record_tile" | "record_state_tile";
export type Place = { level: number; index: number };
export type FetchTiles = (places: readonly Place[]) => Promise<StoredTile[]>;

const full = 256;
const hashBytes = 32;

export function placeKey({ level, index }: Place): string {
  return `${level}/${index}`;
}

/** The tiles of a tree as the database holds them. */
export function tilesOf(db: Reader, tree: Tree): FetchTiles {
  return async (places) => {
    if (places.length === 0) return [];
    const { rows } = await sql<StoredTile>`
      select t.level, t.index, t.bytes
      from unnest(${places.map(({ level }) => level)}::int[], ${places.map(({ index }) => index)}::bigint[]) as wanted(level, index)
      join ${sql.table(tree)} t on t.level = wanted.level and t.index = wanted.index`.execute(db);
    return rows;
  };
}

/** The root of the tree when it had `size` leaves. Malformed where a tile is missing or too narrow. */
export async function rootAt(fetch: FetchTiles, size: number): Promise<Uint8Array> {
  return foldRoot(sha256, size, await hashReader(fetch, size, rootPlan(size)));
}

/** The audit path of a leaf in the tree of `size` leaves. */
export async function inclusionPath(fetch: FetchTiles, index: number, size: number): Promise<Uint8Array[]> {
  const plan = inclusionPlan(index, size);
  return foldPlan(sha256, plan, await hashReader(fetch, size, plan.flat()));
}

async function hashReader(
  fetch: FetchTiles,
  size: number,
  coordinates: readonly Coordinate[],
): Promise<(coordinate: Coordinate) => Uint8Array> {
  const wanted = new Map(
    coordinates.map((coordinate) => tileFor(coordinate, size)).map((tile) => [placeKey(tile), tile]),
  );
  const found = new Map((await fetch([...wanted.values()])).map((tile) => [placeKey(tile), tile.bytes]));
  return (coordinate) => {
    const tile = tileFor(coordinate, size);
    const bytes = found.get(placeKey(tile)) ?? new Uint8Array();
    return hashInTile(sha256, tile, bytes.subarray(0, tile.width * hashBytes), coordinate);
  };
}

/** The places of the tiles at the right edge of a tree: those that a leaf added or a root taken needs. */
export function rightEdge(size: number): Place[] {
  const places: Place[] = [];
  for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / full)) {
    places.push({ level, index: Math.floor((hashes - 1) / full) });
  }
  return places;
}

/** Inserts tiles or puts them in the place of narrower ones. */
export function upsertTiles(tree: Tree, tiles: readonly StoredTile[]): RawBuilder<unknown> {
  const { blob, offsets } = packed(tiles.map((tile) => tile.bytes));
  return sql`
    insert into ${sql.table(tree)} (level, index, bytes)
    select t.level, t.index, substring(p.blob from t.start for t.length)
    from (select ${blob}::bytea as blob) p,
      unnest(${tiles.map((tile) => tile.level)}::int[], ${tiles.map((tile) => tile.index)}::bigint[],
        ${offsets}::int[], ${tiles.map((tile) => tile.bytes.length)}::int[]) as t(level, index, start, length)
    on conflict (level, index) do update set bytes = excluded.bytes`;
}

/** Many byte strings as one parameter, which travels in binary; `offsets` count from 1 as SQL does. */
export function packed(parts: readonly Uint8Array[]): { blob: Buffer; offsets: number[] } {
  let at = 1;
  const offsets = parts.map((part) => {
    const start = at;
    at += part.length;
    return start;
  });
  return { blob: Buffer.concat(parts), offsets };
}
