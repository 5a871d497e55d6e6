import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, type Reader, transact } from "../store/database.ts";
import type { DraftText } from "../text/shared-draft.ts";
import { intake } from "../text/intake.ts";
import { pencilled, type Pencilled, taking } from "../text/red-pencil.ts";
import { readDraftText } from "./draft.ts";
import { isDraftId, lockDraft, tell, textOf } from "./drafts.ts";
import { institutionOf, type Named } from "./find-draft.ts";
import { writeWhole } from "./write-together.ts";

export const parts = ["title", "summary", "body"] as const;
export type Part = (typeof parts)[number];
export type ProposalLine = {
  id: number;
  by: Named;
  at: Date;
  note: string;
  settled?: { by: string; at: Date; taken: number; left: number };
};
/** A text proposed in red pencil, with each place where it differs from the draft as it stands. */
export type Proposal = ProposalLine & { places: { part: Part; place: Pencilled }[] };

const longestNote = 2_000;

/**
 * When this returns, the proposed text stands beside the draft, to be taken or left place by place; the draft itself has not
 * changed. It was written on `base`, by default the text that stands. Fault("invalid") where it changes nothing.
 */
export function proposeText(
  db: Database,
  draft: number,
  { note, base, ...proposed }: DraftText & { note: string; base?: DraftText },
  actor: Actor,
  means: Means,
): Promise<{ id: number }> {
  return transact(db, async (tx) => {
    const locked = await lockDraft(tx, draft, actor, "draft.comment");
    if (locked.course.state === "published" || locked.course.state === "dropped")
      throw new Fault(
        "conflict",
        "The draft is closed: nothing more is proposed for it.",
        [],
        "El borrador está cerrado: ya no se le proponen cambios.",
      );
    const standing = base === undefined ? textOf(locked.content) : readDraftText(base);
    const text = readDraftText(proposed);
    if (parts.every((part) => standing[part] === text[part]))
      throw new Fault(
        "invalid",
        "The proposed text says the same as the draft: change a word of it.",
        [],
        "El texto propuesto dice lo mismo que el borrador: cambie alguna palabra.",
      );
    const at = means.clock.now();
    const { id } = await tx
      .insertInto("draft_proposal")
      .values({
        draft_id: draft,
        officer: actor.officer,
        name: actor.name,
        at,
        note: Array.from(intake(note).trim()).slice(0, longestNote).join(""),
        base: JSON.stringify(standing),
        proposed: JSON.stringify(text),
        settled_at: null,
        settled_by: null,
        settled_by_name: null,
        taken: null,
        left_out: null,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    await tell(tx, locked, { what: "propose", by: actor, at, version: locked.version }, "draft.comment", actor.address);
    return { id };
  });
}

/** Those still open first, the newest first; none for whoever may not read the draft. */
export async function listProposals(db: Reader, draft: number, actor: Actor): Promise<ProposalLine[]> {
  if ((await institutionOf(db, draft, actor)) === undefined) return [];
  const rows = await db
    .selectFrom("draft_proposal")
    .select(["id", "officer", "name", "at", "note", "settled_at", "settled_by_name", "taken", "left_out"])
    .where("draft_id", "=", draft)
    .orderBy("id", "desc")
    .execute();
  return rows.map(lineOf).toSorted((a, b) => Number(a.settled !== undefined) - Number(b.settled !== undefined));
}

export async function findProposal(db: Reader, draft: number, id: number, actor: Actor): Promise<Proposal | undefined> {
  if ((await institutionOf(db, draft, actor)) === undefined || !isDraftId(id)) return undefined;
  const row = await db
    .selectFrom("draft_proposal")
    .selectAll()
    .where("draft_id", "=", draft)
    .where("id", "=", id)
    .executeTakeFirst();
  const standing = await db
    .selectFrom("draft")
    .select(["title", "summary", "body"])
    .where("id", "=", draft)
    .executeTakeFirst();
  if (row === undefined || standing === undefined) return undefined;
  return { ...lineOf(row), places: placesOf(row.base as DraftText, row.proposed as DraftText, standing) };
}

/**
 * When this returns, the draft says what was taken, as a version of its own, and whoever writes in it meanwhile lost nothing. Places are
 * counted as `findProposal` gave them on version `read`: Fault("conflict") where the text has changed since. What is neither
 * taken nor left stays open.
 */
export async function settleProposal(
  db: Database,
  draft: number,
  id: number,
  decided: { read: number; taken: readonly number[]; left: readonly number[] },
  actor: Actor,
  means: Means,
): Promise<{ open: number }> {
  const count = { open: 0, taken: 0, left: 0 };
  const row = await db
    .selectFrom("draft_proposal")
    .select(["base", "proposed", "settled_at", "taken", "left_out"])
    .where("draft_id", "=", draft)
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined || row.settled_at !== null) throw gone();
  const { base, proposed } = row as { base: DraftText; proposed: DraftText };
  let after = base;
  let rest = proposed;
  await writeWhole(
    db,
    draft,
    (standing, version) => {
      if (version !== decided.read) throw changed();
      const places = placesOf(base, proposed, standing);
      const decidable = new Set(places.flatMap(({ place }, index) => (place.overtaken ? [] : [index])));
      const taken = new Set(decided.taken.filter((index) => decidable.has(index)));
      const left = new Set(decided.left.filter((index) => places[index] !== undefined && !taken.has(index)));
      const others = new Set([...decidable].filter((index) => !taken.has(index) && !left.has(index)));
      Object.assign(count, { open: others.size, taken: taken.size, left: left.size });
      after = takingFrom(standing, places, taken);
      // What is still open goes on as a proposal on the text as it is now.
      rest = takingFrom(standing, places, new Set([...taken, ...others]));
      return after;
    },
    actor,
    means,
    async (tx, locked) => {
      const at = means.clock.now();
      const settled = count.open === 0;
      const updated = await tx
        .updateTable("draft_proposal")
        .set({
          base: JSON.stringify(after),
          proposed: JSON.stringify(rest),
          taken: (row.taken ?? 0) + count.taken,
          left_out: (row.left_out ?? 0) + count.left,
          ...(settled ? { settled_at: at, settled_by: actor.officer, settled_by_name: actor.name } : {}),
        })
        .where("draft_id", "=", draft)
        .where("id", "=", id)
        .where("settled_at", "is", null)
        .executeTakeFirst();
      if (updated.numUpdatedRows !== 1n) throw gone();
      const details = { proposal: id, taken: count.taken, left: count.left };
      const event = { what: "settle-proposal", by: actor, at, version: locked.version, details };
      await tell(tx, locked, event, "draft.write", actor.address);
    },
  );
  return { open: count.open };
}

function placesOf(base: DraftText, proposed: DraftText, standing: DraftText): { part: Part; place: Pencilled }[] {
  return parts.flatMap((part) =>
    pencilled(base[part], proposed[part], standing[part]).map((place) => ({ part, place })),
  );
}

function takingFrom(
  standing: DraftText,
  places: readonly { part: Part; place: Pencilled }[],
  taken: ReadonlySet<number>,
): DraftText {
  const text = { ...standing };
  for (const part of parts) {
    const own = places.map((one, index) => ({ ...one, index })).filter((one) => one.part === part);
    text[part] = taking(
      standing[part],
      own.map(({ place }) => place),
      new Set(own.flatMap(({ index }, at) => (taken.has(index) ? [at] : []))),
    );
  }
  return readDraftText(text);
}

type LineRow = {
  id: number;
  officer: number;
  name: string;
  at: Date;
  note: string;
  settled_at: Date | null;
  settled_by_name: string | null;
  taken: number | null;
  left_out: number | null;
};

function lineOf(row: LineRow): ProposalLine {
  return {
    id: row.id,
    by: { officer: row.officer, name: row.name },
    at: row.at,
    note: row.note,
    ...(row.settled_at === null
      ? {}
      : {
          settled: {
            by: row.settled_by_name ?? "",
            at: row.settled_at,
            taken: row.taken ?? 0,
            left: row.left_out ?? 0,
          },
        }),
  };
}

function gone(): Fault {
  return new Fault("not-found", "That proposal is not open any more.", [], "Esa propuesta ya no está abierta.");
}

function changed(): Fault {
  return new Fault(
    "conflict",
    "The text has changed since this page was opened: open it again and decide on what stands now.",
    [],
    "El texto cambió desde que se abrió esta página: ábrala de nuevo y decida sobre lo que dice ahora.",
  );
}
