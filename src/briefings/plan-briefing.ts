import { type Actor, permit } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { readOffice } from "../register/office.ts";
import { dayIn } from "../register/day.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { type BriefingMove, type BriefingTyped, moveBriefing, readBriefing, readMediaUrl } from "./briefing.ts";
import { briefingColumns, lockBriefing, takeBriefingNumber, tellBriefing } from "./briefings.ts";
import { forgetHandsLater } from "./forget-hands.ts";
import type { ShownState } from "./live-event.ts";
import { enterEvents } from "./live-events.ts";

/** When this returns, the briefing is planned: internal, without a number, and nobody outside can tell that it is. */
export function planBriefing(
  db: Database,
  typed: BriefingTyped & { institution?: string },
  actor: Actor,
  means: Means,
): Promise<{ id: number }> {
  return transact(db, async (tx) => {
    const { institution: own } = await readOffice(tx);
    const institution = typed.institution ?? own;
    permit(actor, "briefing.run", institution);
    const at = means.clock.now();
    const { id } = await tx
      .insertInto("briefing")
      .values({
        institution,
        ...briefingColumns(readBriefing(typed)),
        created_by: actor.officer,
        created_at: at,
        changed_at: at,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    await tellBriefing(
      tx,
      { id, number: undefined, institution },
      { at, actor, action: "briefing.run", details: { did: "plan", title: typed.title } },
    );
    return { id };
  });
}

/** When this returns, the briefing says what was typed, on its public page too where it has one. */
export function changeBriefing(
  db: Database,
  id: number,
  typed: BriefingTyped,
  actor: Actor,
  means: Means,
): Promise<void> {
  return transact(db, async (tx) => {
    const briefing = await lockBriefing(tx, id, actor, "briefing.run");
    if (briefing.state === "certified" || briefing.state === "cancelled")
      throw new Fault(
        "conflict",
        "The briefing is over: what was said of it beforehand stays as it was.",
        [],
        "La vocería terminó: lo que se dijo de ella de antemano queda como estaba.",
      );
    const content = readBriefing(typed);
    await tx.updateTable("briefing").set(briefingColumns(content)).where("id", "=", id).execute();
    const at = means.clock.now();
    const details = { did: "change", title: content.title, holdMs: content.holdMs };
    await tellBriefing(tx, briefing, { at, actor, action: "briefing.run", details, shown: true });
  });
}

/**
 * When this returns, the briefing is one step on, and whoever follows it is told. Its number is taken when it is announced (or
 * opened unannounced), and it commits with it.
 */
export function stepBriefing(
  db: Database,
  id: number,
  move: BriefingMove,
  actor: Actor,
  means: Means,
): Promise<{ number: string | undefined }> {
  return transact(db, async (tx) => {
    const briefing = await lockBriefing(tx, id, actor, "briefing.run");
    const at = means.clock.now();
    const state = moveBriefing(briefing.state, move);
    let { number } = briefing;
    if (number === undefined && move !== "cancel") {
      const { timeZone } = await readOffice(tx);
      number = await takeBriefingNumber(tx, dayIn(timeZone, at).slice(0, 4));
    }
    await tx
      .updateTable("briefing")
      .set({
        state,
        number: number ?? null,
        ...(move === "open" ? { opened_at: at } : {}),
        ...(move === "close" ? { closed_at: at } : {}),
        ...(move === "reopen" ? { closed_at: null } : {}),
      })
      .where("id", "=", id)
      .execute();
    if (move === "close" || move === "cancel") await forgetHandsLater(tx, id, at);
    const stepped = { ...briefing, number };
    // What was never announced is nobody's outside.
    if (number !== undefined)
      await enterEvents(tx, stepped, [{ kind: "state", payload: await shownState(tx, id) }], at);
    await tellBriefing(tx, stepped, { at, actor, action: "briefing.run", details: { did: move }, shown: true });
    return { number };
  });
}

/**
 * When this returns, the sound or picture is played from that address, and known to have begun at that instant (both may come after the
 * briefing is over, certified too); players of the public pages follow it. Fault("invalid") for an address that no browser plays.
 */
export function setMedia(
  db: Database,
  id: number,
  { url, startedAt }: { url: string; startedAt?: Date | undefined },
  actor: Actor,
  means: Means,
): Promise<void> {
  return transact(db, async (tx) => {
    const briefing = await lockBriefing(tx, id, actor, "briefing.run");
    const mediaUrl = readMediaUrl(url);
    await tx
      .updateTable("briefing")
      .set({ media_url: mediaUrl === "" ? null : mediaUrl, media_started_at: startedAt ?? null })
      .where("id", "=", id)
      .execute();
    const at = means.clock.now();
    if (briefing.number !== undefined)
      await enterEvents(tx, briefing, [{ kind: "state", payload: await shownState(tx, id) }], at);
    await tellBriefing(tx, briefing, {
      at,
      actor,
      action: "briefing.run",
      details: { did: "media", address: mediaUrl, startedAt: startedAt?.toISOString() ?? null },
      shown: true,
    });
  });
}

async function shownState(tx: Transaction, id: number): Promise<ShownState> {
  const row = await tx
    .selectFrom("briefing")
    .select(["state", "opened_at", "closed_at", "media_started_at"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return {
    state: row.state,
    ...(row.opened_at === null ? {} : { openedAt: row.opened_at.toISOString() }),
    ...(row.closed_at === null ? {} : { closedAt: row.closed_at.toISOString() }),
    ...(row.media_started_at === null ? {} : { mediaStartedAt: row.media_started_at.toISOString() }),
  };
}
