import type { Insertable } from "kysely";
import type { Actor } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import type { Transaction } from "../store/database.ts";
import type { Schema } from "../store/schema.ts";
import type { DraftContent, Purpose } from "./draft.ts";
import { contentColumns, type LockedDraft, type VersionWhy } from "./drafts.ts";

export type Begun = {
  purpose: Purpose;
  institution: string;
  of?: { statement: number; edition: number };
  content: DraftContent;
};

/** When this returns, the draft stands in `tx` with its first version, in whatever state; one that is scheduled is typed on no more. */
export async function insertDraft(
  tx: Transaction,
  { purpose, institution, of, content }: Begun,
  by: { officer?: number; name: string },
  at: Date,
  standing: Partial<
    Pick<Insertable<Schema["draft"]>, "state" | "publish_at" | "urgent" | "key" | "wrote_last" | "started_by">
  >,
): Promise<number> {
  const columns = contentColumns(content);
  const { id } = await tx
    .insertInto("draft")
    .values({
      purpose,
      institution,
      of_statement: of?.statement ?? null,
      of_edition: of?.edition ?? null,
      ...columns,
      ...standing,
      started_at: at,
      changed_at: at,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await tx
    .insertInto("draft_version")
    .values({
      draft_id: id,
      version: 1,
      ...columns,
      officer: by.officer ?? null,
      name: by.name,
      why: "started",
      started_at: at,
      saved_at: at,
      closed: standing.state === "scheduled",
    })
    .execute();
  return id;
}

/** What one officer goes on typing is one version, for so long. */
const oneVersionFor = 5 * 60_000;

/**
 * When this returns, the draft has that content as its next version, which is kept: by itself, or with what the same
 * officer has typed in the last five minutes if nobody has acted on it since. With `together` whoever types meanwhile in
 * the same text goes on in it, named beside them: two who write at once would else make a version of every syllable.
 * Returns the version's number.
 */
export async function keepVersion(
  tx: Transaction,
  draft: LockedDraft,
  content: DraftContent,
  why: VersionWhy,
  actor: Actor,
  at: Date,
  together = false,
): Promise<number> {
  const version = draft.version + 1;
  const newest = await tx
    .selectFrom("draft_version")
    .select(["id", "officer", "name", "started_at", "closed", "why"])
    .where("draft_id", "=", draft.id)
    .where("version", "=", draft.version)
    .where("set_aside", "=", false)
    .executeTakeFirstOrThrow();
  const goesOn =
    why === "typed" &&
    newest.why === "typed" &&
    !newest.closed &&
    (together || newest.officer === actor.officer) &&
    at.getTime() - newest.started_at.getTime() < oneVersionFor;
  const columns = { ...contentColumns(content), version, saved_at: at };
  const names = newest.name.split(", ").includes(actor.name) ? newest.name : `${newest.name}, ${actor.name}`;
  const hands = together ? { officer: actor.officer, name: names } : {};
  if (goesOn) {
    await tx
      .updateTable("draft_version")
      .set({ ...columns, ...hands })
      .where("id", "=", newest.id)
      .execute();
  } else {
    await tx
      .insertInto("draft_version")
      .values({ draft_id: draft.id, ...columns, officer: actor.officer, name: actor.name, why, started_at: at })
      .execute();
  }
  if (!goesOn || (together && names !== newest.name)) {
    const { id, institution } = draft;
    const details = { what: why, version };
    await writeTrail(tx, { at, actor, action: "draft.write", institution, about: `draft ${id}`, details });
  }
  await tx
    .updateTable("draft")
    .set({ ...contentColumns(content), version, wrote_last: actor.officer, changed_at: at })
    .where("id", "=", draft.id)
    .execute();
  await addAuthor(tx, draft.id, actor, at);
  return version;
}

/** When this returns, the version that stands is kept by itself, whatever is typed next. Returns its row's id. */
export async function closeVersion(tx: Transaction, draft: LockedDraft): Promise<number> {
  const { id } = await tx
    .updateTable("draft_version")
    .set({ closed: true })
    .where("draft_id", "=", draft.id)
    .where("version", "=", draft.version)
    .where("set_aside", "=", false)
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

export async function addAuthor(tx: Transaction, draft: number, actor: Actor, at: Date): Promise<void> {
  await tx
    .insertInto("draft_author")
    .values({ draft_id: draft, officer: actor.officer, name: actor.name, since: at })
    .onConflict((conflict) => conflict.columns(["draft_id", "officer"]).doNothing())
    .execute();
}
