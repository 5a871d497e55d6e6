import { type StoredFile, streamBytes } from "../files/stored-files.ts";
import { encodeName } from "../page/file-name.ts";
import type { VisitorRequest } from "./context.ts";
import { privateHeaders } from "./headers.ts";

/**
 * A draft's file for who may see it: kept by nobody, nothing in it runs, and what no page draws comes as a download.
 * A part at a time is in memory.
 */
export function answerFile({ desk }: VisitorRequest, file: StoredFile): Response {
  const drawn = file.media.startsWith("image/") || file.media.startsWith("audio/");
  return new Response(streamBytes(desk.installation.db, file.id), {
    headers: {
      ...privateHeaders(desk.url),
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
      "content-type": file.media,
      "content-length": String(file.bytes),
      "content-disposition": `${drawn ? "inline" : "attachment"}; filename*=UTF-8''${encodeName(file.name)}`,
    },
  });
}
