import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import type { Database } from "../store/database.ts";
import { instrumentItem, type NamedInstrument } from "./cite-instrument.ts";
import { type Citing, freeId } from "./cite-source.ts";
import { assertion, type Entered, enterOnSource } from "./enter-on-source.ts";
import { findTenure, type Meant } from "./find-tenure.ts";
import { ongoing, redated, spanned } from "./tenure.ts";
import { readTyped } from "./typed-date.ts";

export type Ending = Meant & {
  /** The last day in office, as exactly as the source has it, or an instant; it may be to come, if the source announced it. */
  on: string;
  /** Why it ended, in the office's own words. */
  reason?: string;
  instrument?: NamedInstrument;
  /** Whether the post is vacant from then on. */
  vacant?: boolean;
  source: Citing;
};
export type Ended = { tenure: string; person: string; post: string; on: string; vacancy?: string };

/**
 * When this returns, the register says that a tenure ended, as a change in the world, and with `vacant` that nobody came:
 * one entry of the record. Fault("conflict") where it has ended already (an end is corrected by changing the date);
 * Fault("invalid") for an end before the start.
 */
export function endTenure(db: Database, asked: Ending, means: Means): Promise<Ended & Entered> {
  return enterOnSource(db, asked.source, means, async (tx, entering) => {
    const { cited, office, saidOn } = entering;
    const on = readTyped(asked.on, "On what day", office.timeZone);
    if (on.edtf === "")
      throw new Fault(
        "invalid",
        "An end that nobody knows is no end: say when, as exactly as the source does.",
        [],
        "Un término que nadie conoce no es un término: diga cuándo, tan exactamente como la fuente.",
      );
    const { id, data } = await findTenure(tx, office, asked);
    if (data.end.edtf !== ".." && data.end.edtf !== "")
      throw new Fault(
        "conflict",
        `The tenure ${id} has ended on ${data.end.edtf} already; where that is wrong, change the date with the reason.`,
        [],
        `El período ${id} ya terminó el ${data.end.edtf}; si eso está mal, cambie la fecha con su motivo.`,
      );
    const ended = redated(data, { end: on });
    const law =
      asked.instrument === undefined
        ? undefined
        : await instrumentItem(tx, asked.instrument, { act: "ends", post: data.post }, cited);
    const items = [
      ...(law?.item === undefined ? [] : [law.item]),
      assertion("tenure", id, "change", ended, cited, asked.reason),
    ];
    const done = { tenure: id, person: data.person, post: data.post, on: on.edtf };
    if (asked.vacant !== true) return { items, done };
    const vacancy = await freeId(tx, "gap", `${data.post}-vacant-${(ended.end.min ?? on.edtf).slice(0, 4)}`);
    const gap = {
      post: data.post,
      state: "vacant" as const,
      ...spanned(on, ongoing, saidOn),
      ...(saidOn === undefined ? {} : { assertedOn: saidOn }),
    };
    return { items: [...items, assertion("gap", vacancy, "new", gap, cited)], done: { ...done, vacancy } };
  });
}
