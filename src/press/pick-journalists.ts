import type { Day } from "../register/day.ts";
import type { Reader } from "../store/database.ts";
import { findJournalists } from "./journalists.ts";

/** A journalist as they are called on: no address, no telephone. */
export type Picked = { id: number; name: string; outlet: string; accredited: boolean };

const most = 8;

/**
 * Journalists by the beginnings of words of outlet or name, those who are accredited that day first. `among`: for whoever may not read
 * what is kept of journalists, the accredited ones alone: their names are said aloud in the room.
 */
export async function pickJournalists(
  db: Reader,
  words: string,
  day: Day,
  among: "all" | "accredited",
): Promise<Picked[]> {
  const rows = await db
    .selectFrom("accreditation")
    .select("journalist_id")
    .where("state", "=", "granted")
    .where("valid_until", ">=", day)
    .execute();
  const accredited = new Set(rows.map((row) => row.journalist_id));
  return (await findJournalists(db, words, 10_000))
    .map(({ id, name, outlet }) => ({ id, name, outlet: outlet?.name ?? "", accredited: accredited.has(id) }))
    .filter((one) => among === "all" || one.accredited)
    .toSorted((a, b) => Number(b.accredited) - Number(a.accredited))
    .slice(0, most);
}
