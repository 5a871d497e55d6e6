import type { TranscriptContent } from "@voceria/record";
import { type Actor, type Action, permit } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Day, dayIn } from "../register/day.ts";
import { readOffice } from "../register/office.ts";
import { type Database, type Reader, type Transaction, transact } from "../store/database.ts";
import { tellPages } from "../store/tell-pages.ts";
import { resolveTurns, type TurnChange } from "./reassign-turns.ts";
import { compareHeads, type Head, headOf, readHead, underHead } from "./transcript-head.ts";
import { compareTurns, type CorrectionTyped, editTurns, readCorrection, type TurnEdit } from "./transcript.ts";
import { type EnteredTranscript, appendTranscripts, lockTranscript, type TranscriptView } from "./transcripts.ts";

/** What is changed of a transcript; `read`: the entry that was before whoever changes it. */
export type TranscriptChange = { edits: readonly TurnChange[]; read: number };

/** What a correction changes: its turns, and what stands over them. */
export type TranscriptCorrection = TranscriptChange & CorrectionTyped & { head?: Head };

/**
 * When this returns, the office's edited version stands in the record beside the certified one, which it names and leaves as it is; where they
 * differ, everybody sees it. Fault("conflict") where there is an edited version already, or the certified one was corrected since `read`;
 * Fault("invalid") where nothing differs.
 */
export function publishEdited(
  db: Database,
  briefing: string,
  change: TranscriptChange,
  actor: Actor,
  means: Means,
): Promise<EnteredTranscript> {
  return transact(db, async (tx) => {
    const certified = await lockTranscript(tx, briefing, "said");
    permit(actor, "transcript.edit", await institutionOf(tx, briefing));
    if (certified?.version !== "certified") throw noTranscript(briefing);
    if ((await lockTranscript(tx, briefing, "edited")) !== undefined)
      throw new Fault(
        "conflict",
        "There is an edited version already: correct that one.",
        [],
        "Ya hay una versión editada: corrija esa.",
      );
    checkRead(certified, change.read);
    const content = await editedContent(tx, certified, change.edits);
    await tell(tx, briefing, "transcript.edit", { did: "publish", of: certified.entry }, actor, means);
    return enter(tx, content, undefined, actor, means);
  });
}

/**
 * When this returns, the transcript has one edition more, with its public note; those before it stay where they are. The certified one is
 * corrected by whoever may certify, the others by whoever may edit.
 */
export function correctTranscript(
  db: Database,
  briefing: string,
  version: "said" | "edited",
  change: TranscriptCorrection,
  actor: Actor,
  means: Means,
): Promise<EnteredTranscript> {
  return transact(db, async (tx) => {
    const standing = await lockTranscript(tx, briefing, version);
    if (standing === undefined) throw noTranscript(briefing);
    const action = actionToCorrect(standing);
    permit(actor, action, await institutionOf(tx, briefing));
    checkRead(standing, change.read);
    const said = version === "edited" ? await lockTranscript(tx, briefing, "said") : undefined;
    const { timeZone } = await readOffice(tx);
    const today = dayIn(timeZone, means.clock.now());
    const corrected = await correctedContent(tx, standing, { ...change, today }, said?.entry);
    const content = { ...corrected, ...readCorrection(change) };
    if (version === "said") await renameBriefing(tx, content);
    await tell(tx, briefing, action, { did: "correct", edition: standing.edition + 1 }, actor, means);
    return enter(tx, content, standing, actor, means);
  });
}

export function actionToCorrect({ version }: Pick<TranscriptView, "version">): Action {
  return version === "certified" ? "transcript.certify" : "transcript.edit";
}

/** The edited version that these edits would give. Fault("invalid") where it says what the certified one says. */
export async function editedContent(
  db: Reader,
  certified: TranscriptView,
  edits: readonly TurnChange[],
): Promise<TranscriptContent> {
  const { certifier: _certifier, note: _note, severity: _severity, ...rest } = wordsOf(certified);
  const turns = changedTurns(rest, await resolveTurns(db, rest, edits, rest.day), []);
  return { ...rest, turns, version: "edited", of: { entry: certified.entry } };
}

