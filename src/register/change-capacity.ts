import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import type { Database } from "../store/database.ts";
import type { Citing } from "./cite-source.ts";
import { assertion, type Entered, enterOnSource } from "./enter-on-source.ts";
import { findTenure, type Meant } from "./find-tenure.ts";
import type { Capacity, TenureData } from "./item.ts";
import { datesOf } from "./plan-appointment.ts";
import { ongoing, withCapacity, withoutCapacity } from "./tenure.ts";
import { readTyped } from "./typed-date.ts";

export type ChangingCapacity = Meant & {
  capacity: Capacity;
  /** Without it, an open period of that capacity is ended: somebody comes back from leave. */
  from?: string;
  until?: string;
  /** Why, in the source's words. */
  note?: string;
  source: Citing;
};

/**
 * When this returns, the register says that a holder's capacity changed, for a while or from then on: a leave, an acting
 * holder who became titular. One entry of the record; what was said of the tenure before stays.
 * Fault("invalid") for a period outside the tenure, Fault("not-found") where there is no open one to end.
 */
export function changeCapacity(
  db: Database,
  asked: ChangingCapacity,
  means: Means,
): Promise<{ tenure: string; person: string; post: string } & Entered> {
  return enterOnSource(db, asked.source, means, async (tx, { cited, office }) => {
    const { id, data } = await findTenure(tx, office, asked);
    const changed = changedBy(id, data, asked, office.timeZone);
    return {
      items: [assertion("tenure", id, "change", changed, cited)],
      done: { tenure: id, person: data.person, post: data.post },
    };
  });
}

function changedBy(id: string, data: TenureData, asked: ChangingCapacity, timeZone: string): TenureData {
  const { capacity, from, until, note } = asked;
  if (from !== undefined) {
    const dates = datesOf({ from, until }, timeZone);
    return withCapacity(data, capacity, dates.from, dates.until ?? ongoing, note);
  }
  if (until === undefined)
    throw new Fault(
      "invalid",
      "Say from when, until when, or both.",
      [],
      "Indique desde cuándo, hasta cuándo, o ambos.",
    );
  const ended = withoutCapacity(data, capacity, readTyped(until, "Until when", timeZone));
  if (ended === undefined)
    throw new Fault(
      "not-found",
      `The tenure ${id} has no open period as ${capacity} that could end; say from when too.`,
      [],
      `El período ${id} no tiene una calidad abierta que pueda terminar; indique también desde cuándo.`,
    );
  return ended;
}
