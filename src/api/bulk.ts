import * as v from "valibot";
import { Fault } from "../fault.ts";
import type { PublicContext } from "../page/kept.ts";
import { matches, readEncodings } from "../page/negotiation.ts";
import { enteredLast } from "../recorder/served.ts";
import { type BulkFile, type BulkPlace, readPlace } from "./bulk-files.ts";
import { lastModified, openHeaders } from "./headers.ts";

export const after = v.optional(
  v.pipe(
    v.string(),
    v.regex(/^\d{1,15}(?:\.\d{1,9})?$/, "give the `cursor` of the last line that you have."),
    v.description("The `cursor` of the last line that you have: what comes after it is sent."),
  ),
);

/** Counted up with each change of what a line says, so that whoever has it from before takes it anew. */
const edition = 1;

export type BulkLimits = {
  /** How many are sent at once, to all who ask together. */
  most: number;
  /** How many of them to one network (an IPv4 address, an IPv6 /64), so that nobody alone takes every place. */
  mostOfOne: number;
  /** Milliseconds after which a reader that takes nothing is let go. */
  patience: number;
};
export const bulkLimits: BulkLimits = { most: 8, mostOfOne: 2, patience: 60_000 };

/**
 * Sends files of lines, a few of them at once. No connection of the database is held between two batches, so that a slow reader
 * costs a place and a buffer. All of one answer is of one horizon: what comes to be public meanwhile is after its end.
 */
export function bulkSender(
  context: PublicContext,
  { most, mostOfOne, patience }: BulkLimits,
  failed: (error: unknown) => void,
) {
  /** To which network each is sent. */
  const sending: string[] = [];

  return async function send(
    name: string,
    file: BulkFile,
    request: Request,
    { from, network }: { from: string | undefined; network: string },
  ): Promise<Response> {
    const { size } = context.horizon();
    const validators = file.ofRecordAlone ? await validatorsOf(size) : {};
    const headers = {
      ...openHeaders(context.url, "application/x-ndjson; charset=utf-8"),
      "content-disposition": `inline; filename="${name}.jsonl"`,
      vary: "accept-encoding",
      ...validators,
    };
    if (unchanged(request.headers, validators)) return new Response(null, { status: 304, headers });
    const gzip = readEncodings(request.headers.get("accept-encoding") ?? "").includes("gzip");
    const encoded = gzip ? { ...headers, "content-encoding": "gzip" } : headers;
    if (request.method === "HEAD") return new Response(null, { headers: encoded });
    // What this process asks of itself comes over no connection.
    if (network !== "" && sending.filter((one) => one === network).length >= mostOfOne)
      throw new Fault(
        "too-many",
        `${mostOfOne} downloads to your network are under way: go on from where you are once one of them is over.`,
      );
    if (sending.length >= most)
      throw new Fault("unavailable", `${most} downloads are under way: try again in a while, from where you are.`);
    sending.push(network);
    const lines = linesOf(file, readPlace(from), size);
    const stream = streamed(lines, () => void sending.splice(sending.indexOf(network), 1));
    return new Response(gzip ? stream.pipeThrough(new CompressionStream("gzip")) : stream, { headers: encoded });
  };

  async function validatorsOf(size: number): Promise<Record<string, string>> {
    const at = await enteredLast(context.installation.db, size);
    return { etag: `W/"${edition}-${size}"`, ...lastModified(at, context.installation.means.clock.now()) };
  }

  async function* linesOf(file: BulkFile, place: BulkPlace, upTo: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const text = new TextEncoder();
    for (let after = place; ;) {
      const read = await file.read(context, after, upTo);
      if (read === undefined) return;
      if (read.lines.length > 0) yield text.encode(read.lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
      after = read.end;
    }
  }

  function streamed(
    chunks: AsyncGenerator<Uint8Array<ArrayBuffer>>,
    release: () => void,
  ): ReadableStream<Uint8Array<ArrayBuffer>> {
    let waiting: NodeJS.Timeout | undefined;
    let over = false;
    const end = () => {
      clearTimeout(waiting);
      if (!over) release();
      over = true;
    };
    return new ReadableStream(
      {
        async pull(controller) {
          clearTimeout(waiting);
          try {
            const { done, value } = await chunks.next();
            if (over) return;
            if (done === true) {
              end();
              controller.close();
              return;
            }
            controller.enqueue(value);
            waiting = setTimeout(() => {
              end();
              controller.error(new Error("the reader took nothing"));
            }, patience).unref();
          } catch (error) {
            // The answer breaks off, so that nobody takes it for whole.
            end();
            failed(error);
            controller.error(error);
          }
        },
        async cancel() {
          end();
          await chunks.return(undefined);
        },
      },
      { highWaterMark: 0 },
    );
  }
}

function unchanged(asked: Headers, { etag, "last-modified": changed }: Record<string, string>): boolean {
  const condition = asked.get("if-none-match");
  if (condition !== null) return etag !== undefined && matches(condition, etag.slice(2));
  const since = asked.get("if-modified-since");
  return since !== null && changed !== undefined && Date.parse(changed) <= Date.parse(since);
}
