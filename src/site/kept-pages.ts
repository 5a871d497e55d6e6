import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Clock } from "../clock.ts";
import { startOfDay } from "../register/start-of-day.ts";
import { addDays, dayIn } from "../register/day.ts";
import { notKept, tagsHeader } from "./context.ts";
import { everywhere } from "../page/headers.ts";
import { KeptPage, negotiation, type PageCache } from "./page-cache.ts";

export type Listener = (request: IncomingMessage, response: ServerResponse) => void;
/** `connection`: over what it came, for what is bounded by who asks. */
type Fetch = (request: Request, connection: object) => Response | Promise<Response>;

export type KeptPagesOptions = {
  fetch: Fetch;
  siteUrl: string;
  clock: Clock;
  /** The office's time zone: pages say what holds today, so none outlives the day. */
  timeZone: () => Promise<string>;
};

/**
 * The server's listener: kept pages are sent from memory before the framework is reached; others are made by it and
 * kept when they say what they depend on. One page is made once for all who ask at the same time.
 */
export function keepPages(cache: PageCache, options: KeptPagesOptions): Listener {
  const making = new Map<string, { generation: number; made: Promise<KeptPage | Response> }>();
  const pass = getRequestListener((request, connection) => answer(request, connection), {
    overrideGlobalObjects: false,
  });
  return (request, response) => {
    if (!cache.answer(request, response)) void pass(request, response);
  };

  async function answer(request: Request, connection: object): Promise<Response> {
    const made = await madeFor(request, connection);
    if (made instanceof Response) return made;
    const { status, headers, body } = made.answer(...negotiation([...request.headers].flat()));
    const sent = request.method === "HEAD" || body === undefined ? null : new Uint8Array(body);
    return new Response(sent, { status, headers: pairs(headers) });
  }

  async function madeFor(request: Request, connection: object): Promise<KeptPage | Response> {
    const { method } = request;
    const address = method === "GET" || method === "HEAD" ? addressOf(request.url) : undefined;
    if (address === undefined) return make(request, connection, undefined, cache.generation);
    const kept = cache.find(address);
    if (kept) return kept;
    const { generation } = cache;
    const begun = making.get(address);
    // Whoever asks after something was dropped must not be given what was begun before.
    if (begun?.generation === generation) {
      const made = await begun.made;
      // A file is answered to each by itself: its answer may hang on a condition or a range of that one request.
      return made instanceof Response ? make(request, connection, address, cache.generation) : made;
    }
    const mine = { generation, made: make(request, connection, address, generation) };
    making.set(address, mine);
    try {
      return await mine.made;
    } finally {
      if (making.get(address) === mine) making.delete(address);
    }
  }

  async function make(
    request: Request,
    connection: object,
    address: string | undefined,
    generation: number,
  ): Promise<KeptPage | Response> {
    const head = request.method === "HEAD";
    const response = await options.fetch(
      head ? new Request(request.url, { headers: request.headers }) : request,
      connection,
    );
    const tags = response.headers.get(tagsHeader);
    if (tags === null) return withHeaders(response, head);
    response.headers.delete(tagsHeader);
    const page = {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    };
    if (address === undefined || tags === notKept) return new KeptPage(page);
    const named = tags.split(" ");
    return cache.keep(address, page, named, generation, Math.min(await endOfDay(), untilIn(named)));
  }

  function withHeaders(response: Response, head: boolean): Response {
    const headers = new Headers(response.headers);
    for (const [name, value] of Object.entries(everywhere(options.siteUrl)))
      if (!headers.has(name)) headers.set(name, value);
    // What was begun for its body is not to wait for somebody to read it.
    if (head) void response.body?.cancel();
    return new Response(head ? null : response.body, { status: response.status, headers });
  }

  async function endOfDay(): Promise<number> {
    const timeZone = await options.timeZone();
    const today = dayIn(timeZone, options.clock.now());
    return startOfDay(addDays(today, 1), timeZone).getTime();
  }
}

/** When the page says that it is over, if it does. */
function untilIn(tags: readonly string[]): number {
  return Math.min(...tags.map((tag) => (tag.startsWith("until:") ? Number(tag.slice(6)) : Infinity)));
}

/**
 * Under which address a page is kept: parameters that no page knows are left out, so that they neither hide a kept
 * page nor fill the memory. Pages with parameters of their own, and odd spellings of an address, are made each time.
 */
export function addressOf(url: string): string | undefined {
  const { pathname, search, searchParams } = new URL(url);
  // Programs are told of a parameter that there is not.
  if (pathname.startsWith("/api/v1") && search !== "") return undefined;
  if (!/^\/[A-Za-z0-9\-._/]*$/.test(pathname)) return undefined;
  for (const name of searchParams.keys()) if (knownParameters.has(name)) return undefined;
  return pathname;
}

export const knownParameters: ReadonlySet<string> = new Set([
  "show",
  "queue",
  "before",
  "kind",
  "topic",
  "year",
  "month",
  "institution",
  "person",
  "date",
  "post",
  "recorded",
  "at",
  "q",
  "after",
  "page",
  "government",
  "language",
  "from",
  "until",
  "order",
  "text",
  "item",
]);

function pairs(flat: readonly string[]): [string, string][] {
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ""] as [string, string]] : []));
}
