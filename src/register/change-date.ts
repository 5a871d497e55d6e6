import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import type { Database } from "../store/database.ts";
import type { Citing } from "./cite-source.ts";
import { assertion, type Entered, enterOnSource } from "./enter-on-source.ts";
import { findTenure, type Meant } from "./find-tenure.ts";
import { type Dated, ongoing, redated } from "./tenure.ts";
import { readTyped } from "./typed-date.ts";

export type ChangingDate = Meant & {
  /** As typed; "unknown" takes a date away that no source bears out. */
  start?: string;
  /** The same; "ongoing" takes back that it ended. */
  end?: string;
  /** "correction": we were wrong. "change": the world changed. */
  change: "correction" | "change";
  /** Why, in the office's own words: it stands in the record beside both dates. */
  reason: string;
  source: Citing;
};
export type ChangedDate = { tenure: string; person: string; post: string; start: string; end: string };

/**
 * When this returns, the register has other dates for a tenure, on a source's word and with the reason, as one entry of
 * the record; what it said before stays, and --recorded still asks for it. Fault("invalid") for dates that contradict each
 * other, that are the same as before, or without a reason.
 */
export function changeDate(db: Database, asked: ChangingDate, means: Means): Promise<ChangedDate & Entered> {
  return enterOnSource(db, asked.source, means, async (tx, { cited, office, saidOn }) => {
    if (asked.reason.trim() === "")
      throw new Fault(
        "invalid",
        "A date is changed with a reason that readers can see; give one.",
        [],
        "Una fecha se cambia con un motivo que puedan leer todos; indíquelo.",
      );
    const { id, data } = await findTenure(tx, office, asked);
    const start = asked.start === undefined ? undefined : typed(asked.start, "The start", office.timeZone);
    const end =
      asked.end === undefined
        ? undefined
        : asked.end === "ongoing"
          ? ongoing
          : typed(asked.end, "The end", office.timeZone);
    if ((start ?? data.start).edtf === data.start.edtf && (end ?? data.end).edtf === data.end.edtf)
      throw new Fault(
        "invalid",
        `The register has ${id} from "${data.start.edtf}" to "${data.end.edtf}" already; there is nothing to change.`,
        [],
        `Autoridades y cargos ya tiene ${id} de «${data.start.edtf}» a «${data.end.edtf}»; no hay nada que cambiar.`,
      );
    const changed = redated(
      data,
      { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) },
      saidOn,
    );
    return {
      items: [assertion("tenure", id, asked.change, changed, cited, asked.reason)],
      done: {
        tenure: id,
        person: data.person,
        post: data.post,
        start: changed.start.edtf,
        end: changed.end.edtf,
      },
    };
  });
}

function typed(text: string, what: string, timeZone: string): Dated {
  return text === "unknown" ? { raw: "", edtf: "" } : readTyped(text, what, timeZone);
}
