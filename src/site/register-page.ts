import { countOf, plainDay, whenInWords } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { type AsOf, registerAsOf } from "../register/as-of.ts";
import { listStanding, readStanding, type Standing } from "../register/assertions.ts";
import { addDays, dayIn, isDay } from "../register/day.ts";
import type { Passage } from "../register/item.ts";
import { initials } from "../register/name.ts";
import { answerPage, type PageRequest } from "./context.ts";

/** The institution as its source tells it: lead, history, and who held its posts, row by row; and who on a given day. */
export async function registerPage(request: PageRequest): Promise<Response> {
  const { site, c, t, office, language } = request;
  const { db } = site.installation;
  const asked = c.req.query("date")?.trim();
  const answered = asked !== undefined && isDay(asked) ? await registerAsOf(db, { day: asked }) : undefined;
  const institution = await readStanding(db, "institution", office.institution);
  const rows = await readRows(request);
  const title =
    institution?.data.title === undefined ? office.name[language] : textOf(institution.data.title, language);
  const holders = institution?.data.holders;
  const body = html`<p class="kicker"><b>${t.registerTitle}</b></p>
    <h1>${title}</h1>
    ${question(request, asked, answered)}
    ${institution?.data.lead && html`<div class="prose">${passage(institution.data.lead, language)}</div>`}
    ${
      institution?.data.history &&
      html`<h2>${t.registerHistory}</h2>
        <div class="prose">${institution.data.history.map((one) => passage(one, language))}</div>`
    }
    <h2>${holders === undefined ? t.registerTableTitle : textOf(holders, language)}</h2>
    ${await unknownTimes(request)}
    ${rows.length === 0 ? html`<p>${t.registerEmpty}</p>` : table(request, rows, answered)}`;
  return answerPage(
    request,
    {
      title: t.registerTitle,
      description: t.registerDescription(office.name[language]),
      path: asked === undefined ? "/register" : `/register?${new URLSearchParams({ date: asked }).toString()}`,
      canonicalPath: "/register",
      body,
      current: "register",
      indexed: asked === undefined,
    },
    asked === undefined ? ["changes"] : undefined,
    asked !== undefined && answered === undefined ? 400 : 200,
  );
}

function question(
  { site, t, language, office, href }: PageRequest,
  asked: string | undefined,
  answered: AsOf | undefined,
): Html {
  const today = dayIn(office.timeZone, site.installation.means.clock.now());
  const value = answered === undefined ? today : answered.day;
  const nearDay = (day: string) =>
    html`<a rel="nofollow" href="${href(`/register?date=${day}`)}#answer">${plainDay(day, language)}</a> `;
  const source = (one: AsOf["holdings"][number]) => {
    const { name, locator, date } = one.source;
    const cited = [date === undefined ? name : t.sourceDated(name, plainDay(date, language)), locator].join(", ");
    return html`<li>
      ${one.person.name}: ${t.perSource(html`${cited}`)}
      <a href="${href(`/record/entries/${one.register.entry}`)}"
        >${t.entryLink(countOf(one.register.entry, language))}</a
      >
    </li>`;
  };
  return html`<section id="answer" aria-label="${t.registerQuestion}">
    <form class="ask" action="${href("/register")}#answer" method="get">
      <label for="date"
        >${t.registerQuestion}<input id="date" name="date" type="date" required value="${value}" /></label
      ><button>${t.registerAsk}</button>
    </form>
    ${asked !== undefined && answered === undefined && html`<p class="notice alarm" role="alert">${t.registerBadDate}</p>`}
    ${
      answered &&
      html`<p class="answer">${answered.sentence[language]}</p>
        ${
          answered.holdings.length > 0 &&
          html`<ul class="sources quiet small">
            ${answered.holdings.map(source)}
          </ul>`
        }
        <p class="pages small">${[addDays(answered.day, -1), addDays(answered.day, 1)].filter(isDay).map(nearDay)}</p>`
    }
  </section>`;
}

