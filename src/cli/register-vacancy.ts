import { Fault } from "../fault.ts";
import { recordVacancy } from "../register/record-vacancy.ts";
import { command } from "./command.ts";
import { citingOf, datesTaken, given, postFlag, signEntered, sourceFlags } from "./register-flags.ts";

export const registerVacancyCommand = command({
  name: "register vacancy",
  summary: "enter that nobody held a post for a while, with a source",
  help: `Enters that a post was vacant, on a source's word: another thing than not knowing who held it. Without --until it goes on until
somebody comes. Whoever acts meanwhile is entered with voceria register act.
${datesTaken}

  voceria register vacancy --post ministra-de-prueba --from 2026-04-02 --until 2026-04-20 --source NAME --locator WHERE`,
  flags: {
    post: postFlag,
    from: { kind: "text", says: "the first day without a holder", value: "DATE" },
    until: { kind: "text", says: "the last one", value: "DATE" },
    note: { kind: "text", says: "what readers should know of it, in Spanish" },
    ...sourceFlags,
  },
  async run(call) {
    const { post, from, until, note } = call.flags;
    if (from === undefined) throw new Fault("usage", "Say since when with --from.");
    const source = citingOf(call.flags);
    const installation = await call.open();
    const entered = await recordVacancy(
      installation.db,
      { from, source, ...given({ post, until }), ...(note === undefined ? {} : { note: { es: note } }) },
      call.means,
    );
    await signEntered(installation, call.config);
    call.out.json(entered);
    call.out.print(`${entered.post} was vacant (${entered.vacancy}); entry ${entered.entry} of the record.`);
    return 0;
  },
});
