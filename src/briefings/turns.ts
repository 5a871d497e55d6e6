import { sql } from "kysely";
import { Fault } from "../fault.ts";
import type { Reader, Transaction } from "../store/database.ts";
import { addJob } from "../store/jobs.ts";
import { type LockedBriefing, tellDue } from "./briefings.ts";
import { type Attribution, nextStep, type Speaker, type TurnKind, type TurnStanding } from "./turn.ts";

/** The job that releases what is held, should no server do it at its second. */
export const releaseTurnsTask = "release-turns";

/** A turn as the desk has it. */
export type Turn = TurnStanding & {
  id: number;
  place: number;
  ordinal: number | undefined;
  kind: TurnKind;
  speaker: Speaker;
  text: string;
  atMs: number | undefined;
  typedBy: number | undefined;
  typedAt: Date;
  question: number | undefined;
};

export type TurnContent = {
  kind: TurnKind;
  speaker: Speaker;
  attribution: Attribution;
  embargoUntil?: Date | undefined;
  text: string;
};

/** Who writes: an officer, or a program that sends captions. */
export type Typist = { officer?: number | undefined; name: string };

export async function readTurns(db: Reader, briefing: number, where: "all" | "unsettled" = "all"): Promise<Turn[]> {
  let rows = db.selectFrom("briefing_turn").selectAll().where("briefing_id", "=", briefing).orderBy("place");
  if (where === "unsettled")
    rows = rows.where(
      sql<boolean>`case when removed_at is null then attribution in ('on-record', 'embargoed') and shown_revision is distinct from revision
        or shown_revision is not null and shown_revision is distinct from revision else shown_revision is not null end`,
    );
  return (await rows.execute()).map(turnOf);
}

export async function findTurn(db: Reader, briefing: number, id: number): Promise<Turn> {
  const row = await db
    .selectFrom("briefing_turn")
    .selectAll()
    .where("briefing_id", "=", briefing)
    .where("id", "=", Number.isSafeInteger(id) ? id : 0)
    .executeTakeFirst();
  if (row !== undefined) return turnOf(row);
  throw new Fault("not-found", "There is no such turn.", [], "No hay tal intervención.");
}

type Row = Awaited<ReturnType<typeof rowOf>>;
const rowOf = (db: Reader) => db.selectFrom("briefing_turn").selectAll().executeTakeFirstOrThrow();

function turnOf(row: Row): Turn {
  return {
    id: row.id,
    place: row.place,
    ordinal: row.ordinal ?? undefined,
    kind: row.kind,
    speaker: row.speaker as Speaker,
    attribution: row.attribution,
    ...(row.embargo_until === null ? {} : { embargoUntil: row.embargo_until }),
    text: row.text,
    atMs: row.at_ms ?? undefined,
    revision: row.revision,
    ...(row.shown_revision === null ? {} : { shownRevision: row.shown_revision }),
    shownAfter: row.shown_after,
    removed: row.removed_at !== null,
    typedBy: row.typed_by ?? undefined,
    typedAt: row.typed_at,
    question: row.question_id ?? undefined,
  };
}

/** Where a turn goes: at the end, or right behind another, given by its place. */
export async function takePlace(tx: Transaction, briefing: number, behind: number | undefined): Promise<number> {
  const { rows } = await sql<{ before: number | null; next: number | null }>`
    select max(place) filter (where ${behind ?? null}::float8 is null or place <= ${behind ?? null}::float8) as before,
      min(place) filter (where place > ${behind ?? null}::float8) as next
    from briefing_turn where briefing_id = ${briefing}`.execute(tx);
  const before = rows[0]?.before ?? 0;
  const next = rows[0]?.next ?? null;
  return next === null ? before + 1 : (before + next) / 2;
}

/** The same, of however many that were put there: when this returns, a turn may stand at it. */
export async function takeFreePlace(tx: Transaction, briefing: number, behind: number | undefined): Promise<number> {
  const place = await takePlace(tx, briefing, behind);
  const { rows } = await sql<{ taken: boolean; rank: number }>`
    select coalesce(bool_or(place = ${place}), false) as taken, (count(*) filter (where place <= ${behind ?? 0}))::int as rank
    from briefing_turn where briefing_id = ${briefing}`.execute(tx);
  if (rows[0]?.taken !== true) return place;
  // Halved so often that a number has no more between: they are spread anew, in the same order.
  await spreadPlaces(tx, briefing);
  return takePlace(tx, briefing, rows[0].rank);
}

/** What the database can hold: somebody forgot to close it. */
const longestBriefing = 2_147_483_647;

/** Milliseconds from the opening, none of them after the end: what is typed later was said before. */
export function momentIn({ openedAt, closedAt }: LockedBriefing, at: Date): number | undefined {
  if (openedAt === undefined) return undefined;
  const last = closedAt === undefined || closedAt > at ? at : closedAt;
  return last.getTime() - openedAt.getTime();
}

/** Behind whatever was said by that moment, in milliseconds from the opening, typed or heard. */
export async function placeAt(tx: Transaction, briefing: number, atMs: number): Promise<number> {
  const { rows } = await sql<{ place: number | null }>`
    select max(place) as place from briefing_turn where briefing_id = ${briefing} and at_ms <= ${Math.round(atMs)}`.execute(
    tx,
  );
  return takeFreePlace(tx, briefing, rows[0]?.place ?? 0);
}

