import { checkContent, checkContentFits, Malformed } from "@voceria/record";
import { Fault } from "../../fault.ts";
import { dayIn, dayInWords } from "../../register/day.ts";
import { importRegister } from "../../register/import/import-register.ts";
import { archiveSeries, writeNumber } from "../../register/number.ts";
import { readOffice } from "../../register/office.ts";
import { transact } from "../../store/database.ts";
import type { Installation } from "../../store/installation.ts";
import type { BriefingFormat } from "../briefing.ts";
import type { Cast } from "./cast.ts";
import { castAsSource } from "./cast-register.ts";
import {
  enterTranscripts,
  type EnteredTranscript,
  findImportedTranscripts,
  type ImportedTranscript,
  type ReadyTranscript,
} from "./enter-transcripts.ts";
import { type Gathered, startGathering } from "./gather.ts";
import { prepare, type Prepared } from "./prepare.ts";
import type { Transcript } from "./read-transcript.ts";
import { knownPeople, type KnownPeople, sourceInRegister, startAttributing } from "./speakers.ts";
import { readTranscriptFile, type TranscriptFiles, type TranscriptText } from "./transcript-files.ts";
import { startReport, type TranscriptOutcome, type TranscriptsReport } from "./transcripts-report.ts";

export type TranscriptsRequest = {
  /** The source's name, which with a file's path tells whether the text is there already. */
  source: string;
  /** By whose hand. */
  by: string;
  format?: BriefingFormat;
  /** Of the texts, where it is not the office's. */
  language?: string;
  /** Bring people and posts that the register does not have into it, on the word of the texts. */
  enterRegister?: boolean;
  dryRun?: boolean;
  /** Aborting ends the import after the transaction at hand. */
  signal?: AbortSignal;
  onOutcome?: (outcome: TranscriptOutcome) => void | Promise<void>;
  onProgress?: (task: string, done: number, total: number) => void;
};

/** One transaction enters no more than this, so that a publication made meanwhile waits for a moment only. */
const chunk = { transcripts: 10, characters: 1_000_000 };

/**
 * When this returns, every text has been imported, was there already, or stands in the report as refused. All are read once
 * to learn who is who, then each again to enter it: what is held meanwhile grows with the names, not with what was said.
 * After a kill the same call goes on behind the last transaction that was committed and enters nothing twice.
 */
