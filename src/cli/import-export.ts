import { enterExport } from "../register/export/enter-export.ts";
import { exportKindOf } from "../register/export/read-export.ts";
import type { SourceFile } from "../register/import/candidate.ts";
import { openSource } from "../register/import/source-files.ts";
import type { Call } from "./command.ts";
import { awaitCheckpoint } from "./release.ts";

/** The file, if it is a register exported by Vocería in the format named: it says itself all that other sources must be told. */
export async function exportOfOurs(
  args: readonly string[],
  format: string | undefined,
): Promise<SourceFile | undefined> {
  if (args.length !== 1 || !["jsonld", "popolo", "csv"].includes(format ?? "")) return undefined;
  const [file, ...more] = await openSource(args, [".jsonld", ".json", ".csv"]);
  if (file === undefined || more.length > 0) return undefined;
  return (await exportKindOf(file)) === format ? file : undefined;
}

/** When this returns, what the export says stands in the register, and is signed; or, with `dryRun`, it was said what would. */
export async function importExport(
  call: Pick<Call, "open" | "out" | "means" | "config">,
  file: SourceFile,
  dryRun: boolean,
) {
  const { out, means } = call;
  const installation = await call.open();
  const report = await enterExport(
    installation.db,
    file,
    { dryRun, onRow: (read) => out.progress(file.name, read) },
    means,
  );
  if (report.entry !== undefined) await awaitCheckpoint(call, installation);
  const { rows, refused, entry } = report;
  for (const sentence of refused) out.print(`not taken: ${sentence}`);
  out.print(
    `${rows.new} new, ${rows.corrected} corrected, ${rows.unchanged} unchanged, ${rows.notTaken} not taken${entry === undefined ? "; nothing entered" : `; entry ${entry}`}.`,
  );
  out.json({ ...report, dryRun });
}
