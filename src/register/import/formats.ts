import { Fault } from "../../fault.ts";
import type { Format } from "./candidate.ts";

const formats: Record<string, () => Promise<Format>> = {
  "pipe-table": async () => (await import("./pipe-table.ts")).pipeTable,
  wikitext: async () => (await import("./wikitext.ts")).wikitext,
  csv: async () => (await import("./mapped-csv.ts")).mappedCsv,
  wikidata: async () => (await import("./wikidata.ts")).wikidata,
  ifg: async () => (await import("./ifg.ts")).ifg,
  popolo: async () => (await import("./popolo.ts")).popolo,
};

export const formatNames = Object.keys(formats);

/** Fault("usage") for one that is not known. */
export async function formatNamed(name: string | undefined): Promise<Format> {
  const load = name === undefined || !Object.hasOwn(formats, name) ? undefined : formats[name];
  if (load === undefined)
    throw new Fault("usage", `--format ${name ?? "is missing: it"} must be one of ${formatNames.join(", ")}.`);
  return load();
}
