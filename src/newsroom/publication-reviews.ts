import { sql } from "kysely";
import { type Actor, institutionsFor } from "../access/rights.ts";
import type { Reader, Transaction } from "../store/database.ts";
import type { Done } from "./idempotency.ts";

/**
 * In whose hand a text goes out. `urgent`: without what is ordinarily needed, for that reason; another officer reviews it
 * afterwards.
 */
export type Signed = { name: string; officer?: number; urgent?: { reason: string } };

/** Within so long somebody else looks at what went out urgently; after that it is overdue. */
const reviewWithin = 24 * 3_600_000;

/** When this returns, an urgent publication stands among those to be reviewed; any other is as it was. */
export async function enterReview(tx: Transaction, done: Done, signed: Signed, institution: string): Promise<void> {
  if (signed.urgent === undefined) return;
  await tx
    .insertInto("publication_review")
    .values({
      statement_id: done.statement,
      edition: done.edition,
      institution,
      reason: signed.urgent.reason,
      officer: signed.officer ?? null,
      name: signed.name,
      published_at: done.at,
      due_at: new Date(done.at.getTime() + reviewWithin),
    })
    .execute();
}

export type PublicationToReview = {
  number: string;
  edition: number;
  title: string;
  reason: string;
  by: string;
  publishedAt: Date;
  dueAt: Date;
  /** The draft that it came from; the command line's have none. */
  draft?: number;
};

/** What went out urgently and nobody else has looked at yet, the longest due first. */
export async function listReviews(db: Reader, actor: Actor): Promise<PublicationToReview[]> {
  const institutions = institutionsFor(actor, "draft.read");
  const { rows } = await sql<Row>`
    select s.number, r.edition, e.title, r.reason, r.name, r.published_at, r.due_at, d.id as draft
    from publication_review r
    join statement s on s.id = r.statement_id
    join edition e on e.statement_id = r.statement_id and e.edition = r.edition
    left join draft d on d.published_statement = r.statement_id and d.published_edition = r.edition
    where r.reviewed_at is null and r.institution = any(${institutions}::text[])
    order by r.due_at, r.statement_id, r.edition`.execute(db);
  return rows.map(({ name, published_at: publishedAt, due_at: dueAt, draft, ...row }) => ({
    ...row,
    by: name,
    publishedAt,
    dueAt,
    ...(draft === null ? {} : { draft }),
  }));
}

type Row = {
  number: string;
  edition: number;
  title: string;
  reason: string;
  name: string;
  published_at: Date;
  due_at: Date;
  draft: number | null;
};
