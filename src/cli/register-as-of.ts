import { Fault } from "../fault.ts";
import { type AsOf, registerAsOf } from "../register/as-of.ts";
import { readAskedDate } from "../register/asked-date.ts";
import { registerDuring } from "../register/during.ts";
import { asksEveryPost, everyPost } from "../register/every-post.ts";
import type { EveryPost } from "../register/every-post-answer.ts";
import { readingIn } from "../register/reading.ts";
import type { Holding } from "../register/holdings.ts";
import type { Recorded } from "../register/assertions.ts";
import { readOffice } from "../register/office.ts";
import { command } from "./command.ts";
import { given } from "./register-flags.ts";

export const registerAsOfCommand = command({
  name: "register as-of",
  summary: "who held a post, or every post, on a day, how certain that is, and on whose word",
  help: `Says who spoke for the government on a day, as the register has it: who certainly did, who possibly did, who
until that day and who from it, and on which source each rests. What no source of the register says is said to be
unknown, never filled in. With --recorded it answers as the register would have at that time, or when the record held no
more than its entries up to entry:N; what has been entered since does not count.

A month or a year may be asked about too: who held it at any time in it. With --institution it answers for every post of
one institution, with --all for every post of the register, as it also does where nobody is known in a post that speaks for
the office.

  voceria register as-of 1973-09-11
  voceria register as-of 1974 --post secretario-general-de-gobierno
  voceria register as-of 2010-05-11 --institution cabinet-office
  voceria register as-of 2010-05 --all --limit 1000 --json
  voceria register as-of 1974-06-30 --json
  voceria register as-of 2026-11-23 --recorded 2026-05-03`,
  args: ["DATE"],
  flags: {
    post: { kind: "text", says: "this post, by its id, instead of the posts that speak", value: "POST" },
    institution: { kind: "text", says: "every post of this institution, by its id", value: "INSTITUTION" },
    all: { kind: "switch", says: "every post of the register" },
    limit: { kind: "integer", says: "of every post: list at most so many (by default 200)" },
    after: { kind: "integer", says: "of every post: leave out the first so many" },
    recorded: {
      kind: "text",
      says: "as the register said then (2026-05-03, 2026-05-03T12:00:00Z, or entry:17)",
      value: "TIME",
    },
  },
  async run(call) {
    const [day = ""] = call.args;
    const { post, institution, all, recorded, limit, after } = call.flags;
    if ([post !== undefined, institution !== undefined, all].filter(Boolean).length > 1)
      throw new Fault("usage", "Ask about one --post, about one --institution, or about --all, not several of them.");
    const at = recorded === undefined ? {} : { recorded: readMoment(recorded) };
    const { db } = await call.open();
    await readOffice(db);
    const many = institution !== undefined || all || (post === undefined && (await asksEveryPost(db)));
    if (!many) {
      if (limit !== undefined || after !== undefined)
        throw new Fault("usage", "--limit and --after are of a list of posts: give --institution or --all with them.");
      const span = readAskedDate(day);
      const of = post === undefined ? {} : { post };
      const answer =
        span.min === span.max
          ? await registerAsOf(db, { day: span.min, ...of, ...at })
          : await registerDuring(db, { span, ...of, ...at });
      call.out.json(answer);
      for (const line of lines(answer)) call.out.print(line);
      return 0;
    }
    const answer = await everyPost(db, {
      span: readAskedDate(day),
      ...at,
      ...given({ institution, limit, after }),
    });
    call.out.json(answer);
    for (const line of everyLine(answer)) call.out.print(line);
    return 0;
  },
});

function* everyLine({ sentence, institutions, next, counts }: EveryPost): Generator<string> {
  yield sentence.es;
  yield sentence.en;
  for (const { slug, name, posts } of institutions) {
    yield "";
    yield `${name.en} (${slug})`;
    for (const { post, sentence: said, holdings, gaps } of posts) {
      yield `  ${post.slug}: ${said.en}`;
      for (const one of holdings) yield `  ${sourceLine(one)}`;
      for (const { state, source, register } of gaps)
        yield `    ${state}: ${source.name}, ${source.locator}; entry ${register.entry}, item ${register.item}.`;
    }
  }
  if (next !== undefined) yield `… ${next} of ${counts.posts} posts; --after ${next} lists more.`;
}

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

function lines(answer: Pick<AsOf, "sentence" | "holdings">): string[] {
  return [answer.sentence.es, answer.sentence.en, ...answer.holdings.map(sourceLine)];
}

function sourceLine(holding: Holding): string {
  const {
    person,
    institution,
    source,
    startText,
    endText,
    start,
    end,
    firstDayOut,
    certainty,
    interpretation,
    register,
  } = holding;
  const out = firstDayOut === undefined ? "" : ", the last day in office: the source gives the first day out of it";
  const read = interpretation === undefined ? "" : ` Interpretation: ${readingIn(interpretation, "en").text}`;
  return `  ${person.name}, ${institution.name.en}, ${certainty}: ${said(startText, start.edtf)} to ${said(endText, end.edtf)}${out}. ${source.name}, ${source.locator}; entry ${register.entry}, item ${register.item}.${read}`;
}

/** The source's own words, and how they were read where the two are not the same. */
function said(raw: string, edtf: string): string {
  if (raw === "") return edtf === "" ? "no date" : edtf === ".." ? "no end" : edtf;
  return raw === edtf || edtf === "" ? `"${raw}"` : `"${raw}" (${edtf})`;
}
