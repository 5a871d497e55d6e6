import type { Reader } from "../../store/database.ts";
import { writeCsv } from "./csv.ts";
import { writeJsonLd } from "./json-ld.ts";
import { writePopolo } from "./popolo.ts";
import { type Part, readRegister } from "./read-register.ts";

export type ExportFormat = "jsonld" | "popolo" | "csv";
export const exportFormats: readonly ExportFormat[] = ["jsonld", "popolo", "csv"];
export const mediaTypes: Record<ExportFormat, string> = {
  jsonld: "application/ld+json",
  popolo: "application/json",
  csv: "text/csv; charset=utf-8; header=present",
};

export type Exporting = {
  /** The address of the site, by which JSON-LD names things. */
  base: string;
  part?: Part;
  /** As the register said then. */
  recorded?: Date;
  /** Of the entries below this index only: what may be shown (Horizon.size). */
  upTo?: number;
};

/**
 * The register, or one thing with all that tells of it, as text piece by piece: memory stays flat however large it is.
 * Read back by readExport it is the same. Fault("not-found") for a thing that is not there.
 */
export function exportRegister(
  db: Reader,
  format: ExportFormat,
  { base, ...which }: Exporting,
): AsyncGenerator<string> {
  const pages = readRegister(db, which);
  if (format === "csv") return writeCsv(pages);
  return format === "popolo" ? writePopolo(pages) : writeJsonLd(pages, base);
}

/** The same at once, for the page of one thing. */
export async function exportedText(db: Reader, format: ExportFormat, options: Exporting): Promise<string> {
  return (await Array.fromAsync(exportRegister(db, format, options))).join("");
}
