import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import type { Database } from "../store/database.ts";
import { type Citing, freeId } from "./cite-source.ts";
import { assertion, type Entered, enterOnSource } from "./enter-on-source.ts";
import { findPost, tenuresOf } from "./find-tenure.ts";
import type { Localized } from "./item.ts";
import { datesOf } from "./plan-appointment.ts";
import { boundsOfGap, boundsOfTenure, ongoing, sinceInWords, spanned, takesSeat } from "./tenure.ts";

export type Vacating = { post?: string; from: string; until?: string; note?: Localized; source: Citing };

/**
 * When this returns, the register says on a source's word that nobody held a post for a while, as one entry of the
 * record. Whoever acts meanwhile takes no seat and contradicts nothing. Fault("conflict") where the register has a holder then.
 */
export function recordVacancy(
  db: Database,
  asked: Vacating,
  means: Means,
): Promise<{ vacancy: string; post: string } & Entered> {
  return enterOnSource(db, asked.source, means, async (tx, { cited, office, saidOn }) => {
    const { from, until } = datesOf(asked, office.timeZone);
    const post = await findPost(tx, office, asked.post);
    const said = until === undefined ? saidOn : undefined;
    const gap = {
      post: post.id,
      state: "vacant" as const,
      ...spanned(from, until ?? ongoing, said),
      ...(said === undefined ? {} : { assertedOn: said }),
      ...(asked.note === undefined ? {} : { note: asked.note }),
    };
    const bounds = boundsOfGap(gap);
    const holders = (await tenuresOf(tx, post.id)).filter(({ data }) => {
      const held = boundsOfTenure(data);
      const end = data.end.edtf === ".." ? held.endMax : held.endMin;
      return (
        takesSeat(data) &&
        held.startMax < (until === undefined ? bounds.endMax : bounds.endMin) &&
        bounds.startMax < end
      );
    });
    if (holders.length >= (post.data.seats ?? 1))
      throw new Fault(
        "conflict",
        `The register has ${holders.map(({ id, data }) => `${data.person} ${sinceInWords(data)} (${id})`).join("; ")} in ${post.id} then; end that first.`,
        [],
        `Autoridades y cargos tiene entonces en ${post.id} a ${holders.map(({ id, data }) => `${data.person} (${id})`).join("; ")}; asiente primero su cese.`,
      );
    const year = (gap.start.min ?? from.edtf).slice(0, 4);
    const vacancy = await freeId(tx, "gap", `${post.id}-vacant${year === "" ? "" : `-${year}`}`);
    return { items: [assertion("gap", vacancy, "new", gap, cited)], done: { vacancy, post: post.id } };
  });
}
