import { type Actor, institutionsFor } from "../access/rights.ts";
import type { Reader } from "../store/database.ts";
import type { Particulars } from "./draft.ts";
import type { Standing } from "./workflow.ts";

export type ClearancePut = {
  id: number;
  title: string;
  kind: Particulars["kind"];
  language: string;
  askedBy: string;
  dueAt: Date;
  standing: Standing;
  answeredAt?: Date;
};

const most = 100;

/** What has been put to this officer by their address and can still be answered, what waits first, by when it is due. */
export async function clearancesOf(db: Reader, actor: Actor): Promise<ClearancePut[]> {
  const institutions = institutionsFor(actor, "clearance.answer");
  if (institutions.length === 0) return [];
  const rows = await db
    .selectFrom("clearance")
    .innerJoin("draft", "draft.id", "clearance.draft_id")
    .innerJoin("draft_version", "draft_version.id", "clearance.version_id")
    .select(["clearance.id", "draft_version.title", "draft_version.particulars", "asked_by_name", "due_at", "standing"])
    .select("answered_at")
    .where((eb) => eb(eb.fn<string>("lower", ["clearance.mail"]), "=", actor.email.toLowerCase()))
    .where("draft.institution", "in", institutions)
    .where("draft.state", "not in", ["published", "dropped"])
    .where("ended_at", "is", null)
    .orderBy((eb) => eb("standing", "<>", "waiting"))
    .orderBy("due_at")
    .limit(most)
    .execute();
  return rows.map((row) => {
    const { kind, language } = row.particulars as Particulars;
    return {
      id: row.id,
      title: row.title,
      kind,
      language,
      askedBy: row.asked_by_name,
      dueAt: row.due_at,
      standing: row.standing,
      ...(row.answered_at === null ? {} : { answeredAt: row.answered_at }),
    };
  });
}
