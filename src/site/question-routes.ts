import type { Context, Hono } from "hono";
import { Fault } from "../fault.ts";
import { findAnswers } from "../press/find-answer.ts";
import { findPublicQuestion, listPublicQuestions, type Moment, type PublicQuestion } from "../press/find-question.ts";
import { questionJson } from "../page/question-json.ts";
import { makeBundle } from "../recorder/bundle.ts";
import { type PageRequest, type SiteContext, type Tag, tagsHeader } from "./context.ts";
import { csv } from "./csv-table.ts";
import { fileHeaders } from "../page/headers.ts";
import { questionFiguresPage, readQuestionFigures } from "./question-figures.ts";
import { momentOf } from "./moment.ts";
import { questionPage } from "./question-page.ts";
import { questionsPage } from "./questions-page.ts";

type AddPage = (path: string, make: (request: PageRequest, c: Context) => Promise<Response>) => unknown;
type AnswerFile = (c: Context, make: () => Promise<Response>) => Promise<Response>;

const number = "[0-9]{4}-[0-9]{4,10}";

export function questionPages(page: AddPage): void {
  page("/questions", questionsPage);
  page("/questions/figures", questionFiguresPage);
  page(`/questions/:number{${number}}`, (request, c) => questionPage(request, c.req.param("number") ?? ""));
}

/** Questions and figures as data, answers with what verifies them. */
export function questionFiles(app: Hono, site: SiteContext, file: AnswerFile): void {
  app.get("/questions.json", (c: Context) => file(c, () => questionsData(site)));
  app.get("/questions/figures.json", (c: Context) =>
    file(c, async () =>
      answer(site, "application/json; charset=utf-8", json(await readQuestionFigures(site)), ["questions", "changes"]),
    ),
  );
  app.get("/questions/figures.csv", (c: Context) =>
    file(c, async () =>
      answer(site, "text/csv; charset=utf-8", csv((await readQuestionFigures(site)).rows.map(flat)), [
        "questions",
        "changes",
      ]),
    ),
  );
  app.get(`/questions/:file{${number}\\.bundle\\.json}`, (c: Context) =>
    file(c, () => bundle(site, named(c, ".bundle.json"))),
  );
  app.get(`/questions/:file{${number}\\.json}`, (c: Context) => file(c, () => questionData(site, named(c, ".json"))));
}

const newest = 1_000;

async function questionsData(site: SiteContext): Promise<Response> {
  const found = await listPublicQuestions(site.installation.db, { limit: newest }, await momentOf(site));
  return answer(
    site,
    "application/json; charset=utf-8",
    json({ questions: found.map((one) => questionJson(site.url, one)) }),
    ["questions", "changes"],
  );
}

async function questionData(site: SiteContext, asked: string): Promise<Response> {
  const moment = await momentOf(site);
  const question = await shown(site, asked, moment);
  const answers = question.published ? await findAnswers(site.installation.db, asked, moment.upTo) : undefined;
  const body = questionJson(site.url, question, answers);
  return answer(site, "application/json; charset=utf-8", json(body), ["changes", `question:${asked}`]);
}

async function bundle(site: SiteContext, asked: string): Promise<Response> {
  const moment = await momentOf(site);
  await shown(site, asked, moment);
  const { db } = site.installation;
  const entry = (await findAnswers(db, asked, site.horizon().signed))?.editions.at(-1)?.entry;
  if (entry === undefined) throw new Fault("not-found", `${asked} has no published answer under a signed checkpoint.`);
  return answer(site, "application/json; charset=utf-8", await makeBundle(db, entry), ["changes", `question:${asked}`]);
}

async function shown(site: SiteContext, asked: string, moment: Moment): Promise<PublicQuestion> {
  const question = await findPublicQuestion(site.installation.db, asked, moment);
  if (question === undefined) throw new Fault("not-found", `There is no question ${asked}.`);
  return question;
}

function flat({ institution, month, asked, taken, answered, declined, overdue, medianDays }: FigureRow) {
  return { institution, month, asked, taken, answered, declined, overdue, median_days: medianDays ?? null };
}
type FigureRow = Awaited<ReturnType<typeof readQuestionFigures>>["rows"][number];

function answer(site: SiteContext, type: string, text: string, tags: readonly Tag[]): Response {
  return new Response(text, { headers: { ...fileHeaders(site.url, type), [tagsHeader]: tags.join(" ") } });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function named(c: Context, suffix: string): string {
  return (c.req.param("file") ?? "").slice(0, -suffix.length);
}
