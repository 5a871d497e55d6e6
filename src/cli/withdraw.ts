import { Fault } from "../fault.ts";
import { withdrawStatement } from "../newsroom/withdraw-statement.ts";
import { accountInWords } from "../store/account.ts";
import { command } from "./command.ts";
import { officerFlags, tellRelease } from "./release.ts";

export const withdraw = command({
  name: "withdraw",
  summary: "say that the office no longer stands by a statement",
  help: `
The statement stays readable under a banner with the reason, and so does every edition. It cannot be undone and takes no
corrections afterwards: what comes next is a new statement.

  voceria withdraw 2026-0042 --reason "Se publicó por error antes de la firma."`,
  args: ["NUMBER"],
  flags: {
    reason: { kind: "text", value: "TEXT", says: "why, for readers (required)" },
    ...officerFlags,
  },
  async run(call) {
    const { reason, key, as: by = accountInWords() } = call.flags;
    if (reason === undefined) throw new Fault("usage", "--reason is missing: say to readers why it is withdrawn.");
    const [number = ""] = call.args;
    const installation = await call.open();
    const done = await withdrawStatement(
      installation.db,
      number,
      { reason },
      { by, ...(key === undefined ? {} : { key }) },
      installation.means,
    );
    return tellRelease(call, installation, "withdrawn", done);
  },
});
