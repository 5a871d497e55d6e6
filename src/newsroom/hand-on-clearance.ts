import type { Actor } from "../access/rights.ts";
import { newToken } from "../access/token.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, transact } from "../store/database.ts";
import { clearancePath } from "./clearance-task.ts";
import { lockDraft, tell } from "./drafts.ts";

/**
 * When this returns, there is one more personal link to that question, for this officer to hand on themself: it is told here and
 * never again. The one handed on before leads nowhere any more, those that were mailed stand; and it is told of the draft
 * and on the trail who has had it in their hands.
 */
export function handOnClearance(
  db: Database,
  id: number,
  clearance: number,
  actor: Actor,
  means: Means,
): Promise<{ path: string; official: string; institution: string; language: "es" | "en" }> {
  return transact(db, async (tx) => {
    const draft = await lockDraft(tx, id, actor, "clearance.ask");
    const asked = await tx
      .selectFrom("clearance")
      .select(["institution", "official", "language"])
      .where("id", "=", clearance)
      .where("draft_id", "=", id)
      .where("ended_at", "is", null)
      .executeTakeFirst();
    const { state } = draft.course;
    if (asked === undefined || state === "published" || state === "dropped")
      throw new Fault(
        "conflict",
        "Nobody is asked this any more, so there is no link to hand on. Open the draft again.",
        [],
        "Esto ya no se consulta a nadie: no hay enlace que entregar. Abra de nuevo el borrador.",
      );
    const { token, hash } = newToken(means.random);
    const at = means.clock.now();
    await tx
      .deleteFrom("clearance_link")
      .where("clearance_id", "=", clearance)
      .where("handed_on_by", "is not", null)
      .execute();
    await tx
      .insertInto("clearance_link")
      .values({ token_hash: hash, clearance_id: clearance, made_at: at, handed_on_by: actor.officer })
      .execute();
    const { institution, official } = asked;
    const details = { institution, official };
    const event = { what: "hand-on-clearance", by: actor, at, version: draft.version, details };
    await tell(tx, draft, event, "clearance.ask", actor.address);
    return { path: clearancePath(token), official, institution, language: asked.language === "en" ? "en" : "es" };
  });
}
