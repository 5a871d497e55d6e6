import { Fault } from "../fault.ts";
import { openArchive } from "../newsroom/archive.ts";
import type { ImportReport, Outcome } from "../newsroom/import-report.ts";
import { importStatements as importArchive } from "../newsroom/import-statements.ts";
import { accountInWords } from "../store/account.ts";
import { command } from "./command.ts";
import { openReport } from "./open-report.ts";
import { awaitCheckpoint, officerFlags } from "./release.ts";

export const importStatements = command({
  name: "import statements",
  summary: "bring in an archive of texts, each under the date its source claims",
  help: `
FILE holds one JSON object a line (gzip too) with source_id, date (YYYY-MM-DD), title, kind, speaker, language, and html
or markdown; a folder holds Markdown files with those fields in their front matter, source_id being the file's path
unless it is given. Other fields are counted and left.

The texts get numbers of their own series (H-000001, …) and say on their pages when they were imported, from what source
and what date it claims. Speakers are attributed where the register certainly has them in a post that day; otherwise the
name stands as the source gives it. An archive of another government belongs in an installation of its own.

Every row ends in one of three: imported, there already, refused with the reason. Running it again imports what is new
and nothing twice, also after a kill; a row that has changed at its source is reported and left for a correction.

  voceria import statements archive.jsonl.gz --source "Archivo 2018-2022" --dry-run
  voceria import statements archive.jsonl.gz --source "Archivo 2018-2022" --report rows.jsonl`,
  args: ["FILE|DIR"],
  flags: {
    source: {
      kind: "text",
      value: "NAME",
      says: "the source's name, shown on every page; the same at each import of it (required)",
    },
    "dry-run": { kind: "switch", says: "convert and check everything, enter nothing" },
    report: { kind: "text", value: "FILE", says: "write what became of each row, one JSON object a line" },
    as: officerFlags.as,
  },
  async run(call) {
    const { source, report: path, as: by = accountInWords() } = call.flags;
    if (source === undefined) throw new Fault("usage", "--source is missing: name the source these texts come from.");
    const archive = await openArchive(call.args[0] ?? "");
    const list = path === undefined ? undefined : await openReport(path);
    const installation = await call.open();
    const shown: Outcome[] = [];
    const began = performance.now();
    const unit = `${call.flags["dry-run"] ? "checking" : "importing"} (${archive.unit})`;
    const report = await importArchive(installation, archive, {
      source,
      by,
      dryRun: call.flags["dry-run"],
      signal: call.signal,
      onOutcome: async (outcome) => {
        if (outcome.outcome === "refused" && shown.length < shownAtMost) shown.push(outcome);
        await list?.add(outcome);
      },
      onProgress: ({ done, total, rows }) => {
        const rate = Math.round(rows / Math.max(0.001, (performance.now() - began) / 1000));
        call.out.progress(unit, done, total, `${rows} rows, ${rate} a second`);
      },
    });
    const unwritten = await list?.close();
    for (const line of inWords(report, shown, path)) call.out.print(line);
    call.out.json(report);
    if (unwritten !== undefined) call.out.note(`The list of rows is not whole. ${unwritten}`);
    // Told first: what was entered stands, whoever signs it when.
    if (report.imported > 0 && !report.dryRun) await awaitCheckpoint(call, installation);
    return report.damage === undefined && !report.interrupted ? 0 : 1;
  },
});

const shownAtMost = 10;

function* inWords(report: ImportReport, shown: readonly Outcome[], path: string | undefined): Generator<string> {
  yield `${report.source}: ${report.read} rows read${report.dryRun ? " (dry run, nothing was entered)" : ""}`;
  yield `  ${report.imported} ${report.dryRun ? "would be imported" : "imported"}${
    report.numbers === undefined ? "" : ` as ${report.numbers.first} to ${report.numbers.last}`
  }${report.entries === undefined ? "" : `, entries ${report.entries.first} to ${report.entries.last}`}`;
  if (!report.dryRun && report.imported > 0)
    yield `    ${report.attributed} attributed by the register, ${report.namedBySourceAlone} under the name that the source gives`;
  yield `  ${report.alreadyThere} there already`;
  yield `  ${report.refused} refused`;
  for (const [reason, count] of Object.entries(report.reasons)) yield `    ${count} × ${reason}`;
  for (const outcome of shown)
    if (outcome.outcome === "refused")
      yield `      ${outcome.line === undefined ? (outcome.file ?? "") : `line ${outcome.line}`}${
        outcome.id === undefined ? "" : ` (source_id ${outcome.id})`
      }: ${outcome.reason}`;
  if (report.refused > shown.length && path === undefined)
    yield `      and ${report.refused - shown.length} more; --report FILE lists all`;
  yield* counted("  imported with a warning", report.warnings);
  yield* counted("  fields that were not taken in", report.ignoredFields);
  if (report.kinds.length > 0) yield "  kinds, as the source calls them and as they are shown here";
  for (const { source, kind, count } of report.kinds)
    yield `    ${count} × ${source === "" ? "(none)" : source} → ${kind}`;
  if (report.otherFiles.length > 0)
    yield `  ${report.otherFiles.length} files that are no Markdown were left: ${report.otherFiles.slice(0, 5).join(", ")}${report.otherFiles.length > 5 ? ", …" : ""}`;
  if (report.damage !== undefined)
    yield `  ${report.damage} Mend the archive and run this again: it goes on from there.`;
  if (report.interrupted) yield "  Stopped before the end; the same command goes on from here.";
}

function* counted(heading: string, counts: Record<string, number>): Generator<string> {
  if (Object.keys(counts).length > 0) yield heading;
  for (const [name, count] of Object.entries(counts)) yield `    ${count} × ${name}`;
}
