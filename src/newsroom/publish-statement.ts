import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, transact } from "../store/database.ts";
import { attachmentsAsAsked, readAttachments } from "./attachments.ts";
import { enterPublication, onItsDay, readPublication } from "./enter-publication.ts";
import type { Signed } from "./publication-reviews.ts";
import { actOnce, type Published } from "./idempotency.ts";
import type { StatementDraft } from "./statement-draft.ts";

/** `by` names whoever publishes; `key` makes the act idempotent; `urgent`: for this reason, to be reviewed afterwards. */
export type Hand = { by: string; key?: string; urgent?: { reason: string } };

/**
 * When this returns, the statement, its first edition and its record entry are committed together, and whoever follows
 * the record is told. When it throws, nothing of it stands: no row, no entry, no number.
 * A named speaker must certainly hold a post that speaks on the office's day of publication (Fault "unconfirmed").
 */
export async function publishStatement(
  db: Database,
  draft: StatementDraft,
  hand: Hand,
  means: Means,
): Promise<Published> {
  const signed = signedBy(hand);
  const { attachments: given = [], ...rest } = draft;
  const files = await readAttachments(db, given);
  const publication = readPublication(rest, files);
  const { key } = hand;
  const body = files.length === 0 ? rest : { ...rest, attachments: attachmentsAsAsked(files) };
  const request = { ...(key === undefined ? {} : { key }), act: "publish" as const, body };
  return onItsDay(means, (now) =>
    transact(db, (tx) => actOnce(tx, request, means, () => enterPublication(tx, publication, signed, now, means))),
  );
}

export function signedBy({ by, urgent }: Hand): Signed {
  return { name: readOfficer(by), ...(urgent === undefined ? {} : { urgent }) };
}

/** By whose hand: a name on one line, kept with the edition and shown to nobody outside. */
export function readOfficer(by: string): string {
  const name = by.normalize("NFC").trim();
  if (name === "" || name.length > 200 || /\p{Cc}/u.test(name))
    throw new Fault(
      "invalid",
      "The officer who publishes must be named, with 1 to 200 characters on one line.",
      [],
      "Falta el nombre de quien publica: de 1 a 200 caracteres, en una línea.",
    );
  return name;
}
