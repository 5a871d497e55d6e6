import { Fault } from "../fault.ts";
import { changeCapacity } from "../register/change-capacity.ts";
import { command } from "./command.ts";
import { citingOf, datesTaken, given, meantOf, postFlag, signEntered, sourceFlags } from "./register-flags.ts";

export const registerLeaveCommand = command({
  name: "register leave",
  summary: "enter that a holder is on leave, or came back",
  help: `Enters that whoever holds a post is on leave: they keep it, and do not speak meanwhile. Without --until it goes on; when they
come back, give --until alone. Whoever acts for them is entered with voceria register act, which can enter both at once.
${datesTaken}

  voceria register leave --person "Camila Vallejo" --from 2026-02-02 --why "permiso posnatal" --source NAME --locator WHERE
  voceria register leave --person "Camila Vallejo" --until 2026-07-31 --source NAME --locator WHERE`,
  args: ["[TENURE]"],
  flags: {
    person: { kind: "text", says: "who: an id or a full name", value: "NAME" },
    post: postFlag,
    from: { kind: "text", says: "the first day away", value: "DATE" },
    until: { kind: "text", says: "the last day away", value: "DATE" },
    why: { kind: "text", says: "why, in the source's words" },
    ...sourceFlags,
  },
  async run(call) {
    const { person, post, from, until, why } = call.flags;
    if (from === undefined && until === undefined) throw new Fault("usage", "Say from when, until when, or both.");
    const source = citingOf(call.flags);
    const meant = meantOf(call.args[0], { person, post });
    const installation = await call.open();
    const changed = await changeCapacity(
      installation.db,
      { ...meant, capacity: "on-leave", source, ...given({ from, until, note: why }) },
      call.means,
    );
    await signEntered(installation, call.config);
    call.out.json(changed);
    call.out.print(
      from === undefined
        ? `${changed.person} is back from leave after ${until} (${changed.tenure}); entry ${changed.entry} of the record.`
        : `${changed.person} is on leave from ${from}${until === undefined ? "" : ` until ${until}`} (${changed.tenure}); entry ${changed.entry} of the record.`,
    );
    return 0;
  },
});
