import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Clock } from "../clock.ts";
import { type Encoding, matches, readEncodings } from "../page/negotiation.ts";

/** A page as a route made it, before it is kept. `headers` holds no length, encoding, ETag or Vary. */
export type Page = { status: number; headers: Readonly<Record<string, string>>; body: Buffer };
type Answer = { status: number; headers: string[]; body: Buffer | undefined };

type Prepared = { etag: string; full: Answer; unchanged: Answer };

export type PageCacheOptions = { clock: Clock; bytes?: number; pageBytes?: number };

/** Below this a compressed page is no faster. */
const worthCompressing = 1_000;

/**
 * Pages ready to be sent, ahead of the framework. Bounded in bytes, the least recently used going first.
 *
 * Freshness: whoever renders a page takes `generation` before it reads anything and hands it to `keep`; a page
 * during whose rendering something was dropped is answered but not kept. So after `drop(tags)` has returned, no
 * answer from here was rendered from what those tags named before.
 */
export class PageCache {
  generation = 0;
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #pageLimit: number;
  readonly #pages = new Map<string, KeptPage>();
  readonly #byTag = new Map<string, Set<string>>();
  #bytes = 0;

  constructor({ clock, bytes = 96 * 1024 * 1024, pageBytes = 4 * 1024 * 1024 }: PageCacheOptions) {
    this.#clock = clock;
    this.#limit = bytes;
    this.#pageLimit = pageBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#pages.size;
  }

  /** Sends the kept page for this request, if there is one; says whether it did. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const method = request.method;
    if (method !== "GET" && method !== "HEAD") return false;
    const kept = this.find(request.url ?? "");
    if (kept === undefined) return false;
    const answer = kept.answer(...negotiation(request.rawHeaders));
    response.writeHead(answer.status, answer.headers);
    if (method === "HEAD" || answer.body === undefined) response.end();
    else response.end(answer.body);
    return true;
  }

  /** The kept page at an address, made the most recently used. */
  find(address: string): KeptPage | undefined {
    const kept = this.#pages.get(address);
    if (kept === undefined) return undefined;
    if (kept.until <= this.#clock.now().getTime()) {
      this.#remove(address, kept);
      return undefined;
    }
    this.#pages.delete(address);
    this.#pages.set(address, kept);
    return kept;
  }

  /** Keeps a page unless something was dropped since `generation` was read. Returns the page to answer with either way. */
  keep(address: string, page: Page, tags: readonly string[], generation: number, until = Infinity): KeptPage {
    const kept: KeptPage = new KeptPage(page, tags, until, (bytes) => this.#grew(address, kept, bytes));
    if (generation !== this.generation || page.body.length > this.#pageLimit) return kept;
    const before = this.#pages.get(address);
    if (before) this.#remove(address, before);
    this.#pages.set(address, kept);
    for (const tag of tags) {
      let addresses = this.#byTag.get(tag);
      if (!addresses) this.#byTag.set(tag, (addresses = new Set()));
      addresses.add(address);
    }
    this.#bytes += kept.bytes;
    this.#shrink();
    return kept;
  }

  /** When this returns, no page with one of these tags is kept, and none that is being rendered now will be. */
  drop(tags: Iterable<string>): void {
    this.generation++;
    for (const tag of tags) {
      for (const address of this.#byTag.get(tag) ?? []) {
        const kept = this.#pages.get(address);
        if (kept) this.#remove(address, kept);
      }
    }
  }

  dropAll(): void {
    this.generation++;
    this.#pages.clear();
    this.#byTag.clear();
    this.#bytes = 0;
  }

  #grew(address: string, kept: KeptPage, bytes: number): void {
    if (this.#pages.get(address) !== kept) return;
    this.#bytes += bytes;
    this.#shrink();
  }

  #shrink(): void {
    for (const [address, kept] of this.#pages) {
      if (this.#bytes <= this.#limit) return;
      this.#remove(address, kept);
    }
  }

  #remove(address: string, kept: KeptPage): void {
    this.#pages.delete(address);
    this.#bytes -= kept.bytes;
    for (const tag of kept.tags) {
      const addresses = this.#byTag.get(tag);
      addresses?.delete(address);
      if (addresses?.size === 0) this.#byTag.delete(tag);
    }
  }
}

/** One page with the answers that were asked of it: each encoding is made once, when first wanted. */
export class KeptPage {
  readonly tags: readonly string[];
  readonly until: number;
  bytes: number;
  readonly #page: Page;
  readonly #digest: string;
  readonly #compressible: boolean;
  readonly #grew: (bytes: number) => void;
  readonly #answers: Partial<Record<Encoding, Prepared>> = {};

