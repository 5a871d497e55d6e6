import { Fault } from "../fault.ts";
import { instantAt } from "../register/hour.ts";
import { publishStatement } from "../newsroom/publish-statement.ts";
import { scheduleStatement } from "../newsroom/schedule-statement.ts";
import { kinds } from "../newsroom/statement.ts";
import { isDay } from "../register/day.ts";
import { readOffice } from "../register/office.ts";
import { accountInWords } from "../store/account.ts";
import { type Call, command } from "./command.ts";
import { fromHere, officerFlags, tellRelease } from "./release.ts";
import { detailHelp, detailNames, takeDetails } from "./statement-details.ts";
import { readStatementFile } from "./statement-file.ts";
import { takeAttachments } from "./take-attachments.ts";

export const publish = command({
  name: "publish",
  summary: "publish a Markdown file, as an urgent publication to be reviewed",
  help: `
FILE begins with its fields between two lines of three hyphens; the text follows. "-" reads stdin.

  ---
  title: Aviso a la comunidad
  kind: comunicado
  speaker: camila-vallejo
  topics: [salud]
  summary: En una línea, si hace falta.
  ---
  El texto, en *Markdown*.

${detailHelp.trimStart()}

title and kind are required. Kinds: ${kinds.join(", ")}.
language is the office's own unless given (es-CL, en, …). A speaker, by register id or full name, must certainly hold a
post that speaks today; without one the office speaks in its own voice. When the command returns, the statement is on
the site and under a signed checkpoint; it prints number, address and the index of its entry.

With --at it is scheduled instead: published at that second by a running server, or late, and told as late, where none ran
then. Until then the desk shows it among its drafts and can call it back.

  voceria publish aviso.md --as "Ana Soto" --key 7f0c2a
  voceria publish aviso.md --at 2026-11-25T18:00`,
  args: ["FILE"],
  flags: {
    ...officerFlags,
    at: { kind: "text", value: "T", says: "when: now, the default, or a time to come" },
  },
  async run(call) {
    const [path = "-"] = call.args;
    const { fields, topics, attachments, body } = await readStatementFile(path, fieldNames);
    const installation = await call.open();
    const office = await readOffice(installation.db);
    const { at = "now" } = call.flags;
    const publishAt = at === "now" ? undefined : readHour(at, office.timeZone);
    const { title, kind, language, speaker, summary } = fields;
    const details = takeDetails(fields);
    if (title === undefined || kind === undefined)
      throw new Fault(
        "invalid",
        `${path}: ${title === undefined ? "title" : "kind"} is missing. The file begins with its fields between two lines of three hyphens ("voceria help publish" shows one).`,
      );
    const files = await takeAttachments(installation, call.config, path, { attachments, image: fields["claim_image"] });
    const draft = {
      title,
      kind,
      language: language ?? office.language,
      topics: topics ?? [],
      body,
      ...(summary === undefined || summary === "" ? {} : { summary }),
      ...(speaker === undefined || speaker === "" ? {} : { speaker }),
      ...(details === undefined ? {} : { details }),
      ...(files === undefined ? {} : { attachments: files }),
    };
    const { as: by = accountInWords(), key } = call.flags;
    const hand = { by, urgent: { reason: fromHere }, ...(key === undefined ? {} : { key }) };
    if (publishAt !== undefined)
      return tellScheduled(call, await scheduleStatement(installation.db, draft, publishAt, hand, installation.means));
    const done = await publishStatement(installation.db, draft, hand, installation.means);
    return tellRelease(call, installation, "published", done);
  },
});

const fieldNames = ["title", "kind", "language", "topics", "speaker", "summary", "attachments", ...detailNames];

/** An instant with its zone, or a day and hour on the office's own clocks. */
function readHour(text: string, timeZone: string): Date {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)$/.exec(text) ?? [];
  if (day !== undefined && time !== undefined) return instantAt(day, time, timeZone);
  const [, on] = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/.exec(text) ?? [];
  // Left to itself, Date takes 30 February for 2 March.
  const instant = on !== undefined && isDay(on) ? new Date(text) : undefined;
  if (instant !== undefined && !Number.isNaN(instant.getTime())) return instant;
  throw new Fault(
    "usage",
    `--at is ${JSON.stringify(text)}; it takes "now", a time like 2026-11-25T18:00:00-03:00, or 2026-11-25T18:00 on the office's own clocks (${timeZone}).`,
  );
}

function tellScheduled(
  { out }: Pick<Call, "out">,
  done: { draft: number; publishAt: Date; repeated: boolean },
): number {
  const at = done.publishAt.toISOString();
  out.print(`Scheduled for ${at}${done.repeated ? " already, under this key" : ""}, as draft ${done.draft}.`);
  out.note("A running server publishes it at that second. Until then the desk can call it back.");
  out.json({ scheduled: at, draft: done.draft, repeated: done.repeated });
  return 0;
}
