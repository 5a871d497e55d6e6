import { Fault } from "../fault.ts";
import { publishStatement } from "../newsroom/publish-statement.ts";
import { kinds } from "../newsroom/statement.ts";
import { readOffice } from "../register/office.ts";
import { accountInWords } from "../store/account.ts";
import { command } from "./command.ts";
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

  voceria publish aviso.md --as "Ana Soto" --key 7f0c2a`,
  args: ["FILE"],
  flags: {
    ...officerFlags,
    at: { kind: "text", value: "T", says: 'when: only "now", the default; the office cannot schedule yet' },
  },
  async run(call) {
    checkTime(call.flags.at);
    const [path = "-"] = call.args;
    const { fields, topics, attachments, body } = await readStatementFile(path, fieldNames);
    const installation = await call.open();
    const { title, kind, language, speaker, summary } = fields;
    const details = takeDetails(fields);
    if (title === undefined || kind === undefined)
      throw new Fault(
        "invalid",
        `${path}: ${title === undefined ? "title" : "kind"} is missing. The file begins with its fields between two lines of three hyphens ("voceria help publish" shows one).`,
      );
    const files = await takeAttachments(installation, path, { attachments, image: fields["claim_image"] });
    const draft = {
      title,
      kind,
      language: language ?? (await readOffice(installation.db)).language,
      topics: topics ?? [],
      body,
      ...(summary === undefined || summary === "" ? {} : { summary }),
      ...(speaker === undefined || speaker === "" ? {} : { speaker }),
      ...(details === undefined ? {} : { details }),
      ...(files === undefined ? {} : { attachments: files }),
    };
    const { as: by = accountInWords(), key } = call.flags;
    const done = await publishStatement(
      installation.db,
      draft,
      { by, urgent: { reason: fromHere }, ...(key === undefined ? {} : { key }) },
      installation.means,
    );
    return tellRelease(call, installation, "published", done);
  },
});

const fieldNames = ["title", "kind", "language", "topics", "speaker", "summary", "attachments", ...detailNames];

/** `at` of an entry is the office's own claim of the present; nothing else may be claimed. */
function checkTime(at: string | undefined): void {
  if (at === undefined || at === "now") return;
  const time = Date.parse(at);
  if (Number.isNaN(time)) throw new Fault("usage", `--at is ${JSON.stringify(at)}; it takes "now".`);
  throw new Fault(
    "usage",
    `--at ${at}: this office publishes at once or not at all. A later time cannot be scheduled yet, and an earlier one ` +
      'would claim what was not so: the record holds when a text was entered. Leave --at out, or give "now".',
  );
}
