import { type Actor, may } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { type Database, transact } from "../store/database.ts";
import { isLineId } from "./lines.ts";

/** `at`: when it was read, by the reader's own clock; by default now. */
export type Reading = { line: number; version: number; at?: Date };

/**
 * When this returns, these versions count as read by this officer, from the first time they said so; of a phone that was
 * away from the network with the hour it gives, held between the version and now. Versions that never stood, and lines
 * that the officer may not read, are passed over: a phone sends what it once showed. Gives how many are new.
 */
export function acknowledgeLines(
  db: Database,
  readings: readonly Reading[],
  actor: Actor,
  means: Means,
): Promise<{ acknowledged: number }> {
  const asked = readings.filter(({ line, version }) => isLineId(line) && Number.isInteger(version) && version > 0);
  return transact(db, async (tx) => {
    const heardAt = means.clock.now();
    let acknowledged = 0;
    for (const { line, version, at } of asked) {
      const row = await tx
        .selectFrom("line_version")
        .innerJoin("line", "line.id", "line_version.line_id")
        .select(["line.institution", "line_version.saved_at"])
        .where("line_version.line_id", "=", line)
        .where("line_version.version", "=", version)
        .where("line_version.set_aside", "=", false)
        .executeTakeFirst();
      if (row === undefined || !may(actor, "line.read", row.institution)) continue;
      const said = at === undefined || Number.isNaN(at.getTime()) ? heardAt : at;
      const read = new Date(Math.min(Math.max(said.getTime(), row.saved_at.getTime()), heardAt.getTime()));
      const { numInsertedOrUpdatedRows: added = 0n } = await tx
        .insertInto("line_reading")
        .values({
          line_id: line,
          version,
          officer: actor.officer,
          name: actor.name,
          read_at: read,
          heard_at: heardAt,
        })
        .onConflict((conflict) => conflict.columns(["line_id", "version", "officer"]).doNothing())
        .executeTakeFirstOrThrow();
      if (added === 0n) continue;
      acknowledged++;
      const details = { what: "read", version };
      const { institution } = row;
      await writeTrail(tx, { at: heardAt, actor, action: "line.read", institution, about: `line ${line}`, details });
    }
    return { acknowledged };
  });
}
