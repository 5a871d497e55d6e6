import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import { listStanding, type Standing, standing } from "./assertions.ts";

/** The governments that a cited source gives, as institutions of that kind with a start and an end. */
export async function listGovernments(db: Reader, asOf?: number): Promise<Standing<"institution">[]> {
  const { rows } = await sql<{ slug: string }>`
    select a.slug from register_assertion a
    where a.kind = 'institution' and a.data->>'kind' = 'government' and ${standing("a", asOf)}`.execute(db);
  const ids = rows.map(({ slug }) => slug);
  return ids.length === 0 ? [] : listStanding(db, "institution", { ids, ...(asOf === undefined ? {} : { asOf }) });
}
