import { sql } from "kysely";
import type { Json } from "@voceria/record";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { appendToRecord, enterItems } from "../recorder/append.ts";
import type { Transaction } from "../store/database.ts";
import { type Assertion, isRetraction, type ItemKind, referencesOf, type RegisterItem } from "./item.ts";
import { project, projectingTables } from "./projection.ts";
import { readAssertion, readItem } from "./read-item.ts";
import { restingOn } from "./resting.ts";
import { retractedAmong } from "./retraction.ts";

export type Asserted = { batch: number; entry: number; at: Date };

const rowsAtOnce = 1000;

/**
 * When this returns, the items stand in the register and in the record as one entry, in `tx`, and commit or vanish with
 * it; each takes the place of what was said before about the same thing, which stays readable. Writers of the register
 * take turns until they commit. Fault("invalid") for an item that breaks the schema or names a thing that is not there,
 * Fault("conflict") for a new one that exists or was retracted and for a retraction of what something else that stands rests
 * on, Fault("not-found") for a correction, change or retraction of one that does not stand. Of what was retracted there can be a correction.
 */
export async function assertItems(
  tx: Transaction,
  items: readonly Assertion[],
  basis: "founded" | "imported" | "asserted",
  means: Means,
): Promise<Asserted> {
  if (items.length === 0)
    throw new Fault(
      "invalid",
      "There is nothing to enter in the register.",
      [],
      "No hay nada que asentar en autoridades y cargos.",
    );
  const read = items.map((item, index) => readAssertion(item, nameOf(item, index)));
  await lockRegister(tx);
  const before = await standingOf(tx, read);
  await checkSuccession(tx, read, before);
  await checkRetractions(tx, read);
  await checkReferences(tx, read);
  const { id: batch } = await tx
    .insertInto("register_batch")
    .values({ basis })
    .returning("id")
    .executeTakeFirstOrThrow();
  await supersede(tx, [...before.values()], batch);
  await insertRows(tx, read, batch, 0);
  const [appended] = await appendToRecord(
    tx,
    [{ act: "register.asserted", basis, items: read as unknown as Json[] }],
    means,
  );
  if (appended === undefined) throw new Error("the record took a register batch without an entry");
  return closeBatch(tx, batch, appended);
}

/**
 * The same for a batch too large to hold at once: when this returns, all portions stand as one batch and one entry, which
 * are undefined if there was nothing. The caller vouches that each thing is asserted once, and that what an item names
 * stands in the register or in some portion. Contents are written before the record's counter is locked.
 */
export async function assertPortions(
  tx: Transaction,
  portions: AsyncIterable<readonly RegisterItem[]>,
  basis: "imported",
  means: Means,
): Promise<Asserted | undefined> {
  await lockRegister(tx);
  let batch: number | undefined;
  const entered: Uint8Array[] = [];
  for await (const items of portions) {
    if (items.length === 0) continue;
    batch ??= (await tx.insertInto("register_batch").values({ basis }).returning("id").executeTakeFirstOrThrow()).id;
    const read = items.map((item, index) => readItem(item, nameOf(item, entered.length + index)));
    const before = await standingOf(tx, read);
    await checkSuccession(tx, read, before);
    await supersede(tx, [...before.values()], batch);
    await insertRows(tx, read, batch, entered.length);
    for (const commitment of await enterItems(tx, read, means, entered.length)) entered.push(commitment);
  }
  if (batch === undefined) return undefined;
  const [appended] = await appendToRecord(tx, [{ act: "register.asserted", basis, entered }], means);
  if (appended === undefined) throw new Error("the record took a register batch without an entry");
  return closeBatch(tx, batch, appended);
}

async function closeBatch(
  tx: Transaction,
  batch: number,
  { index, at }: { index: number; at: Date },
): Promise<Asserted> {
  await tx.updateTable("register_batch").set({ entry: index, recorded_at: at }).where("id", "=", batch).execute();
  return { batch, entry: index, at };
}

