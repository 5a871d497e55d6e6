import { type Actor, permit } from "../access/rights.ts";
import type { Means, Random } from "../clock.ts";
import { readOffice } from "../register/office.ts";
import { type Database, transact } from "../store/database.ts";
import { type AgendaTyped, readAgendaContent } from "./agenda-item.ts";
import { checkNamed, contentColumns, keepChange } from "./agenda-items.ts";

/** When this returns, it stands in the internal agenda; nothing of it shows outside. By default for the office's own institution. */
export function planItem(
  db: Database,
  { institution, ...typed }: AgendaTyped & { institution?: string },
  actor: Actor,
  means: Means,
): Promise<{ id: number }> {
  return transact(db, async (tx) => {
    const office = await readOffice(tx);
    const of = institution ?? office.institution;
    permit(actor, "agenda.write", of);
    const content = readAgendaContent(typed, office.timeZone);
    await checkNamed(tx, content);
    const at = means.clock.now();
    const { id } = await tx
      .insertInto("agenda_item")
      .values({
        uid: newUid(means.random),
        institution: of,
        ...contentColumns(content, office.timeZone),
        started_by: actor.officer,
        started_at: at,
        changed_at: at,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    const started = { version: 1, what: "started", told: false, sequence: 0, note: "", content } as const;
    await keepChange(tx, { id, institution: of }, started, actor, at);
    return { id };
  });
}

/** A random UUID (RFC 9562, version 4): what RFC 7986, 5.3 asks of a calendar's UID. It tells nothing of the office. */
function newUid(random: Random): string {
  const bytes = Buffer.from(random(16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
