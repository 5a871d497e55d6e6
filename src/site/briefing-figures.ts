import { tongueOf } from "../page/language.ts";
import {
  listTranscriptYears,
  type MonthWords,
  type OutletWords,
  type PostWords,
  questionsByOutlet,
  type SpeakerWords,
  sumWords,
  wordsByMonth,
  wordsByPost,
  wordsBySpeaker,
  type WordsQuery,
  type WordsTotal,
} from "../briefings/transcript-words.ts";
import { Fault } from "../fault.ts";
import { countOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { listStanding } from "../register/assertions.ts";
import { barTable, numbers } from "./bar-table.ts";
import { drawColumns } from "./bars-drawing.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { type RegisterRequest, registerRequest } from "./register-request.ts";

/** How much who said at the briefings: by speaker, by post, by month, and who asked; of all, or of a year. */
export async function briefingFiguresPage(page: PageRequest): Promise<Response> {
  const request = await registerRequest(page);
  const { t, office, language, horizon, href, db } = request;
  const year = readYear(page);
  const query = { upTo: horizon.size, ...(year === undefined ? {} : { year }) };
  const [figures, years] = await Promise.all([readFigures(request, query), listTranscriptYears(db, horizon.size)]);
  const suffix = year === undefined ? "" : `?year=${year}`;
  const choices = [undefined, ...years].map(
    (one) =>
      html`<li>
        <a href="${href(`/briefings/figures${one === undefined ? "" : `?year=${one}`}`)}" ${one === year && html` aria-current="true"`}
          >${one ?? t.figuresYearAll}</a
        >
      </li>`,
  );
  const body = html`<p class="kicker"><b>${t.figuresKicker}</b></p>
    <h1>${t.figuresTitle}</h1>
    ${
      figures.total.turns === 0
        ? html`<p class="standfirst">${t.figuresNone}</p>`
        : html`<p class="measure">${t.figuresLead}</p>
            ${
              years.length > 1 &&
              html`<nav aria-label="${t.figuresYear}">
                <ul class="filters">
                  <li class="filter-name">${t.figuresYear}</li>
                  ${choices}
                </ul>
              </nav>`
            }
            ${keyFigures(request, figures.total)} ${byMonth(request, figures.months)} ${bySpeaker(request, figures)}
            ${byPost(request, figures)} ${byOutlet(request, figures.outlets)}
            ${theData(request, "/briefings/figures", suffix, ["speakers", "posts", "months", "outlets"])}`
    }`;
  return answerPage(
    request,
    {
      title: t.figuresTitle,
      description: t.figuresDescription(office.name[tongueOf(language)]),
      path: `/briefings/figures${suffix}`,
      body,
      indexed: year === undefined,
    },
    year === undefined ? ["changes", "register"] : undefined,
  );
}

/** The same of one briefing. */
export async function figuresOfBriefingPage(page: PageRequest, briefing: string): Promise<Response> {
  const request = await registerRequest(page);
  const { t, office, language, horizon, href } = request;
  const figures = await readFigures(request, { upTo: horizon.size, briefing });
  if (figures.total.turns === 0) throw new Fault("not-found", t.figuresNone);
  const path = `/briefings/${briefing}/figures`;
  const body = html`<p class="kicker"><b>${t.figuresKicker}</b> <a href="${href(`/briefings/${briefing}`)}">${t.figuresToBriefing}</a></p>
    <h1>${t.figuresOfBriefing(briefing)}</h1>
    ${keyFigures(request, figures.total)} ${bySpeaker(request, figures)} ${byOutlet(request, figures.outlets)}
    ${theData(request, path, "", ["speakers", "outlets"])}`;
  return answerPage(
    request,
    {
      title: t.figuresOfBriefing(briefing),
      description: t.figuresDescription(office.name[tongueOf(language)]),
      path,
      body,
    },
    ["changes", "register"],
  );
}

export type Figures = {
  total: WordsTotal;
  speakers: SpeakerWords[];
  posts: PostWords[];
  months: MonthWords[];
  outlets: OutletWords[];
  /** By slug, as the register calls them now. */
  postNames: ReadonlyMap<string, string>;
};

export async function readFigures(
  { db, asOf, language }: Pick<RegisterRequest, "db" | "asOf" | "language">,
  query: WordsQuery,
): Promise<Figures> {
  const [total, speakers, posts, months, outlets] = await Promise.all([
    sumWords(db, query),
    wordsBySpeaker(db, query),
    wordsByPost(db, query),
    wordsByMonth(db, query),
    questionsByOutlet(db, query),
  ]);
  const ids = posts.map(({ post }) => post);
  const standing = ids.length === 0 ? [] : await listStanding(db, "post", { ids, asOf });
  const postNames = new Map(standing.map(({ id, data }) => [id, data.title[tongueOf(language)].neutral]));
  return { total, speakers, posts, months, outlets, postNames };
}

function keyFigures({ t, language }: PageRequest, total: WordsTotal): Html {
  const figures: [number, string][] = [
    [total.words, t.figuresWords],
    ...(total.briefings > 1 ? [[total.briefings, t.figuresBriefings] satisfies [number, string]] : []),
    [total.speakers, t.figuresSpeakers],
    [total.questions, t.figuresQuestions],
    [total.answers, t.figuresAnswers],
    [total.outlets, t.figuresOutlets],
  ];
  return html`<ul class="key-figures">
    ${figures.map(([value, name]) => html`<li><b>${countOf(value, language)}</b><span>${name}</span></li>`)}
  </ul>`;
}

function byMonth({ t, language }: PageRequest, months: readonly MonthWords[]): Html {
  if (months.length < 2) return html``;
  const columns = months.map((month) => ({
    name:
      month.month.endsWith("-01") || month === months[0]
        ? `${short(month.month, t.figuresMonths)} ${month.month.slice(0, 4)}`
        : short(month.month, t.figuresMonths),
    label: t.figuresMonthLine(
      inWords(month.month, t.figuresMonths),
      countOf(wordsOf(month), language),
      countOf(month.questions, language),
      countOf(month.answers, language),
    ),
    parts: [
      { part: "speech", value: month.speech_words },
      { part: "answer", value: month.answer_words },
      { part: "question", value: month.question_words },
    ],
  }));
  const legend = [
    ["question", t.figuresQuestions],
    ["answer", t.figuresAnswers],
    ["speech", t.figuresSpeech],
  ] as const;
  return html`<section class="figures">
    <h2>${t.figuresByMonth}</h2>
    <ul class="parts">
      ${legend.map(([part, name]) => html`<li><i class="part ${part}"></i>${name}</li>`)}
    </ul>
    <div class="table-scroll" tabindex="0" role="region" aria-label="${t.figuresByMonth}">
      ${drawColumns(columns, { label: t.figuresByMonthDrawn(columns.map(({ label }) => label).join("; ")), figure: (value) => countOf(value, language) })}
    </div>
    <details>
      <summary>${t.figuresByMonthCaption}</summary>
      <table class="bars all">
        <caption class="visually-hidden">${t.figuresByMonthCaption}</caption>
        <thead>
          <tr>
            <th scope="col">${t.figuresMonth}</th>
            ${[t.figuresWords, t.figuresBriefings, t.figuresQuestions, t.figuresAnswers, t.figuresSpeech].map((name) => html`<th scope="col" class="number">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${months.map(
            (month) =>
              html`<tr>
                <th scope="row">${inWords(month.month, t.figuresMonths)}</th>
                <td class="number first">${countOf(wordsOf(month), language)}</td>
                ${numbers(language, [
                  [t.figuresBriefings, month.briefings],
                  [t.figuresQuestions, month.questions],
                  [t.figuresAnswers, month.answers],
                  [t.figuresSpeech, month.speech],
                ])}
              </tr>`,
          )}
        </tbody>
      </table>
    </details>
  </section>`;
}

function bySpeaker(request: RegisterRequest, { speakers, postNames }: Figures): Html {
  const { t, href } = request;
  return barTable(request, {
    title: t.figuresBySpeaker,
    caption: t.figuresBySpeakerCaption,
    first: t.figuresSpeaker,
    rows: speakers.map(({ name, person, posts, words, turns, briefings }) => ({
      name:
        person === null
          ? html`${name}<small>${t.figuresNotInRegister}</small>`
          : html`<a href="${href(`/register/people/${person}`)}">${name}</a
              ><small>${posts.map((post) => postNames.get(post) ?? post).join("; ")}</small>`,
      words,
      turns,
      more: [[t.figuresBriefings, briefings]],
    })),
  });
}

function byPost(request: RegisterRequest, { posts, postNames }: Figures): Html {
  const { t, href } = request;
  return barTable(request, {
    title: t.figuresByPost,
    caption: t.figuresByPostCaption,
    first: t.figuresPost,
    rows: posts.map(({ post, words, turns, people }) => ({
      name: html`<a href="${href(`/register/posts/${post}`)}">${postNames.get(post) ?? post}</a>`,
      words,
      turns,
      more: [[t.figuresPeople, people]],
    })),
  });
}

function byOutlet(request: PageRequest, outlets: readonly OutletWords[]): Html {
  const { t } = request;
  return barTable(request, {
    title: t.figuresByOutlet,
    caption: t.figuresByOutletCaption,
    first: t.figuresOutlet,
    byTurns: true,
    rows: outlets.map(({ outlet, words, turns, askers }) => ({
      name: html`${outlet}`,
      words,
      turns,
      more: [[t.figuresAskers, askers]],
    })),
  });
}

function theData({ t }: PageRequest, path: string, suffix: string, tables: readonly string[]): Html {
  return html`<p class="pages small">
    ${t.figuresData}: ${tables.map((name) => html`<a href="${path}/${name}.csv${suffix}">${name}.csv</a> `)}
    <a href="${path}.json${suffix}">JSON</a>
  </p>`;
}

function wordsOf({ question_words, answer_words, speech_words }: MonthWords): number {
  return question_words + answer_words + speech_words;
}

function inWords(month: string, names: readonly string[]): string {
  return `${names[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`;
}

function short(month: string, names: readonly string[]): string {
  return (names[Number(month.slice(5)) - 1] ?? "").slice(0, 3);
}

/** Undefined for all; Fault("invalid") for what is no year. */
export function readYear({ c }: Pick<PageRequest, "c">): number | undefined {
  const year = c.req.query("year");
  if (year === undefined || year === "") return undefined;
  if (!/^[1-9]\d{3}$/.test(year))
    throw new Fault("invalid", `year: ${JSON.stringify(year)} is not a year. Write it in four digits.`);
  return Number(year);
}