/** When this returns, nobody else writes to the register until `tx` ends; reading goes on. */
export async function lockRegister(tx: Transaction): Promise<void> {
  await sql`lock table register_batch in share row exclusive mode`.execute(tx);
}

function nameOf(item: Assertion, index: number): string {
  return `register item ${index} (${item.kind} "${item.id}")`;
}

const keyOf = (kind: string, id: string) => `${kind} ${id}`;

async function standingOf(tx: Transaction, items: readonly Assertion[]) {
  const { rows } = await sql<{ kind: ItemKind; slug: string; batch: number; item: number }>`
    select a.kind, a.slug, a.batch, a.item
    from unnest(${items.map(({ kind }) => kind)}::text[], ${items.map(({ id }) => id)}::text[]) as wanted (kind, slug)
    join register_assertion a on a.kind = wanted.kind and a.slug = wanted.slug and a.superseded is null`.execute(tx);
  return new Map(rows.map((row) => [keyOf(row.kind, row.slug), row]));
}

async function checkSuccession(
  tx: Transaction,
  items: readonly Assertion[],
  before: ReadonlyMap<string, unknown>,
): Promise<void> {
  const retracted = await retractedAmong(
    tx,
    items.filter(({ kind, id }) => !before.has(keyOf(kind, id))),
  );
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const key = keyOf(item.kind, item.id);
    const where = nameOf(item, index);
    if (seen.has(key))
      throw new Fault(
        "invalid",
        `${where}: the same thing is asserted twice in one batch; say it once.`,
        [],
        `${where}: se dice dos veces lo mismo; dígalo una vez.`,
      );
    seen.add(key);
    if (item.change === "new" && before.has(key))
      throw new Fault(
        "conflict",
        `${where}: it is in the register already; enter a correction or a change of it.`,
        [],
        `${where}: ya está en autoridades y cargos; asiente una corrección o un cambio.`,
      );
    const gone = retracted.get(key);
    if (gone !== undefined && item.change !== "correction")
      throw new Fault(
        isRetraction(item) ? "not-found" : "conflict",
        `${where}: it was retracted by entry ${gone.entry} ("${gone.reason}"); only a correction takes that back.`,
        [],
        `${where}: lo retractó el asiento ${gone.entry} («${gone.reason}»); solo una corrección lo devuelve.`,
      );
    if (isRetraction(item) && !before.has(key))
      throw new Fault(
        "not-found",
        `${where}: there is nothing in the register to retract.`,
        [],
        `${where}: no hay nada que retractar en autoridades y cargos.`,
      );
    if (item.change !== "new" && gone === undefined && !before.has(key))
      throw new Fault(
        "not-found",
        `${where}: there is nothing in the register to ${item.change === "change" ? "change" : "correct"}; enter it as new.`,
        [],
        `${where}: no hay nada que ${item.change === "change" ? "cambiar" : "corregir"} en autoridades y cargos; asiéntelo como nuevo.`,
      );
  }
}

async function checkRetractions(tx: Transaction, items: readonly Assertion[]): Promise<void> {
  const retracted = items.filter(isRetraction);
  if (retracted.length === 0) return;
  const gone = new Set(retracted.map(({ kind, id }) => keyOf(kind, id)));
  for (const [index, item] of items.entries())
    for (const { field, kind, id } of referencesOf(item))
      if (gone.has(keyOf(kind, id)))
        throw new Fault(
          "conflict",
          `${nameOf(item, index)}: field "${field}" names the ${kind} "${id}", which this batch retracts.`,
          [],
          `${nameOf(item, index)}: el campo «${field}» nombra ${kind} «${id}», que aquí mismo se retracta.`,
        );
  const resting = await restingOn(tx, retracted);
  const [first] = resting;
  if (first === undefined) return;
  const names = resting.map(({ kind, id, on }) => `${kind} ${id} on ${on.kind} ${on.id}`);
  throw new Fault(
    "conflict",
    `The register has what rests on it: ${names.join("; ")}. Retract that as well, in the same call or before, or correct it.`,
    names,
    `En autoridades y cargos hay algo que descansa en ello: ${resting.map(restsInSpanish).join("; ")}. Retráctelo también, a la vez o antes, o corríjalo.`,
  );
}

