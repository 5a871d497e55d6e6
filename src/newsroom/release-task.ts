import { setTimeout as pause } from "node:timers/promises";
import type { Means } from "../clock.ts";
import { type Database, transact } from "../store/database.ts";
import type { Task } from "../store/jobs.ts";
import { prepareRelease, releaseDraft } from "./release-draft.ts";
import { addReleaseAgain, longestPause, readyBefore } from "./schedule-draft.ts";

/** One line for the operator's log; it names no text. */
export type ReleaseLog = (line: string, draft: number) => void;

/**
 * The job of a scheduled draft, begun some seconds ahead: makes everything ready that is due within them, waits for the
 * second of each by this machine's clock, and publishes. When it returns, nothing is due that it found: what it was given
 * was published by it or by another, or called back, or given a later hour (which has a job of its own). Where a clock ran ahead
 * or was set back, so that it came too early, it has arranged to come again: no wait holds a place that others need.
 */
export function releaseTaskOf({ db, means }: { db: Database; means: Means }, log: ReleaseLog): Task {
  // Many texts of one second do not wait for each other; a text is not waited for twice.
  const waiting = new Map<number, Promise<void>>();
  return async (payload) => {
    const ids = await listDue(db, means);
    const released = await Promise.allSettled(
      ids.map((id) => {
        const known = waiting.get(id);
        if (known !== undefined) return known;
        const releasing = releaseAtItsSecond(db, id, means, log).finally(() => waiting.delete(id));
        waiting.set(id, releasing);
        return releasing;
      }),
    );
    // The job is tried again for whatever could not be done; what is out is out.
    for (const one of released) if (one.status === "rejected") throw one.reason;
    await comeAgain(db, (payload as { draft?: number } | undefined)?.draft, means);
  };
}

async function releaseAtItsSecond(db: Database, id: number, means: Means, log: ReleaseLog): Promise<void> {
  for (;;) {
    const due = await prepareRelease(db, id, means);
    if (due === undefined) return;
    const { publishAt, fingerprint, ready } = due;
    const wait = publishAt.getTime() - means.clock.now().getTime();
    if (wait > readyBefore + longestPause) return;
    if (!(await waitUntil(publishAt, means))) return;
    const released = await releaseDraft(db, id, means, ready === undefined ? undefined : { fingerprint, ready });
    if (!released.released) {
      if (released.refused !== undefined) log(`not published: ${released.refused.message}`, id);
      // Given another hour at the last moment: its own wait begins.
      if (released.publishAt !== undefined && released.publishAt > means.clock.now()) continue;
      return;
    }
    log(released.late >= longestPause ? `published ${released.late} ms late` : "published", id);
    return;
  }
}

/** The clock is asked again and again: it may be set meanwhile. False where it was set back so far that nobody should wait here. */
async function waitUntil(instant: Date, { clock }: Means): Promise<boolean> {
  for (;;) {
    const left = instant.getTime() - clock.now().getTime();
    if (left <= 0) return true;
    if (left > readyBefore + longestPause) return false;
    await pause(Math.min(left, longestPause));
  }
}

async function comeAgain(db: Database, id: number | undefined, means: Means): Promise<void> {
  if (id === undefined) return;
  await transact(db, async (tx) => {
    const row = await tx
      .selectFrom("draft")
      .select("publish_at")
      .where("id", "=", id)
      .where("state", "=", "scheduled")
      .forShare()
      .executeTakeFirst();
    const publishAt = row?.publish_at;
    if (publishAt && publishAt > means.clock.now()) await addReleaseAgain(tx, id, publishAt, means);
  });
}

async function listDue(db: Database, { clock }: Means): Promise<number[]> {
  const rows = await db
    .selectFrom("draft")
    .select("id")
    .where("state", "=", "scheduled")
    .where("publish_at", "<=", new Date(clock.now().getTime() + readyBefore + longestPause))
    .orderBy("publish_at")
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}
