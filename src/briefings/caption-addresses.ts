import type { Actor } from "../access/rights.ts";
import { newToken, readToken } from "../access/token.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, type Reader, transact } from "../store/database.ts";
import { intake } from "../text/intake.ts";
import { lockBriefing, tellBriefing } from "./briefings.ts";

const mostAddresses = 10;
const longestName = 80;

/**
 * When this returns, a captioner's program may send captions of this briefing, and of no other, to an address with this token, until
 * somebody ends it. The token is shown this once; its hash alone is kept.
 */
export function makeCaptionAddress(
  db: Database,
  id: number,
  typed: string,
  actor: Actor,
  means: Means,
): Promise<{ token: string }> {
  return transact(db, async (tx) => {
    const briefing = await lockBriefing(tx, id, actor, "briefing.run");
    const name = intake(typed).replaceAll(/\s+/g, " ").trim();
    if (name === "" || name.length > longestName)
      throw new Fault(
        "invalid",
        `captioner: name whoever sends, in at most ${longestName} characters.`,
        [],
        `quién subtitula: póngale un nombre, de a lo más ${longestName} caracteres.`,
      );
    if (briefing.state === "certified" || briefing.state === "cancelled")
      throw new Fault("conflict", "The briefing is over.", [], "La vocería terminó.");
    if ((await listCaptionAddresses(tx, id)).length >= mostAddresses)
      throw new Fault(
        "too-many",
        `It has ${mostAddresses} addresses: end one that no program uses.`,
        [],
        `Ya tiene ${mostAddresses} direcciones: retire una que ningún programa use.`,
      );
    const at = means.clock.now();
    const { token, hash } = newToken(means.random);
    await tx
      .insertInto("caption_address")
      .values({ briefing_id: id, name, token_hash: hash, made_by: actor.officer, made_at: at })
      .execute();
    await tellBriefing(tx, briefing, { at, actor, action: "briefing.run", details: { did: "captions", name } });
    return { token };
  });
}

/** When this returns, nothing that comes to the address is taken any more. */
export function endCaptionAddress(
  db: Database,
  id: number,
  address: number,
  actor: Actor,
  means: Means,
): Promise<void> {
  return transact(db, async (tx) => {
    const briefing = await lockBriefing(tx, id, actor, "briefing.run");
    const at = means.clock.now();
    const ended = await tx
      .updateTable("caption_address")
      .set({ ended_at: at })
      .where("id", "=", Number.isSafeInteger(address) ? address : 0)
      .where("briefing_id", "=", id)
      .where("ended_at", "is", null)
      .returning("name")
      .executeTakeFirst();
    if (ended === undefined) throw new Fault("not-found", "");
    const details = { did: "end-captions", name: ended.name };
    await tellBriefing(tx, briefing, { at, actor, action: "briefing.run", details });
  });
}

export type CaptionAddress = { id: number; name: string; madeAt: Date; usedAt?: Date };

/** Those of a briefing that are of use, the newest first. */
export async function listCaptionAddresses(db: Reader, briefing: number): Promise<CaptionAddress[]> {
  const rows = await db
    .selectFrom("caption_address")
    .selectAll()
    .where("briefing_id", "=", briefing)
    .where("ended_at", "is", null)
    .orderBy("id", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    madeAt: row.made_at,
    ...(row.used_at === null ? {} : { usedAt: row.used_at }),
  }));
}

/** What a token leads to; undefined for one that was ended as for one that never was. */
export async function findCaptionAddress(
  db: Reader,
  token: string | undefined,
): Promise<{ id: number; briefing: number; name: string; used: boolean } | undefined> {
  const hash = readToken(token);
  if (hash === undefined) return undefined;
  const row = await db
    .selectFrom("caption_address")
    .select(["id", "briefing_id", "name", "used_at"])
    .where("token_hash", "=", hash)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  return row && { id: row.id, briefing: row.briefing_id, name: row.name, used: row.used_at !== null };
}
