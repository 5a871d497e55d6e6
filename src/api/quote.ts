import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import { Fault } from "../fault.ts";
import type { PublicContext } from "../page/kept.ts";
import { quoteJson } from "../page/quote-json.ts";
import { checkQuote, longestQuote } from "../search/check-quote.ts";
import { differenceKinds } from "../search/quote-kinds.ts";
import { endpoint } from "./endpoint.ts";
import * as is from "./forms.ts";
import { openHeaders } from "./headers.ts";

const words = v.string();
const maybe = v.optional;
const kindOfDifference = v.picklist(differenceKinds);
const change = v.strictObject({ said: words, quoted: words, kind: maybe(kindOfDifference) });

const place = v.strictObject({
  kind: v.picklist(["statement", "turn", "answer"]),
  number: is.number,
  turn: maybe(is.ordinal),
  edition: is.ordinal,
  editions: v.pipe(v.array(is.ordinal), v.description("The editions, of those looked at, in which it stands so.")),
  newestEdition: is.ordinal,
  entry: is.entry,
  form: words,
  title: words,
  language: is.language,
  day: is.day,
  whose: v.pipe(
    v.picklist(["office", "claim", "other"]),
    v.description("The office's words, those of a claim that it denies, or somebody else's."),
  ),
  speaker: maybe(words),
  voice: v.array(v.looseObject({})),
  sourceSpeaker: maybe(words),
  url: is.address,
  bundleUrl: is.address,
  context: v.strictObject({ before: words, words, after: words }),
  cited: v.pipe(v.boolean(), v.description("The words stand within quotation marks there.")),
  cut: maybe(
    v.pipe(
      v.strictObject({
        before: v.array(words),
        between: v.array(words),
        after: v.array(words),
        question: v.boolean(),
      }),
      v.description("Words of the same sentence that the quote leaves out and that may change its sense."),
    ),
  ),
  differences: v.pipe(v.array(change), v.description("Word by word; without a kind where both are the same.")),
  differenceKinds: v.pipe(v.array(kindOfDifference), v.description("Those that change the sense most first.")),
  likeness: v.number(),
  corrected: maybe(v.strictObject({ edition: is.ordinal, note: maybe(words), changes: v.array(change) })),
  withdrawn: maybe(v.strictObject({ at: v.any(), reason: words })),
});

export const quoteEndpoint = endpoint({
  path: "/quote",
  id: "checkQuote",
  group: "Quotes",
  summary:
    'Whether a quote was said, word by word: where, how it differs, or that there is no record of it. A long one is sent by POST as {"text": …}.',
  query: { text: v.pipe(v.string("say which quote is to be checked."), v.description("The quote.")) },
  answer: {
    name: "QuoteCheck",
    schema: v.strictObject({
      verdict: v.picklist(["said", "differs", "denied", "said-by-other", "none", "too-short"]),
      quote: words,
      words: is.count,
      places: v.array(place),
      more: v.boolean(),
      coverage: v.strictObject({
        from: maybe(is.day),
        until: maybe(is.day),
        statements: is.count,
        turns: is.count,
        answers: is.count,
        entries: is.count,
        behind: v.boolean(),
      }),
    }),
  },
  async handle({ context, query: { text } }) {
    return { body: await checked(context, text) };
  },
});

async function checked({ installation, horizon, url }: PublicContext, text: string) {
  if (text.trim() === "") throw new Fault("invalid", "text: say which quote is to be checked.");
  return quoteJson(await checkQuote(installation.db, text, { upTo: horizon().size }), url);
}

/** Four bytes a character, each as three signs of a form, and what is around it. */
const largest = longestQuote * 12 + 1_000;

/** The same by POST, so that a quote stands in no address; whoever asks, from wherever, may send JSON. */
export function quoteRoutes(app: Hono, context: PublicContext, failed: (c: Context, error: unknown) => Response): void {
  const path = "/api/v1/quote";
  const tooLarge = new Fault(
    "too-large",
    `A quote has at most ${longestQuote} characters: paste the sentences that matter.`,
  );
  app.post(path, bodyLimit({ maxSize: largest, onError: (c) => failed(c, tooLarge) }), async (c) => {
    try {
      const body = await checked(context, textIn(await c.req.text(), c.req.header("content-type") ?? ""));
      return new Response(`${JSON.stringify(body)}\n`, {
        headers: { ...openHeaders(context.url, "application/json; charset=utf-8"), "cache-control": "no-store" },
      });
    } catch (error) {
      return failed(c, error);
    }
  });
  app.options(
    path,
    () =>
      new Response(null, {
        status: 204,
        headers: {
          ...openHeaders(context.url, ""),
          allow: "GET, HEAD, OPTIONS, POST",
          "access-control-allow-methods": "GET, HEAD, OPTIONS, POST",
          "access-control-allow-headers": "accept, content-type",
          "access-control-max-age": "86400",
        },
      }),
  );
}

function textIn(body: string, type: string): string {
  if (!/^application\/(?:[a-z.+-]+\+)?json\b/i.test(type)) return new URLSearchParams(body).get("text") ?? "";
  try {
    const read = JSON.parse(body) as unknown;
    const text = typeof read === "object" && read !== null && "text" in read ? read.text : undefined;
    return typeof text === "string" ? text : "";
  } catch {
    return "";
  }
}
