import { sql } from "kysely";
import type { Reader, Transaction } from "../store/database.ts";
import { growing, type Mark, type Passage, passagesOf, type Segment } from "./caption.ts";
import { type LockedBriefing, tellDesk } from "./briefings.ts";
import { releaseIn } from "./release-turns.ts";
import type { Speaker } from "./turn.ts";
import { insertTurn, readTurns, reviseTurn, spreadPlaces, takePlace, type Turn, type Typist } from "./turns.ts";

/** A segment as it is kept: of which address, in which turn, and as whose words it came to stand there. */
export type KeptSegment = Segment & { address: number; turn?: number; voice?: string };

export async function readSegments(db: Reader, briefing: number): Promise<KeptSegment[]> {
  const rows = await db.selectFrom("briefing_caption").selectAll().where("briefing_id", "=", briefing).execute();
  return rows.map((row) => ({
    id: row.segment,
    address: row.address_id,
    startMs: row.starts_ms,
    endMs: row.ends_ms,
    text: row.text,
    final: row.final,
    speaker: row.speaker,
    revision: row.revision,
    ...(row.turn_id === null ? {} : { turn: row.turn_id }),
    ...(row.voice === null ? {} : { voice: row.voice }),
  }));
}

export async function readMarks(db: Reader, briefing: number): Promise<Mark[]> {
  const rows = await db.selectFrom("caption_mark").selectAll().where("briefing_id", "=", briefing).execute();
  return rows.map((row) => ({
    id: row.id,
    label: row.label,
    fromMs: row.from_ms,
    speaker: row.speaker as Speaker,
    kind: row.kind,
    attribution: row.attribution,
  }));
}

/**
 * When the transaction commits, the briefing's turns say what its captions say by now, each held like any turn, and one that may still grow
 * until it is quiet. A turn that a person has changed in any way is theirs, and never changes again by a caption.
 */
export async function settleCaptions(tx: Transaction, briefing: LockedBriefing, by: Typist, at: Date): Promise<void> {
  const segments = await readSegments(tx, briefing.id);
  const turns = new Map((await readTurns(tx, briefing.id)).map((turn) => [turn.id, turn]));
  const theirs = await takenInHand(tx, briefing.id);
  const passages = passagesOf(segments, await readMarks(tx, briefing.id), ({ turn }) => theirs.has(turn ?? 0));
  const stood = new Set(segments.flatMap(({ turn }) => turn ?? []));
  const claimed = new Set<number>();
  let changed = false;
  let place = 0;
  for (const passage of passages) {
    const standing = claim(passage, turns, claimed);
    const { turn, did } =
      standing === undefined
        ? { turn: await begin(tx, briefing, passage, { turns, place, by, at }), did: true }
        : await renew(tx, briefing, passage, standing, { turns, place, by, at });
    changed ||= did;
    claimed.add(turn.id);
    turns.set(turn.id, turn);
    place = turn.place;
    await keepTurn(tx, passage, turn.id);
  }
  for (const turn of stood) {
    const standing = turns.get(turn);
    if (standing === undefined || standing.removed || claimed.has(turn) || theirs.has(turn)) continue;
    await reviseTurn(tx, briefing, standing, { ...standing, removed: true }, by, at);
    changed = true;
  }
  if (!changed) return;
  await releaseIn(tx, briefing, at);
  await tellDesk(tx, briefing, at);
}

