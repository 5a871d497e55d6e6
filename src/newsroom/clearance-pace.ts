import { sql } from "kysely";
import { Fault } from "../fault.ts";
import type { Transaction } from "../store/database.ts";
import type { ReadClearance } from "./clearance.ts";

const minute = 60_000;
/** One official about one text; one address about whatever; one officer to whomever. Beyond a crowded hour, and no way to flood a mailbox. */
const askedAboutOne = { times: 6, within: 15 * minute };
const askedAtAll = { times: 30, within: 60 * minute };
const askingAtAll = { times: 60, within: 60 * minute };
/** Answers of one official to one question: so many are mailed at once, then one mail gathers the newest; then no more are taken. */
const answersMailed = 4;
const answersTaken = 20;
const answersWithin = 60 * minute;
export const gatheredFor = 15 * minute;

/** Called in the transaction that asks. Fault("too-many") says who has had how many mails. */
export async function checkAsking(
  tx: Transaction,
  draft: number,
  { mail, official }: ReadClearance,
  officer: number,
  at: Date,
): Promise<void> {
  // Counted by one at a time, whatever drafts they are about.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`clearance to ${mail.toLowerCase()}`}, 0))`.execute(tx);
  const before = (within: number) => new Date(at.getTime() - within);
  const { rows } = await sql<{ one: number; all: number; own: number }>`
    select count(*) filter (where lower(mail) = ${mail.toLowerCase()} and draft_id = ${draft}
        and asked_at > ${before(askedAboutOne.within)})::int as one,
      count(*) filter (where lower(mail) = ${mail.toLowerCase()})::int as all,
      count(*) filter (where asked_by = ${officer})::int as own
    from clearance where asked_at > ${before(askedAtAll.within)}`.execute(tx);
  const { one, all, own } = rows[0] ?? { one: 0, all: 0, own: 0 };
  if (one >= askedAboutOne.times)
    throw new Fault(
      "too-many",
      `${official} was asked about this text ${one} times within a quarter of an hour, each time by mail. Telephone, or wait.`,
      [],
      `A ${official} ya se le consultó este texto ${one} veces en un cuarto de hora, cada vez por correo. Llame por teléfono, o espere.`,
    );
  if (all >= askedAtAll.times)
    throw new Fault(
      "too-many",
      `${official} was sent ${all} questions within an hour. Telephone, or wait.`,
      [],
      `A ${official} se le enviaron ${all} consultas en una hora. Llame por teléfono, o espere.`,
    );
  if (own >= askingAtAll.times)
    throw new Fault(
      "too-many",
      `You have sent ${own} questions to officials within an hour. Wait, or let a colleague ask.`,
      [],
      `Usted envió ${own} consultas en una hora. Espere, o pida a una persona de su equipo que consulte.`,
    );
}

/** Whether an answer to that question is mailed at once, or gathered with those that follow. Fault("too-many") where it is one too many. */
export async function paceOfAnswer(
  tx: Transaction,
  draft: number,
  clearance: number,
  at: Date,
): Promise<"now" | "gathered"> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from draft_event
    where draft_id = ${draft} and what in ('clearance-given', 'clearance-objected')
      and (details->>'clearance')::bigint = ${clearance} and at > ${new Date(at.getTime() - answersWithin)}`.execute(
    tx,
  );
  const count = rows[0]?.count ?? 0;
  if (count >= answersTaken)
    throw new Fault(
      "too-many",
      `You have changed your answer ${count} times within an hour; the last one stands. Wait a while, or telephone whoever asked.`,
      [],
      `Usted cambió su respuesta ${count} veces en una hora; vale la última. Espere un rato, o llame a quien le consultó.`,
    );
  return count < answersMailed ? "now" : "gathered";
}