/** When the transaction commits, the turns of a briefing, each given with its place, stand at 1, 2, 3 … in the order that they had. */
export async function spreadPlaces(tx: Transaction, briefing: number): Promise<Map<number, number>> {
  // By way of places that no turn has: no two may have one at any moment.
  await sql`update briefing_turn t set place = -o.rank
    from (select id, row_number() over (order by place) as rank from briefing_turn where briefing_id = ${briefing}) o
    where t.id = o.id`.execute(tx);
  const { rows } = await sql<{ id: number; place: number }>`
    update briefing_turn set place = -place where briefing_id = ${briefing} returning id, place`.execute(tx);
  return new Map(rows.map(({ id, place }) => [id, place]));
}

/** When the transaction commits, the turn stands, held, with its first revision; and it will be shown when it may, whatever happens to any process. */
export async function insertTurn(
  tx: Transaction,
  briefing: LockedBriefing,
  turn: TurnContent & { place: number; clientKey?: string | undefined; atMs?: number | undefined; holdMs?: number },
  by: Typist,
  at: Date,
): Promise<Turn> {
  const atMs = turn.atMs ?? (briefing.state === "live" ? momentIn(briefing, at) : undefined);
  const row = await tx
    .insertInto("briefing_turn")
    .values({
      briefing_id: briefing.id,
      place: turn.place,
      ...contentColumns(turn),
      at_ms: atMs === undefined ? null : Math.min(Math.max(0, Math.round(atMs)), longestBriefing),
      shown_after: new Date(at.getTime() + (turn.holdMs ?? briefing.holdMs)),
      client_key: turn.clientKey ?? null,
      typed_by: by.officer ?? null,
      typed_at: at,
      changed_at: at,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const inserted = turnOf(row);
  await keepRevision(tx, inserted, by, at, turn.clientKey);
  await releaseWhenDue(tx, briefing, inserted, at);
  return inserted;
}

/** When the transaction commits, the turn has one revision more, held anew unless what changes is only to be taken back. */
export async function reviseTurn(
  tx: Transaction,
  briefing: LockedBriefing,
  turn: Turn,
  content: TurnContent & { removed?: boolean; holdMs?: number },
  by: Typist,
  at: Date,
  clientKey?: string,
): Promise<Turn> {
  const row = await tx
    .updateTable("briefing_turn")
    .set({
      ...contentColumns(content),
      revision: turn.revision + 1,
      shown_after: new Date(at.getTime() + (content.holdMs ?? briefing.holdMs)),
      changed_at: at,
      removed_at: content.removed === true ? at : null,
    })
    .where("id", "=", turn.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const revised = turnOf(row);
  await keepRevision(tx, revised, by, at, clientKey);
  await releaseWhenDue(tx, briefing, revised, at);
  return revised;
}

/** Whether that turn, or that change of one, has arrived already. */
export async function turnByKey(db: Reader, briefing: number, clientKey: string): Promise<Turn | undefined> {
  const row = await db
    .selectFrom("briefing_turn")
    .innerJoin("briefing_turn_revision as r", "r.turn_id", "briefing_turn.id")
    .selectAll("briefing_turn")
    .where("briefing_id", "=", briefing)
    .where("r.client_key", "=", clientKey)
    .executeTakeFirst();
  return row === undefined ? undefined : turnOf(row);
}

/** The words that a turn said in one of its revisions. */
export async function revisionText(db: Reader, turn: number, revision: number): Promise<string | undefined> {
  if (!Number.isInteger(revision) || Math.abs(revision) > 2_147_483_647) return undefined;
  const row = await db
    .selectFrom("briefing_turn_revision")
    .select("text")
    .where("turn_id", "=", turn)
    .where("revision", "=", revision)
    .executeTakeFirst();
  return row?.text;
}

/** What the public has of a turn where that is older than the turn itself; else what the turn says. */
export async function shownContent(db: Reader, turn: Turn): Promise<Pick<Turn, "text" | "speaker">> {
  if (turn.shownRevision === undefined || turn.shownRevision === turn.revision) return turn;
  const { text, speaker } = await db
    .selectFrom("briefing_turn_revision")
    .select(["text", "speaker"])
    .where("turn_id", "=", turn.id)
    .where("revision", "=", turn.shownRevision)
    .executeTakeFirstOrThrow();
  return { text, speaker: speaker as Speaker };
}

function contentColumns({ kind, speaker, attribution, embargoUntil, text }: TurnContent) {
  return {
    kind,
    speaker: JSON.stringify(speaker),
    attribution,
    embargo_until: attribution === "embargoed" ? (embargoUntil ?? null) : null,
    text,
  };
}

async function keepRevision(tx: Transaction, turn: Turn, by: Typist, at: Date, clientKey?: string): Promise<void> {
  await tx
    .insertInto("briefing_turn_revision")
    .values({
      turn_id: turn.id,
      revision: turn.revision,
      ...contentColumns(turn),
      removed: turn.removed,
      officer: by.officer ?? null,
      name: by.name,
      client_key: clientKey ?? null,
      at,
    })
    .execute();
}

async function releaseWhenDue(tx: Transaction, briefing: LockedBriefing, turn: Turn, now: Date): Promise<void> {
  const step = nextStep(turn);
  if (step === undefined) return;
  const from = step.from < now ? now : step.from;
  await addJob(tx, releaseTurnsTask, { briefing: briefing.id }, { runAt: from, key: `release-turn:${turn.id}` });
  await tellDue(tx, briefing.id, from);
}
