import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import type { Database } from "../store/database.ts";
import type { Citing } from "./cite-source.ts";
import { type Entered, enterOnSource } from "./enter-on-source.ts";
import type { Retraction } from "./item.ts";
import { type RetractableKind, retractableKinds, type Thing } from "./retraction.ts";

export type Retracting = {
  /** What never was so: a tenure, a person, a post, a gap, a confirmation, an institution, an instrument. */
  things: readonly Thing[];
  /** Why it is taken back, in the office's own words: readers see it beside what was said. */
  reason: string;
  source: Citing;
};

/**
 * When this returns, the register says of each of these things that it never was so, with a reason and on a source's word, as
 * one entry of the record; nothing is taken out: --recorded still asks for what was said. What ended, or was only dated
 * wrongly, is not retracted but ended or corrected. Fault("conflict") where something else that stands rests on one of them, named
 * in the sentence; Fault("not-found") for what is not there or was retracted before; Fault("invalid") without a reason.
 */
export function retract(
  db: Database,
  asked: Retracting,
  means: Means,
): Promise<{ retracted: Thing<RetractableKind>[] } & Entered> {
  return enterOnSource(db, asked.source, means, async (_, { cited }) => {
    const reason = asked.reason.normalize("NFC").trim();
    if (reason === "")
      throw new Fault(
        "invalid",
        "What is retracted is so with a reason that readers can see; give one.",
        [],
        "Se retracta con un motivo que puedan leer todos; indíquelo.",
      );
    if (asked.things.length === 0)
      throw new Fault("invalid", "Name what is retracted.", [], "Indique qué se retracta.");
    const retracted = asked.things.map(retractable);
    const items = retracted.map(({ kind, id }): Retraction => ({
      format: "voceria/register/v1",
      kind,
      id,
      change: "retraction",
      data: {},
      source: cited,
      reason,
    }));
    return Promise.resolve({ items, done: { retracted } });
  });
}

function retractable({ kind, id }: Thing): Thing<RetractableKind> {
  const known = retractableKinds.find((one) => one === kind);
  if (known === undefined)
    throw new Fault(
      "invalid",
      `A ${kind} is not retracted; what can be is a ${retractableKinds.join(", ")}.`,
      [],
      `Esto (${kind}) no se retracta; sí ${retractableKinds.join(", ")}.`,
    );
  return { kind: known, id };
}
