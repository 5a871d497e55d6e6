import { Fault } from "../fault.ts";
import { findEdition, findStatement, type StatementView } from "../newsroom/statements.ts";
import { countOf, longInstant } from "../page/dates.ts";
import { differenceBetween, textDifference } from "../page/difference.ts";
import { alreadyEscaped, type Html, html } from "../page/html.ts";
import { pastForm } from "./as-of.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { kindName, languageOf } from "./statement-lines.ts";

/** Every edition with its entry, newest first, each with the words it struck and added to the one before. */
export async function historyPage(request: PageRequest, number: string): Promise<Response> {
  const { site, t, language, office, horizon, href } = request;
  const { db } = site.installation;
  const newest = await findStatement(db, number, horizon.size);
  if (newest === undefined) throw new Fault("not-found", t.notFoundStatement(number));
  const editions: StatementView[] = [];
  for (let edition = 1; edition <= newest.editions; edition++) {
    const view = edition === newest.edition ? newest : await findEdition(db, number, edition, horizon.size);
    if (view) editions.push(view);
  }
  const when = (at: Date) =>
    html`<time datetime="${at.toISOString()}">${longInstant(at, language, office.timeZone)}</time>`;
  const entry = (index: number) =>
    html`<a href="${href(`/record/entries/${index}`)}">${t.entryLink(countOf(index, language))}</a>`;
  const body = html`<p class="kicker">
      <b>${t.numbered(kindName(t, newest.kind), number)}</b>
      <span><a href="${href(`/statements/${number}`)}">${t.backToStatement}</a></span>
    </p>
    <h1 class="plain" ${languageOf(request, newest.language)}>${newest.title}</h1>
    <p class="standfirst">${editions.length > 1 ? t.historyTitle(number) : t.historyOne}</p>
    ${editions.length > 1 && html`<p class="legend measure">${t.historyLegend}</p>`}
    <ol class="editions" reversed>
      ${
        newest.withdrawal &&
        html`<li>
          <h2>${t.historyWithdrawn}</h2>
          <p class="kicker">
            <span>${when(newest.withdrawal.at)}</span> <span>${entry(newest.withdrawal.entry)}</span>
          </p>
          <p class="notice alarm">${t.withdrawnReason(newest.withdrawal.reason)}</p>
        </li>`
      }
      ${editions.toReversed().map(
        (view) =>
          html`<li id="edition-${view.edition}">
            <h2>${t.historyEdition(view.edition)}</h2>
            <p class="kicker">
              <span>${when(view.publishedAt)}</span> <span>${entry(view.entry)}</span>
              <span><a href="${href(`/statements/${number}/editions/${view.edition}`)}">${t.historyRead}</a></span>
            </p>
            ${view.note && html`<p class="notice"><strong>${view.severity === "major" ? t.correctionSubstance : t.correctionTyping}.</strong> ${view.note}</p>`}
            ${changes(request, editions[view.edition - 2], view)}
          </li>`,
      )}
    </ol>
    ${pastForm(request, `/statements/${number}`)}`;
  return answerPage(
    request,
    { title: t.historyTitle(number), path: `/statements/${number}/history`, body, current: "statements" },
    [`number:${number}`],
  );
}

function changes(request: PageRequest, before: StatementView | undefined, after: StatementView): Html {
  const { t } = request;
  const lang = html` lang="${after.language}"`;
  if (before === undefined)
    return html`<details>
      <summary>${t.historyFirst}</summary>
      <div class="prose" ${lang}>${alreadyEscaped(after.html)}</div>
    </details>`;
  const title = before.title !== after.title && differenceBetween(before.title, after.title);
  const summary =
    (before.summary ?? "") !== (after.summary ?? "") && differenceBetween(before.summary ?? "", after.summary ?? "");
  const body = before.body !== after.body && textDifference(before.body, after.body);
  const others = besideTheText(request, before, after);
  if (!title && !summary && !body && others.length === 0) return html`<p class="quiet">${t.historySame}</p>`;
  return html`${
    title &&
    html`<p class="kicker">${t.historyTitleChanged}</p>
      <p class="standfirst change" ${lang}>${title}</p>`
  }
  ${
    summary &&
    html`<p class="kicker">${t.historySummaryChanged}</p>
      <p class="standfirst change" ${lang}>${summary}</p>`
  }
  ${body && html`<div class="prose change" ${lang}>${body}</div>`}
  ${others.map(
    ({ name, words }) =>
      html`<p class="kicker">${name}</p>
        <p class="change" ${lang}>${words}</p>`,
  )}`;
}

/** What an edition says of itself beside its text, where that changed: the claim, the contact, the files with their words. */
function besideTheText(
  { t }: PageRequest,
  before: StatementView,
  after: StatementView,
): { name: string; words: Html }[] {
  const claim = ({ claim: said }: StatementView) => [said?.text, said?.where, said?.when].filter(Boolean).join("\n");
  const files = (view: StatementView) =>
    view.attachments
      .map(({ name, alt, commitment }) => {
        const says = alt === undefined ? name : `${name}: ${alt}`;
        return commitment === view.claim?.image ? `${says} (${t.fileClaimed})` : says;
      })
      .join("\n");
  const original = ({ translates }: StatementView) =>
    translates === undefined ? "" : `${translates.number}, ${t.translationEdition(translates.edition)}`;
  const fields: [string, (view: StatementView) => string][] = [
    [t.historyClaimChanged, claim],
    [t.historyContactChanged, ({ contact = "" }) => contact],
    [t.historyOriginalChanged, original],
    [t.historyFilesChanged, files],
  ];
  return fields.flatMap(([name, of]) =>
    of(before) === of(after) ? [] : [{ name, words: differenceBetween(of(before), of(after)) }],
  );
}
