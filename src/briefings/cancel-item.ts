import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, transact } from "../store/database.ts";
import { readPublicNote } from "./agenda-item.ts";
import { keepChange, lockItem } from "./agenda-items.ts";

/**
 * When this returns, it is cancelled and stays where it was: what was public with its reason, for readers and for subscribers'
 * calendars; what was internal with it at the desk alone.
 */
export function cancelItem(
  db: Database,
  id: number,
  { read, reason }: { read: number; reason: string },
  actor: Actor,
  means: Means,
): Promise<void> {
  return turn(db, id, { read, reason, to: "cancelled" }, actor, means);
}

/** When this returns, it takes place after all, under its number, with what is said of it. */
export function reinstateItem(
  db: Database,
  id: number,
  { read, reason }: { read: number; reason: string },
  actor: Actor,
  means: Means,
): Promise<void> {
  return turn(db, id, { read, reason, to: "planned" }, actor, means);
}

function turn(
  db: Database,
  id: number,
  { read, reason, to }: { read: number; reason: string; to: "planned" | "cancelled" },
  actor: Actor,
  means: Means,
): Promise<void> {
  return transact(db, async (tx) => {
    const item = await lockItem(tx, id, read, actor, ({ published }) =>
      published ? "agenda.publish" : "agenda.write",
    );
    if (item.state === to)
      throw new Fault(
        "conflict",
        to === "cancelled" ? "It is cancelled already." : "It is not cancelled.",
        [],
        to === "cancelled" ? "Ya está cancelado." : "No está cancelado.",
      );
    const note = readPublicNote(reason, to === "cancelled" ? "cancel" : "change");
    const at = means.clock.now();
    const version = item.version + 1;
    const told = item.published;
    const sequence = item.sequence + (told ? 1 : 0);
    await tx
      .updateTable("agenda_item")
      .set({ state: to, version, sequence, changed_at: at, ...(told ? { told_at: at } : {}) })
      .where("id", "=", id)
      .execute();
    const what = to === "cancelled" ? "cancelled" : "reinstated";
    await keepChange(tx, item, { version, what, told, sequence, note, content: item.content }, actor, at);
  });
}
