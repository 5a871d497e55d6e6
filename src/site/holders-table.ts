import { tongueOf } from "../page/language.ts";
import { countOf, plainDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { edtfInWords } from "../page/register-dates.ts";
import type { Chained } from "../register/chain.ts";
import { agree, capacityInWords, capitalized } from "../register/display.ts";
import { firstDayOut } from "../register/first-day-out.ts";
import { institutionNameOn, nameOn } from "../register/holdings.ts";
import type { HolderRow } from "../register/institution-page.ts";
import type { TenureRow } from "../register/tenures.ts";
import { citation, interpreted, lastDayNote, readingsOf, supersession } from "./register-citation.ts";
import type { RegisterRequest } from "./register-request.ts";

const rowsOnPage = 500;
type Chains = ReadonlyMap<string, readonly Chained<"tenure">[]>;

/** The list of holders as its source has it: five columns, row by row; under each name on whose word, and what was said before. */
export function holdersTable(
  request: RegisterRequest,
  rows: readonly HolderRow[],
  { asked, chains, address }: { asked?: ReadonlySet<string>; chains: Chains; address: string },
): Html {
  const { t } = request;
  const { shown, pages } = paged(request, rows, address);
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
        ${shown.map((row) => holderRow(request, row, asked, chains))}
      </tbody>
    </table>
    ${pages}`;
}

function holderRow(
  request: RegisterRequest,
  row: HolderRow,
  asked: ReadonlySet<string> | undefined,
  chains: Chains,
): Html {
  const { t, href } = request;
  const [first] = row.tenures;
  const last = row.tenures.at(-1);
  const marked = row.tenures.some(({ id }) => asked?.has(id) === true);
  const readings = new Set(
    row.tenures.flatMap(({ interpretation, start, end }) =>
      [interpretation, start.interpretation, end.interpretation].filter((one) => one !== undefined),
    ),
  );
  // A line that tells of several tenures has several dates in one cell: kept as the source words them.
  const entered = row.tenures.length > 1 || first === undefined ? verbatim(row.entered) : when(request, first.start);
  const left =
    last === undefined
      ? verbatim(row.exited)
      : html`${when(request, last.end)}${lastDayNote(request, last.end, last.firstDayOut)}`;
  return html`<tr id="${first?.id ?? ""}"${marked && html` data-asked`}><td class="picture">${initial(row.initials)}</td><th scope="row"><a href="${href(`/register/people/${row.person}`)}">${row.name}</a>${citation(request, first?.register ?? { entry: 0 }, row.source)}${[
    ...readings,
  ].map((reading) =>
    interpreted(request, reading),
  )}${row.tenures.map(({ id }) => supersession(request, "tenure", chains.get(id) ?? []))}</th><td data-label="${t.columnEntered}">${entered}</td><td data-label="${t.columnLeft}">${left}${row.incumbent && standing(request, row.incumbent)}</td><td data-label="${t.columnNotes}">${row.notes}</td></tr>`;
}

/** The drawn initials that stand for a missing picture. */
export function initial(letters: string): Html {
  return html`<svg class="initial" viewBox="0 0 36 36" aria-hidden="true">
    <circle cx="18" cy="18" r="18" />
    <text x="18" y="23" text-anchor="middle">${letters}</text>
  </svg>`;
}

/** A cell as the source words it, in quotation marks: it is not one date of ours. */
function verbatim(text: string): Html | "" {
  return text === "" ? "" : html`<q><span lang="">${text}</span></q>`;
}

function when({ language }: RegisterRequest, date: { raw: string; edtf: string }): string {
  return edtfInWords(date, language);
}

function standing(
  { t, language }: RegisterRequest,
  { incumbent, confirmation }: NonNullable<HolderRow["incumbent"]>,
): Html {
  return html`<small class="cited"
    >${
      incumbent === "confirmed" && confirmation !== undefined
        ? t.confirmedShort(plainDay(confirmation.day, language), plainDay(confirmation.until, language))
        : t.unconfirmedShort
    }</small
  >`;
}

/** Named by their holder, by their post, or by both where they are of many people and many posts. */
type TableBy = "person" | "post" | "both";

/** Tenures of whatever posts and people, with the capacity in which each was held. */
export function tenuresTable(
  request: RegisterRequest,
  tenures: readonly TenureRow[],
  { by, chains, address }: { by: TableBy; chains: Chains; address: string },
): Html {
  const { t } = request;
  const { shown, pages } = paged(request, tenures, address);
  return html`<table class="register tenures">
      <thead>
        <tr>
          <th scope="col">${by === "post" ? t.columnPost : t.columnHolder}</th>
          <th scope="col">${t.columnCapacity}</th>
          <th scope="col">${t.columnSince}</th>
          <th scope="col">${t.columnUntil}</th>
          <th scope="col">${t.columnNotes}</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map((row) => tenureRow(request, row, by, chains))}
      </tbody>
    </table>
    ${pages}`;
}

function tenureRow(request: RegisterRequest, row: TenureRow, by: TableBy, chains: Chains): Html {
  const { t, language, href } = request;
  const { data, person_data: person, confirmation } = row;
  const acting = data.capacities.every(({ capacity }) => capacity === "subrogante") ? " (S)" : "";
  const holder = html`<a href="${href(`/register/people/${data.person}`)}">${nameOn(person, row.start_min).full}</a>`;
  const post = html`<a href="${href(`/register/posts/${data.post}`)}"
    >${capitalized(agree(row.post_data.title[tongueOf(language)], person.gender))}</a
  >`;
  // A post's title alone does not say which it is: many institutions have a Minister of State.
  const institution = institutionNameOn(row.institution_data, row.start_min)[tongueOf(language)];
  const named =
    by === "both"
      ? html`${holder}<small class="cited">${post}${acting}, ${institution}</small>`
      : by === "person"
        ? html`${holder}${acting}`
        : html`${post}${acting}<small class="cited">${institution}</small>`;
  const capacities = data.capacities.map((period) => {
    const dated = period.start !== undefined || period.end !== undefined;
    const dates = [period.start, period.end]
      .map((date) => (date === undefined ? "" : edtfInWords(date, language)))
      .join(" – ");
    return html`<span class="capacity"
      >${capitalized(capacityInWords(period.capacity, person.gender, tongueOf(language)))}${dated && `, ${dates}`}${
        period.rank !== undefined && html` <span class="quiet" lang="">(${period.rank})</span>`
      }${period.note !== undefined && html` <span class="quiet" lang="">(${period.note})</span>`}${
        period.end !== undefined && lastDayNote(request, period.end, firstDayOut(period, row.source_data))
      }</span
    >`;
  });
  const ongoing =
    data.end.edtf === ".." &&
    html`<small class="cited"
      >${
        confirmation === null
          ? t.unconfirmedShort
          : t.confirmedShort(plainDay(confirmation.day, language), plainDay(confirmation.until, language))
      }</small
    >`;
  const source = { name: row.source_data.name, locator: row.locator, url: row.source_data.url };
  return html`<tr id="${row.slug}"><th scope="row">${named}${citation(request, row, source)}${readingsOf(request, data)}${supersession(request, "tenure", chains.get(row.slug) ?? [], person)}</th><td data-label="${t.columnCapacity}">${capacities}</td><td data-label="${t.columnSince}">${edtfInWords(data.start, language)}</td><td data-label="${t.columnUntil}">${edtfInWords(data.end, language)}${ongoing}${lastDayNote(request, data.end, firstDayOut(data, row.source_data))}${
    row.start_min > row.end_max && html`<small class="cited alarm">${capitalized(t.legendContradictory)}</small>`
  }</td><td data-label="${t.columnNotes}">${data.notes}</td></tr>`;
}

/** So many rows as a page bears; the others are on the pages after it. */
function paged<T>(
  { c, t, language }: RegisterRequest,
  rows: readonly T[],
  address: string,
): { shown: readonly T[]; pages: Html } {
  if (rows.length <= rowsOnPage) return { shown: rows, pages: html`` };
  const last = Math.ceil(rows.length / rowsOnPage);
  const asked = Number(c.req.query("page") ?? 1);
  const page = Number.isInteger(asked) && asked >= 1 && asked <= last ? asked : 1;
  const from = (page - 1) * rowsOnPage;
  const to = Math.min(from + rowsOnPage, rows.length);
  const link = (number: number, name: string) =>
    html`<a href="${address}${address.includes("?") ? "&" : "?"}page=${number}">${name}</a>`;
  return {
    shown: rows.slice(from, to),
    pages: html`<p class="pages small">
      <span class="quiet"
        >${t.moreRows(`${countOf(from + 1, language)}–${countOf(to, language)}`, countOf(rows.length, language))}</span
      >
      ${page > 1 && link(page - 1, t.pageBefore)} ${page < last && link(page + 1, t.pageNext)}
    </p>`,
  };
}
