import { utf8 } from "./bytes.ts";
import type { Entry } from "./entry.ts";
import { canonicalize, type Json } from "./json.ts";
import { Malformed } from "./malformed.ts";
import { integer, literal, object, type Checked } from "./schema.ts";

const subjectState = object({
  current: integer(),
  edition: integer(1),
  last: integer(),
  status: literal("current", "withdrawn", "erased"),
  subject: integer(),
});

/**
 * Where a subject stands: `current` is the entry of its newest edition, `edition` that edition's number,
 * `last` its newest entry of any act.
 */
export type SubjectState = Checked<typeof subjectState>;

/** The bytes of leaf number `subject` of the state tree: canonical JSON. */
export function stateLeaf(state: SubjectState): Uint8Array {
  return utf8(canonicalize(checkState(state, "state")));
}

/** A parsed leaf of the state tree, or `Malformed`. */
export function checkState(value: Json, where: string): SubjectState {
  const state = subjectState(value, where);
  if (state.last < state.current)
    throw new Malformed(`the last entry ${state.last} precedes the current ${state.current}`, where);
  return state;
}

/**
 * The state of a subject after one more entry of it, at `index` of the log. Throws `Malformed` where the
 * entry breaks the subject's chain: a first entry that is not one, a `prev` that is not its last entry, an
 * edition out of turn, an act on what is withdrawn, an erasure of what was not yet said.
 */
export function applyEntry(state: SubjectState | undefined, index: number, entry: Entry): SubjectState {
  const where = `entry ${index}`;
  switch (entry.act) {
    case "statement.published":
    case "statement.imported":
    case "transcript.certified":
    case "transcript.edited":
    case "transcript.imported":
    case "question.answered":
      if (state !== undefined)
        throw new Malformed(`subject ${entry.subject} has begun already, at or before entry ${state.last}`, where);
      return { current: index, edition: 1, last: index, status: "current", subject: entry.subject };
    case "statement.corrected":
    case "transcript.corrected":
    case "question.corrected": {
      const before = follow(state, index, entry, where);
      if (before.status === "withdrawn")
        throw new Malformed(`corrects subject ${entry.subject}, which is withdrawn`, where);
      if (entry.edition !== before.edition + 1) {
        throw new Malformed(`edition ${entry.edition} follows edition ${before.edition}`, where);
      }
      return { ...before, current: index, edition: entry.edition, last: index, status: "current" };
    }
    case "statement.withdrawn":
    case "question.withdrawn": {
      const before = follow(state, index, entry, where);
      if (before.status !== "current")
        throw new Malformed(`withdraws subject ${entry.subject}, which is ${before.status}`, where);
      return { ...before, last: index, status: "withdrawn" };
    }
    case "content.erased": {
      const before = follow(state, index, entry, where);
      if (entry.target.entry > before.last)
        throw new Malformed(`erases entry ${entry.target.entry}, which is not before it`, where);
      // An older edition's content may go while the newest stands.
      return { ...before, last: index, status: entry.target.entry === before.current ? "erased" : before.status };
    }
    case "register.asserted":
    case "state.asserted":
      throw new Malformed(`${entry.act} is of no subject`, where);
  }
}

function follow(
  state: SubjectState | undefined,
  index: number,
  entry: { readonly prev: number; readonly subject: number },
  where: string,
): SubjectState {
  if (state === undefined || state.subject !== entry.subject)
    throw new Malformed(`subject ${entry.subject} has no first entry`, where);
  if (entry.prev !== state.last)
    throw new Malformed(`prev is ${entry.prev}, the subject's last entry is ${state.last}`, where);
  if (index <= state.last) throw new Malformed(`stands before the subject's last entry ${state.last}`, where);
  return state;
}
