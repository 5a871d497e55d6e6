import type { CheckEd25519 } from "./bytes.ts";
import { readCheckpoint, type Checkpoint } from "./checkpoint.ts";
import { writeInstant } from "./entry.ts";
import type { Json } from "./json.ts";
import { Malformed } from "./malformed.ts";
import { openNote, readNote } from "./note.ts";
import { isSupported, quorumMet, type Policy } from "./policy.ts";
import { Refusal } from "./refusal.ts";

/** A witness of the policy, by the policy's own name for it, and the second (since 1970) of its cosignature. */
export type Cosignature = { witness: string; time: number };

/** A checkpoint that a log of the policy signed, and who of the policy's witnesses cosigned it. */
export type Witnessed = {
  checkpoint: Checkpoint;
  /** In order of time. */
  cosignatures: Cosignature[];
  /** Timed over 5 minutes ahead of the verifier's clock: they count for nothing. */
  ahead: Cosignature[];
  /** Signed with a type of key that is not checked here: they count for nothing. */
  unsupported: string[];
};

/** A witness's clock may be ahead of ours by this much, in seconds. */
const tolerance = 300;

/**
 * Opens a signed checkpoint under a policy (record.md, section 4, steps 4 and 6): its origin is the key
 * name of a log listed there, that log signed it, and no key of the policy signed it badly. Signatures of
 * keys that the policy does not name are ignored. Throws `Refusal` or `Malformed`.
 */
export async function openWitnessed(
  signedCheckpoint: string,
  policy: Policy,
  { checkEd25519, now }: { checkEd25519: CheckEd25519; now: Date },
): Promise<Witnessed> {
  const note = readNote(signedCheckpoint, "checkpoint");
  const checkpoint = readCheckpoint(note.text);
  const logs = policy.logs.map(({ key }) => key).filter((key) => key.name === checkpoint.origin);
  if (logs.length === 0) throw new Refusal("foreign-log", { origin: checkpoint.origin });

  const known = [...policy.logs, ...policy.witnesses].map(({ key }) => key);
  const opened = await openNote(note, known, checkEd25519).catch((error: unknown) => {
    throw error instanceof Malformed ? new Refusal("bad-signature", { what: error.what, where: error.where }) : error;
  });
  const signedBy = new Set(opened.signed.map(({ key }) => key));
  if (!logs.some((key) => signedBy.has(key))) {
    const unsupported = logs.filter((key) => !isSupported(key)).map((key) => key.name);
    throw new Refusal("unsigned", unsupported.length === 0 ? {} : { unsupported });
  }

  const cosignatures = opened.signed.flatMap(({ key, time }): Cosignature[] => {
    const witness = policy.witnesses.find((one) => one.key === key);
    return witness === undefined || time === undefined ? [] : [{ witness: witness.name, time }];
  });
  const latest = Math.floor(now.getTime() / 1000) + tolerance;
  return {
    checkpoint,
    cosignatures: cosignatures.filter(({ time }) => time <= latest).toSorted((a, b) => a.time - b.time),
    ahead: cosignatures.filter(({ time }) => time > latest),
    unsupported: policy.witnesses.filter(({ key }) => opened.unchecked.includes(key)).map(({ name }) => name),
  };
}

/** The least second T such that the cosignatures timed at or before T satisfy the quorum; undefined where none does, or where no witness is asked for. */
export function existedBy(policy: Policy, cosignatures: readonly Cosignature[]): number | undefined {
  return whenMet(
    policy,
    cosignatures.toSorted((a, b) => a.time - b.time),
  );
}

/** The greatest second T such that the cosignatures timed at or after T satisfy the quorum; undefined likewise. */
export function freshAt(policy: Policy, cosignatures: readonly Cosignature[]): number | undefined {
  return whenMet(
    policy,
    cosignatures.toSorted((a, b) => b.time - a.time),
  );
}

export function cosignedEnough(policy: Policy, { cosignatures }: Witnessed): boolean {
  return quorumMet(policy, new Set(cosignatures.map(({ witness }) => witness)));
}

/** Cosignatures as a finding lists them: whoever takes one out of a bundle makes the list shorter. */
export function cosignaturesInDetail(cosignatures: readonly Cosignature[]): Json {
  return cosignatures.map(({ witness, time }) => ({ at: instantOf(time), witness }));
}

/** A second since 1970 as an instant of the record. */
export function instantOf(seconds: number): string {
  return writeInstant(new Date(seconds * 1000));
}

/** Adding signers never unmeets a quorum, so the first moment at which it is met is the answer. */
function whenMet(policy: Policy, inOrder: readonly Cosignature[]): number | undefined {
  if (policy.quorum === undefined) return undefined;
  const names = new Set<string>();
  for (const { witness, time } of inOrder) {
    names.add(witness);
    if (quorumMet(policy, names)) return time;
  }
  return undefined;
}
