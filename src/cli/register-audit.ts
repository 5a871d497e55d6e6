import { Fault } from "../fault.ts";
import { dayIn } from "../register/day.ts";
import { auditFindings } from "../register/findings/audit-findings.ts";
import { type FindingKind, findingKinds, type FindingRow, type Findings } from "../register/findings/finding.ts";
import { readOffice } from "../register/office.ts";
import { command } from "./command.ts";

const kindNames = Object.keys(findingKinds) as FindingKind[];

export const registerAuditCommand = command({
  name: "register audit",
  summary: "gaps, overlaps and contradictions in the register, with their rows and sources",
  help: `Reads the register as it stands and says what does not agree in it: intervals that end before they begin, more people
than seats, holders before their post existed or after it ended, duplicates, sources that disagree; and what is not known: gaps,
incumbents that nobody has confirmed, dates that are our reading. It mends nothing. Errors, warnings and notices are
counted whole; of each kind the first are listed.

  voceria register audit
  voceria register audit --kind certain-gap --limit 1000 --json
  voceria register audit --post ministro-secretario-general-de-gobierno`,
  flags: {
    post: { kind: "text", says: "of this post alone, by its id", value: "POST" },
    kind: { kind: "list", says: "list these alone", value: "KIND" },
    limit: { kind: "integer", says: "list at most so many of each kind (by default 20)" },
    after: { kind: "integer", says: "leave out the first so many of each kind" },
  },
  async run({ flags, means, open, out }) {
    const unknown = flags.kind.find((name) => !kindNames.includes(name as FindingKind));
    if (unknown !== undefined)
      throw new Fault("usage", `--kind ${unknown}: there is no such finding; known are ${kindNames.join(", ")}.`);
    const { db } = await open();
    const office = await readOffice(db);
    const found = await auditFindings(db, {
      today: dayIn(office.timeZone, means.clock.now()),
      ...(flags.post === undefined ? {} : { post: flags.post }),
      ...(flags.kind.length === 0 ? {} : { kinds: flags.kind as FindingKind[] }),
      ...(flags.after === undefined ? {} : { after: flags.after }),
      ...(flags.limit === undefined ? {} : { limit: flags.limit }),
    });
    out.json(found);
    for (const line of linesOf(found)) out.print(line);
    return 0;
  },
});

function* linesOf({ tenures, successions, counts, findings }: Findings): Generator<string> {
  const { sameDay, nextDay, gap, overlap, undetermined } = successions;
  yield `${tenures} tenures; successions: ${sameDay} on the same day, ${nextDay} on the next, ${gap} with a gap, ${overlap} overlapping, ${undetermined} not determined`;
  if (counts.length === 0) yield "Nothing to be found.";
  for (const { kind, severity, count } of counts) {
    yield "";
    yield `${kind} (${severity}): ${count}`;
    const listed = findings.filter((one) => one.kind === kind);
    for (const { sentence, rows } of listed) {
      yield `  ${sentence.en}`;
      for (const row of rows) yield `    ${sourceOf(row)}`;
    }
    if (listed.length > 0 && listed.length < count)
      yield `  … ${listed.length} of ${count} listed; --limit and --after list more.`;
  }
}

function sourceOf({ id, source, register }: FindingRow): string {
  return `${id}: ${source.name}, ${source.locator}; entry ${register.entry}, item ${register.item}`;
}
