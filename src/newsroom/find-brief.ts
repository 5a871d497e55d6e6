import { type Actor, may } from "../access/rights.ts";
import type { Day } from "../register/day.ts";
import type { Reader } from "../store/database.ts";
import { findLines, type LineView } from "./find-line.ts";

/** What somebody who speaks takes along on a day. */
export type BriefView = {
  institution: string;
  day: Day;
  person: string;
  note: string;
  version: number;
  changedAt: Date;
  by: string;
  lines: LineView[];
};

/** The briefs of a day for an institution, one for each person; none for whoever may not read lines there. */
export async function briefsOn(db: Reader, institution: string, day: Day, actor: Actor): Promise<BriefView[]> {
  if (!may(actor, "line.read", institution)) return [];
  const rows = await db
    .selectFrom("brief")
    .selectAll()
    .where("institution", "=", institution)
    .where("day", "=", day)
    .orderBy("id")
    .execute();
  return Promise.all(
    rows.map(async (row) => {
      const places = await db
        .selectFrom("brief_line")
        .select("line_id")
        .where("brief_id", "=", row.id)
        .orderBy("place")
        .execute();
      return {
        institution,
        day,
        person: row.person,
        note: row.note,
        version: row.version,
        changedAt: row.changed_at,
        by: row.changed_by_name,
        lines: await findLines(
          db,
          places.map(({ line_id: line }) => line),
          actor,
        ),
      };
    }),
  );
}

export type BriefListed = { day: Day; person: string; lines: number };

/** Briefs of the days around one: the latest first. */
export async function listBriefs(db: Reader, institution: string, actor: Actor, limit = 40): Promise<BriefListed[]> {
  if (!may(actor, "line.read", institution)) return [];
  const rows = await db
    .selectFrom("brief")
    .leftJoin("brief_line", "brief_line.brief_id", "brief.id")
    .select(({ fn }) => ["brief.day", "brief.person", fn.count<number>("brief_line.line_id").as("lines")])
    .where("brief.institution", "=", institution)
    .groupBy(["brief.id", "brief.day", "brief.person"])
    .orderBy("brief.day", "desc")
    .orderBy("brief.id")
    .limit(limit)
    .execute();
  return rows.map(({ day, person, lines }) => ({ day, person, lines }));
}
