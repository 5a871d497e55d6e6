import { sql } from "kysely";
import type { Reader, Transaction } from "../store/database.ts";
import type { Action } from "./rights.ts";

/** What access itself writes down besides the actions of the table of rights. */
export type AccessAct =
  | "session.opened"
  | "session.ended"
  | "link.sent"
  | "link.made"
  | "passkey.added"
  | "passkey.removed"
  | "oidc.linked"
  | "officer.founded"
  | "officer.invited"
  | "officer.changed"
  | "officer.suspended"
  | "officer.restored"
  | "officer.renewed";

/** `action` is one of the table of rights, or a word of the part's own of the form "thing.done". */
export type TrailEntry = {
  at: Date;
  actor?: { officer: number; address?: string } | undefined;
  action: Action | AccessAct | `${string}.${string}`;
  institution?: string | undefined;
  /** What it was done to: a draft's id, a statement's number, an officer's address. */
  about?: string | undefined;
  details?: Readonly<Record<string, unknown>>;
  address?: string | undefined;
};

/** When the transaction commits, this was done and stands on the trail; else neither. Called by every use case that changes something. */
export async function writeTrail(tx: Transaction, entry: TrailEntry): Promise<void> {
  await tx
    .insertInto("trail")
    .values({
      at: entry.at,
      officer: entry.actor?.officer ?? null,
      action: entry.action,
      institution: entry.institution ?? null,
      about: entry.about ?? null,
      details: sql`${JSON.stringify(entry.details ?? {})}::jsonb`,
      address: entry.address ?? entry.actor?.address ?? null,
    })
    .execute();
}

export type TrailRow = {
  id: number;
  at: Date;
  officer: { id: number; name: string } | undefined;
  action: string;
  institution: string | undefined;
  about: string | undefined;
  details: Record<string, unknown>;
  address: string | undefined;
};

export type TrailQuery = {
  officer?: number | undefined;
  action?: string | undefined;
  about?: string | undefined;
  /** Only what came before this row. */
  before?: number | undefined;
  limit: number;
};

/** The newest first. */
export async function listTrail(db: Reader, query: TrailQuery): Promise<TrailRow[]> {
  let rows = db
    .selectFrom("trail")
    .leftJoin("officer", "officer.id", "trail.officer")
    .selectAll("trail")
    .select("officer.name as officer_name")
    .orderBy("trail.id", "desc")
    .limit(query.limit);
  if (query.officer !== undefined) rows = rows.where("trail.officer", "=", query.officer);
  if (query.action !== undefined) rows = rows.where("trail.action", "=", query.action);
  if (query.about !== undefined) rows = rows.where("trail.about", "=", query.about);
  if (query.before !== undefined) rows = rows.where("trail.id", "<", query.before);
  return (await rows.execute()).map((row) => ({
    id: row.id,
    at: row.at,
    officer: row.officer === null ? undefined : { id: row.officer, name: row.officer_name ?? "" },
    action: row.action,
    institution: row.institution ?? undefined,
    about: row.about ?? undefined,
    details: row.details as Record<string, unknown>,
    address: row.address ?? undefined,
  }));
}
