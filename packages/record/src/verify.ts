import { readBase64, type Hash } from "./bytes.ts";
import { readBundleFile, type Bundle } from "./bundle.ts";
import { checkCommitment } from "./committed.ts";
import { checkContent, checkContentFits, type Content } from "./content.ts";
import type { StatementContent } from "./statement.ts";
import { readEntry, type Entry } from "./entry.ts";
import { Refusal } from "./refusal.ts";
import { voicesOf } from "./transcript.ts";
import { Verification, type Outcome, type Report, type VerifyOptions } from "./verification.ts";
import { checkAttachments, checkNoAttachments } from "./verify-attachments.ts";
import { checkNewest } from "./verify-newest.ts";
import { checkVoice } from "./verify-voice.ts";
import { cosignaturesInDetail, cosignedEnough, existedBy, instantOf, type Witnessed } from "./witnessed.ts";

/**
 * Verifies a bundle (record.md, section 4) without a network. Whatever the bytes are, the answer is a report; what
 * throws is `Malformed` for a policy that cannot be read. Up to 32 MiB; the time is linear in the bytes.
 */
export async function verifyBundle(bytes: Uint8Array, options: VerifyOptions): Promise<Report> {
  const verification = new Verification(options);
  const bundle = await verification.step("format", () => ({ value: readBundleFile(bytes) }));
  if (bundle === undefined) return verification.report;
  const entry = await verifyEntry(verification, bundle.proof, readBase64(bundle.entry, "bundle.entry"));
  if (entry === undefined) return verification.report;
  await verifyContent(verification, bundle, entry);
  await verification.step("newest", () => checkNewest(verification, bundle, entry));
  return verification.report;
}

/** Verifies an entry's own bytes under its `.tlog-proof`: no content is looked at. Otherwise as `verifyBundle`. */
export async function verifyProof(proof: string, entry: Uint8Array, options: VerifyOptions): Promise<Report> {
  const verification = new Verification(options);
  verification.set("format", { status: "established" });
  await verifyEntry(verification, proof, entry);
  return verification.report;
}

/** Steps 3 to 7 on the bundle's own entry, each its own finding. */
async function verifyEntry(
  verification: Verification,
  proofText: string,
  bytes: Uint8Array,
): Promise<Entry | undefined> {
  const opened = await verification.step("checkpoint", async () => {
    const { proof, witnessed } = await verification.open(proofText);
    const { origin, size } = witnessed.checkpoint;
    return { value: { proof, witnessed }, detail: { origin, size } };
  });
  if (opened === undefined) return undefined;
  const { proof, witnessed } = opened;
  verification.witnessed = witnessed;
  verification.note({ origin: witnessed.checkpoint.origin, size: witnessed.checkpoint.size });

  await verification.step("witnesses", () => checkWitnesses(verification, witnessed));
  const included = await verification.step("inclusion", () => {
    verification.checkLeaf(bytes, proof, witnessed);
    return { value: true, detail: { index: proof.index, size: witnessed.checkpoint.size } };
  });
  if (included === undefined) return undefined;
  verification.ownIndex = proof.index;
  verification.note({ index: proof.index });

  const entry = await verification.step("entry", () => {
    const read = readEntry(bytes);
    return { value: read, detail: { act: read.act, at: read.at } };
  });
  if (entry !== undefined) verification.note({ entry });
  return entry;
}

/** Step 6. The times are the witnesses' own, the one bound on when that does not rest on the office's word. */
function checkWitnesses(verification: Verification, witnessed: Witnessed): Outcome<never> {
  const { policy } = verification;
  const quorumMet = cosignedEnough(policy, witnessed);
  const time = existedBy(policy, witnessed.cosignatures);
  const detail = {
    cosignatures: cosignaturesInDetail(witnessed.cosignatures),
    // In seconds since 1970, since such a clock may show a year that no instant has.
    ...(witnessed.ahead.length > 0 && { ahead: witnessed.ahead.map(({ time, witness }) => ({ time, witness })) }),
    ...(witnessed.unsupported.length > 0 && { unsupported: witnessed.unsupported }),
    ...(policy.quorum !== undefined && { quorum: policy.quorum }),
  };
  verification.note({ quorumMet });
  if (policy.quorum === undefined) return { status: "not-established", reason: "no-witness-asked", detail };
  if (time === undefined) return { status: "not-established", reason: "quorum-not-met", detail };
  verification.note({ existedBy: instantOf(time) });
  return { detail: { ...detail, existedBy: instantOf(time) } };
}

/** Steps 8 to 10. */
async function verifyContent(verification: Verification, bundle: Bundle, entry: Entry): Promise<void> {
  const content = await verification.step("content", () => checkCommitted(verification.hash, bundle, entry));
  if (content !== undefined) verification.note({ content });
  if (content?.format === "voceria/statement/v1") {
    const statement: StatementContent = content;
    await verification.step("attachments", () => checkAttachments(verification, bundle, statement));
    await verification.step("voice", () => checkVoice(verification, bundle, statement.voice));
    return;
  }
  if (content?.format === "voceria/transcript/v1" || content?.format === "voceria/answer/v1") {
    const voice = content.format === "voceria/answer/v1" ? content.voice : voicesOf(content);
    await verification.step("attachments", () => checkNoAttachments(bundle));
    // A transcript is nobody's voice but that of whoever speaks in it: where none of them holds a post there is nothing to back.
    if (voice.length === 0 && content.format === "voceria/transcript/v1" && bundle.register === undefined)
      verification.set("voice", { status: "not-checked", reason: "attribution-only" });
    else await verification.step("voice", () => checkVoice(verification, bundle, voice));
    return;
  }
  const carried = { attachments: bundle.attachments, voice: bundle.register };
  for (const name of ["attachments", "voice"] as const) {
    if (content === undefined) verification.set(name, { status: "not-checked", reason: "content-not-established" });
    else
      verification.set(name, {
        status: carried[name] === undefined ? "not-checked" : "refused",
        reason: "not-a-statement",
      });
  }
}

/** Step 8: the content is the one that the entry commits to, and one that may stand under its act. */
function checkCommitted(hash: Hash, bundle: Bundle, entry: Entry): Outcome<Content> {
  const { content, salt } = bundle;
  const commits = "commitment" in entry || entry.act === "register.asserted";
  if (content === undefined || salt === undefined) {
    return commits
      ? { status: "not-established", reason: "absent" }
      : { status: "not-checked", reason: "none-committed" };
  }
  if (!commits) throw new Refusal("not-committed", { act: entry.act });
  checkCommitment(hash, entry, { batch: bundle.batch, content, salt });
  const read = checkContent(content);
  checkContentFits(entry.act, read);
  return { value: read, detail: { format: read.format } };
}
