import { Fault } from "../fault.ts";
import { correctStatement } from "../newsroom/correct-statement.ts";
import { accountInWords } from "../store/account.ts";
import { command } from "./command.ts";
import { fromHere, officerFlags, tellRelease } from "./release.ts";
import { detailNames, takeDetails } from "./statement-details.ts";
import { readStatementFile } from "./statement-file.ts";
import { takeAttachments } from "./take-attachments.ts";

export const correct = command({
  name: "correct",
  summary: "publish a new edition of a statement, with a public note",
  help: `
FILE is the whole corrected text, as for "voceria publish" ("-" reads stdin). What its fields do not give
stays as it is, attachments are all given or none; kind, language and speaker always do. The editions before it stay readable, for ever.

--severity minor is a slip of typing (fe de erratas), major a change of substance (corrección). With --edition the
correction is refused if somebody else's came in since you read that edition.

  voceria correct 2026-0042 aviso.md --note "La cifra era 14, no 41." --severity major --edition 1`,
  args: ["NUMBER", "FILE"],
  flags: {
    note: { kind: "text", value: "TEXT", says: "what changed and why, for readers (required)" },
    severity: { kind: "text", value: "minor|major", says: "how much it matters (required)" },
    edition: { kind: "integer", value: "N", says: "the edition that you corrected" },
    ...officerFlags,
  },
  async run(call) {
    const { note, severity, edition, key, as: by = accountInWords() } = call.flags;
    if (note === undefined) throw new Fault("usage", "--note is missing: say to readers what changed and why.");
    if (severity === undefined) throw new Fault("usage", "--severity is missing: minor or major.");
    const [number = "", path = "-"] = call.args;
    const { fields, topics, attachments, body } = await readStatementFile(path, fieldNames);
    const { title, summary, kind, language, speaker } = fields;
    const details = takeDetails(fields);
    if (speaker !== undefined) call.out.note("The speaker stays the one it was published with.");
    const installation = await call.open();
    const files = await takeAttachments(installation, call.config, path, { attachments, image: fields["claim_image"] });
    const done = await correctStatement(
      installation.db,
      number,
      {
        ...definedOf({ title, summary, kind, language, topics, details, edition, attachments: files }),
        body,
        note,
        severity,
      },
      { by, urgent: { reason: fromHere }, ...(key === undefined ? {} : { key }) },
      installation.means,
    );
    return tellRelease(call, installation, "corrected", done);
  },
});

const fieldNames = ["title", "kind", "language", "topics", "speaker", "summary", "attachments", ...detailNames];

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function definedOf<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