  constructor(
    page: Page,
    tags: readonly string[] = [],
    until = Infinity,
    grew: (bytes: number) => void = () => undefined,
  ) {
    this.#page = page;
    this.tags = tags;
    this.until = until;
    this.bytes = page.body.length + 1_500;
    this.#grew = grew;
    this.#compressible =
      page.body.length >= worthCompressing && /^(?:text|application)\/|svg/.test(page.headers["content-type"] ?? "");
    this.#digest = createHash("sha256").update(page.body).digest("base64url").slice(0, 22);
  }

  /** `since`: If-Modified-Since, which counts only where there is no If-None-Match (RFC 9110, 13.1.3). */
  answer(encodings: readonly Encoding[], condition: string | undefined, since?: string): Answer {
    const encoding = this.#compressible ? (encodings[0] ?? "identity") : "identity";
    const known = (this.#answers[encoding] ??= this.#prepare(encoding));
    if (this.#page.status !== 200 || (condition === undefined && since === undefined)) return known.full;
    const same = condition === undefined ? this.#unchangedSince(since ?? "") : matches(condition, known.etag);
    return same ? known.unchanged : known.full;
  }

  #unchangedSince(since: string): boolean {
    const changed = this.#page.headers["last-modified"];
    return changed !== undefined && Date.parse(changed) <= Date.parse(since);
  }

  #prepare(encoding: Encoding): Prepared {
    const body = encode(this.#page.body, encoding);
    // Hashes do not get smaller.
    if (encoding !== "identity" && body.length >= this.#page.body.length)
      return (this.#answers.identity ??= this.#prepare("identity"));
    // The encodings of one page are different representations, so their strong validators differ (RFC 9110, 8.8.3).
    const etag = `"${this.#digest}${encoding === "identity" ? "" : `-${encoding}`}"`;
    const shared = ["etag", etag, "vary", "accept-encoding"];
    const own = Object.entries(this.#page.headers).flat();
    const encoded = encoding === "identity" ? [] : ["content-encoding", encoding];
    const repeated = repeatedHeaders.flatMap((name) => {
      const value = this.#page.headers[name];
      return value === undefined ? [] : [name, value];
    });
    if (encoding !== "identity") {
      this.bytes += body.length;
      this.#grew(body.length);
    }
    return {
      etag,
      full: {
        status: this.#page.status,
        headers: [...own, ...shared, ...encoded, "content-length", String(body.length)],
        body,
      },
      unchanged: {
        status: 304,
        headers: [...shared, ...repeated],
        body: undefined,
      },
    };
  }
}

/** What is said again with 304: how long it holds, and that a page of another site may read it at all. */
const repeatedHeaders = [
  "cache-control",
  "last-modified",
  "access-control-allow-origin",
  "access-control-expose-headers",
];

/** What a request's headers ask for: the encodings we have, best first, and the two conditions. */
export function negotiation(
  rawHeaders: readonly string[],
): [encodings: readonly Encoding[], condition: string | undefined, since: string | undefined] {
  let encodings: readonly Encoding[] = plain;
  let condition: string | undefined;
  let since: string | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    // Lengths first: this runs for every request.
    if (name.length === 15 && name.toLowerCase() === "accept-encoding")
      encodings = acceptedEncodings(rawHeaders[index + 1] ?? "");
    else if (name.length === 13 && name.toLowerCase() === "if-none-match")
      condition = condition === undefined ? rawHeaders[index + 1] : `${condition}, ${rawHeaders[index + 1]}`;
    else if (name.length === 17 && name.toLowerCase() === "if-modified-since") since = rawHeaders[index + 1];
  }
  return [encodings, condition, since];
}

const plain: readonly Encoding[] = ["identity"];
const seen = new Map<string, readonly Encoding[]>();

function acceptedEncodings(header: string): readonly Encoding[] {
  let known = seen.get(header);
  if (known === undefined) {
    known = readEncodings(header);
    // Browsers send a handful; whoever sends others must not make this grow.
    if (seen.size < 64 && header.length < 100) seen.set(header, known);
  }
  return known;
}

function encode(body: Buffer, encoding: Encoding): Buffer {
  if (encoding === "br") return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
  if (encoding === "gzip") return gzipSync(body, { level: 6 });
  return body;
}
