import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { Fault } from "../fault.ts";
import { isDay } from "../register/day.ts";
import { formatNamed, formatNames } from "../register/import/formats.ts";
import { importRegister as bringIn } from "../register/import/import-register.ts";
import type { ImportReport, RowReport } from "../register/import/report.ts";
import { openSource } from "../register/import/source-files.ts";
import { command } from "./command.ts";
import { openReport } from "./open-report.ts";
import { exportOfOurs, importExport } from "./import-export.ts";
import { awaitCheckpoint } from "./release.ts";

export const importRegister = command({
  name: "import register",
  summary: "bring in who held which post from another register",
  help: `FILE is a file, several, or a folder of them. The whole import is one entry of the record. Importing a newer revision
of the same source (the same --source) enters only what differs: corrections where it was wrong, changes where the world
changed. What no longer stands in it is reported and stays.

  pipe-table  a list of holders in a table of | cells |
  wikitext    the tables of a wiki page: rowspan, colspan, references, date templates, links
  csv         any table, with a mapping that says which column is what (docs/register-import.md)
  popolo      Popolo JSON, and parlparse's ministers.json
  wikidata    entity JSON: one entity, an entities map, or the lines of a dump
  ifg         the folder of the Institute for Government's ministers database

A register that "voceria register export" wrote is known for what it is under csv, popolo and jsonld, and comes back as it was; it needs
no further flag.

Whether a source's end days are the last day in office (inclusive) or the first day out of it (exclusive) must be said: the register
stores the last day. Every row ends as taken, taken with a finding, unchanged, or not taken with the reason; none stops another.

  voceria import register ifg/ --format ifg --end-convention exclusive --source "IfG ministers database" --dry-run
  voceria import register list.csv --format csv --mapping list.json --end-convention inclusive --report rows.jsonl`,
  args: ["FILE…"],
  flags: {
    format: { kind: "text", value: "FORMAT", says: `one of ${formatNames.join(", ")} (required)` },
    "end-convention": {
      kind: "text",
      value: "CONVENTION",
      says: "what the source's end days mean: inclusive or exclusive (required)",
    },
    source: {
      kind: "text",
      value: "NAME",
      says: "the source's name, the same for all its revisions (default: the file's name)",
    },
    date: {
      kind: "text",
      value: "DAY",
      says: "the day on which the source says who is in office (2026-05-03); without it an incumbent is unconfirmed",
    },
    url: { kind: "text", value: "URL", says: "where the source is published" },
    licence: { kind: "text", value: "NAME", says: "under which licence" },
    mapping: {
      kind: "text",
      value: "FILE",
      says: "JSON that says which column is what (csv), or which lists of a page to read and of what post (docs/register-import.md)",
    },
    "dry-run": { kind: "switch", says: "read, check and compare everything, enter nothing" },
    report: {
      kind: "text",
      value: "FILE",
      says: "write each row that was not taken or has a finding, one JSON object a line",
    },
  },
  async run(call) {
    const { flags, out } = call;
    const ours = await exportOfOurs(call.args, flags.format);
    if (ours !== undefined) {
      await importExport(call, ours, flags["dry-run"]);
      return 0;
    }
    const convention = flags["end-convention"];
    if (convention !== "inclusive" && convention !== "exclusive")
      throw new Fault(
        "usage",
        `--end-convention ${convention ?? "is missing: it"} must be inclusive (the source's end is the last day in office) or exclusive (the first day out of it).`,
      );
    const format = await formatNamed(flags.format);
    if (flags.date !== undefined && !isDay(flags.date))
      throw new Fault("usage", `--date ${flags.date}: it must be a day that exists, as 2026-05-03.`);
    const mapping = flags.mapping === undefined ? undefined : await readMapping(flags.mapping);
    const files = await openSource(call.args, format.extensions);
    const source = flags.source ?? basename(call.args[0] ?? "").replace(/\.[a-z.]+$/i, "");
    const list = flags.report === undefined ? undefined : await openReport(flags.report);
    const installation = await call.open();
    const shown: RowReport[] = [];
    const report = await bringIn(installation, {
      format,
      files,
      source,
      reading: {
        endConvention: convention,
        ...(flags.date === undefined ? {} : { assertedOn: flags.date }),
        ...(mapping === undefined ? {} : { mapping }),
      },
      about: {
        ...(flags.url === undefined ? {} : { url: flags.url }),
        ...(flags.licence === undefined ? {} : { licence: flags.licence }),
      },
      dryRun: flags["dry-run"],
      signal: call.signal,
      onProgress: (task, done, total) => out.progress(task, done, total),
      onRow: async (row) => {
        if (!seenOften(shown, row)) shown.push(row);
        await list?.add(row);
      },
    });
    const unwritten = await list?.close();
    if (report.entry !== undefined && !report.dryRun) await awaitCheckpoint(call, installation);
    for (const line of inWords(report, shown, flags.report)) out.print(line);
    out.json(report);
    if (unwritten !== undefined) out.note(`The list of rows is not whole. ${unwritten}`);
    return 0;
  },
});

const shownOfEach = 5;

/** A few examples of each kind are shown; all of them go into the report. */
function seenOften(shown: readonly RowReport[], row: RowReport): boolean {
  return shown.filter((one) => one.findings[0]?.what === row.findings[0]?.what).length >= shownOfEach;
}

async function readMapping(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch {
    throw new Fault("not-found", `There is no mapping ${path}.`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Fault(
      "invalid",
      `The mapping ${path} is not JSON: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

function* inWords(report: ImportReport, shown: readonly RowReport[], path: string | undefined): Generator<string> {
  const { rows, entered } = report;
  yield `${report.source}: ${rows.read} rows read${report.dryRun ? " (dry run, nothing was entered)" : ""}`;
  yield `  ${rows.taken} taken, ${rows.takenWithFinding} taken with a finding, ${rows.unchanged} unchanged, ${rows.notTaken} not taken`;
  const would = report.dryRun ? "would be " : "";
  for (const [kind, { new: fresh, correction, change }] of Object.entries(entered))
    yield `  ${kind}: ${fresh} ${would}new, ${correction} corrected, ${change} changed`;
  if (Object.keys(entered).length === 0) yield "  Nothing differs from what the register has.";
  if (report.entry !== undefined && !report.dryRun)
    yield `  entry ${report.entry} of the record, source "${report.id}"`;
  if (report.noLongerThere > 0)
    yield `  ${report.noLongerThere} that the register has from this source no longer stand in it; they stay`;
  const counts = [
    ["not taken", report.reasons],
    ["findings", report.findings],
  ] as const;
  for (const [heading, by] of counts) {
    if (Object.keys(by).length === 0) continue;
    yield `  ${heading}`;
    for (const [what, count] of Object.entries(by)) {
      yield `    ${count} × ${what}`;
      for (const row of shown.filter(
        (one) => one.findings[0]?.what === what && (heading === "not taken") === (one.outcome === "not-taken"),
      ))
        yield `      ${row.file}${row.line === undefined ? (row.at === undefined ? "" : `, ${row.at}`) : `, line ${row.line}`}: ${row.findings[0]?.sentence ?? ""}`;
    }
  }
  if (path !== undefined) yield `  each row in ${path}`;
}
