import { inLanguage, type Language } from "../page/language.ts";
import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { longestQuote } from "../search/check-quote.ts";
import type { PageRequest } from "./context.ts";
import { verifyPage } from "./verify-page.ts";

type Make = (request: PageRequest, c: Context) => Promise<Response>;

/** Four bytes a character, and what a form adds. */
const largest = longestQuote * 4 * 3 + 1_000;

/** `/verify`, where a quote is sent by POST, so that it stands in no address and no log; a link that somebody shares has it in `?text=`. */
export function quotePages(
  app: Hono,
  page: (path: string, make: Make) => unknown,
  language: Language,
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