/** Turns of captions that an officer has changed, taken back or put elsewhere. */
async function takenInHand(tx: Transaction, briefing: number): Promise<Set<number>> {
  const { rows } = await sql<{ id: number }>`
    select distinct r.turn_id as id from briefing_turn_revision r join briefing_turn t on t.id = r.turn_id
    where t.briefing_id = ${briefing} and r.officer is not null`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** The first of the turns that its words stood in before, unless an earlier passage has it. */
function claim(
  { segments }: Passage<KeptSegment>,
  turns: ReadonlyMap<number, Turn>,
  claimed: ReadonlySet<number>,
): Turn | undefined {
  return segments
    .flatMap(({ turn }) => turns.get(turn ?? 0) ?? [])
    .filter(({ id, removed }) => !removed && !claimed.has(id))
    .toSorted((a, b) => a.place - b.place)[0];
}

/** `place`: of the turn of the passage before. */
type Standing = { turns: Map<number, Turn>; place: number; by: Typist; at: Date };

async function begin(
  tx: Transaction,
  briefing: LockedBriefing,
  passage: Passage<KeptSegment>,
  { turns, place, by, at }: Standing,
): Promise<Turn> {
  const { voice, text, startMs, before } = passage;
  // What a typist decided of the words right before holds for those that go on.
  const previous = before?.voice === voice.key ? turns.get(before.turn ?? 0) : undefined;
  const { attribution, embargoUntil }: Pick<Turn, "attribution" | "embargoUntil"> = previous ?? voice;
  const behind = await behindWhat(tx, briefing.id, startMs, { turns, place });
  return insertTurn(
    tx,
    briefing,
    {
      kind: voice.kind,
      speaker: voice.speaker,
      attribution,
      embargoUntil,
      text,
      atMs: startMs,
      place: behind,
      holdMs: holdOf(briefing, passage),
    },
    by,
    at,
  );
}

async function renew(
  tx: Transaction,
  briefing: LockedBriefing,
  passage: Passage<KeptSegment>,
  standing: Turn,
  { turns, place, by, at }: Standing,
): Promise<{ turn: Turn; did: boolean }> {
  const { voice, text, startMs, segments } = passage;
  let turn = standing;
  if (turn.atMs !== startMs) {
    await tx.updateTable("briefing_turn").set({ at_ms: startMs }).where("id", "=", turn.id).execute();
    turn = { ...turn, atMs: startMs };
  }
  // Times that were given anew can put it behind what it stood before; what the public has stays where it is.
  if (turn.place <= place && turn.ordinal === undefined) {
    const moved = await behindWhat(tx, briefing.id, startMs, { turns, place });
    await tx.updateTable("briefing_turn").set({ place: moved }).where("id", "=", turn.id).execute();
    turn = { ...turn, place: moved };
  }
  // Marked otherwise since: as it is marked now. What a typist decided before it was begun stays.
  const again = segments.some((one) => one.turn === turn.id && one.voice !== voice.key);
  const decided = again ? { attribution: voice.attribution, embargoUntil: undefined } : {};
  const said = { ...turn, kind: voice.kind, speaker: voice.speaker, text, ...decided };
  const same =
    said.text === turn.text &&
    said.kind === turn.kind &&
    said.attribution === turn.attribution &&
    JSON.stringify(sorted(said.speaker)) === JSON.stringify(sorted(turn.speaker));
  if (same) return { turn, did: false };
  return {
    turn: await reviseTurn(tx, briefing, turn, { ...said, holdMs: holdOf(briefing, passage) }, by, at),
    did: true,
  };
}

function holdOf({ holdMs }: LockedBriefing, { last }: Passage<KeptSegment>): number {
  return last ? Math.max(holdMs, growing) : holdMs;
}

/** Behind whatever was said by then, typed or heard, and never before `place`. */
async function behindWhat(
  tx: Transaction,
  briefing: number,
  startMs: number,
  { turns, place }: Pick<Standing, "turns" | "place">,
): Promise<number> {
  const said = [...turns.values()].filter(({ atMs }) => atMs !== undefined && atMs <= startMs);
  const behind = Math.max(place, ...said.map((turn) => turn.place));
  const found = await takePlace(tx, briefing, behind);
  if (found > behind && !turnsAt(turns, found)) return found;
  // Halved so often that a number has no more between: they are spread anew, in the same order.
  const rank = [...turns.values()].filter((turn) => turn.place <= behind).length;
  const spread = await spreadPlaces(tx, briefing);
  for (const [id, at] of spread) turns.set(id, { ...(turns.get(id) as Turn), place: at });
  return takePlace(tx, briefing, rank);
}

function turnsAt(turns: ReadonlyMap<number, Turn>, place: number): boolean {
  return [...turns.values()].some((turn) => turn.place === place);
}

async function keepTurn(tx: Transaction, { segments, voice }: Passage<KeptSegment>, turn: number): Promise<void> {
  for (const one of segments) {
    if (one.turn === turn && one.voice === voice.key) continue;
    one.turn = turn;
    one.voice = voice.key;
    await tx
      .updateTable("briefing_caption")
      .set({ turn_id: turn, voice: voice.key })
      .where("address_id", "=", one.address)
      .where("segment", "=", one.id)
      .execute();
  }
}

function sorted(value: unknown): unknown {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? Object.entries(value)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, member]) => [name, sorted(member)])
    : value;
}
