import { answer, type AnswerContent } from "./answer.ts";
import { joined, utf8, type Hash } from "./bytes.ts";
import type { Act } from "./entry.ts";
import { canonicalize, readCanonical, type Json } from "./json.ts";
import { Malformed } from "./malformed.ts";
import { NewerFormat } from "./newer-format.ts";
import { fieldsOf, integer, literal, object, show, slug, text, words, type Check, type Checked } from "./schema.ts";
import { statement, type StatementContent } from "./statement.ts";
import { transcript, type TranscriptContent } from "./transcript.ts";
import { foldPlan, inclusionPlan, leafHash, nodeHash, rootOfLeaves } from "./tree.ts";

const withdrawal = object({ format: literal("voceria/withdrawal/v1"), reason: words });

const registerFields = object(
  {
    change: literal("new", "correction", "change", "retraction"),
    data: registerData,
    format: literal("voceria/register/v1"),
    id: slug,
    kind: slug,
    source: object({ id: slug, locator: text }),
  },
  { reason: words },
);

/** A retraction says nothing of the thing but that it never was so, and why. */
function registerItem(value: Json, where: string): Checked<typeof registerFields> {
  const item = registerFields(value, where);
  if (item.change !== "retraction") return item;
  if (Object.keys(item.data).length > 0) throw new Malformed("a retraction states nothing", `${where}.data`);
  if (item.reason === undefined) throw new Malformed("a retraction without its reason", where);
  return item;
}

const formats = {
  "voceria/statement/v1": statement,
  "voceria/withdrawal/v1": withdrawal,
  "voceria/register/v1": registerItem,
  "voceria/transcript/v1": transcript,
  "voceria/answer/v1": answer,
} as const satisfies Record<string, Check<unknown>>;

export type WithdrawalContent = Checked<typeof withdrawal>;
/** One assertion of the register. The schema of `data` for each kind is the register's own. */
export type RegisterItem = Checked<typeof registerItem>;
export type Content = StatementContent | WithdrawalContent | RegisterItem | TranscriptContent | AnswerContent;

/** Reads the bytes of a content: canonical JSON of a known `format`; an unknown format or field throws `NewerFormat`. */
export function readContent(bytes: Uint8Array, where = "content"): Content {
  return checkContent(readCanonical(bytes, where), where);
}

/** The same for a value that is already parsed. */
export function checkContent(value: Json, where = "content"): Content {
  const { format } = fieldsOf(value, where);
  if (typeof format !== "string") throw new Malformed(`${show(format)} is not a format`, `${where}.format`);
  if (!Object.hasOwn(formats, format)) throw new NewerFormat(`unknown format ${show(format)}`, `${where}.format`);
  return formats[format as keyof typeof formats](value, where);
}

/**
 * Refuses a content under an act that it does not belong to: a correction has its note and severity and
 * nothing else has; an import names its source; a transcript is of the version that its act begins.
 */
export function checkContentFits(act: Act, content: Content, where = "content"): void {
  const format = formatOf[act];
  if (content.format !== format) throw new Malformed(`${content.format} stands under ${act}`, where);
  if (content.format === "voceria/withdrawal/v1" || content.format === "voceria/register/v1") return;
  const corrected = act === "statement.corrected" || act === "transcript.corrected" || act === "question.corrected";
  for (const field of ["note", "severity"] as const) {
    if ((content[field] !== undefined) !== corrected) {
      throw new Malformed(corrected ? `a correction without ${field}` : `${act} has no ${field}`, where);
    }
  }
  if (content.format === "voceria/answer/v1") return;
  if (content.format === "voceria/transcript/v1") {
    if (!corrected && act !== `transcript.${content.version}`)
      throw new Malformed(`a transcript that is ${content.version} stands under ${act}`, where);
    return;
  }
  if (act === "statement.imported" && content.source === undefined)
    throw new Malformed("an import without its source", where);
  if (act === "statement.published" && content.source !== undefined) throw new Malformed(`${act} has no source`, where);
}

