import { createHash } from "node:crypto";
import type { Random } from "../clock.ts";

/** What lets somebody in: 256 bits that nobody can guess. Whoever holds the text enters; we keep its hash alone. */
export function newToken(random: Random): { token: string; hash: Buffer } {
  const token = Buffer.from(random(32)).toString("base64url");
  return { token, hash: hashToken(token) };
}

/**
 * What was made later than now was made while a clock ran ahead. So much may clocks of ours differ; beyond it nothing lets in:
 * it would for as long as that clock was wrong.
 */
export const clocksDiffer = 5 * 60_000;

/** Undefined for what no token of ours looks like, so that nothing is asked of the database for it. */
export function readToken(text: string | undefined): Buffer | undefined {
  return text !== undefined && /^[\w-]{43}$/.test(text) ? hashToken(text) : undefined;
}

function hashToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
