import * as v from "valibot";
import { Fault } from "../fault.ts";
import { kinds } from "../newsroom/statement.ts";
import { isWithdrawn, numberOf, pathOf } from "../page/found-path.ts";
import { batchBelow } from "../register/chain.ts";
import { listGovernments } from "../register/governments.ts";
import type { Standing } from "../register/assertions.ts";
import type { Reader } from "../store/database.ts";
import { answerKind } from "../search/answer-documents.ts";
import type { Hit } from "../search/hits.ts";
import { filterNames } from "../search/candidates.ts";
import { search } from "../search/query.ts";
import { spanWithin } from "../search/span.ts";
import { turnKinds } from "../search/turn-documents.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { endpoint } from "./endpoint.ts";
import * as is from "./forms.ts";
import { WrongParameters } from "./problem.ts";
import * as schema from "./schemas.ts";

const words = v.string();
const maybe = v.optional;
const searchKinds = [...kinds, ...turnKinds, answerKind] as const;
const orders = ["relevance", "date"] as const;

const marked = v.array(v.strictObject({ text: words, marked: v.boolean() }));

const hit = v.strictObject({
  source: v.picklist(["statement", "turn", "answer"]),
  kind: v.picklist(searchKinds),
  number: is.number,
  turn: maybe(is.ordinal),
  edition: is.ordinal,
  language: is.language,
  spokenDay: is.day,
  spokenAt: is.instant,
  title: v.pipe(words, v.description("Of a turn that of its briefing, of an answer what was asked.")),
  excerpt: v.pipe(
    marked,
    v.description("The sentence with the words, those found marked; empty where they stand in the title alone."),
  ),
  voice: maybe(v.array(schema.voiceItem)),
  speaker: maybe(schema.speaker),
  withdrawn: v.boolean(),
  url: is.address,
});

const valuesOf = v.array(v.strictObject({ value: words, count: is.count }));

/** By relevance the next page, by date the last one given. */
const place = v.union([
  v.strictTuple([v.literal("page"), v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(100))]),
  v.strictTuple([v.literal("before"), v.pipe(v.string(), v.regex(/^-?[0-9a-z]{1,11}\.[0-9a-z]{1,10}$/))]),
]);

export const searchEndpoint = endpoint({
  path: "/search",
  id: "search",
  group: "Search",
  summary:
    "What was said, by its words: statements, turns of transcripts and answers by their newest editions. By relevance the newest hundred are compared and given; by date the list goes on to its end.",
  query: {
    q: maybe(
      v.pipe(
        words,
        v.maxLength(300, "write at most 300 characters."),
        v.description(
          'Words by their stems, accents left out or not; "a phrase"; -excluded. Without it, all, the newest first.',
        ),
      ),
    ),
    kind: maybe(v.picklist(searchKinds, `use one of: ${searchKinds.join(", ")}.`)),
    topic: maybe(is.slug),
    person: maybe(is.slug),
    post: maybe(is.slug),
    institution: maybe(is.slug),
    government: maybe(
      v.pipe(is.slug, v.description("A government that the register knows: what was said in its days.")),
    ),
    language: maybe(is.languageAsked),
    from: maybe(is.day),
    to: maybe(is.day),
    order: maybe(v.picklist(orders, `use one of: ${orders.join(", ")}.`), "relevance"),
    limit: maybe(v.pipe(is.wholeNumber(1, 50), v.description("How many at most, from 1 to 50.")), "20"),
    cursor: maybe(
      v.pipe(words, v.maxLength(300, "it is not one of ours."), v.description("From the `next` of an earlier answer.")),
    ),
  },
  answer: {
    name: "SearchResult",
    schema: v.strictObject({
      items: v.array(hit),
      total: v.pipe(is.count, v.description("How many there are; where `more`, at least so many.")),
      more: v.boolean(),
      complete: v.pipe(v.boolean(), v.description("Whether all was looked through in the time that a search has.")),
      facets: v.pipe(
        v.strictObject({
          kind: valuesOf,
          topic: valuesOf,
          person: valuesOf,
          post: valuesOf,
          institution: valuesOf,
          language: valuesOf,
        }),
        v.description("What those found have, and how many of them: values of the parameters of the same names."),
      ),
      meant: maybe(v.pipe(words, v.description("What may have been meant, where nothing was found."))),
      next: maybe(v.pipe(is.address, v.description("The address of what comes after; absent at the end."))),
    }),
  },
  async handle({ context: { installation, horizon, url }, query: { q = "", cursor, order, limit, ...query } }) {
    const { db, means } = installation;
    const { size: upTo } = horizon();
    const [by, at] = readCursor("search", cursor, place) ?? [];
    const government = query.government === undefined ? undefined : await findGovernment(db, query.government, upTo);
    const found = await search(db, {
      words: q.toWellFormed().replaceAll(/\p{Cc}/gu, " "),
      filters: Object.fromEntries(
        filterNames.flatMap((name) => (query[name] === undefined ? [] : [[name, query[name]]])),
      ),
      ...spanWithin(government, { from: query.from, until: query.to }),
      order,
      limit,
      upTo,
      now: means.clock.now(),
      ...(by === "page" ? { page: at } : by === "before" ? { before: at } : {}),
    });
    if (found.cut && found.hits.length === 0)
      throw new Fault("unavailable", "The record could not be searched in time. Ask again, or for rarer words.");
    const { total, more, facets, meant, next } = found;
    return {
      body: {
        items: found.hits.map((one) => hitJson(url, one)),
        total,
        more,
        complete: !found.cut,
        facets,
        ...(meant === undefined ? {} : { meant }),
      },
      next:
        next === undefined
          ? undefined
          : writeCursor("search", next.includes(".") ? ["before", next] : ["page", Number(next)]),
    };
  },
});

async function findGovernment(db: Reader, id: string, upTo: number): Promise<Standing<"institution">> {
  const found = (await listGovernments(db, await batchBelow(db, upTo))).find((one) => one.id === id);
  if (found === undefined)
    throw new WrongParameters([{ parameter: "government", detail: "the register knows no government of this id." }]);
  return found;
}

function hitJson(url: string, one: Hit) {
  const { source, language, spokenDay, spokenAt, excerpt } = one;
  return {
    source,
    ...ownJson(one),
    number: numberOf(one),
    language,
    spokenDay,
    spokenAt,
    excerpt,
    withdrawn: isWithdrawn(one),
    url: url + pathOf(one),
  };
}

function ownJson(one: Hit) {
  switch (one.source) {
    case "statement": {
      const { kind, edition, title, voice } = one.line;
      return { kind, edition, title, voice };
    }
    case "turn": {
      const { said, edition, title } = one.turn;
      return {
        kind: said.kind === "question" ? "pregunta" : "intervencion",
        turn: said.turn,
        edition,
        title,
        speaker: said.speaker,
      };
    }
    case "answer": {
      const { edition, content } = one.answer;
      return { kind: answerKind, edition, title: one.title, voice: content.voice };
    }
  }
}
