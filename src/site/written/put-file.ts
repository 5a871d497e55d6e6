import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { access, mkdir, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

export type Putting = {
  place: string;
  /** Another name in the same file system, where nobody reads. */
  passing: string;
  body: Buffer | Response;
  /** The digest of what lies there, as far as it is known. */
  before: string | null;
  /** Called once it is sure that the file will change, before it does. */
  changing: () => void;
};

/**
 * When this returns, the bytes are on the disk under their name, and were there at every moment whole, these or those before; a file that
 * would not change is not touched. Returns their digest. After a failure nothing is left behind.
 */
export async function putFile({ place, passing, body, before, changing }: Putting): Promise<string> {
  if (Buffer.isBuffer(body)) {
    const digest = createHash("sha256").update(body).digest("base64url");
    if (digest === before && (await exists(place))) return digest;
  }
  try {
    const hash = createHash("sha256");
    const hashing = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    await pipeline(sourceOf(body), hashing, createWriteStream(passing, { flags: "wx", mode: 0o644, flush: true }));
    const digest = hash.digest("base64url");
    if (digest === before && (await exists(place))) {
      await rm(passing);
      return digest;
    }
    await dateAfter(passing, place);
    await mkdir(dirname(place), { recursive: true });
    changing();
    await rename(passing, place);
    return digest;
  } catch (error) {
    await rm(passing, { force: true });
    throw error;
  }
}

function sourceOf(body: Buffer | Response): Readable {
  if (Buffer.isBuffer(body)) return Readable.from([body]);
  return body.body === null ? Readable.from([]) : Readable.fromWeb(body.body as Parameters<typeof Readable.fromWeb>[0]);
}

/** nginx tells a file from its older self by second and length alone: no two of one name share a second. */
async function dateAfter(passing: string, place: string): Promise<void> {
  const before = await stat(place).catch(() => undefined);
  if (before === undefined) return;
  const next = new Date((Math.floor(before.mtimeMs / 1_000) + 1) * 1_000);
  if (next.getTime() > (await stat(passing)).mtimeMs) await utimes(passing, next, next);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
