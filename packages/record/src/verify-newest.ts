import { equalBytes, readBase64 } from "./bytes.ts";
import type { Bundle } from "./bundle.ts";
import { readEntry, type Entry } from "./entry.ts";
import { rootFromInclusion } from "./proof.ts";
import { Refusal } from "./refusal.ts";
import { checkState, stateLeaf, type SubjectState } from "./state.ts";
import { leafHash } from "./tree.ts";
import type { Outcome, Verification } from "./verification.ts";
import { cosignaturesInDetail, freshAt, instantOf, type Cosignature } from "./witnessed.ts";

/** What became of the subject: this is its newest edition, or a later one stands, or it was withdrawn or erased. */
export type Standing = "newest" | "corrected" | "withdrawn" | "erased";

/** A state older than this says nothing about now. */
const oldest = 24 * 60 * 60 * 1000;

/**
 * Step 11: where the entry's subject stood when witnesses last saw the record. An established finding says what
 * `detail.standing` says, which need not be "newest".
 */
export async function checkNewest(
  verification: Verification,
  { state }: Bundle,
  entry: Entry,
): Promise<Outcome<never>> {
  if (!("subject" in entry)) {
    if (state !== undefined) throw new Refusal("no-subject", { act: entry.act });
    return { status: "not-checked", reason: "no-subject" };
  }
  if (state === undefined) return { status: "not-established", reason: "absent" };

  const bytes = readBase64(state.entry, "state.entry");
  const { index, witnessed } = await verification.prove(bytes, state.proof);
  const asserted = readEntry(bytes, "state.entry");
  if (asserted.act !== "state.asserted") throw new Refusal("not-a-state", { act: asserted.act });
  const { size } = witnessed.checkpoint;
  if (index !== size - 1) throw new Refusal("not-last", { index, size });

  const leaf = checkState(state.leaf, "state.leaf");
  if (leaf.subject !== entry.subject) throw new Refusal("other-subject", { subject: leaf.subject });
  if (leaf.subject >= asserted.count)
    throw new Refusal("subject-beyond-count", { subject: leaf.subject, count: asserted.count });
  const reached = rootFromInclusion(verification.hash, {
    index: leaf.subject,
    size: asserted.count,
    leaf: leafHash(verification.hash, stateLeaf(leaf)),
    path: state.path.map((each) => readBase64(each, "state.path")),
  });
  if (!equalBytes(reached, readBase64(asserted.root, "state.entry.root")))
    throw new Refusal("root-differs", { subject: leaf.subject });

  const own = verification.ownIndex;
  if (size <= own) throw new Refusal("older-than-entry", { size, index: own });
  refuseContradiction(leaf, entry, own, size);
  return standingAt(verification, leaf, {
    standing: standingOf(leaf, entry, own),
    cosignatures: witnessed.cosignatures,
  });
}

function standingAt(
  verification: Verification,
  { current, edition, last }: SubjectState,
  { standing, cosignatures }: { standing: Standing; cosignatures: Cosignature[] },
): Outcome<never> {
  const time = freshAt(verification.policy, cosignatures);
  const detail = { standing, current, edition, last, cosignatures: cosignaturesInDetail(cosignatures) };
  if (verification.policy.quorum === undefined)
    return { status: "not-established", reason: "no-witness-asked", detail };
  if (time === undefined) return { status: "not-established", reason: "quorum-not-met", detail };
  const fresh = { ...detail, freshAt: instantOf(time) };
  verification.note({ freshAt: fresh.freshAt });
  if (verification.now.getTime() - time * 1000 > oldest)
    return { status: "not-established", reason: "stale", detail: fresh };
  return { detail: fresh };
}

function standingOf({ current, status }: SubjectState, entry: Entry, own: number): Standing {
  if (status !== "current") return status;
  return current === own && "edition" in entry ? "newest" : "corrected";
}

/** The log's own entries rule these out: a state that says so was never derived from them. */
function refuseContradiction(state: SubjectState, entry: Entry, own: number, size: number): void {
  const isEdition = "edition" in entry;
  const possible =
    state.last >= own &&
    state.last < size &&
    (state.current !== own || isEdition) &&
    (!isEdition || (state.current === own) === (state.edition === entry.edition)) &&
    (!isEdition || state.edition >= entry.edition) &&
    ((entry.act !== "statement.withdrawn" && entry.act !== "question.withdrawn") ||
      (state.current < own && state.status !== "current")) &&
    (state.status === "current" || state.last > state.current);
  if (!possible)
    throw new Refusal("contradicts-entry", { current: state.current, edition: state.edition, last: state.last });
}