const formatOf: Record<Act, Content["format"] | undefined> = {
  "statement.published": "voceria/statement/v1",
  "statement.corrected": "voceria/statement/v1",
  "statement.imported": "voceria/statement/v1",
  "statement.withdrawn": "voceria/withdrawal/v1",
  "transcript.certified": "voceria/transcript/v1",
  "transcript.edited": "voceria/transcript/v1",
  "transcript.imported": "voceria/transcript/v1",
  "transcript.corrected": "voceria/transcript/v1",
  "question.answered": "voceria/answer/v1",
  "question.corrected": "voceria/answer/v1",
  "question.withdrawn": "voceria/withdrawal/v1",
  "register.asserted": "voceria/register/v1",
  "content.erased": undefined,
  "state.asserted": undefined,
};

/** SHA-256("voceria/content/v1\n" ‖ salt ‖ JCS(content)). The salt has 32 random bytes of its own for each content. */
export function commitContent(hash: Hash, salt: Uint8Array, content: Json): Uint8Array {
  return commitBytes(hash, salt, utf8(canonicalize(content)));
}

/** The same over bytes that are already the content's canonical JSON. */
export function commitBytes(hash: Hash, salt: Uint8Array, contentBytes: Uint8Array): Uint8Array {
  return commit(hash, contentDomain, salt, contentBytes);
}

/** SHA-256("voceria/attachment/v1\n" ‖ salt ‖ bytes). */
export function commitAttachment(hash: Hash, salt: Uint8Array, bytes: Uint8Array): Uint8Array {
  return commit(hash, attachmentDomain, salt, bytes);
}

const contentDomain = utf8("voceria/content/v1\n");
const attachmentDomain = utf8("voceria/attachment/v1\n");

function commit(hash: Hash, domain: Uint8Array, salt: Uint8Array, bytes: Uint8Array): Uint8Array {
  if (salt.length !== 32) throw new Malformed(`a salt of ${salt.length} bytes instead of 32`, "commitment");
  return hash(joined(domain, salt, bytes));
}

/** The root of a batch: RFC 6962 over the items' commitments as leaves. */
export function batchRoot(hash: Hash, commitments: readonly Uint8Array[]): Uint8Array {
  return rootOfLeaves(
    hash,
    commitments.map((commitment) => leafHash(hash, commitment)),
  );
}

/** The audit path of one item of a batch, from its leaf to the root. */
export function batchPath(hash: Hash, commitments: readonly Uint8Array[], item: number): Uint8Array[] {
  if (!Number.isInteger(item) || item < 0 || item >= commitments.length) {
    throw new Malformed(`no item ${item} in a batch of ${commitments.length}`, "batch");
  }
  const levels = [commitments.map((commitment) => leafHash(hash, commitment))];
  for (let level = levels[0]!; level.length > 1; levels.push(level)) level = pairs(hash, level);
  return foldPlan(hash, inclusionPlan(item, commitments.length), ({ level, index }) => levels[level]![index]!);
}

/** The nodes over the complete pairs of a level; a leaf left over stays below. */
function pairs(hash: Hash, level: readonly Uint8Array[]): Uint8Array[] {
  const above: Uint8Array[] = [];
  for (let at = 0; at + 1 < level.length; at += 2) above.push(nodeHash(hash, level[at]!, level[at + 1]!));
  return above;
}

/** Texts, whole numbers, truth values, lists and objects; no null, no fraction. */
function registerData(value: Json, where: string): { readonly [field: string]: Json } {
  const fields = fieldsOf(value, where);
  checkData(fields, where);
  return fields;
}

function checkData(value: Json, where: string): void {
  if (typeof value === "boolean") return;
  if (typeof value === "string") text(value, where);
  else if (typeof value === "number") integer()(value, where);
  else if (value === null) throw new Malformed("null: leave the field out instead", where);
  else for (const [key, held] of Object.entries(value)) checkData(held, `${where}.${text(key, where)}`);
}