/** One row of the source: a person, and one or more tenures that it tells of in one line. */
type Row = { person: Standing<"person"> | undefined; tenures: Standing<"tenure">[] };

async function readRows({ site, office }: PageRequest): Promise<Row[]> {
  const { db } = site.installation;
  const posts = new Set(
    (await listStanding(db, "post")).filter(({ data }) => data.institution === office.institution).map(({ id }) => id),
  );
  const tenures = (await listStanding(db, "tenure")).filter(({ data }) => posts.has(data.post));
  const people = new Map(
    (await listStanding(db, "person", { ids: [...new Set(tenures.map(({ data }) => data.person))] })).map((one) => [
      one.id,
      one,
    ]),
  );
  const grouped = Map.groupBy(tenures.toSorted(inOrder), ({ id, data }) =>
    data.order === undefined ? id : String(data.order),
  );
  return [...grouped.values()].map((found) => ({ person: people.get(found[0]?.data.person ?? ""), tenures: found }));
}

function inOrder({ data: a }: Standing<"tenure">, { data: b }: Standing<"tenure">): number {
  return (a.order ?? Infinity) - (b.order ?? Infinity) || compare(a.start.min ?? "", b.start.min ?? "");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function table(request: PageRequest, rows: readonly Row[], answered: AsOf | undefined): Html {
  const { t } = request;
  const asked = new Set(answered?.holdings.map(({ tenure }) => tenure));
  return html`<table class="register">
    <caption>
      ${t.registerTableCaption}
    </caption>
    <thead>
      <tr>
        <th scope="col">${t.columnPicture}</th>
        <th scope="col">${t.columnName}</th>
        <th scope="col">${t.columnEntered}</th>
        <th scope="col">${t.columnLeft}</th>
        <th scope="col">${t.columnNotes}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) =>
        tableRow(
          request,
          row,
          row.tenures.some(({ id }) => asked.has(id)),
        ),
      )}
    </tbody>
  </table>`;
}

function tableRow({ t, language }: PageRequest, { person, tenures }: Row, asked: boolean): Html {
  const first = tenures[0]?.data;
  const last = tenures.at(-1)?.data;
  const name = person?.data.names.at(-1);
  // A line that tells of several tenures has several starts in one cell: kept as the source words them.
  const entered = tenures.length > 1 ? first?.raw?.["Entered office"] : undefined;
  const left = last?.end.edtf === ".." ? t.incumbent : last && whenInWords(last.end, language);
  const letters = name === undefined ? "" : initials(name);
  return html`<tr${asked && html` data-asked`}><td class="picture"><svg class="initial" viewBox="0 0 36 36" aria-hidden="true"><circle cx="18" cy="18" r="18"/><text x="18" y="23" text-anchor="middle">${letters}</text></svg></td><th scope="row">${name?.full ?? first?.person}</th><td data-label="${t.columnEntered}">${entered === undefined ? first && whenInWords(first.start, language) : html`<span lang="en">${entered}</span>`}</td><td data-label="${t.columnLeft}">${left}</td><td data-label="${t.columnNotes}">${first?.notes}</td></tr>`;
}

/** Times for which the source itself names nobody: said, not left out. */
async function unknownTimes({ site, office, language }: PageRequest): Promise<Html[]> {
  const { db } = site.installation;
  const posts = (await listStanding(db, "post"))
    .filter(({ data }) => data.institution === office.institution)
    .map(({ id }) => id);
  const gaps = (await listStanding(db, "gap")).filter(({ data }) => posts.includes(data.post));
  return gaps.flatMap(({ data }) => {
    const note = data.note?.[language] ?? data.note?.es ?? data.note?.en;
    return note === undefined ? [] : [html`<p class="measure quiet">${note}</p>`];
  });
}

function passage(found: Passage, language: "es" | "en"): Html {
  return html`<p>${textOf(found, language)}</p>`;
}

function textOf({ text, original }: Passage, language: "es" | "en"): string {
  return text[language] ?? text[original] ?? "";
}
