import { localeOf, type Language } from "../page/language.ts";
import type { RelatedText, RelatedTexts } from "../newsroom/related-texts.ts";
import type { StatementView } from "../newsroom/statements.ts";
import { countOf, shortInstant } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import type { PageRequest } from "./context.ts";
import { languageOf } from "./statement-lines.ts";

/** What a reader must know of other texts before this one: that its figures are superseded, what it translates, its other text. */
export function relatedNotices(request: PageRequest, view: StatementView, related: RelatedTexts): Html {
  return html`${translationNotice(request, view, related)}${bulletinNotice(request, view, related)}${deliveryNotice(
    request,
    view,
    related,
  )}`;
}

/** The bulletin whose figures stand: the last that the office has not withdrawn. */
function standing({ bulletins, ordinal }: RelatedTexts, own: RelatedText["status"]) {
  const last = bulletins.find(({ status }) => status === "current");
  return last !== undefined && (own !== "current" || last.ordinal > (ordinal ?? 0)) ? last : undefined;
}

function bulletinNotice(request: PageRequest, view: StatementView, related: RelatedTexts): Html | false {
  const { t, language, office } = request;
  if (related.ordinal === undefined) return false;
  const newer = standing(related, view.status);
  const name = view.series?.name;
  const place =
    name !== undefined &&
    html`<strong>${t.seriesPlace(String(related.ordinal), html`<span id="series" ${languageOf(request, view.language)}>${name}</span>`)}.</strong>`;
  if (newer === undefined) return html`<p class="notice">${place} ${t.seriesNewest}</p>`;
  const link = html`<a href="${request.href(`/statements/${newer.number}`)}"
      >${t.seriesOrdinal(countOf(newer.ordinal, language))}</a
    >, ${shortInstant(newer.at, language, office.timeZone)}`;
  return html`<p class="notice alarm">${place} <strong>${t.seriesSuperseded(link)}</strong></p>`;
}

function translationNotice(request: PageRequest, view: StatementView, { original }: RelatedTexts): Html | false {
  const { t, language } = request;
  if (original === undefined) return false;
  const behind = original.moved || original.status === "withdrawn";
  return html`<div class="notice${behind ? " waiting" : ""}" id="translates">
    <p>
      ${t.translationOf(
        languageName(view.language, language),
        html`${textLink(request, original)} (${original.number}, ${t.translationEdition(original.edition)})`,
      )}
    </p>
    ${original.status === "withdrawn" && html`<p><strong>${t.translationOfWithdrawn}</strong></p>`}
    ${original.moved && html`<p><strong>${t.translationBehind(original.edition)}</strong></p>`}
  </div>`;
}

function deliveryNotice(request: PageRequest, view: StatementView, { counterpart }: RelatedTexts): Html | false {
  const { t, href } = request;
  if (view.delivery === undefined) return false;
  return html`<p class="notice" id="delivery" data-delivery="${view.delivery}">
    <strong>${t[`delivery_${view.delivery}`]}</strong>
    ${
      counterpart !== undefined &&
      html`<a href="${href(`/statements/${counterpart.number}`)}">${t[`deliveryOther_${counterpart.delivery}`]}</a>.
        <a href="${href(`/statements/${view.number}/delivery`)}">${t.deliveryCompare}</a>.`
    }
  </p>`;
}

/** Beside the text: what it was translated into, and the other bulletins of its series. */
export function relatedCards(request: PageRequest, view: StatementView, related: RelatedTexts): Html {
  const { t, language, office } = request;
  const { translations, bulletins } = related;
  return html`${
    translations.length > 0 &&
    html`<section class="card">
      <h2>${t.translations}</h2>
      <ul>
        ${translations.map(
          (one) =>
            html`<li>
              ${languageName(one.language, language)}: ${textLink(request, one)}${
                one.status === "withdrawn"
                  ? html` <span class="tag alarm">${t.statusWithdrawn}</span>`
                  : one.moved && html` <span class="tag">${t.translationLate(one.edition)}</span>`
              }
            </li>`,
        )}
      </ul>
    </section>`
  }${
    bulletins.length > 0 &&
    html`<section class="card">
      <h2>${view.series === undefined ? t.kind_balance : t.seriesTitle(view.series.name)}</h2>
      <ul>
        ${bulletins.slice(0, mostBulletins).map(
          (one) =>
            html`<li>
              <a href="${request.href(`/statements/${one.number}`)}"
                >${t.seriesOrdinal(countOf(one.ordinal, language))}</a
              >, ${shortInstant(one.at, language, office.timeZone)}${
                one.status === "withdrawn" && html` <span class="tag alarm">${t.statusWithdrawn}</span>`
              }
            </li>`,
        )}
      </ul>
    </section>`
  }`;
}

const mostBulletins = 12;

function textLink(request: PageRequest, text: RelatedText): Html {
  return html`<a
    href="${request.href(`/statements/${text.number}`)}"
    hreflang="${text.language}"
    ${languageOf(request, text.language)}
    >${text.title}</a
  >`;
}

/** «inglés», «mapuche»; the tag itself where no one has a name for it. */
function languageName(tag: string, language: Language): string {
  return new Intl.DisplayNames([localeOf(language)], { type: "language", languageDisplay: "standard" }).of(tag) ?? tag;
}
