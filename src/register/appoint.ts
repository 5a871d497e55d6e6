import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import type { Database } from "../store/database.ts";
import type { NamedInstrument } from "./cite-instrument.ts";
import type { Citing } from "./cite-source.ts";
import { type Entered, enterOnSource } from "./enter-on-source.ts";
import { findPost } from "./find-tenure.ts";
import type { Capacity, Gender } from "./item.ts";
import { type Came, datesOf, planAppointment } from "./plan-appointment.ts";

export type Appointing = {
  /** An id, a full name, or for somebody new "Surnames, Given names". */
  person: string;
  /** For somebody new to the register: titles agree with it. */
  gender?: Gender;
  /** By default the post that speaks now. */
  post?: string;
  /** By default titular. */
  capacity?: Capacity;
  /** As typed: a date as exactly as the source has it, or an instant. It may be to come, if the source announced it. */
  from: string;
  until?: string;
  seat?: number;
  /** Rank in the government meanwhile, in the source's words. */
  rank?: string;
  instrument?: NamedInstrument;
  source: Citing;
  contested?: boolean;
};

/**
 * When this returns, the register says that somebody came to a post, under which instrument and on whose word, as one
 * entry of the record; an open vacancy of the post ends there. If they are still there and the source vouches for a day
 * that has come, they are confirmed for that day too; if it announced a day to come, they wait to be confirmed.
 * Fault("conflict") where the register has all seats taken, them in the post already, or no such post then (unless
 * `contested`); Fault("invalid") for what cannot be read; Fault("not-found") for a post that is not there.
 */
export function appoint(db: Database, asked: Appointing, means: Means): Promise<Came & Entered> {
  return enterOnSource(db, asked.source, means, async (tx, entering) => {
    const { capacity = "titular", from, until, post, source: _, ...rest } = asked;
    if (capacity === "on-leave")
      throw new Fault(
        "invalid",
        "Nobody is appointed on leave: enter the appointment, then the leave.",
        [],
        "A nadie se nombra con licencia: asiente el nombramiento y después la licencia.",
      );
    return planAppointment(tx, entering, {
      ...rest,
      capacity,
      ...datesOf({ from, until }, entering.office.timeZone),
      post: await findPost(tx, entering.office, post),
    });
  });
}
