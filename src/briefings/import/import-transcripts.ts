import { Fault } from "../../fault.ts";
import { dayIn } from "../../register/day.ts";
import { importRegister } from "../../register/import/import-register.ts";
import { readOffice } from "../../register/office.ts";
import type { Installation } from "../../store/installation.ts";
import type { Cast } from "./cast.ts";
import { castAsSource } from "./cast-register.ts";
import { type Gathered, startGathering } from "./gather.ts";
import { prepare } from "./prepare.ts";
import type { Transcript } from "./read-transcript.ts";
import { knownPeople, type KnownPeople, sourceInRegister, startAttributing } from "./speakers.ts";
import { readTranscriptFile, type TranscriptFiles } from "./transcript-files.ts";
import { startReport, type TranscriptOutcome, type TranscriptsReport } from "./transcripts-report.ts";

export type TranscriptsRequest = {
  /** The source's name, which with a file's path tells whether the text is there already. */
  source: string;
  /** Of the texts, where it is not the office's. */
  language?: string;
  /** Bring people and posts that the register does not have into it, on the word of the texts. */
  enterRegister?: boolean;
  dryRun?: boolean;
  /** Aborting ends the import after the text at hand. */
  signal?: AbortSignal;
  onOutcome?: (outcome: TranscriptOutcome) => void | Promise<void>;
  onProgress?: (task: string, done: number, total: number) => void;
};

/**
 * When this returns, every text has been imported, was there already, or stands in the report as refused. All are read once
 * to learn who is who, then each again to enter it: what is held meanwhile grows with the names, not with what was said.
 */
export async function importTranscripts(
  { db, means }: Pick<Installation, "db" | "means">,
  { files, otherFiles }: TranscriptFiles,
  request: TranscriptsRequest,
): Promise<TranscriptsReport> {
  const source = readSourceName(request.source);
  const dryRun = request.dryRun ?? false;
  const office = await readOffice(db);
  const language = request.language ?? office.language;
  const today = dayIn(office.timeZone, means.clock.now());
  const gathered = await gather(files, today, request);
  const known = await knownPeople(db, gathered.cast, source);
  const { report, count, finish } = startReport(source, dryRun);
  const register =
    request.enterRegister === true ? await enterPeople({ db, means }, gathered.cast, known, source, dryRun) : undefined;
  if (register !== undefined) report.register = register.counts;
  const attribute = await startAttributing(
    db,
    gathered.cast,
    known,
    register?.id ?? (await sourceInRegister(db, source)),
  );
  for (const [index, file] of files.entries()) {
    if (request.signal?.aborted === true) break;
    const read = await readTranscriptFile(file, today);
    if ("refused" in read) {
      const outcome = { file: file.id, warnings: [], outcome: "refused" as const, reason: read.refused };
      count(outcome);
      await request.onOutcome?.(outcome);
    } else {
      const prepared = prepare(read, gathered, attribute, language);
      const outcome = {
        file: file.id,
        warnings: warningsOf(read.transcript),
        outcome: "imported" as const,
        counts: prepared.counts,
      };
      count(outcome, prepared);
      await request.onOutcome?.(outcome);
    }
    request.onProgress?.(dryRun ? "checking (files)" : "importing (files)", index + 1, files.length);
  }
  return {
    ...finish(),
    people: gathered.cast.members.length,
    peopleInPosts: gathered.cast.members.filter(({ posts }) => posts.length > 0).length,
    otherFiles: [...otherFiles],
    interrupted: request.signal?.aborted ?? false,
  };
}

async function gather(
  files: TranscriptFiles["files"],
  today: string,
  { signal, onProgress }: TranscriptsRequest,
): Promise<Gathered> {
  const gathering = startGathering();
  for (const [index, file] of files.entries()) {
    if (signal?.aborted === true) break;
    const read = await readTranscriptFile(file, today);
    if (!("refused" in read)) gathering.add(read);
    onProgress?.("learning who is who (files)", index + 1, files.length);
  }
  return gathering.settle();
}

/** Of the people whom the texts name in a post, those alone whose name nobody bears in the register from another source. */
async function enterPeople(
  installation: Pick<Installation, "db" | "means">,
  cast: Cast,
  known: KnownPeople,
  source: string,
  dryRun: boolean,
): Promise<{ id: string; counts: NonNullable<TranscriptsReport["register"]> }> {
  const missing = cast.members.filter((member) => !known.elsewhere.has(member) && !known.several.has(member));
  const { id, entered, rows, entry } = await importRegister(installation, {
    source,
    format: castAsSource({ ...cast, members: missing }),
    files: [],
    reading: { endConvention: "inclusive" },
    dryRun,
  });
  const made = (kind: "person" | "post" | "tenure") => {
    const counts = entered[kind];
    return counts === undefined ? 0 : counts.new + counts.correction + counts.change;
  };
  const counts = { people: made("person"), posts: made("post"), tenures: made("tenure"), notTaken: rows.notTaken };
  return { id, counts: { ...counts, ...(entry === undefined ? {} : { entry }) } };
}

function warningsOf({ mended, beside, removed }: Transcript): string[] {
  return [
    ...(mended.length === 0 ? [] : [`headings without their colon × ${mended.length}`]),
    ...(beside.length === 0 ? [] : [`rules and marks that nobody said, left out × ${beside.length}`]),
    ...removed.map((what) => `${what}, left out`),
  ];
}

function readSourceName(name: string): string {
  const trimmed = name.normalize("NFC").trim();
  if (trimmed === "" || trimmed.length > 200 || /[\p{Cc}\p{Cs}]/u.test(trimmed))
    throw new Fault(
      "usage",
      "--source must name the source with 1 to 200 characters on one line, the same at every import of it.",
    );
  return trimmed;
}
