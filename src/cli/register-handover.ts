import { Fault } from "../fault.ts";
import { handOver } from "../register/hand-over.ts";
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

export const registerHandoverCommand = command({
  name: "register handover",
  summary: "enter that one person goes and another comes, at one instant",
  help: `Enters that whoever holds a post goes and somebody else comes at the same instant of one day: a change of government at noon. On that
day the register answers with both, in order. A handover to come is entered when it is announced (--source-date is the day of the
announcement), never before; once it has come, confirm it with voceria register confirm.
${datesTaken}

  voceria register handover --person "Soto Vera, Ana" --gender feminine --at 2026-03-11T12:00 \\
    --instrument "decreto-supremo 71" --source "Presidencia, anuncio del gabinete" --locator https://www.gob.cl/ --source-date 2026-01-20`,
  flags: {
    ...personFlags,
    post: postFlag,
    at: { kind: "text", says: "the day, or the instant of it in the office's own time", value: "WHEN" },
    outgoing: { kind: "text", says: "who goes, where several hold the post", value: "NAME" },
    capacity: {
      kind: "text",
      says: "in what capacity they come: titular (by default), interino, subrogante, suplente",
      value: "CAPACITY",
    },
    ...instrumentFlags,
    ...sourceFlags,
  },
  async run(call) {
    const { person, at, outgoing, capacity, post } = call.flags;
    if (person === undefined || at === undefined)
      throw new Fault("usage", "Say who comes with --person, and when with --at.");
    const source = citingOf(call.flags);
    const gender = genderOf(call.flags.gender);
    const held =
      capacity === undefined
        ? {}
        : { capacity: capacityOf(capacity, ["titular", "interino", "subrogante", "suplente"]) };
    const installation = await call.open();
    const { timeZone } = await readOffice(installation.db);
    const came = await handOver(
      installation.db,
      { person, at, source, ...gender, ...held, ...given({ outgoing, post }), ...instrumentOf(call.flags, timeZone) },
      call.means,
    );
    await signEntered(installation, call.config);
    call.out.json(came);
    for (const line of cameInWords(came)) call.out.print(line);
    call.out.print(`The former tenure, ${came.ended}, ends at the same instant.`);
    return 0;
  },
});
