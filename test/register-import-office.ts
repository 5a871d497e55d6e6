import { sql } from "kysely";
import { expect } from "vitest";
import type { DataOf, ItemKind } from "../src/register/item.ts";
import type { SourceFile } from "../src/register/import/candidate.ts";
import { formatNamed } from "../src/register/import/formats.ts";
import { importRegister, type ImportRequest } from "../src/register/import/import-register.ts";
import type { ImportReport, RowReport } from "../src/register/import/report.ts";
import { openSource, textFile } from "../src/register/import/source-files.ts";
import { audited, type Founded } from "./recorder-office.ts";
import { registerDifferences } from "./register-office.ts";

export type Brought = { report: ImportReport; rows: RowReport[] };
export type Bringing = {
  format: string;
  from: string | Record<string, string>;
  exclusive?: boolean;
  mapping?: unknown;
  on?: string;
} & Partial<Pick<ImportRequest, "source" | "dryRun">>;

/** Imports a path, a text, or several named texts; every row is accounted for. */
export async function bring(
  office: Founded,
  { format, from, exclusive, mapping, on, source = "source", dryRun }: Bringing,
): Promise<Brought> {
  const read = await formatNamed(format);
  const rows: RowReport[] = [];
  const files: SourceFile[] =
    typeof from !== "string"
      ? Object.entries(from).map(([name, text]) => textFile(name, text))
      : from.startsWith("/")
        ? await openSource([from], read.extensions)
        : [textFile("file", from)];
  const report = await importRegister(office, {
    format: read,
    files,
    reading: {
      endConvention: exclusive === true ? "exclusive" : "inclusive",
      ...(mapping === undefined ? {} : { mapping }),
      ...(on === undefined ? {} : { assertedOn: on }),
    },
    source,
    ...(dryRun === undefined ? {} : { dryRun }),
    onRow: (row) => void rows.push(row),
  });
  const { read: all, taken, takenWithFinding, unchanged, notTaken } = report.rows;
  expect(taken + takenWithFinding + unchanged + notTaken).toBe(all);
  return { report, rows };
}

export async function standing<K extends ItemKind>(
  office: Founded,
  kind: K,
): Promise<{ slug: string; locator: string; change: string; data: DataOf[K] }[]> {
  const { rows } = await sql<{ slug: string; locator: string; change: string; data: DataOf[K] }>`
    select slug, locator, change, data from register_assertion
    where kind = ${kind} and superseded is null and source not in ('pack') order by slug`.execute(office.db);
  return rows;
}

/** The record and the register agree with themselves. */
export async function expectClean(office: Founded): Promise<void> {
  expect(await registerDifferences(office.db)).toEqual([]);
  expect(await audited(office)).toEqual([]);
}
