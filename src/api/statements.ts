import * as v from "valibot";
import { Fault } from "../fault.ts";
import { listAmendments, type Amendment } from "../newsroom/list-corrections.ts";
import { listViews } from "../newsroom/list-views.ts";
import { kinds } from "../newsroom/statement.ts";
import { findEdition, findStatement, type StatementView } from "../newsroom/statements.ts";
import { listUsedTopics } from "../newsroom/used-topics.ts";
import { amendedPath } from "../page/amended-path.ts";
import { statementJson } from "../page/statement-json.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { endpoint } from "./endpoint.ts";
import * as is from "./forms.ts";
import * as schema from "./schemas.ts";

const instantPlace = v.strictTuple([
  v.pipe(v.number(), v.integer(), v.minValue(Date.parse("0000-01-01T00:00:00Z")), v.maxValue(8e15)),
  is.count,
]);

export const statementEndpoints = [
  endpoint({
    path: "/statements",
    id: "listStatements",
    group: "Statements",
    summary: "What was published, the newest first, by the newest edition of each.",
    query: {
      kind: v.optional(v.picklist(kinds, `use one of: ${kinds.join(", ")}.`)),
      topic: v.optional(is.slug),
      post: v.optional(v.pipe(is.slug, v.description("In whose voice: a post of the register."))),
      person: v.optional(v.pipe(is.slug, v.description("In whose voice: a person of the register."))),
      institution: v.optional(is.slug),
      language: v.optional(is.languageAsked),
      from: v.optional(is.day),
      to: v.optional(is.day),
      limit: is.limit,
      cursor: is.cursor,
    },
    answer: { name: "StatementList", schema: schema.listOf(schema.statement, true) },
    async handle({
      context: { installation, horizon, office, url },
      query: { limit, cursor, institution, ...filters },
    }) {
      const place = readCursor("statements", cursor, instantPlace);
      const own =
        institution === undefined ? undefined : { id: institution, own: institution === (await office()).institution };
      const { views, next, total } = await listViews(installation.db, {
        ...filters,
        institution: own,
        limit,
        upTo: horizon().size,
        after: place && { at: new Date(place[0]), id: place[1] },
      });
      return {
        body: { items: views.map((view) => statementJson(url, view)), total },
        next: next && writeCursor("statements", [next.at.getTime(), next.id]),
        tags: ["changes"],
      };
    },
  }),
  endpoint({
    path: "/statements/{number}",
    id: "getStatement",
    group: "Statements",
    summary: "One statement by its newest edition.",
    params: { number: is.number },
    answer: { name: "Statement", schema: schema.statement },
    async handle({ context: { installation, horizon, url }, params: { number } }) {
      const view = await findStatement(installation.db, number, horizon().size);
      if (view === undefined) throw new Fault("not-found", `There is no statement ${number}.`);
      return { body: statementJson(url, view), tags: [`number:${number}`], changedAt: changedAt(view) };
    },
  }),
  endpoint({
    path: "/statements/{number}/editions",
    id: "listEditions",
    group: "Statements",
    summary: "Every edition of a statement, the first one first.",
    params: { number: is.number },
    query: { limit: is.limit, cursor: is.cursor },
    answer: { name: "EditionList", schema: schema.listOf(schema.statement, true) },
    async handle({ context: { installation, horizon, url }, params: { number }, query: { limit, cursor } }) {
      const { size } = horizon();
      const [after] = readCursor("editions", cursor, v.strictTuple([is.count])) ?? [0];
      const newest = await findStatement(installation.db, number, size);
      if (newest === undefined) throw new Fault("not-found", `There is no statement ${number}.`);
      const last = Math.min(newest.editions, after + limit);
      const ordinals = Array.from({ length: Math.max(0, last - after) }, (_, index) => after + index + 1);
      const views = [];
      for (const ordinal of ordinals) views.push(await findEdition(installation.db, number, ordinal, size));
      return {
        body: {
          items: views.flatMap((view) => (view === undefined ? [] : [statementJson(url, view)])),
          total: newest.editions,
        },
        next: last < newest.editions ? writeCursor("editions", [last]) : undefined,
        tags: [`number:${number}`],
      };
    },
  }),
  endpoint({
    path: "/statements/{number}/editions/{edition}",
    id: "getEdition",
    group: "Statements",
    summary: "One edition of a statement, for ever.",
    params: { number: is.number, edition: is.wholeNumber(1, 2_147_483_647) },
    answer: { name: "Statement", schema: schema.statement },
    async handle({ context: { installation, horizon, url }, params: { number, edition } }) {
      const view = await findEdition(installation.db, number, edition, horizon().size);
      if (view === undefined) throw new Fault("not-found", `There is no statement ${number} with that edition.`);
      return { body: statementJson(url, view), tags: [`number:${number}`], changedAt: changedAt(view) };
    },
  }),
  endpoint({
    path: "/topics",
    id: "listTopics",
    group: "Statements",
    summary: "The topics under which something stands.",
    answer: { name: "TopicList", schema: schema.listOf(schema.topic) },
    async handle({ context: { installation, horizon } }) {
      return { body: { items: await listUsedTopics(installation.db, horizon().size) }, tags: ["changes"] };
    },
  }),
  endpoint({
    path: "/corrections",
    id: "listCorrections",
    group: "Statements",
    summary: "What was corrected or withdrawn (statements, answers and transcripts), the newest first.",
    query: { limit: is.limit, cursor: is.cursor },
    answer: { name: "CorrectionList", schema: schema.listOf(schema.amendment, true) },
    async handle({ context: { installation, horizon, url }, query: { limit, cursor } }) {
      const [before] = readCursor("corrections", cursor, v.strictTuple([is.count])) ?? [];
      const { amendments, next, total } = await listAmendments(installation.db, {
        upTo: horizon().size,
        limit,
        ...(before === undefined ? {} : { before }),
      });
      return {
        body: { items: amendments.map((one) => amendmentJson(url, one)), total },
        next: next === undefined ? undefined : writeCursor("corrections", [next]),
        tags: ["changes"],
      };
    },
  }),
];

/** When something last became of it; of one that was erased the record alone says when. */
function changedAt({ status, publishedAt, withdrawal, corrections }: StatementView): Date | undefined {
  if (status === "erased") return undefined;
  const instants = [
    publishedAt,
    ...corrections.map(({ at }) => at),
    ...(withdrawal === undefined ? [] : [withdrawal.at]),
  ];
  return new Date(Math.max(...instants.map((at) => at.getTime())));
}

/** A correction with its severity, or a withdrawal without one. */
function amendmentJson(url: string, { edited, kind, ...amendment }: Amendment) {
  return {
    act: amendment.severity === undefined ? "withdrawal" : "correction",
    ...amendment,
    ...(kind === "" ? {} : { kind }),
    ...(amendment.of === "transcript" ? { edited } : {}),
    url: url + amendedPath({ ...amendment, edited }),
  };
}
