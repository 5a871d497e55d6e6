import { decimalOf } from "../page/dates.ts";
import { tongueOf } from "../page/language.ts";
import { countOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { type QuestionCounts, questionFigures, type QuestionFigures } from "../press/question-figures.ts";
import { listStanding } from "../register/assertions.ts";
import { institutionNameOn } from "../register/holdings.ts";
import { dayIn } from "../register/day.ts";
import { drawBar, drawColumns } from "./bars-drawing.ts";
import { answerPage, type PageRequest, type SiteContext } from "./context.ts";
import { momentOf } from "./moment.ts";

const monthsDrawn = 24;

export async function readQuestionFigures(site: SiteContext): Promise<QuestionFigures> {
  return questionFigures(site.installation.db, await momentOf(site));
}

/** What was asked, taken, answered and is late: by month and by institution. */
export async function questionFiguresPage(request: PageRequest): Promise<Response> {
  const { site, t, language, office, href } = request;
  const figures = await readQuestionFigures(site);
  const { total, months, institutions } = figures;
  const figure = (value: number) => countOf(value, language);
  const drawn = months.slice(-monthsDrawn);
  const names = await institutionNames(
    request,
    institutions.map(({ institution }) => institution),
  );
  const body = html`<p class="kicker"><b>${t.figuresKicker}</b> <a href="${href("/questions")}">${t.publicQuestions}</a></p>
    <h1>${t.questionFiguresTitle}</h1>
    <p class="measure">${t.questionFiguresLead}</p>
    ${
      total.asked === 0
        ? html`<p class="standfirst">${t.publicNone}</p>`
        : html`<ul class="key-figures">
              ${keyFigures(request, total).map(([value, name]) => html`<li><b>${value}</b><span>${name}</span></li>`)}
            </ul>
            <section class="figures">
              <h2 id="months">${t.questionFiguresMonths}</h2>
              <ul class="parts" aria-hidden="true">
                ${parts.map((part) => html`<li><svg class="key" viewBox="0 0 10 10" width="12" height="12"><rect class="part ${classOf[part]}" width="10" height="10" /></svg> ${t.questionFigure[part]}</li>`)}
              </ul>
              <div class="table-scroll" tabindex="0" role="region" aria-label="${t.questionFiguresMonths}">
                ${drawColumns(
                  drawn.map((month) => ({
                    name: month.month,
                    label: `${month.month}: ${countsInWords(request, month)}`,
                    parts: parts.map((part) => ({ part: classOf[part], value: partsOf(month)[part] })),
                  })),
                  { label: t.questionFiguresMonths, figure },
                )}
              </div>
              ${table(
                request,
                t.questionFiguresMonths,
                t.questionMonth,
                months.toReversed().map((row) => [row.month, row]),
              )}
            </section>
            <section class="figures">
              <h2 id="institutions">${t.questionFiguresInstitutions}</h2>
              ${table(
                request,
                t.questionFiguresInstitutions,
                t.questionInstitution,
                institutions.map((row) => [names(row.institution), row]),
              )}
            </section>
            <p>
              ${t.questionFiguresData} <a href="/questions/figures.csv">CSV</a> · <a href="/questions/figures.json">JSON</a>
            </p>`
    }`;
  return answerPage(
    request,
    {
      title: t.questionFiguresTitle,
      description: t.questionFiguresDescription(office.name[tongueOf(language)]),
      path: "/questions/figures",
      body,
      current: "questions",
    },
    ["questions", "changes", "register"],
  );
}

const parts = ["answered", "waiting", "overdue"] as const;
/** Those of figures.css. */
const classOf = { answered: "answer", waiting: "speech", overdue: "question" } as const;

function partsOf({ asked, answered, declined, overdue }: QuestionCounts): Record<(typeof parts)[number], number> {
  const ended = answered + declined;
  return { answered: ended, waiting: asked - ended - overdue, overdue };
}

function keyFigures({ t, language }: PageRequest, counts: QuestionCounts): [string, string][] {
  const { asked, taken, answered, declined, overdue, medianDays } = counts;
  return [
    [countOf(asked, language), t.questionFigure.asked],
    [countOf(taken, language), t.questionFigure.taken],
    [countOf(answered, language), t.questionFigure.answeredOnly],
    [countOf(declined, language), t.questionFigure.declined],
    [countOf(overdue, language), t.questionFigure.overdue],
    [medianDays === undefined ? "–" : decimalOf(medianDays, language), t.questionFigure.median],
  ];
}

function countsInWords(request: PageRequest, counts: QuestionCounts): string {
  return keyFigures(request, counts)
    .map(([value, name]) => `${name} ${value}`)
    .join(", ");
}

function table(
  request: PageRequest,
  caption: string,
  first: string,
  rows: readonly (readonly [string, QuestionCounts])[],
): Html {
  const { t } = request;
  const longest = Math.max(1, ...rows.map(([, { asked }]) => asked));
  const heads = keyFigures(
    request,
    rows[0]?.[1] ?? { asked: 0, taken: 0, answered: 0, declined: 0, overdue: 0, medianDays: undefined },
  );
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="${t.questionTable(caption)}">
    <table class="bars all">
      <caption>${t.questionTableCaption}</caption>
      <thead>
        <tr>
          <th scope="col">${first}</th>
          ${heads.map(([, name]) => html`<th scope="col" class="number">${name}</th>`)}
          <td></td>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name, counts]) =>
            html`<tr>
              <th scope="row">${name}</th>
              ${keyFigures(request, counts).map(
                ([value, head], index) =>
                  html`<td class="${index === 0 ? html`number first` : html`number`}" data-label="${head}">${value}</td>`,
              )}
              <td class="drawn">${drawBar(counts.asked, longest)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

async function institutionNames(
  { site, language, office }: PageRequest,
  ids: readonly string[],
): Promise<(id: string) => string> {
  const { db, means } = site.installation;
  const found = ids.length === 0 ? [] : await listStanding(db, "institution", { ids: [...ids] });
  const today = dayIn(office.timeZone, means.clock.now());
  const names = new Map(found.map(({ id, data }) => [id, institutionNameOn(data, today)[tongueOf(language)]]));
  return (id) => names.get(id) ?? id;
}
