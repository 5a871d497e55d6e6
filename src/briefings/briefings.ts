import { sql } from "kysely";
import { type Action, type Actor, may, permit } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import { Fault } from "../fault.ts";
import { writeNumber } from "../register/number.ts";
import type { Reader, Transaction } from "../store/database.ts";
import { tellNotice } from "../store/notices.ts";
import { tellPages } from "../store/tell-pages.ts";
import type { BriefingContent, BriefingState } from "./briefing.ts";
import { briefingChannel, releaseChannel } from "./live-notices.ts";

/** A briefing held against every other act on it until the transaction ends. */
export type LockedBriefing = {
  id: number;
  number: string | undefined;
  institution: string;
  state: BriefingState;
  language: string;
  holdMs: number;
  openedAt: Date | undefined;
  closedAt: Date | undefined;
};

const locked = ["id", "number", "institution", "state", "language", "hold_ms", "opened_at", "closed_at"] as const;

/** Whoever may not read it learns the same as where there is none: Fault("not-found"). */
export async function lockBriefing(
  tx: Transaction,
  id: number,
  actor: Pick<Actor, "grants">,
  action: Action,
): Promise<LockedBriefing> {
  const found = await lockAnyBriefing(tx, id);
  if (found === undefined || !may(actor, "briefing.read", found.institution)) throw noBriefing();
  permit(actor, action, found.institution);
  return found;
}

/** The same for what no officer does: held turns that are released, captions that a program sends. */
export async function lockAnyBriefing(tx: Transaction, id: number): Promise<LockedBriefing | undefined> {
  if (!Number.isSafeInteger(id) || id < 1) return undefined;
  const row = await tx.selectFrom("briefing").select(locked).where("id", "=", id).forUpdate().executeTakeFirst();
  return (
    row && {
      id: row.id,
      number: row.number ?? undefined,
      institution: row.institution,
      state: row.state,
      language: row.language,
      holdMs: row.hold_ms,
      openedAt: row.opened_at ?? undefined,
      closedAt: row.closed_at ?? undefined,
    }
  );
}

export function noBriefing(): Fault {
  return new Fault(
    "not-found",
    "There is no such briefing for you. Open it from the list of briefings.",
    [],
    "No hay una vocería así para usted. Ábrala desde la lista de vocerías.",
  );
}

export function briefingColumns(content: BriefingContent) {
  return {
    format: content.format,
    title: content.title,
    language: content.language,
    place: content.place ?? null,
    note: content.note ?? null,
    starts_at: content.startsAt ?? null,
    time_text: content.timeText ?? null,
    hold_ms: content.holdMs,
    media_url: content.mediaUrl ?? null,
  };
}

/** The next number of a series. Its row stays locked until the transaction ends, so that none is skipped. */
export async function takeBriefingNumber(tx: Transaction, series: string): Promise<string> {
  const { rows } = await sql<{ next: number }>`
    insert into briefing_series values (${series}, 2)
    on conflict (series) do update set next = briefing_series.next + 1
    returning next`.execute(tx);
  return writeNumber(series, (rows[0]?.next ?? 2) - 1);
}

/**
 * When the transaction commits, what was done stands on the trail, colleagues who have the briefing open see it, and the public's
 * pages of it are made anew where `shown`. Called by every use case of briefings that an officer, or a program of theirs, begins.
 */
export async function tellBriefing(
  tx: Transaction,
  briefing: Pick<LockedBriefing, "id" | "number" | "institution">,
  done: {
    at: Date;
    actor?: Pick<Actor, "officer" | "address"> | undefined;
    action: Action;
    details: Record<string, unknown>;
    shown?: boolean;
  },
): Promise<void> {
  await tellDesk(tx, briefing, done.at);
  await writeTrail(tx, {
    at: done.at,
    actor: done.actor,
    action: done.action,
    institution: briefing.institution,
    about: briefing.number ?? `briefing ${briefing.id}`,
    details: done.details,
  });
  if (done.shown === true && briefing.number !== undefined)
    await tellPages(tx, ["briefings", `briefing:${briefing.number}`]);
}

/** When the transaction commits, colleagues who have the briefing open see that it changed, and whoever read it before has an older one. */
export async function tellDesk(tx: Transaction, { id }: Pick<LockedBriefing, "id">, at: Date): Promise<void> {
  await tx
    .updateTable("briefing")
    .set({ revision: sql`revision + 1`, changed_at: at })
    .where("id", "=", id)
    .execute();
  await tellNotice(tx, briefingChannel, id, "desk");
}

/** When the transaction commits, whoever releases turns knows that one of this briefing is due then. */
export function tellDue(tx: Reader, briefing: number, at: Date): Promise<void> {
  return tellNotice(tx, releaseChannel, 0, `${briefing} ${at.getTime()}`);
}