function restsInSpanish({ kind, id, on }: { kind: ItemKind; id: string; on: { kind: ItemKind; id: string } }): string {
  return `${inSpanish[kind]} ${id}, que nombra ${inSpanish[on.kind]} ${on.id}`;
}

const inSpanish: Record<ItemKind, string> = {
  office: "la oficina",
  source: "la fuente",
  institution: "la institución",
  post: "el cargo",
  person: "la persona",
  tenure: "el período",
  gap: "la vacancia",
  confirmation: "la confirmación",
  instrument: "el instrumento",
};

async function checkReferences(tx: Transaction, items: readonly Assertion[]): Promise<void> {
  const here = new Set(items.filter((item) => !isRetraction(item)).map(({ kind, id }) => keyOf(kind, id)));
  const elsewhere = new Map<string, { kind: ItemKind; id: string; says: string }>();
  for (const [index, item] of items.entries()) {
    for (const { field, kind, id } of referencesOf(item)) {
      const key = keyOf(kind, id);
      if (!here.has(key) && !elsewhere.has(key))
        elsewhere.set(key, { kind, id, says: `${nameOf(item, index)}: field "${field}" names the ${kind} "${id}"` });
    }
  }
  if (elsewhere.size === 0) return;
  const wanted = [...elsewhere.values()];
  const { rows } = await sql<{ kind: string; slug: string }>`
    select wanted.kind, wanted.slug
    from unnest(${wanted.map(({ kind }) => kind)}::text[], ${wanted.map(({ id }) => id)}::text[]) as wanted (kind, slug)
    where not exists (
      select from register_assertion a where a.kind = wanted.kind and a.slug = wanted.slug and a.superseded is null
    )`.execute(tx);
  const missing = rows.map(({ kind, slug }) => elsewhere.get(keyOf(kind, slug))?.says ?? slug);
  if (missing[0] !== undefined)
    throw new Fault(
      "invalid",
      `${missing[0]}, which is neither in the register nor in this batch.`,
      missing,
      `Falta en autoridades y cargos lo que aquí se nombra (${missing[0]}).`,
    );
}

async function supersede(tx: Transaction, before: readonly { batch: number; item: number }[], batch: number) {
  if (before.length === 0) return;
  const batches = before.map((row) => row.batch);
  const items = before.map((row) => row.item);
  for (const table of ["register_assertion", ...projectingTables])
    await sql`
      update ${sql.table(table)} as a set superseded = ${batch}
      from unnest(${batches}::bigint[], ${items}::integer[]) as old (batch, item)
      where a.batch = old.batch and a.item = old.item`.execute(tx);
}

/** `from` is the number of the first of these items in its batch. */
async function insertRows(tx: Transaction, items: readonly Assertion[], batch: number, from: number): Promise<void> {
  for (let first = 0; first < items.length; first += rowsAtOnce) {
    const part = items.slice(first, first + rowsAtOnce);
    const assertions = part.map(({ kind, id, change, source, data, reason }, offset) => ({
      batch,
      item: from + first + offset,
      kind,
      slug: id,
      change,
      source: source.id,
      locator: source.locator,
      data,
      ...(reason === undefined ? {} : { reason }),
      ...(change === "retraction" ? { superseded: batch } : {}),
    }));
    await insertRecords(tx, "register_assertion", assertions);
    const rows = part.flatMap((item, offset) =>
      project(item).map(({ table, row }) => ({ table, row: { batch, item: from + first + offset, ...row } })),
    );
    for (const table of projectingTables)
      await insertRecords(
        tx,
        table,
        rows.filter((found) => found.table === table).map(({ row }) => row),
      );
  }
}

async function insertRecords(tx: Transaction, table: string, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into ${sql.table(table)}
    select * from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)`.execute(tx);
}
