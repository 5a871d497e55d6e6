import { Fault } from "../fault.ts";
import { changeCapacity } from "../register/change-capacity.ts";
import { changeDate } from "../register/change-date.ts";
import { command } from "./command.ts";
import {
  capacityOf,
  citingOf,
  datesTaken,
  given,
  meantOf,
  postFlag,
  signEntered,
  sourceFlags,
} from "./register-flags.ts";

export const registerChangeCommand = command({
  name: "register change",
  summary: "correct the dates of a tenure with a reason, or change the capacity in which it is held",
  help: `Corrects the first or the last day of a tenure. What the register said before stays, in the record and on the pages, with the
reason beside it; voceria register as-of DATE --recorded TIME still answers as it did. --start unknown takes a date away
that no source bears out, --end ongoing takes back that it ended. With --world it is not that the register was wrong: the world
changed. With --capacity it enters how the post is held from a day on, or for a while (--from, --until).
${datesTaken}

  voceria register change hernan-bejares-1974 --start 1974-12 --reason "El decreto es de diciembre" --source NAME --locator WHERE
  voceria register change luis-rojas-diaz-2026 --capacity titular --from 2026-05-02 --source NAME --locator WHERE`,
  args: ["[TENURE]"],
  flags: {
    person: { kind: "text", says: "whose tenure: an id or a full name", value: "NAME" },
    post: postFlag,
    start: { kind: "text", says: "the first day, as it should be", value: "DATE" },
    end: { kind: "text", says: "the last day, as it should be", value: "DATE" },
    reason: { kind: "text", says: "why, for readers", value: "WHY" },
    world: { kind: "switch", says: "we were right before, and the world changed" },
    capacity: {
      kind: "text",
      says: "titular, subrogante, suplente, interino, on-leave or concurrent",
      value: "CAPACITY",
    },
    from: { kind: "text", says: "the first day in that capacity", value: "DATE" },
    until: { kind: "text", says: "the last day in that capacity", value: "DATE" },
    ...sourceFlags,
  },
  async run(call) {
    const { person, post, start, end, reason, world, capacity, from, until } = call.flags;
    const source = citingOf(call.flags);
    const meant = meantOf(call.args[0], { person, post });
    if (capacity !== undefined) {
      if (start !== undefined || end !== undefined || world)
        throw new Fault("usage", "A capacity has --from and --until; dates of the tenure are changed by themselves.");
      const changing = {
        ...meant,
        source,
        capacity: capacityOf(capacity, ["titular", "subrogante", "suplente", "interino", "on-leave", "concurrent"]),
        ...given({ from, until, note: reason }),
      };
      const installation = await call.open();
      const changed = await changeCapacity(installation.db, changing, call.means);
      await signEntered(installation, call.config);
      call.out.json(changed);
      call.out.print(`The tenure ${changed.tenure} is held otherwise; entry ${changed.entry} of the record.`);
      return 0;
    }
    if (from !== undefined || until !== undefined)
      throw new Fault(
        "usage",
        "--from and --until are of a --capacity; the dates of the tenure are --start and --end.",
      );
    if (start === undefined && end === undefined)
      throw new Fault("usage", "Say what changes: --start, --end or --capacity.");
    if (reason === undefined)
      throw new Fault("usage", "A date is changed with a reason that readers can see: give --reason.");
    const installation = await call.open();
    const changed = await changeDate(
      installation.db,
      { ...meant, source, reason, change: world ? "change" : "correction", ...given({ start, end }) },
      call.means,
    );
    await signEntered(installation, call.config);
    call.out.json(changed);
    call.out.print(
      `The tenure ${changed.tenure} runs from ${changed.start || "an unknown day"} to ${changed.end === ".." ? "now" : changed.end || "an unknown day"}; entry ${changed.entry} of the record. What was said before stays.`,
    );
    return 0;
  },
});
