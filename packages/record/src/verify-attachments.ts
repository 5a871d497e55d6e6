import { equalBytes, hex, readBase64 } from "./bytes.ts";
import type { Bundle } from "./bundle.ts";
import { commitAttachment } from "./content.ts";
import { Refusal } from "./refusal.ts";
import type { Attachment, StatementContent } from "./statement.ts";
import type { Outcome, Verification } from "./verification.ts";

/** Step 9: each listed file that is at hand is the one that the content commits to, by size and commitment. */
export function checkAttachments(
  verification: Verification,
  bundle: Bundle,
  statement: StatementContent,
): Outcome<never> {
  const salts = bundle.attachments;
  const listed = statement.attachments;
  if (salts !== undefined && salts.length !== listed.length) {
    throw new Refusal("count-differs", { listed: listed.length, supplied: salts.length });
  }
  const files = listed.map((attachment, at) => ({
    name: attachment.name,
    checked: isChecked(verification, attachment, salts?.[at]?.salt),
  }));
  const detail = { files };
  if (files.some(({ checked }) => !checked)) return { status: "not-checked", reason: "not-supplied", detail };
  return { detail };
}

/** Of a content that lists no files. */
export function checkNoAttachments({ attachments }: Bundle): Outcome<never> {
  if (attachments !== undefined) throw new Refusal("count-differs", { listed: 0, supplied: attachments.length });
  return { status: "not-checked", reason: "not-a-statement" };
}

function isChecked({ attachments, hash }: Verification, attachment: Attachment, salt: string | undefined): boolean {
  const { name, commitment } = attachment;
  const committed = readBase64(commitment, "attachment.commitment");
  const file = attachments.get(hex(committed));
  if (file === undefined || salt === undefined) return false;
  if (file.length !== attachment.bytes)
    throw new Refusal("size-differs", { name, expected: attachment.bytes, found: file.length });
  if (!equalBytes(commitAttachment(hash, readBase64(salt, "attachment.salt"), file), committed)) {
    throw new Refusal("commitment-differs", { name });
  }
  return true;
}
