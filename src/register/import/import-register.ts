import { sql } from "kysely";
import type { Means } from "../../clock.ts";
import { Fault } from "../../fault.ts";
import { type Database, transact, type Transaction } from "../../store/database.ts";
import { assertPortions, lockRegister } from "../assert-items.ts";
import type { InstitutionData, ItemKind, RegisterItem, TenureData } from "../item.ts";
import { type CandidateKind, finding, type SourceFile } from "./candidate.ts";
import { compare } from "./classify.ts";
import { cutCycles } from "./cut-cycles.ts";
import { giveIds } from "./give-ids.ts";
import { type Held, readHeld, readSaid } from "./held.ts";
import { reidentifyPeople, reidentifyRows } from "./reidentify.ts";
import { rematch } from "./rematch.ts";
import { settleRepeated } from "./repeated.ts";
import type { ImportReport, RowReport } from "./report.ts";
import { sourceOf, type SourceNamed } from "./source-item.ts";
import { stage, type Staged, type StagedRow, type Thing, thingKey, withReferences } from "./stage.ts";

export type ImportRequest = SourceNamed & {
  files: readonly SourceFile[];
  dryRun?: boolean;
  signal?: AbortSignal;
  onProgress?: (task: string, done: number, total?: number) => void;
  /** Each row that was not plainly taken or unchanged. */
  onRow?: (row: RowReport) => void | Promise<void>;
};

/**
 * When this returns, what the source says stands in the register and the record as one entry (with a dry run: nothing does),
 * compared with what it said before: unchanged things are not said again, others become corrections or changes. A row that
 * cannot be taken is reported and stops no other. Fault("conflict") where the source was imported under another end convention.
 */
export async function importRegister(
  { db, means }: { db: Database; means: Means },
  request: ImportRequest,
): Promise<ImportReport> {
  const dry = new DryRun();
  try {
    return await transact(db, async (tx) => {
      const report = await run(tx, request, means);
      if (request.dryRun === true) throw Object.assign(dry, { report });
      return report;
    });
  } catch (error) {
    if (error === dry && dry.report !== undefined) return dry.report;
    throw error;
  }
}

class DryRun extends Error {
  report?: ImportReport;
}

const atOnce = 1000;
/** What is named stands before what names it, as far as it must. */
const inOrder: readonly CandidateKind[] = ["institution", "person", "post", "instrument", "tenure", "gap"];

async function run(tx: Transaction, request: ImportRequest, means: Means): Promise<ImportReport> {
  const { format, files, reading, onProgress, signal } = request;
  const staged = await stage(
    tx,
    stoppable(format.read(files, { ...reading, source: request.source }), signal),
    (read) => onProgress?.("reading (rows)", read),
  );
  onProgress?.("reading (rows)", staged.rows.length);
  await settleRepeated(tx, staged);
  // From here on nobody else writes to the register, so that what is compared is what is superseded.
  await lockRegister(tx);
  const source = await sourceOf(tx, request);
  const held = await readHeld(tx, source.id);
  if (held.size > 0) {
    await reidentifyPeople(tx, staged, held, source.id);
    await rematch(tx, staged, held, source.id);
    await reidentifyRows(tx, staged, held, source.id);
  }
  noteNamesakes(staged, await giveIds(tx, staged, held, source.id));
  await cutCycles(tx, staged);
  const work = { tx, staged, held, source: source.id, request, entered: {} as ImportReport["entered"] };
  const asserted = await assertPortions(tx, portions(work, source.item), "imported", means);
  const report = await reportOf(work, request, source.id);
  return asserted === undefined ? report : { ...report, entry: asserted.entry, batch: asserted.batch };
}

async function* stoppable<T>(rows: AsyncIterable<T>, signal: AbortSignal | undefined): AsyncGenerator<T> {
  for await (const row of rows) {
    if (signal?.aborted === true)
      throw new Fault("conflict", "Stopped before the end; nothing was entered. The same command begins again.");
    yield row;
  }
}

function noteNamesakes({ rows }: Staged, sharing: readonly Thing[]): void {
  for (const { kind, row, wanted, slug } of sharing)
    if (kind === "person")
      rows[row]?.findings.push(
        finding(
          "namesake",
          `The register knows somebody else as "${wanted}"; they are kept apart, this one as ${slug}. Nobody is merged by name.`,
        ),
      );
}

