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
import { WrongParameters } from "./problem.ts";

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
        near: v.pipe(v.boolean(), v.description("So close to the quote that it may well say something else there.")),
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

const tooLong = `A quote has at most ${longestQuote} characters: paste the sentences that matter.`;

/** What is sent to be checked. */
const asked = v.pipe(
  v.strictObject(
    {
      text: v.pipe(
        v.string("say which quote is to be checked."),
        v.maxLength(longestQuote, tooLong),
        v.regex(/\S/, "say which quote is to be checked."),
        v.description("The quote as it was found, with its line breaks."),
      ),
    },
    ({ expected }) =>
      expected === "never" ? "there is no such member; send text alone." : "send an object with text.",
  ),
  v.description("A quote to be checked. It is neither kept nor told to anyone."),
);

export const quoteEndpoint = endpoint({
  path: "/quote",
  id: "checkQuote",
  group: "Quotes",
  summary:
    "Whether a quote was said, word by word: where, how it differs, or that there is no record of it. A long one, or one that belongs in no log, is sent by POST.",
  query: { text: asked.pipe[0].entries.text },
  answer: {
    name: "QuoteCheck",
    schema: v.strictObject({
      verdict: v.picklist(["said", "differs", "denied", "said-by-other", "none", "too-short"]),
      quote: v.pipe(words, v.description("As it was read.")),
      words: is.count,
      places: v.array(place),
      more: v.pipe(v.boolean(), v.description("There are more places than these.")),
      coverage: v.pipe(
        v.strictObject({
          from: maybe(is.day),
          until: maybe(is.day),
          statements: is.count,
          turns: is.count,
          answers: is.count,
          entries: is.count,
          behind: v.pipe(v.boolean(), v.description("The newest entries were not looked through yet: ask again.")),
        }),
        v.description("What was looked through. What was said elsewhere, before or after is not in it."),
      ),
    }),
  },
  async handle({ context, query: { text } }) {
    return { body: await checked(context, text) };
  },
  post: {
    id: "checkQuotePosted",
    summary:
      "The same of a quote that is sent, as JSON or as a form: it stands in no address, and the answer in no cache.",
    body: { name: "QuoteAsked", schema: asked },
    refusals: {
      400: "It is no JSON or form with a text, or has other members.",
      413: `The quote has more than ${longestQuote} characters, or too many words to compare with all that is like it.`,
      503: "The record could not be looked through in two seconds, or the database is away: ask again.",
    },
  },
});

async function checked({ installation, horizon, url }: PublicContext, text: string) {
  return quoteJson(await checkQuote(installation.db, text, { upTo: horizon().size }), url);
}

/** Four bytes a character, each as three signs of a form, and what is around it. */
const largest = longestQuote * 12 + 1_000;

/** Whoever asks, from wherever, may send JSON. */
export function quoteRoutes(app: Hono, context: PublicContext, failed: (c: Context, error: unknown) => Response): void {
  const refuse = (c: Context) => failed(c, new Fault("too-large", tooLong));
  app.post("/api/v1/quote", bodyLimit({ maxSize: largest, onError: refuse }), async (c) => {
    try {
      const { text } = readAsked(await c.req.text(), c.req.header("content-type") ?? "");
      return new Response(`${JSON.stringify(await checked(context, text))}\n`, {
        headers: { ...openHeaders(context.url, "application/json; charset=utf-8"), "cache-control": "no-store" },
      });
    } catch (error) {
      return failed(c, error);
    }
  });
}

function readAsked(body: string, type: string): v.InferOutput<typeof asked> {
  const read = v.safeParse(asked, membersIn(body, type));
  if (read.success) return read.output;
  const [issue] = read.issues;
  if (issue.type === "max_length") throw new Fault("too-large", tooLong);
  throw new WrongParameters(
    read.issues.map((one) => ({ parameter: v.getDotPath(one) ?? "body", detail: one.message })),
  );
}

function membersIn(body: string, type: string): unknown {
  if (!/^application\/(?:[a-z.+-]+\+)?json\b/i.test(type)) return Object.fromEntries(new URLSearchParams(body));
  try {
    return JSON.parse(body);
  } catch {
    throw new WrongParameters([{ parameter: "body", detail: 'it is no JSON: send {"text": "…"}.' }]);
  }
}
