import { Fault } from "../fault.ts";
import { actFor } from "../register/act.ts";
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

export const registerActCommand = command({
  name: "register act",
  summary: "enter that somebody acts in a post for a while, beside whoever holds it",
  help: `Enters that somebody acts in a post, as subrogante, suplente or interino, beside whoever holds it: their title bears "(S)" where they
are subrogante, and they can speak for the office meanwhile. With --leave the holder is on leave for the same time, and does
not speak. Without --until it goes on until its end is entered.
${datesTaken}

  voceria register act --person "Rojas Díaz, Luis" --gender masculine --from 2026-02-02 --until 2026-02-20 \\
    --leave "feriado legal" --source "Resolución exenta 12" --locator "n.º 1" --source-date 2026-01-30`,
  flags: {
    ...personFlags,
    post: postFlag,
    from: { kind: "text", says: "the first day", value: "DATE" },
    until: { kind: "text", says: "the last day", value: "DATE" },
    capacity: { kind: "text", says: "subrogante (by default), suplente or interino", value: "CAPACITY" },
    leave: { kind: "text", says: "the holder is on leave meanwhile; why, in the source's words", value: "WHY" },
    holder: { kind: "text", says: "whose leave it is, where several hold the post", value: "NAME" },
    ...instrumentFlags,
    ...sourceFlags,
  },
  async run(call) {
    const { person, from, until, capacity = "subrogante", leave, holder, post } = call.flags;
    if (person === undefined || from === undefined)
      throw new Fault("usage", "Say who acts with --person, and since when with --from.");
    if (holder !== undefined && leave === undefined)
      throw new Fault("usage", "--holder says whose leave it is: give --leave too.");
    const source = citingOf(call.flags);
    const gender = genderOf(call.flags.gender);
    const held = capacityOf(capacity, ["subrogante", "suplente", "interino"]);
    const installation = await call.open();
    const { timeZone } = await readOffice(installation.db);
    const came = await actFor(
      installation.db,
      {
        person,
        from,
        source,
        capacity: held,
        ...gender,
        ...given({ until, post }),
        ...(leave === undefined ? {} : { leave: { note: leave, ...given({ person: holder }) } }),
        ...instrumentOf(call.flags, timeZone),
      },
      call.means,
    );
    await signEntered(installation, call.config);
    call.out.json(came);
    for (const line of cameInWords(came))
      if (until === undefined || !line.startsWith("No source")) call.out.print(line);
    if (came.onLeave !== undefined) call.out.print(`The holder is on leave meanwhile (${came.onLeave}).`);
    return 0;
  },
});