type Work = {
  tx: Transaction;
  staged: Staged;
  held: ReadonlyMap<string, Held>;
  source: string;
  request: ImportRequest;
  entered: ImportReport["entered"];
};

async function* portions(work: Work, source: RegisterItem | undefined): AsyncGenerator<RegisterItem[]> {
  if (source !== undefined) {
    count(work, source);
    yield [source];
  }
  const { staged, request } = work;
  let done = 0;
  const listed = listOrder(work);
  for (const kind of inOrder) {
    const things = [...staged.things.values()].filter((thing) => thing.kind === kind);
    things.sort((a, b) => ((a.slug ?? "") < (b.slug ?? "") ? -1 : 1));
    for (let first = 0; first < things.length; first += atOnce) {
      const part = things.slice(first, first + atOnce);
      const items = await assertionsOf(work, kind, part, await listed);
      for (const item of items) count(work, item);
      yield items;
      done += part.length;
      request.onProgress?.("comparing and entering (things)", done, staged.things.size);
    }
  }
}

async function assertionsOf(
  work: Work,
  kind: CandidateKind,
  things: readonly Thing[],
  listed: number,
): Promise<RegisterItem[]> {
  const { tx, staged, source, held } = work;
  const said = await readSaid(
    tx,
    source,
    kind,
    things.filter((thing) => held.has(thingKey(thing))).map(({ slug }) => slug ?? ""),
  );
  const { rows } = await sql<{ key: string; data: string }>`
    select key, data from import_candidate where kind = ${kind} and key = any(${things.map(({ key }) => key)}::text[])`.execute(
    tx,
  );
  const texts = new Map(rows.map(({ key, data }) => [key, data]));
  const items: RegisterItem[] = [];
  for (const thing of things) {
    const stated = {
      format: "voceria/register/v1",
      kind,
      id: thing.slug ?? "",
      change: "new",
      data: JSON.parse(texts.get(thing.key) ?? "{}") as unknown,
      source: { id: source, locator: thing.key },
    } as RegisterItem;
    if (thing.orphan === true) delete (stated.data as InstitutionData).parent;
    const gone = held.get(thingKey(thing))?.retracted;
    if (gone !== undefined) {
      refuse(
        thing,
        finding(
          "retracted",
          `The register retracted ${kind} "${thing.slug}" by entry ${gone.entry} ("${gone.reason}"), and the source still has it; it is not entered again.`,
        ),
      );
      continue;
    }
    const item = settle(work, thing, stated);
    if (item === undefined) continue;
    const before = thing.slug === undefined ? undefined : said.get(thing.slug);
    keepOrder(item, before?.data, listed);
    const comparison = before === undefined ? "new" : compare<ItemKind>(kind, before.data, item.data);
    if (comparison === "same" || comparison === "reworded") {
      thing.outcome = "unchanged";
      if (comparison === "reworded")
        note(
          staged,
          thing,
          "reworded",
          `The source words ${kind} "${thing.key}" otherwise than before, and reads the same; it is not entered anew.`,
        );
      continue;
    }
    if (before !== undefined && !before.standing) {
      refuse(
        thing,
        finding(
          "overtaken",
          `Another source has spoken since of ${kind} "${thing.slug}"; what this one says now is not put over it.`,
        ),
      );
      continue;
    }
    thing.outcome = comparison;
    items.push({ ...item, change: comparison });
  }
  return items;
}

/** With ids in place of the source's keys; undefined if something that it must name is not there. */
function settle({ staged, held }: Work, thing: Thing, stated: RegisterItem): RegisterItem | undefined {
  const { item, missing, dropped } = withReferences(stated, (about) => {
    const key = thingKey(about);
    if (held.get(key)?.retracted !== undefined) return undefined;
    const found = staged.things.get(key);
    return found === undefined ? held.get(key)?.slug : found.outcome === "refused" ? held.get(key)?.slug : found.slug;
  });
  const [lacking] = missing;
  if (lacking !== undefined) {
    const why = staged.things.get(thingKey(lacking))?.why;
    const said = why === undefined ? "which the source does not have" : `which was not taken (${why.sentence})`;
    refuse(thing, finding("missing-reference", `It names the ${lacking.kind} "${lacking.key}", ${said}.`));
    return undefined;
  }
  for (const { kind, key } of dropped)
    note(
      staged,
      thing,
      "dropped-reference",
      `It names the ${kind} "${key}", which the source does not have; it is left out.`,
    );
  return item;
}

