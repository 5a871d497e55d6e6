import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, type Reader, type Transaction, transact } from "../store/database.ts";
import { intake } from "../text/intake.ts";
import { lockDraft } from "./drafts.ts";
import { institutionOf, type Named } from "./find-draft.ts";

/** What officers say to each other beside a text, with the answers to it. Nothing of it is ever published. */
export type Comment = {
  id: number;
  by: Named;
  at: Date;
  /** The words of the text that it is about, as they were then. */
  passage?: string;
  /** Where those words are now, however they have moved: places in the shared text, for the editor. */
  anchor?: Anchor;
  body: string;
  settled?: { by: string; at: Date };
  answers: Omit<Comment, "answers" | "settled" | "passage" | "anchor">[];
};
/** Two relative positions of Yjs in the shared body, in base64. */
export type Anchor = { anchor: string; head: string };

export const commentLimits = { body: 4_000, passage: 500 } as const;

/** The open ones first, each group in the order in which they were said; none for whoever may not read the draft. */
export async function listComments(db: Reader, draft: number, actor: Actor): Promise<Comment[]> {
  if ((await institutionOf(db, draft, actor)) === undefined) return [];
  const rows = await db
    .selectFrom("draft_comment")
    .leftJoin("officer", "officer.id", "draft_comment.settled_by")
    .selectAll("draft_comment")
    .select("officer.name as settler")
    .where("draft_id", "=", draft)
    .orderBy("draft_comment.id")
    .execute();
  const said = rows.map((row) => ({
    row,
    comment: { id: row.id, by: { officer: row.officer, name: row.name }, at: row.at, body: row.body },
  }));
  return said
    .filter(({ row }) => row.answers === null)
    .map(({ row, comment }) => ({
      ...comment,
      ...(row.passage === null ? {} : { passage: row.passage }),
      ...(row.anchor === null ? {} : { anchor: row.anchor as Anchor }),
      ...(row.settled_at === null ? {} : { settled: { by: row.settler ?? "", at: row.settled_at } }),
      answers: said.filter((one) => one.row.answers === row.id).map((one) => one.comment),
    }))
    .toSorted((a, b) => Number(a.settled !== undefined) - Number(b.settled !== undefined));
}

/** When this returns, it stands beside the draft for whoever may read it; an answer, under what it answers, which is open again. */
export function commentOn(
  db: Database,
  draft: number,
  { body, passage = "", anchor, answers }: { body: string; passage?: string; anchor?: Anchor; answers?: number },
  actor: Actor,
  means: Means,
): Promise<{ id: number }> {
  const said = take("comment", body, commentLimits.body);
  if (said === "")
    throw new Fault(
      "invalid",
      "comment: it is empty. Write something, or leave it.",
      [],
      "comentario: está vacío. Escriba algo, o déjelo.",
    );
  const about = take("passage", passage, commentLimits.passage);
  return transact(db, async (tx) => {
    await lockDraft(tx, draft, actor, "draft.comment");
    if (answers !== undefined) await settle(tx, draft, answers, undefined);
    const { id } = await tx
      .insertInto("draft_comment")
      .values({
        draft_id: draft,
        answers: answers ?? null,
        at: means.clock.now(),
        officer: actor.officer,
        name: actor.name,
        passage: about === "" || answers !== undefined ? null : about,
        anchor: about === "" || answers !== undefined || anchor === undefined ? null : JSON.stringify(anchor),
        body: said,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    return { id };
  });
}

/** When this returns, what was said there is done with, and kept. */
export async function settleComment(
  db: Database,
  draft: number,
  comment: number,
  actor: Actor,
  means: Means,
): Promise<void> {
  await transact(db, async (tx) => {
    await lockDraft(tx, draft, actor, "draft.comment");
    await settle(tx, draft, comment, { settled_at: means.clock.now(), settled_by: actor.officer });
  });
}

async function settle(
  tx: Transaction,
  draft: number,
  comment: number,
  settled: { settled_at: Date; settled_by: number } | undefined,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable("draft_comment")
    .set(settled ?? { settled_at: null, settled_by: null })
    .where("id", "=", comment)
    .where("draft_id", "=", draft)
    .where("answers", "is", null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n)
    throw new Fault(
      "not-found",
      "That comment is not beside this draft.",
      [],
      "Ese comentario no es de este borrador.",
    );
}

function take(field: string, text: string, limit: number): string {
  const taken = intake(text).trim();
  if ([...taken].length <= limit) return taken;
  throw new Fault(
    "too-large",
    `${field}: it has more than ${limit} characters. Shorten it.`,
    [],
    `${field === "comment" ? "comentario" : "pasaje"}: tiene más de ${limit} caracteres. Acórtelo.`,
  );
}

/** What an editor says of a passage's place; undefined for what none of ours writes. */
export function readAnchor(written: string): Anchor | undefined {
  if (written.length > 1_000) return undefined;
  try {
    const { anchor, head } = Object(JSON.parse(written)) as { anchor?: unknown; head?: unknown };
    return isPlace(anchor) && isPlace(head) ? { anchor, head } : undefined;
  } catch {
    return undefined;
  }
}

function isPlace(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z0-9+/=]{1,400}$/.test(value);
}