/** The next edition that these edits would give, but for its note; `today`: the office's. Fault("invalid") where nothing differs. */
export async function correctedContent(
  db: Reader,
  standing: TranscriptView,
  { edits, head, today }: Pick<TranscriptCorrection, "edits" | "head"> & { today: Day },
  of: number | undefined = standing.ofEntry,
): Promise<TranscriptContent> {
  const { note: _note, severity: _severity, ...rest } = wordsOf(standing);
  const before = headOf(rest);
  const after = head === undefined ? before : readHead(head, today);
  const turns = changedTurns(rest, await resolveTurns(db, rest, edits, after.day), compareHeads(before, after));
  return {
    ...underHead(rest, after),
    turns,
    ...(standing.version === "edited" && of !== undefined ? { of: { entry: of } } : {}),
  };
}

/** Which institution's briefing it is: an imported one is the office's own. */
export async function institutionOf(db: Reader, briefing: string): Promise<string> {
  const row = await db.selectFrom("briefing").select("institution").where("number", "=", briefing).executeTakeFirst();
  return row?.institution ?? (await readOffice(db)).institution;
}

function wordsOf({ content, briefing }: TranscriptView): TranscriptContent {
  if (content !== undefined) return content;
  throw new Fault(
    "conflict",
    `The words of the transcript of ${briefing} were erased: nothing of it can be changed.`,
    [],
    `Las palabras de la transcripción de ${briefing} fueron eliminadas: no hay qué cambiar.`,
  );
}

function changedTurns(
  { turns }: Pick<TranscriptContent, "turns">,
  edits: readonly TurnEdit[],
  over: ReturnType<typeof compareHeads>,
) {
  const after = editTurns(turns, edits);
  if (after.length === 0)
    throw new Fault(
      "invalid",
      "A transcript has at least one turn.",
      [],
      "Una transcripción tiene al menos una intervención.",
    );
  if (over.length === 0 && compareTurns(turns, after).every(({ same }) => same))
    throw new Fault(
      "invalid",
      "Nothing is changed: put a turn right first.",
      [],
      "No cambia nada: modifique primero una intervención.",
    );
  return after;
}

/** Lists that name the briefing itself call it what its transcript is called. */
async function renameBriefing(tx: Transaction, { briefing, title, place }: TranscriptContent): Promise<void> {
  const found = await tx
    .updateTable("briefing")
    .set({ title, place: place ?? null })
    .where("number", "=", briefing)
    .executeTakeFirst();
  if (found.numUpdatedRows > 0n) await tellPages(tx, ["briefings", `briefing:${briefing}`]);
}

function checkRead({ entry }: TranscriptView, read: number): void {
  if (entry === read) return;
  throw new Fault(
    "conflict",
    "The transcript was corrected meanwhile. Your text is below: compare it with what stands now, then go on.",
    [],
    "La transcripción se corrigió entretanto. Su texto está abajo: compárelo con lo que rige ahora y siga.",
  );
}

export function noTranscript(briefing: string): Fault {
  return new Fault(
    "not-found",
    `There is no such transcript of ${briefing}.`,
    [],
    `No hay tal transcripción de ${briefing}.`,
  );
}

async function enter(
  tx: Transaction,
  content: TranscriptContent,
  corrects: TranscriptView | undefined,
  actor: Actor,
  means: Means,
): Promise<EnteredTranscript> {
  const draft = { content, ...(corrects === undefined ? {} : { corrects }) };
  const [entered] = await appendTranscripts(tx, [draft], actor.name, means);
  if (entered === undefined) throw new Error("no transcript was entered");
  return entered;
}

async function tell(
  tx: Transaction,
  briefing: string,
  action: Action,
  details: Record<string, unknown>,
  actor: Actor,
  means: Means,
): Promise<void> {
  await writeTrail(tx, {
    at: means.clock.now(),
    actor,
    action,
    institution: await institutionOf(tx, briefing),
    about: briefing,
    details,
  });
}