/** Its place in the source's list is the one it was first read at: an inserted row does not make all below it new. */
function keepOrder(item: RegisterItem, before: unknown, listed: number): void {
  if (item.kind !== "tenure" || item.data.order === undefined) return;
  const order = before === undefined ? undefined : (before as TenureData).order;
  item.data.order = order ?? item.data.order + listed;
}

/** The highest place in the list of this source's earlier revisions. */
async function listOrder({ tx, source, held }: Work): Promise<number> {
  if (held.size === 0) return 0;
  const { rows } = await sql<{ listed: number }>`
    select coalesce(max((data ->> 'order')::integer), 0) as listed
    from register_assertion where source = ${source} and kind = 'tenure'`.execute(tx);
  return rows[0]?.listed ?? 0;
}

function refuse(thing: Thing, why: Thing["why"]): void {
  Object.assign(thing, { outcome: "refused", why });
}

function note({ rows }: Staged, { row }: Thing, what: string, sentence: string): void {
  rows[row]?.findings.push(finding(what, sentence));
}

function count({ entered }: Work, { kind, change }: RegisterItem): void {
  const counts = (entered[kind] ??= { new: 0, correction: 0, change: 0 });
  counts[change]++;
}

async function reportOf({ staged, held, entered }: Work, request: ImportRequest, id: string): Promise<ImportReport> {
  const report: ImportReport = {
    source: request.source,
    id,
    format: request.format.name,
    dryRun: request.dryRun === true,
    rows: { read: staged.rows.length, taken: 0, takenWithFinding: 0, unchanged: 0, notTaken: 0 },
    entered,
    findings: {},
    reasons: {},
    noLongerThere: 0,
  };
  for (const row of staged.rows) {
    const why = row.refused ?? refusalOf(staged, row);
    const outcome = why === undefined ? outcomeOf(staged, row) : "not-taken";
    if (outcome === "taken") report.rows.taken++;
    if (outcome === "taken-with-finding") report.rows.takenWithFinding++;
    if (outcome === "unchanged") report.rows.unchanged++;
    if (outcome === "not-taken") report.rows.notTaken++;
    const findings = why === undefined ? row.findings : [why, ...row.findings];
    if (why !== undefined) report.reasons[why.what] = (report.reasons[why.what] ?? 0) + 1;
    for (const what of new Set(row.findings.map((one) => one.what)))
      report.findings[what] = (report.findings[what] ?? 0) + 1;
    if (findings.length > 0) await request.onRow?.({ outcome, ...place(row), findings });
  }
  for (const [key, { kind, locator, slug, retracted }] of held) {
    if (retracted !== undefined || !inOrder.includes(kind as CandidateKind) || staged.things.has(key)) continue;
    report.noLongerThere++;
    const sentence = `The register has ${kind} "${slug}" from this source, which no longer has it: it stays until somebody corrects it.`;
    await request.onRow?.({
      outcome: "no-longer-there",
      file: request.source,
      at: locator,
      findings: [finding("no-longer-there", sentence)],
    });
  }
  return report;
}

function refusalOf({ things }: Staged, { about }: StagedRow) {
  for (const one of about) {
    const thing = things.get(thingKey(one));
    if (thing === undefined)
      return finding(
        "missing-reference",
        `What it says of ${one.kind} "${one.key}" was not taken, since another row about it was not.`,
      );
    if (thing.outcome === "refused") return thing.why;
  }
  return undefined;
}

function outcomeOf({ things }: Staged, { about, findings }: StagedRow): "taken" | "taken-with-finding" | "unchanged" {
  const outcomes = about.map((one) => things.get(thingKey(one))?.outcome);
  if (outcomes.length > 0 && outcomes.every((outcome) => outcome === "unchanged")) return "unchanged";
  return findings.length > 0 ? "taken-with-finding" : "taken";
}

function place({ file, line, at }: StagedRow): Pick<RowReport, "file" | "line" | "at"> {
  return { file, ...(line === undefined ? {} : { line }), ...(at === undefined ? {} : { at }) };
}
