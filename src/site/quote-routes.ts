import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { Fault } from "../fault.ts";
import { statusFor } from "../page/fault-status.ts";
import { fileHeaders } from "../page/headers.ts";
import type { PublicContext } from "../page/kept.ts";
import { inLanguage } from "../page/layout.ts";
import { quoteJson } from "../page/quote-json.ts";
import { checkQuote, longestQuote } from "../search/check-quote.ts";
import type { PageRequest, SiteContext } from "./context.ts";
import { verifyPage } from "./verify-page.ts";

type Make = (request: PageRequest, c: Context) => Promise<Response>;

/** Four bytes a character, and what a form adds. */
const largest = longestQuote * 4 * 3 + 1_000;

/** `/verify`, where a quote is sent by POST, so that it stands in no address and no log; a link that somebody shares has it in `?text=`. */
export function quotePages(
  app: Hono,
  page: (path: string, make: Make) => unknown,
  language: "es" | "en",
  answer: (c: Context, make: Make) => Promise<Response>,
): void {
  page("/verify", (request, c) => verifyPage(request, c.req.query("text")));
  app.post(inLanguage(language, "/verify"), bodyLimit({ maxSize: largest, onError: (c) => answer(c, tooLong) }), (c) =>
    answer(c, async (request) => verifyPage(request, await typedIn(c))),
  );
}

function tooLong(request: PageRequest): Promise<Response> {
  return verifyPage(request, "x".repeat(longestQuote + 1));
}

async function typedIn(c: Context): Promise<string> {
  const { text } = await c.req.parseBody();
  return typeof text === "string" ? text : "";
}

/** The same for programs: `GET ?text=` or `POST {"text": …}`, to whoever asks from wherever; problems as RFC 9457. */
export function quoteApi(app: Hono, site: SiteContext): void {
  const path = "/api/v1/quote";
  app.get(path, (c) => answerQuote(site, () => c.req.query("text")));
  app.post(path, bodyLimit({ maxSize: largest, onError: () => problem(site, tooLarge()) }), (c) =>
    answerQuote(site, async () => textIn(await c.req.text(), c.req.header("content-type") ?? "")),
  );
  app.options(
    path,
    () =>
      new Response(null, {
        status: 204,
        headers: {
          "access-control-allow-origin": "*",
          "access-control-allow-methods": "GET, POST",
          "access-control-allow-headers": "content-type",
          "access-control-max-age": "86400",
        },
      }),
  );
}

function textIn(body: string, type: string): string | undefined {
  if (!/^application\/(?:[a-z.+-]+\+)?json\b/i.test(type)) return new URLSearchParams(body).get("text") ?? undefined;
  try {
    const read = JSON.parse(body) as unknown;
    const text = typeof read === "object" && read !== null && "text" in read ? read.text : undefined;
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined;
  }
}

async function answerQuote(
  site: PublicContext,
  read: () => string | undefined | Promise<string | undefined>,
): Promise<Response> {
  try {
    const text = await read();
    if (text === undefined || text.trim() === "")
      throw new Fault("invalid", 'text: say which quote is to be checked, as ?text=… or {"text": "…"}.');
    const check = await checkQuote(site.installation.db, text, { upTo: site.horizon().size });
    return new Response(`${JSON.stringify(quoteJson(check, site.url), null, 2)}\n`, {
      headers: { ...fileHeaders(site.url, "application/json; charset=utf-8"), "cache-control": "no-store" },
    });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return problem(site, error);
  }
}

function tooLarge(): Fault {
  return new Fault("too-large", `A quote has at most ${longestQuote} characters: paste the sentences that matter.`);
}

function problem(site: PublicContext, fault: Fault): Response {
  const status = statusFor(fault);
  return new Response(
    `${JSON.stringify({ type: "about:blank", title: fault.code, status, detail: fault.message })}\n`,
    {
      status,
      headers: { ...fileHeaders(site.url, "application/problem+json"), "cache-control": "no-store" },
    },
  );
}