export async function importTranscripts(
  { db, means }: Pick<Installation, "db" | "means">,
  { files, otherFiles }: TranscriptFiles,
  request: TranscriptsRequest,
): Promise<TranscriptsReport> {
  const source = readSourceName(request.source);
  const { dryRun = false, format = "conferencia", by, signal } = request;
  const office = await readOffice(db);
  const language = readLanguage(request.language ?? office.language);
  const today = dayIn(office.timeZone, means.clock.now());
  const gathered = await gather(files, today, request);
  const known = await knownPeople(db, gathered.cast, source);
  const { report, count, finish } = startReport(source, dryRun);
  const register =
    request.enterRegister === true && signal?.aborted !== true
      ? await enterPeople({ db, means }, gathered.cast, known, source, dryRun)
      : undefined;
  if (register !== undefined) report.register = register.counts;
  const attribute = await startAttributing(
    db,
    gathered.cast,
    known,
    register?.id ?? (await sourceInRegister(db, source)),
  );
  const settle = async (outcome: TranscriptOutcome, prepared?: Prepared): Promise<void> => {
    count(outcome, prepared);
    await request.onOutcome?.(outcome);
    request.onProgress?.(dryRun ? "checking (files)" : "importing (files)", report.read, files.length);
  };
  let ready: Ready[] = [];
  const enter = async (): Promise<void> => {
    const texts = ready.splice(0);
    const entered =
      dryRun || texts.length === 0
        ? []
        : await transact(db, (tx) =>
            enterTranscripts(
              tx,
              texts.map(({ transcript }) => transcript),
              { by, office },
              means,
            ),
          );
    for (const [index, text] of texts.entries()) await settle(outcomeOf(text, entered[index]), text.prepared);
  };

  for (const file of files) {
    if (signal?.aborted === true) break;
    const read = await readTranscriptFile(file, today);
    if ("refused" in read) {
      await settle({ file: file.id, warnings: [], outcome: "refused", reason: read.refused });
      continue;
    }
    const there = (await findImportedTranscripts(db, source, [read.id])).get(read.id);
    if (there !== undefined) {
      await settle(outcomeThere(read, there));
      continue;
    }
    const prepared = prepare(read, gathered, attribute, language);
    const transcript: ReadyTranscript = {
      format: "voceria/transcript/v1",
      version: "imported",
      kind: format,
      title: titleOf(format, read.day, language),
      day: read.day,
      language,
      turns: prepared.turns,
      source: { name: source, id: read.id, date: read.day, sha256: read.sha256 },
    };
    const refused = whyNot(transcript);
    if (refused !== undefined) {
      await settle({ file: read.id, warnings: [], outcome: "refused", reason: refused });
      continue;
    }
    ready.push({ file: read, prepared, transcript });
    const characters = ready.reduce((sum, { transcript: { turns } }) => sum + charactersIn(turns), 0);
    if (ready.length >= chunk.transcripts || characters >= chunk.characters) await enter();
  }
  await enter();
  return {
    ...finish(),
    people: gathered.cast.members.length,
    peopleInPosts: gathered.cast.members.filter(({ posts }) => posts.length > 0).length,
    otherFiles: [...otherFiles],
    interrupted: signal?.aborted ?? false,
  };
}

type Ready = { file: TranscriptText; prepared: Prepared; transcript: ReadyTranscript };

/** `done` is undefined in a dry run. */
function outcomeOf({ file, prepared }: Ready, done: EnteredTranscript | undefined): TranscriptOutcome {
  if (done !== undefined && "there" in done) return outcomeThere(file, done.there);
  const warnings = warningsOf(file.transcript);
  return { file: file.id, warnings, outcome: "imported", counts: prepared.counts, ...done };
}

function outcomeThere({ id, sha256 }: TranscriptText, before: ImportedTranscript): TranscriptOutcome {
  if (before.sha256 === sha256) return { file: id, warnings: [], outcome: "already-there", number: before.number };
  return {
    file: id,
    warnings: [],
    outcome: "refused",
    reason: `it has changed at the source since it was imported as ${before.number}: read both, and correct ${before.number} if the change is right`,
  };
}

/** Why the record cannot take it; undefined where it can. */
function whyNot(transcript: ReadyTranscript): string | undefined {
  try {
    checkContentFits("transcript.imported", checkContent({ briefing: firstOfArchives, ...transcript }));
    return undefined;
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return `the record cannot take it: ${error.where}: ${error.what}`;
  }
}

/** Its own number is given when it is entered; any of the series is of the same form. */
const firstOfArchives = writeNumber(archiveSeries, 1);

const titles: Record<"es" | "en", Record<BriefingFormat, string>> = {
  es: { "punto-de-prensa": "Punto de prensa", conferencia: "Conferencia de prensa", voceria: "Vocería" },
  en: { "punto-de-prensa": "Press point", conferencia: "Press conference", voceria: "Spokesperson's briefing" },
};

function titleOf(format: BriefingFormat, day: string, language: string): string {
  const spoken = /^es\b/iu.test(language) ? "es" : "en";
  return `${titles[spoken][format]}, ${dayInWords(day, spoken)}`;
}

function charactersIn(turns: ReadyTranscript["turns"]): number {
  return turns.reduce((sum, { text }) => sum + text.length, 0);
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

/** A language tag in its canonical form. */
function readLanguage(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? tag;
  } catch {
    throw new Fault("usage", `--language ${JSON.stringify(tag)} is no language tag; write es-MX, en, …`);
  }
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
