import * as v from "valibot";
import { Fault } from "../fault.ts";
import type { PublicContext } from "../page/kept.ts";
import { questionJson } from "../page/question-json.ts";
import { findAnswers } from "../press/find-answer.ts";
import { findPublicQuestion, listPublicQuestions, type Moment, shownFilters } from "../press/find-question.ts";
import { queues } from "../press/question.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { endpoint } from "./endpoint.ts";
import * as is from "./forms.ts";
import * as schema from "./schemas.ts";

export const questionEndpoints = [
  endpoint({
    path: "/questions",
    id: "listQuestions",
    group: "Questions",
    summary: "Questions that are shown, open, promised, overdue or answered, the newest first.",
    query: {
      state: v.optional(v.picklist(shownFilters, `use one of: ${shownFilters.join(", ")}.`)),
      queue: v.optional(v.picklist(queues, `use one of: ${queues.join(", ")}.`)),
      institution: v.optional(is.slug),
      limit: is.limit,
      cursor: is.cursor,
    },
    answer: { name: "QuestionList", schema: schema.listOf(schema.question) },
    async handle({ context, query: { state, queue, institution, limit, cursor } }) {
      const [before] = readCursor("questions", cursor, v.strictTuple([is.number])) ?? [];
      const asked = { filter: state, queue, institution, before, newestFirst: true, limit: limit + 1 };
      const found = await listPublicQuestions(context.installation.db, asked, await momentOf(context));
      const shown = found.slice(0, limit);
      const last = found.length > limit ? shown.at(-1) : undefined;
      return {
        body: { items: shown.map((one) => questionJson(context.url, one)) },
        next: last && writeCursor("questions", [last.number]),
        tags: ["questions", "changes"],
      };
    },
  }),
  endpoint({
    path: "/questions/{number}",
    id: "getQuestion",
    group: "Questions",
    summary: "One question, with every edition of what was answered on the record.",
    params: { number: is.number },
    answer: { name: "Question", schema: schema.question },
    async handle({ context, params: { number } }) {
      const moment = await momentOf(context);
      const question = await findPublicQuestion(context.installation.db, number, moment);
      if (question === undefined) throw new Fault("not-found", `There is no question ${number}.`);
      const answers = question.published ? await findAnswers(context.installation.db, number, moment.upTo) : undefined;
      return { body: questionJson(context.url, question, answers), tags: ["changes", `question:${number}`] };
    },
  }),
];

async function momentOf({ installation, horizon, office }: PublicContext): Promise<Moment> {
  const { timeZone } = await office();
  return { upTo: horizon().size, now: installation.means.clock.now(), timeZone };
}
