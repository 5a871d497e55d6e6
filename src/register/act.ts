import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import type { Database } from "../store/database.ts";
import { readStanding } from "./assertions.ts";
import type { NamedInstrument } from "./cite-instrument.ts";
import type { Citing } from "./cite-source.ts";
import { assertion, type Entered, enterOnSource } from "./enter-on-source.ts";
import { findPost, findTenure } from "./find-tenure.ts";
import type { Gender } from "./item.ts";
import { type Came, datesOf, planAppointment } from "./plan-appointment.ts";
import { ongoing, withCapacity } from "./tenure.ts";

export type Acting = {
  person: string;
  gender?: Gender;
  post?: string;
  capacity: "subrogante" | "suplente" | "interino";
  from: string;
  /** Without it, until somebody says that it ended. */
  until?: string;
  /** The leave of whoever holds the post, which this is for: why, in the source's words. */
  leave?: { person?: string; note?: string };
  instrument?: NamedInstrument;
  source: Citing;
};

/**
 * When this returns, the register says that somebody acted in a post for a while, beside whoever holds it, and, with
 * `leave`, that the holder was on leave meanwhile: one entry of the record. An acting holder takes no seat.
 * Fault("conflict") where they hold the post themselves then; otherwise the faults of appoint.
 */
export function actFor(db: Database, asked: Acting, means: Means): Promise<Came & Entered & { onLeave?: string }> {
  return enterOnSource(db, asked.source, means, async (tx, entering) => {
    const { from, until, leave, post: _, source: __, ...rest } = asked;
    const dates = datesOf({ from, until }, entering.office.timeZone);
    const post = await findPost(tx, entering.office, asked.post);
    const away =
      leave === undefined
        ? undefined
        : await findTenure(tx, entering.office, {
            post: post.id,
            ...(leave.person === undefined ? {} : { person: leave.person }),
          });
    const { items, done } = await planAppointment(tx, entering, { ...rest, ...dates, post });
    if (away === undefined || leave === undefined) return { items, done };
    if (away.data.person === done.person) {
      const { data } = (await readStanding(tx, "person", done.person)) ?? {};
      throw new Fault(
        "conflict",
        `${data?.names.at(-1)?.full ?? done.person} cannot act for themselves.`,
        [],
        `${data?.names.at(-1)?.full ?? done.person} no puede subrogarse.`,
      );
    }
    const data = withCapacity(away.data, "on-leave", dates.from, dates.until ?? ongoing, leave.note);
    return {
      items: [...items, assertion("tenure", away.id, "change", data, entering.cited)],
      done: { ...done, onLeave: away.id },
    };
  });
}
