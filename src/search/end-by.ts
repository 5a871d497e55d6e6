import { sql } from "kysely";
import type { Transaction } from "../store/database.ts";

/** From here on the database ends what it is asked, in this transaction, when the time is over. */
export type EndBy = (tx: Transaction) => Promise<void>;

/** So much later than its time something may end, for the database not to be told anew before each question. */
const slack = 50;

/** What the database says of a statement that it ended for its time. */
export function timeIsOver(error: unknown): boolean {
  return (error as { code?: string }).code === "57014";
}

/** `until`: by the clock of `performance`. `byIndex`: documents are read as an index of words gives them, never one after another. */
export function endBy(until: number, { byIndex = false }: { byIndex?: boolean } = {}): EndBy {
  let told: number | undefined;
  return async (tx) => {
    const now = performance.now();
    if (told !== undefined && now - told < slack) return;
    const left = String(Math.max(1, Math.ceil(until - now)));
    await sql`select set_config('statement_timeout', ${left}, true), set_config('jit', 'off', true) ${told === undefined && byIndex ? sql`, ${indexed("off")}` : sql``}`.execute(
      tx,
    );
    told = now;
  };
}

/** The same for a search whose words say nothing to the index: newest first, as an index of days has them. */
export async function inOrder(tx: Transaction): Promise<void> {
  await sql`select ${indexed("on")}`.execute(tx);
}

function indexed(others: "on" | "off") {
  return sql`set_config('enable_seqscan', ${others}, true), set_config('enable_indexscan', ${others}, true)`;
}
