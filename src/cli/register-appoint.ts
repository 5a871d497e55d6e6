import { Fault } from "../fault.ts";
import { appoint } from "../register/appoint.ts";
import { readOffice } from "../register/office.ts";
import { command } from "./command.ts";
import {
  cameInWords,
  capacityOf,
  citingOf,
  datesTaken,
  genderOf,
  given,
  instrumentFlags,
  instrumentOf,
  personFlags,
  postFlag,
  signEntered,
  sourceFlags,
} from "./register-flags.ts";

export const registerAppointCommand = command({
  name: "register appoint",
  summary: "enter that somebody came to a post, with a source",
  help: `Enters in the register that somebody came to a post: since when, in what capacity, under which instrument, on whose word. A
person who is new is written "Surnames, Given names". What is announced for a day to come is entered when it is
announced (--source-date), and confirmed once it has come. Where all seats are taken the register refuses, and says by
whom: end that tenure, hand over (voceria help register handover), or enter both as --contested.
${datesTaken}

  voceria register appoint --person "Soto Vera, Ana" --gender feminine --from 2026-03-11 \\
    --instrument "decreto-supremo 71" --source "Diario Oficial" --locator "CVE 1234567" --source-date 2026-03-11
  voceria register appoint --person ana-soto-vera --post subsecretaria --capacity concurrent --from 2026-04 --source NAME --locator WHERE`,
  flags: {
    ...personFlags,
    post: postFlag,
    from: { kind: "text", says: "the first day in office", value: "DATE" },
    until: { kind: "text", says: "the last day in office, where it is over; ongoing without it", value: "DATE" },
    capacity: {
      kind: "text",
      says: "titular (by default), subrogante, suplente, interino or concurrent",
      value: "CAPACITY",
    },
    seat: { kind: "integer", says: "which seat, in a post of several" },
    rank: { kind: "text", says: "rank in the government meanwhile, in the source's words" },
    contested: { kind: "switch", says: "enter it although it contradicts what the register has; the audit names both" },
    ...instrumentFlags,
    ...sourceFlags,
  },
  async run(call) {
    const { person, from, until, capacity, seat, rank, contested, post } = call.flags;
    if (person === undefined || from === undefined)
      throw new Fault("usage", "Say who came with --person, and when with --from.");
    const source = citingOf(call.flags);
    const gender = genderOf(call.flags.gender);
    const held =
      capacity === undefined
        ? {}
        : { capacity: capacityOf(capacity, ["titular", "subrogante", "suplente", "interino", "concurrent"]) };
    const installation = await call.open();
    const { timeZone } = await readOffice(installation.db);
    const came = await appoint(
      installation.db,
      {
        person,
        from,
        source,
        contested,
        ...gender,
        ...held,
        ...given({ until, seat, rank, post }),
        ...instrumentOf(call.flags, timeZone),
      },
      call.means,
    );
    await signEntered(installation, call.config);
    call.out.json(came);
    for (const line of cameInWords(came)) call.out.print(line);
    return 0;
  },
});
