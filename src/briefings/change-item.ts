import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { readOffice } from "../register/office.ts";
import { type Database, transact } from "../store/database.ts";
import { type AgendaTyped, readAgendaContent, readPublicNote, sameContent, samePublic } from "./agenda-item.ts";
import { checkNamed, contentColumns, keepChange, lockItem } from "./agenda-items.ts";

/**
 * When this returns, the item says that, as its next version. Where it is public and everybody reads something else by it, the
 * note stands with the change, and subscribers' calendars take it; the desk's own note changes without a word outside.
 * Fault("conflict") where another version than `read` stands, or what was cancelled would change.
 */
export function changeItem(
  db: Database,
  id: number,
  { read, change, ...typed }: AgendaTyped & { read: number; change: string },
  actor: Actor,
  means: Means,
): Promise<{ version: number; told: boolean }> {
  return transact(db, async (tx) => {
    const { timeZone } = await readOffice(tx);
    const content = readAgendaContent(typed, timeZone);
    const item = await lockItem(tx, id, read, actor, (standing) =>
      standing.published && !samePublic(standing.content, content) ? "agenda.publish" : "agenda.write",
    );
    if (sameContent(item.content, content)) return { version: item.version, told: false };
    if (item.state === "cancelled")
      throw new Fault(
        "conflict",
        "It is cancelled: take the cancellation back before you change it.",
        [],
        "Está cancelado: deje sin efecto la cancelación antes de cambiarlo.",
      );
    await checkNamed(tx, content);
    const told = item.published && !samePublic(item.content, content);
    const note = told ? readPublicNote(change, "change") : "";
    const at = means.clock.now();
    const version = item.version + 1;
    const sequence = item.sequence + (told ? 1 : 0);
    await tx
      .updateTable("agenda_item")
      .set({
        ...contentColumns(content, timeZone),
        version,
        sequence,
        changed_at: at,
        ...(told ? { told_at: at } : {}),
      })
      .where("id", "=", id)
      .execute();
    await keepChange(tx, item, { version, what: "changed", told, sequence, note, content }, actor, at);
    return { version, told };
  });
}
