import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import { listStanding, type Standing, standing } from "./assertions.ts";
import type { Day } from "./day.ts";
import { boundsOf, certainlyHolds, possiblyHolds } from "./interval.ts";

/** The governments that a cited source gives, as institutions of that kind with a start and an end. */
export async function listGovernments(db: Reader, asOf?: number): Promise<Standing<"institution">[]> {
  const { rows } = await sql<{ slug: string }>`
    select a.slug from register_assertion a
    where a.kind = 'institution' and a.data->>'kind' = 'government' and ${standing("a", asOf)}`.execute(db);
  const ids = rows.map(({ slug }) => slug);
  return ids.length === 0 ? [] : listStanding(db, "institution", { ids, ...(asOf === undefined ? {} : { asOf }) });
}

/**
 * Under which government, over by `today`, a day was: one that certainly was there that day, and any other that may have been (a change of
 * government has both). None where one that may still go on may have been there, or where the register knows none.
 */
export function governmentsBefore(
  governments: readonly Standing<"institution">[],
  day: Day,
  today: Day,
): Standing<"institution">[] {
  const bounded = governments.flatMap((government) => {
    const { start, end } = government.data;
    if (start?.edtf === undefined) return [];
    return [{ government, bounds: boundsOf(start.edtf, end?.edtf ?? "..", undefined, { start, end }) }];
  });
  const there = bounded.filter(({ bounds }) => possiblyHolds(bounds, day));
  if (there.some(({ bounds }) => bounds.endMax >= today)) return [];
  return there.some(({ bounds }) => certainlyHolds(bounds, day)) ? there.map(({ government }) => government) : [];
}
