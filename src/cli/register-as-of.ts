import { Fault } from "../fault.ts";
import { type AsOf, registerAsOf } from "../register/as-of.ts";
import { readingIn } from "../register/display.ts";
import type { Holding } from "../register/holdings.ts";
import type { Recorded } from "../register/assertions.ts";
import { readOffice } from "../register/office.ts";
import { command } from "./command.ts";

export const registerAsOfCommand = command({
  name: "register as-of",
  summary: "who held a post on a day, how certain that is, and on whose word",
  help: `Says who spoke for the government on a day, as the register has it: who certainly did, who possibly did, who
until that day and who from it, and on which source each rests. What no source of the register says is said to be
unknown, never filled in. With --recorded it answers as the register would have at that time, or when the record held no
more than its entries up to entry:N; what has been entered since does not count.

  voceria register as-of 1973-09-11
  voceria register as-of 1974-06-30 --json
  voceria register as-of 2026-11-23 --recorded 2026-05-03`,
  args: ["DATE"],
  flags: {
    post: { kind: "text", says: "this post, by its id, instead of the posts that speak", value: "POST" },
    recorded: {
      kind: "text",
      says: "as the register said then (2026-05-03, 2026-05-03T12:00:00Z, or entry:17)",
      value: "TIME",
    },
  },
  async run(call) {
    const [day = ""] = call.args;
    const { post, recorded } = call.flags;
    const at = recorded === undefined ? undefined : readMoment(recorded);
    const { db } = await call.open();
    await readOffice(db);
    const answer = await registerAsOf(db, {
      day,
      ...(post === undefined ? {} : { post }),
      ...(at === undefined ? {} : { recorded: at }),
    });
    call.out.json(answer);
    for (const line of lines(answer)) call.out.print(line);
    return 0;
  },
});

function readMoment(text: string): Recorded {
  const entry = /^entry:(\d{1,15})$/.exec(text)?.[1];
  return entry === undefined ? readRecorded(text) : { entry: Number(entry) };
}

/** A day means its end, in UTC: all that had been entered by then. */
export function readRecorded(text: string): Date {
  const form = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;
  const date = form.test(text) ? new Date(text.includes("T") ? text : `${text}T23:59:59.999Z`) : undefined;
  const exists = date !== undefined && !Number.isNaN(date.getTime());
  if (!exists || (!text.includes("T") && date.toISOString().slice(0, 10) !== text))
    throw new Fault("usage", `--recorded ${text}: write a day as 2026-05-03, or an instant as 2026-05-03T12:00:00Z.`);
  return date;
}

function lines(answer: AsOf): string[] {
  return [answer.sentence.es, answer.sentence.en, ...answer.holdings.map(sourceLine)];
}

function sourceLine(holding: Holding): string {
  const { person, institution, source, startText, endText, start, end, certainty, interpretation, register } = holding;
  const read = interpretation === undefined ? "" : ` Interpretation: ${readingIn(interpretation, "en").text}`;
  return `  ${person.name}, ${institution.name.en}, ${certainty}: ${said(startText, start.edtf)} to ${said(endText, end.edtf)}. ${source.name}, ${source.locator}; entry ${register.entry}, item ${register.item}.${read}`;
}

/** The source's own words, and how they were read where the two are not the same. */
function said(raw: string, edtf: string): string {
  if (raw === "") return edtf === "" ? "no date" : edtf === ".." ? "no end" : edtf;
  return raw === edtf || edtf === "" ? `"${raw}"` : `"${raw}" (${edtf})`;
}
