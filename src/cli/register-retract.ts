import { Fault } from "../fault.ts";
import type { ItemKind } from "../register/item.ts";
import { reinstate } from "../register/reinstate.ts";
import { retract } from "../register/retract.ts";
import { type RetractableKind, retractableKinds } from "../register/retraction.ts";
import { command } from "./command.ts";
import { citingOf, signEntered, sourceFlags } from "./register-flags.ts";

const why = { kind: "text", says: "why, for readers (required)", value: "WHY" } as const;

export const registerRetractCommand = command({
  name: "register retract",
  summary: "take back what was entered wholly by mistake, with a reason and a source",
  help: `Enters that something never was so: a person, tenure, post, gap, confirmation, institution or instrument that was entered by
mistake. What was said stays in the record and on the pages, crossed out with the reason, and --recorded still asks for it;
no answer and no export counts it any more, and an import of the same source does not bring it back. Name each as KIND/ID; what
rests on it is retracted in the same call, or first. What ended is ended (voceria register end), a wrong date corrected (voceria register
change).

  voceria register retract tenure/luis-rojas-diaz-2026 person/luis-rojas-diaz --reason "Homónimo de otra persona." \\
    --source "Diario Oficial" --locator "CVE 1234567"`,
  args: ["THING…"],
  flags: { reason: why, ...sourceFlags },
  async run(call) {
    const { reason } = call.flags;
    if (reason === undefined) throw new Fault("usage", "Say why with --reason: readers see it beside what was said.");
    const source = citingOf(call.flags);
    const things = call.args.map(thingOf);
    const installation = await call.open();
    const done = await retract(installation.db, { things, reason, source }, call.means);
    await signEntered(installation, call.config);
    call.out.json(done);
    for (const { kind, id } of done.retracted)
      call.out.print(`${kind} ${id} is retracted; entry ${done.entry} of the record.`);
    return 0;
  },
});

export const registerReinstateCommand = command({
  name: "register reinstate",
  summary: "take back a retraction, with a reason and a source",
  help: `Enters that it was wrong to retract something: the register says of it again what it said last. Name it as KIND/ID.

  voceria register reinstate tenure/luis-rojas-diaz-2026 --reason "El decreto era suyo." --source NAME --locator WHERE`,
  args: ["THING"],
  flags: { reason: why, ...sourceFlags },
  async run(call) {
    const { reason } = call.flags;
    if (reason === undefined) throw new Fault("usage", "Say why with --reason: readers see it.");
    const source = citingOf(call.flags);
    const thing = thingOf(call.args[0] ?? "");
    const installation = await call.open();
    const done = await reinstate(installation.db, { thing, reason, source }, call.means);
    await signEntered(installation, call.config);
    call.out.json(done);
    call.out.print(`${done.kind} ${done.id} stands again; entry ${done.entry} of the record.`);
    return 0;
  },
});

function thingOf(word: string): { kind: RetractableKind; id: string } {
  const [, name, id = ""] = /^([a-z]+)\/([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(word) ?? [];
  const kind = retractableKinds.find((one: ItemKind) => one === name);
  if (kind === undefined)
    throw new Fault(
      "usage",
      `${JSON.stringify(word)}: name a thing as KIND/ID, KIND one of ${retractableKinds.join(", ")}.`,
    );
  return { kind, id };
}
