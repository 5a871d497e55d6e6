import type { Means } from "../clock.ts";
import { type Database, transact } from "../store/database.ts";
import { readOfficerLanguage } from "./officer.ts";
import type { Actor } from "./rights.ts";
import { endSessionsOf, type Session } from "./sessions.ts";
import { writeTrail } from "./trail.ts";

/** When this returns, the desk speaks that language to the officer. */
export async function chooseLanguage(db: Database, language: string, actor: Actor, means: Means): Promise<void> {
  const chosen = readOfficerLanguage(language);
  await transact(db, async (tx) => {
    await tx.updateTable("officer").set({ language: chosen }).where("id", "=", actor.officer).execute();
    await writeTrail(tx, {
      at: means.clock.now(),
      actor,
      action: "officer.changed",
      about: actor.email,
      details: { language: [actor.language, chosen] },
    });
  });
}

/** When this returns, the officer is signed in on this device alone. */
export async function endOtherSessions(db: Database, kept: Session, actor: Actor, means: Means): Promise<void> {
  await transact(db, async (tx) => {
    const at = means.clock.now();
    const sessions = await endSessionsOf(tx, actor.officer, at, kept.id);
    if (sessions > 0) await writeTrail(tx, { at, actor, action: "session.ended", details: { sessions } });
  });
}
