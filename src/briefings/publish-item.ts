import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, transact } from "../store/database.ts";
import { keepChange, lockItem, takeAgendaNumber } from "./agenda-items.ts";

/**
 * When this returns, the item is public under a number that never changes: on the agenda's pages, and in the calendars of whoever
 * follows them. It cannot become internal again, only be cancelled. Fault("conflict") for what is public or cancelled already.
 */
export function publishItem(
  db: Database,
  id: number,
  { read }: { read: number },
  actor: Actor,
  means: Means,
): Promise<{ number: string }> {
  return transact(db, async (tx) => {
    const item = await lockItem(tx, id, read, actor, () => "agenda.publish");
    if (item.published) throw new Fault("conflict", "It is public already.", [], "Ya es público.");
    if (item.state === "cancelled")
      throw new Fault(
        "conflict",
        "It is cancelled: what nobody outside knew of needs no cancellation.",
        [],
        "Está cancelado: lo que nadie supo afuera no necesita cancelarse en público.",
      );
    const at = means.clock.now();
    const version = item.version + 1;
    const { content } = item;
    await keepChange(tx, item, { version, what: "published", told: true, sequence: 0, note: "", content }, actor, at);
    const number = await takeAgendaNumber(tx, at);
    await tx
      .updateTable("agenda_item")
      .set({ number, version, published_at: at, told_at: at, changed_at: at })
      .where("id", "=", id)
      .execute();
    return { number };
  });
}
