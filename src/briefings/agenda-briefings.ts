import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { readOffice } from "../register/office.ts";
import { type Database, type Reader, transact } from "../store/database.ts";
import { tellPages } from "../store/tell-pages.ts";
import { lockItem } from "./agenda-items.ts";
import { briefingFormats, type BriefingState, defaultHold } from "./briefing.ts";
import { planBriefing } from "./plan-briefing.ts";

/** A briefing that was made of an item; without a number it is internal still. */
export type ItemBriefing = { id: number; number?: string; title: string; state: BriefingState };

export async function briefingsOfItem(db: Reader, item: number): Promise<ItemBriefing[]> {
  const rows = await db
    .selectFrom("briefing")
    .select(["id", "number", "title", "state"])
    .where("agenda_item", "=", item)
    .orderBy("id")
    .execute();
  return rows.map(({ number, ...row }) => ({ ...row, ...(number === null ? {} : { number }) }));
}

/** Those of a public item that are public themselves. */
export async function publicBriefingsOf(db: Reader, number: string): Promise<{ number: string; title: string }[]> {
  const rows = await db
    .selectFrom("briefing")
    .innerJoin("agenda_item", "agenda_item.id", "briefing.agenda_item")
    .select(["briefing.number", "briefing.title"])
    .where("agenda_item.number", "=", number)
    .where("briefing.number", "is not", null)
    .orderBy("briefing.id")
    .execute();
  return rows.flatMap((row) => (row.number === null ? [] : [{ number: row.number, title: row.title }]));
}

/**
 * When this returns, there is a briefing with the item's title, place, note and hour, internal until it is announced, and each leads
 * to the other. It is changed by itself from then on.
 */
export function briefItem(
  db: Database,
  id: number,
  { read }: { read: number },
  actor: Actor,
  means: Means,
): Promise<{ briefing: number }> {
  return transact(db, async (tx) => {
    const item = await lockItem(tx, id, read, actor, () => "briefing.run");
    if (item.state === "cancelled") throw new Fault("conflict", "It is cancelled.", [], "Está cancelado.");
    const { content } = item;
    const { language } = await readOffice(tx);
    const { id: briefing } = await planBriefing(
      tx,
      {
        institution: item.institution,
        format: briefingFormats.find((format) => format === content.kind) ?? "punto-de-prensa",
        title: content.title,
        language,
        place: content.place,
        note: content.note,
        ...(content.time.precision === "exact" ? { startsAt: content.time.start } : {}),
        timeText: "",
        holdSeconds: String(defaultHold / 1_000),
        mediaUrl: "",
      },
      actor,
      means,
    );
    await tx.updateTable("briefing").set({ agenda_item: id }).where("id", "=", briefing).execute();
    if (item.published) await tellPages(tx, ["agenda"]);
    return { briefing };
  });
}
