import { type Actor, may, permit } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, transact } from "../store/database.ts";
import { commandLine, lockAnyDraft } from "./drafts.ts";
import { takeReason } from "./text.ts";
import { begin, follow } from "./workflow.ts";

/**
 * When this returns, a second person has looked at what went out urgently, with what they had to remark, and nobody waits
 * for it any more. Fault("forbidden") for whoever published it or alone wrote it.
 */
export async function reviewPublication(
  db: Database,
  { number, edition }: { number: string; edition: number },
  { remark = "" }: { remark?: string },
  actor: Actor,
  means: Means,
): Promise<void> {
  await transact(db, async (tx) => {
    const review = await tx
      .selectFrom("publication_review")
      .innerJoin("statement", "statement.id", "publication_review.statement_id")
      .leftJoin("draft", (join) =>
        join
          .onRef("draft.published_statement", "=", "publication_review.statement_id")
          .onRef("draft.published_edition", "=", "publication_review.edition"),
      )
      .select([
        "publication_review.statement_id as statement",
        "publication_review.institution",
        "publication_review.officer",
        "publication_review.reviewed_by",
        "draft.id as draft",
      ])
      .where("statement.number", "=", number)
      .where("publication_review.edition", "=", edition)
      .forUpdate("publication_review")
      .executeTakeFirst();
    if (review === undefined || !may(actor, "draft.read", review.institution)) throw nothingToReview(number);
    const { institution, officer, reviewed_by: reviewedBy } = review;
    permit(actor, "publication.review", institution);
    const draft = review.draft === null ? undefined : await lockAnyDraft(tx, review.draft);
    // What the command line published has no draft; nobody of this office is known to have written it.
    const course = draft?.course ?? {
      ...begin(commandLine, ""),
      state: "published" as const,
      authors: [],
      urgent: { officer: officer ?? commandLine, ...(reviewedBy === null ? {} : { reviewedBy }) },
    };
    follow(course, { move: "review-afterwards", by: actor.officer });
    const at = means.clock.now();
    const said = remark.trim() === "" ? null : takeReason("reason", remark);
    await tx
      .updateTable("publication_review")
      .set({ reviewed_by: actor.officer, reviewed_by_name: actor.name, reviewed_at: at, remark: said })
      .where("statement_id", "=", review.statement)
      .where("edition", "=", edition)
      .execute();
    const details = { edition, ...(said === null ? {} : { remark: said }) };
    await writeTrail(tx, { at, actor, action: "publication.review", institution, about: number, details });
  });
}

function nothingToReview(number: string): Fault {
  return new Fault(
    "not-found",
    `Nothing of ${number} waits for a review by you. See the board.`,
    [],
    `Nada de ${number} espera una revisión suya. Vea el tablero.`,
  );
}
