import { type BriefingFormat, briefingFormats } from "../briefings/briefing.ts";
import { importTranscripts as importArchive } from "../briefings/import/import-transcripts.ts";
import { openTranscripts } from "../briefings/import/transcript-files.ts";
import type { TranscriptOutcome, TranscriptsReport } from "../briefings/import/transcripts-report.ts";
import { Fault } from "../fault.ts";
import { accountInWords } from "../store/account.ts";
import { command } from "./command.ts";
import { openReport } from "./open-report.ts";
import { awaitCheckpoint, officerFlags } from "./release.ts";

export const importTranscripts = command({
  name: "import transcripts",
  summary: "bring in transcripts of briefings, turn by turn",
  help: `
FILE is the text of one briefing, DIR a folder of them (.txt, UTF-8), the day in each file's name (2020-02-28.txt). A turn
begins with its speaker in capitals and a colon: "NAME, POST: words", "NAME: words", "PREGUNTA: words".

Who is who is learnt from all texts before any is entered: within one, a bare name is whom it introduces with a post; across
them, a name is the same person's where a title bears it out. What could be two people's is nobody's, and is reported.
A speaker is attributed to a person and post where the register certainly has them that day. --enter-register brings the
people and posts that it does not know into it, on the word of the texts: held at least from the first to the last day on
which they are named so, and no other day made up. An archive of another government belongs in an installation of its own.

  voceria import transcripts transcripts/ --source "Conferencias 2020-2021" --dry-run
  voceria import transcripts transcripts/ --source "Conferencias 2020-2021" --enter-register --report texts.jsonl`,
  args: ["FILE|DIR"],
  flags: {
    source: {
      kind: "text",
      value: "NAME",
      says: "the source's name, shown on every page; the same at each import of it (required)",
    },
    format: { kind: "text", value: "FORMAT", says: "punto-de-prensa, conferencia (default) or voceria" },
    language: { kind: "text", value: "TAG", says: "the texts' language (default: the office's)" },
    "enter-register": { kind: "switch", says: "enter the people and posts that the register does not know" },
    "dry-run": { kind: "switch", says: "read and check everything, enter nothing" },
    report: { kind: "text", value: "FILE", says: "write what became of each text, one JSON object a line" },
    as: officerFlags.as,
  },
  async run(call) {
    const { source, report: path, language, as: by = accountInWords() } = call.flags;
    const format = readFormat(call.flags.format);
    if (source === undefined) throw new Fault("usage", "--source is missing: name the source these texts come from.");
    const files = await openTranscripts(call.args[0] ?? "");
    const list = path === undefined ? undefined : await openReport(path);
    const installation = await call.open();
    const refused: TranscriptOutcome[] = [];
    const report = await importArchive(installation, files, {
      source,
      by,
      format,
      ...(language === undefined ? {} : { language }),
      enterRegister: call.flags["enter-register"],
      dryRun: call.flags["dry-run"],
      signal: call.signal,
      onOutcome: async (outcome) => {
        if (outcome.outcome === "refused" && refused.length < shownAtMost) refused.push(outcome);
        await list?.add(outcome);
      },
      onProgress: (task, done, total) => call.out.progress(task, done, total),
    });
    const unwritten = await list?.close();
    for (const line of inWords(report, refused)) call.out.print(line);
    call.out.json(report);
    if (unwritten !== undefined) call.out.note(`The list of texts is not whole. ${unwritten}`);
    // Told first: what was entered stands, whoever signs it when.
    if ((report.imported > 0 || report.register !== undefined) && !report.dryRun)
      await awaitCheckpoint(call, installation);
    return report.interrupted ? 1 : 0;
  },
});

const shownAtMost = 10;

function readFormat(name = "conferencia"): BriefingFormat {
  const format = briefingFormats.find((one) => one === name);
  if (format === undefined) throw new Fault("usage", `--format ${name} must be one of ${briefingFormats.join(", ")}.`);
  return format;
}

function* inWords(report: TranscriptsReport, refused: readonly TranscriptOutcome[]): Generator<string> {
  const { turns } = report;
  yield `${report.source}: ${report.read} texts read${report.dryRun ? " (dry run, nothing was entered)" : ""}`;
  yield `  ${report.imported} ${report.dryRun ? "would be imported" : "imported"}${
    report.numbers === undefined ? "" : ` as ${report.numbers.first} to ${report.numbers.last}`
  }${report.entries === undefined ? "" : `, entries ${report.entries.first} to ${report.entries.last}`}`;
  yield `  ${report.alreadyThere} there already`;
  yield `  ${report.refused} refused`;
  for (const [reason, count] of Object.entries(report.reasons)) yield `    ${count} × ${reason}`;
  for (const outcome of refused) if (outcome.outcome === "refused") yield `      ${outcome.file}: ${outcome.reason}`;
  if (report.register !== undefined) {
    const { people, posts, tenures, notTaken, entry } = report.register;
    yield `  register: ${people} people, ${posts} posts, ${tenures} tenures ${report.dryRun ? "would be " : ""}entered${
      entry === undefined ? "" : ` as entry ${entry}`
    }${notTaken === 0 ? "" : `, ${notTaken} rows not taken`}`;
  }
  yield `  ${turns.turns} turns, ${turns.words} words: ${turns.questions} questions (${turns.questionMarks} with a question mark), ${turns.answers} answers, ${turns.speech} others`;
  yield `  ${turns.named} turns bear a name: of ${report.people} people, ${report.peopleInPosts} of them named in a post`;
  yield `    told by the texts: ${turns.told} of a person, ${turns.toldPost} in a post`;
  yield `    borne out by the register: ${turns.person} of a person, ${turns.post} in a post that day`;
  yield `  ${turns.press} turns of the press: ${turns.askers} say who asks, ${turns.outlets} for which of ${report.outlets} outlets`;
  yield `  ${turns.moderator} of whoever gives the word, ${turns.voices} of a voice without a name, ${turns.unnamed} without a heading`;
  for (const [why, { turns: count, names }] of Object.entries(report.unresolved)) {
    yield `  ${count} turns: ${whyInWords[why] ?? why}`;
    const shown = names.filter(({ name }) => name !== "").slice(0, shownAtMost);
    if (shown.length > 0) yield `      ${shown.map(({ name, turns: of }) => `${name} (${of})`).join(", ")}`;
  }
  for (const [warning, count] of Object.entries(report.warnings)) yield `  ${count} texts: ${warning}`;
  if (report.otherFiles.length > 0)
    yield `  ${report.otherFiles.length} files that are no text were left: ${report.otherFiles.slice(0, 5).join(", ")}${report.otherFiles.length > 5 ? ", …" : ""}`;
  if (report.interrupted) yield "  Stopped before the end; the same command goes on from here.";
}

const whyInWords: Record<string, string> = {
  role: "a voice or whoever gives the word, not named",
  "no-heading": "nobody is named, before the first heading or behind a film",
  "one-word": "a name of one word alone",
  ambiguous: "it may be more than one person",
  "not-introduced": "a name that no text of that day introduces with a post",
  "not-in-the-register": "a person whom the register does not have",
  "several-bear-the-name": "several people of the register bear the name",
  "not-certain-that-day": "the register does not have them in a post that day for certain",
  "title-does-not-fit": "the post beside the name is none that the register has them in",
};
