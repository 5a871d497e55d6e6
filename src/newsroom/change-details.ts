import { isDeepStrictEqual } from "node:util";
import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, transact } from "../store/database.ts";
import { changedParticulars, fingerprintOf, type Particulars, type ParticularsChange } from "./draft.ts";
import { lockDraft, particularsOf } from "./drafts.ts";
import { checkTopics } from "../register/topics.ts";
import { keepVersion } from "./versions.ts";
import { follow } from "./workflow.ts";

/**
 * When this returns, the draft is published under these particulars: kind, topics, speakers, press contact and so on. A
 * change of them is a change of the text that is accepted and cleared. `read` is the detailsVersion that they were read
 * at: Fault("conflict") where other ones stand by now, with those fields in `details`, and nothing changes.
 */
export function changeDetails(
  db: Database,
  id: number,
  { read, ...change }: ParticularsChange & { read: number },
  actor: Actor,
  means: Means,
): Promise<{ version: number; detailsVersion: number }> {
  return transact(db, async (tx) => {
    const draft = await lockDraft(tx, id, actor, "draft.write");
    const { version, particularsVersion } = draft;
    const before = particularsOf(draft.content);
    const after = changedParticulars(before, change);
    await checkTopics(tx, after.topics);
    const content = { ...draft.content, ...after };
    // What may be taken away is not in `after`, and must not come back from `before`.
    for (const field of ["pressContact", "note", "severity"] as const)
      if (after[field] === undefined) delete content[field];
    follow(draft.course, { move: "write", by: actor.officer, text: fingerprintOf(content) });
    if (isDeepStrictEqual(before, after)) return { version, detailsVersion: particularsVersion };
    if (read !== particularsVersion) throw changedMeanwhile(before, after);
    const at = means.clock.now();
    const next = await keepVersion(tx, draft, content, "details", actor, at);
    const detailsVersion = particularsVersion + 1;
    await tx.updateTable("draft").set({ particulars_version: detailsVersion }).where("id", "=", id).execute();
    return { version: next, detailsVersion };
  });
}

function changedMeanwhile(standing: Particulars, wanted: Particulars): Fault {
  const fields = Object.keys({ ...standing, ...wanted }) as (keyof Particulars)[];
  const differing = fields.filter((field) => !isDeepStrictEqual(standing[field], wanted[field]));
  return new Fault(
    "conflict",
    `Somebody changed the details meanwhile: ${differing.join(", ")}. Compare with what stands now, then save again.`,
    differing,
    `Alguien cambió los detalles entretanto: ${differing.join(", ")}. Compare con lo que hay ahora y guarde de nuevo.`,
  );
}
