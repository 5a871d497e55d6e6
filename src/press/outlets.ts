import { sql } from "kysely";
import type { Actor } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, type Reader, type Transaction, transact } from "../store/database.ts";
import { type OutletKind, type OutletTyped, readOutlet } from "./journalist.ts";
import { isId, permitPress } from "./journalists.ts";

export type OutletRow = { id: number; name: string; kind: OutletKind; website?: string; journalists: number };

export async function listOutlets(db: Reader): Promise<OutletRow[]> {
  const rows = await db
    .selectFrom("outlet")
    .selectAll()
    .select((eb) =>
      eb
        .selectFrom("journalist")
        .whereRef("journalist.outlet_id", "=", "outlet.id")
        .select(sql<number>`count(*)::int`.as("count"))
        .as("journalists"),
    )
    .execute();
  const order = new Intl.Collator("es");
  return rows
    .toSorted((a, b) => order.compare(a.name, b.name))
    .map((row) => ({
      id: row.id,
      name: row.name,
      kind: row.kind as OutletKind,
      ...(row.website === null ? {} : { website: row.website }),
      journalists: row.journalists ?? 0,
    }));
}

/** When this returns, the outlet bears that name and kind; a name that another bears makes the two one. */
export async function changeOutlet(
  db: Database,
  id: number,
  typed: OutletTyped,
  actor: Actor,
  means: Means,
): Promise<void> {
  await transact(db, async (tx) => {
    const institution = await permitPress(tx, actor, "journalist.accredit");
    const outlet = readOutlet(typed);
    const before = isId(id)
      ? await tx.selectFrom("outlet").selectAll().where("id", "=", id).forUpdate().executeTakeFirst()
      : undefined;
    if (before === undefined)
      throw new Fault("not-found", "There is no such outlet here.", [], "No hay tal medio aquí.");
    const other = await tx
      .selectFrom("outlet")
      .select("id")
      .where(sql`lower(name)`, "=", outlet.name.toLowerCase())
      .where("id", "<>", id)
      .executeTakeFirst();
    if (other !== undefined) {
      await tx.updateTable("journalist").set({ outlet_id: other.id }).where("outlet_id", "=", id).execute();
      await tx.deleteFrom("outlet").where("id", "=", id).execute();
    }
    await tx
      .updateTable("outlet")
      .set({ name: outlet.name, kind: outlet.kind, website: outlet.website ?? null })
      .where("id", "=", other?.id ?? id)
      .execute();
    await writeTrail(tx, {
      at: means.clock.now(),
      actor,
      action: "journalist.accredit",
      institution,
      about: `outlet ${other?.id ?? id}`,
      details: { what: other === undefined ? "changed" : "joined", from: before.name, to: outlet.name },
    });
  });
}

/** The outlet of that name, entered where there is none yet. */
export async function outletNamed(tx: Transaction, name: string | undefined, at: Date): Promise<number | null> {
  if (name === undefined) return null;
  await tx
    .insertInto("outlet")
    .values({ name, kind: "other", created_at: at })
    .onConflict((conflict) => conflict.expression(sql`lower(name)`).doNothing())
    .execute();
  const { id } = await tx
    .selectFrom("outlet")
    .select("id")
    .where(sql`lower(name)`, "=", sql<string>`lower(${name})`)
    .executeTakeFirstOrThrow();
  return id;
}
