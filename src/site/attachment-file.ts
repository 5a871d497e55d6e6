import { base64 } from "@voceria/record";
import type { Context } from "hono";
import { type StoredFile, streamBytes } from "../files/stored-files.ts";
import { encodeName } from "../page/file-name.ts";
import type { Reader } from "../store/database.ts";
import { filePolicy } from "../page/headers.ts";

/**
 * An attachment as its own bytes, whole or the stretch that is asked for (RFC 9110, section 14: one range), with the salt
 * that opens its commitment beside it. Its type is the one that its bytes showed when it was taken in and nothing in it may
 * run; what no page draws is handed out as a download. A part at a time is read, as fast as whoever asks takes it.
 */
export function attachmentFile(
  c: Context,
  db: Reader,
  commitment: string,
  { file, salt }: { file: StoredFile; salt: Uint8Array },
): Response {
  const etag = `"${commitment}"`;
  const headers: Record<string, string> = {
    "content-type": file.media,
    "content-disposition": `${isDrawn(file.media) ? "inline" : "attachment"}; filename*=UTF-8''${encodeName(file.name)}`,
    "content-security-policy": filePolicy,
    "cross-origin-resource-policy": "cross-origin",
    "access-control-expose-headers": "content-length, content-range, etag, voceria-salt",
    // An erasure can take it away: it is asked for again, and its bytes are not sent twice.
    "cache-control": "public, max-age=5",
    "accept-ranges": "bytes",
    etag,
    "voceria-salt": base64(salt),
  };
  if (
    c.req
      .header("if-none-match")
      ?.split(/\s*,\s*/)
      .some((tag) => tag === etag || tag === "*" || tag === `W/${etag}`)
  )
    return new Response(null, { status: 304, headers });
  const condition = c.req.header("if-range");
  const asked = condition === undefined || condition === etag ? c.req.header("range") : undefined;
  const range = asked === undefined ? undefined : readRange(asked, file.bytes);
  if (range === "unsatisfiable")
    return new Response(null, { status: 416, headers: { ...headers, "content-range": `bytes */${file.bytes}` } });
  const { from, to } = range ?? { from: 0, to: file.bytes };
  return new Response(c.req.method === "HEAD" ? null : streamBytes(db, file.id, from, to), {
    status: range === undefined ? 200 : 206,
    headers: {
      ...headers,
      "content-length": String(to - from),
      ...(range === undefined ? {} : { "content-range": `bytes ${from}-${to - 1}/${file.bytes}` }),
    },
  });
}

/** Pictures and sound stand in pages of ours; the rest is opened by a program of the reader's own. */
function isDrawn(media: string): boolean {
  return media.startsWith("image/") || media.startsWith("audio/");
}

/** One range, its end not included; undefined for what is not asked so, which is answered whole. */
function readRange(header: string, size: number): { from: number; to: number } | "unsatisfiable" | undefined {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim()) ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return undefined;
  const from = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === "" || last === "" ? size : Math.min(size, Number(last) + 1);
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined;
  return from >= size || (first === "" && Number(last) === 0) ? "unsatisfiable" : { from, to };
}
