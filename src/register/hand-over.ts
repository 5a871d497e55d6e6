import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import type { Database } from "../store/database.ts";
import type { NamedInstrument } from "./cite-instrument.ts";
import type { Citing } from "./cite-source.ts";
import { assertion, type Entered, enterOnSource } from "./enter-on-source.ts";
import { findPost, findTenure } from "./find-tenure.ts";
import type { Capacity, Gender } from "./item.ts";
import { type Came, planAppointment } from "./plan-appointment.ts";
import { alone, redated } from "./tenure.ts";
import { readTyped } from "./typed-date.ts";

export type HandingOver = {
  /** Who comes: an id, a full name, or for somebody new "Surnames, Given names". */
  person: string;
  gender?: Gender;
  post?: string;
  /** Who goes: by default the one who holds the post. */
  outgoing?: string;
  capacity?: Capacity;
  /** One day, or an instant of it (2026-03-11T12:00); to come or past. */
  at: string;
  instrument?: NamedInstrument;
  source: Citing;
};

/**
 * When this returns, the register says that one person goes from a post and another comes to it at the same instant,
 * as one entry of the record: on that day both hold it, one until and one from. A handover to come is entered when it is
 * announced; until it has come and somebody confirms it, the newcomer is certain on its day alone.
 * Fault("invalid") for an instant that is not on one day, Fault("conflict") where several could be meant to go.
 */
export function handOver(db: Database, asked: HandingOver, means: Means): Promise<Came & Entered & { ended: string }> {
  return enterOnSource(db, asked.source, means, async (tx, entering) => {
    const { at: typed, outgoing, capacity = "titular", post: _, source: __, ...rest } = asked;
    const at = readTyped(typed, "At what instant", entering.office.timeZone);
    const { min, max } = alone(at);
    if (min === undefined || min !== max)
      throw new Fault(
        "invalid",
        `A handover is on one day, and "${typed}" is not; where no source says the day, end the one tenure and appoint to the other.`,
        [],
        `Un cambio de mando es en un día, y «${typed}» no lo es; si ninguna fuente dice el día, asiente un cese y un nombramiento.`,
      );
    const post = await findPost(tx, entering.office, asked.post);
    const former = await findTenure(tx, entering.office, {
      post: post.id,
      ...(outgoing === undefined ? {} : { person: outgoing }),
    });
    if (former.data.end.edtf !== "..")
      throw new Fault(
        "conflict",
        `The tenure ${former.id} has ended on ${former.data.end.edtf || "an unknown day"} already; appoint whoever came, or change that date first.`,
        [],
        `El período ${former.id} ya terminó el ${former.data.end.edtf || "un día que no se sabe"}; nombre a quien llegó, o cambie primero esa fecha.`,
      );
    const goes = redated(former.data, { end: at });
    const { items, done } = await planAppointment(
      tx,
      entering,
      { ...rest, capacity, from: at, post },
      new Map([[former.id, goes]]),
    );
    if (former.data.person === done.person)
      throw new Fault(
        "conflict",
        `${done.name} holds the post already; nobody hands over to themselves.`,
        [],
        `${done.name} ya ejerce el cargo; nadie se entrega el mando.`,
      );
    return {
      items: [assertion("tenure", former.id, "change", goes, entering.cited), ...items],
      done: { ...done, ended: former.id },
    };
  });
}
