import type { Reader } from "../store/database.ts";
import { listStanding, type Standing } from "./assertions.ts";

/** All institutions but governments, which are times rather than bodies with posts. */
export async function listInstitutions(db: Reader, asOf?: number): Promise<Standing<"institution">[]> {
  const found = await listStanding(db, "institution", asOf === undefined ? {} : { asOf });
  return found.filter(({ data }) => data.kind !== "government");
}
