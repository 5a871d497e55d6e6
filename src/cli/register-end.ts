import { Fault } from "../fault.ts";
import { endTenure } from "../register/end-tenure.ts";
import { readOffice } from "../register/office.ts";
import { command } from "./command.ts";
import {
  citingOf,
  datesTaken,
  given,
  instrumentFlags,
  instrumentOf,
  meantOf,
  postFlag,
  signEntered,
  sourceFlags,
} from "./register-flags.ts";

export const registerEndCommand = command({
  name: "register end",
  summary: "enter that a tenure ended, and whether the post is vacant since",
  help: `Enters that somebody left a post, on a source's word; --on is the last day in office. Name the tenure by its id, or by --person and
--post; without either it is that of whoever holds the post that speaks. With --vacant the register says that nobody came, until
somebody does. An end that was entered wrongly is corrected with voceria register change.
${datesTaken}

  voceria register end --person "Camila Vallejo" --on 2026-03-11 --source "Diario Oficial" --locator "CVE 1234567"
  voceria register end luis-rojas-diaz-2026 --on 2026-02-18 --vacant --source NAME --locator WHERE`,
  args: ["[TENURE]"],
  flags: {
    person: { kind: "text", says: "who left: an id or a full name", value: "NAME" },
    post: postFlag,
    on: { kind: "text", says: "the last day in office", value: "DATE" },
    reason: { kind: "text", says: "why it ended, for readers", value: "WHY" },
    vacant: { kind: "switch", says: "the post is vacant from then on" },
    ...instrumentFlags,
    ...sourceFlags,
  },
  async run(call) {
    const { on, reason, vacant, person, post } = call.flags;
    if (on === undefined) throw new Fault("usage", "Say when it ended with --on.");
    const source = citingOf(call.flags);
    const meant = meantOf(call.args[0], { person, post });
    const installation = await call.open();
    const { timeZone } = await readOffice(installation.db);
    const ended = await endTenure(
      installation.db,
      { ...meant, on, vacant, source, ...given({ reason }), ...instrumentOf(call.flags, timeZone) },
      call.means,
    );
    await signEntered(installation, call.config);
    call.out.json(ended);
    call.out.print(
      `The tenure ${ended.tenure} of ${ended.person} in ${ended.post} ends on ${ended.on}; entry ${ended.entry} of the record.`,
    );
    if (ended.vacancy !== undefined) call.out.print(`The post is vacant since (${ended.vacancy}).`);
    return 0;
  },
});
