import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import type { Database } from "../store/database.ts";
import { batchAt } from "./assertions.ts";
import type { Citing } from "./cite-source.ts";
import { assertion, type Entered, enterOnSource } from "./enter-on-source.ts";
import { readRetracted, type RetractableKind, type Thing } from "./retraction.ts";

export type Reinstating = { thing: Thing<RetractableKind>; reason: string; source: Citing };

/**
 * When this returns, the register says again of a retracted thing what it said last, as a correction of the retraction: with a
 * reason, on a source's word, as one entry of the record. Fault("not-found") for what is not retracted, Fault("invalid")
 * where it names something that is itself no longer there.
 */
export function reinstate(db: Database, asked: Reinstating, means: Means): Promise<Thing<RetractableKind> & Entered> {
  const { kind, id } = asked.thing;
  return enterOnSource(db, asked.source, means, async (tx, { cited }) => {
    if (asked.reason.trim() === "")
      throw new Fault(
        "invalid",
        "A retraction is taken back with a reason that readers can see; give one.",
        [],
        "Lo retractado se repone con un motivo que puedan leer todos; indíquelo.",
      );
    const found = await readRetracted(tx, kind, id, await batchAt(tx, means.clock.now()));
    if (found === undefined)
      throw new Fault(
        "not-found",
        `There is no retracted ${kind} "${id}" in the register.`,
        [],
        `En autoridades y cargos no hay «${id}» (${kind}) retractado.`,
      );
    return { items: [assertion(kind, id, "correction", found.data, cited, asked.reason)], done: { kind, id } };
  });
}
