import { entriesPath, type Tile, tilePath } from "@voceria/record";

/** Hashes of a full tile, entries of a full bundle. */
const fullTile = 256;

/** The addresses of the tiles that a record of `to` entries has and one of `from` had not (C2SP tlog-tiles). */
export function newTiles(from: number, to: number): string[] {
  const addresses: string[] = [];
  const add = (path: (tile: Tile) => string, level: number) => {
    const [had, has] = [Math.floor(from / fullTile ** level), Math.floor(to / fullTile ** level)];
    for (let index = Math.floor(had / fullTile); index < Math.floor(has / fullTile); index++)
      addresses.push(`/record/${path({ level, index, width: fullTile })}`);
    const width = has % fullTile;
    if (width > 0 && has > had) addresses.push(`/record/${path({ level, index: Math.floor(has / fullTile), width })}`);
  };
  for (let level = 0; fullTile ** level <= to; level++) add(tilePath, level);
  add(entriesPath, 0);
  return addresses;
}
