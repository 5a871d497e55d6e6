import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Fault } from "../fault.ts";
import { type ExportFormat, exportFormats, exportRegister } from "../register/export/export-register.ts";
import { readOffice } from "../register/office.ts";
import { command } from "./command.ts";
import { readRecorded } from "./register-as-of.ts";

export const registerExportCommand = command({
  name: "register export",
  summary: "the whole register as JSON-LD, Popolo or CSV",
  help: `Writes every institution, post, person, tenure, instrument, gap and source of the register, with the source's own words, dates
in EDTF and their bounds, capacities by periods, and since when it was recorded. jsonld is linked data in the terms of W3C
ORG, PROV and schema.org; popolo has what Popolo cannot say in an extension; csv has one row a thing. Imported again
("voceria import register"), each gives the same register. With --recorded, as the register said at that time.

  voceria register export --format csv --out autoridades.csv
  voceria register export --format jsonld --recorded 2026-05-03 > register.jsonld`,
  flags: {
    format: { kind: "text", says: `one of ${exportFormats.join(", ")} (required)`, value: "FORMAT" },
    out: { kind: "text", says: "write to this file instead of the standard output", value: "FILE" },
    recorded: { kind: "text", says: "as the register said then (2026-05-03, or 2026-05-03T12:00:00Z)", value: "TIME" },
  },
  async run({ flags, config, json, open, out, signal }) {
    const format = exportFormats.find((name) => name === flags.format);
    if (format === undefined) throw new Fault("usage", `--format is needed: one of ${exportFormats.join(", ")}.`);
    if (json && flags.out === undefined)
      throw new Fault("usage", "--json tells of the file that was written; name it with --out.");
    const recorded = flags.recorded === undefined ? undefined : readRecorded(flags.recorded);
    const { db } = await open();
    await readOffice(db);
    const base = config.url ?? `http://${config.host}:${config.port}`;
    const text = exportRegister(db, format, { base, ...(recorded === undefined ? {} : { recorded }) });
    if (flags.out === undefined) await toStdout(text, signal);
    else await toFile(text, flags.out, format, { out, signal });
    return 0;
  },
});

async function toStdout(text: AsyncIterable<string>, signal: AbortSignal): Promise<void> {
  try {
    await pipeline(Readable.from(text), process.stdout, { end: false, signal });
  } catch (error) {
    // Whoever reads may stop reading: `| head` is no failure.
    if ((error as { code?: string }).code !== "EPIPE") throw error;
  }
}

/** When this returns, the file is whole; when it throws, what stood there before still stands. */
async function toFile(
  text: AsyncIterable<string>,
  file: string,
  format: ExportFormat,
  { out, signal }: { out: { json(value: unknown): void; note(line: string): void }; signal: AbortSignal },
): Promise<void> {
  const partial = `${file}.partial`;
  let bytes = 0;
  async function* counted() {
    for await (const piece of text) {
      bytes += Buffer.byteLength(piece);
      yield piece;
    }
  }
  try {
    await pipeline(Readable.from(counted()), createWriteStream(partial), { signal });
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    const { code = "" } = error as { code?: string };
    if (["ENOENT", "EACCES", "EISDIR", "ENOTDIR", "ENOSPC", "EROFS"].includes(code))
      throw new Fault("invalid", `${file} cannot be written: ${(error as Error).message}.`);
    throw error;
  }
  out.json({ file, format, bytes });
  out.note(`${file}: ${bytes} bytes.`);
}
