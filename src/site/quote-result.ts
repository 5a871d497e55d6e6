import { countOf, longDay, plainDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { bundlePathOf, pathOf } from "../page/quote-json.ts";
import type { QuoteCheck, QuotePlace } from "../search/check-quote.ts";
import type { Change } from "../search/quote-align.ts";
import { differenceKinds } from "../search/quote-kinds.ts";
import type { Kind } from "../newsroom/statement.ts";
import type { PageRequest } from "./context.ts";
import { kindName } from "./statement-lines.ts";
import { formatName } from "./transcript-page.ts";
import { briefVoice, type VoiceNames } from "./voice.ts";

/** What a quote was found to be: the verdict in words, every place with its context, what differs, and what the record covers. */
export function quoteResult(request: PageRequest, check: QuoteCheck, names: VoiceNames): Html {
  const { t } = request;
  const { verdict, places, more } = check;
  const exact = places.length > 0 && places.every(({ kinds }) => kinds.length === 0);
  const cut = verdict === "said" && places.every(({ role, cut: left }) => role !== "office" || left?.near === true);
  const [heading, means] = cut
    ? [t.quoteSaidCut, t.quoteSaidCutMeans]
    : verdict === "differs" && places[0]?.role === "claim"
      ? [t.quoteDiffersDenied, t.quoteDiffersDeniedMeans]
      : [t.quoteVerdict[verdict], t.quoteMeans[verdict]];
  return html`<section class="card quote-result" data-verdict="${cut ? "said-cut" : verdict}" aria-labelledby="verdict">
    <h2 id="verdict">${heading}</h2>
    <p class="quote-asked">«${check.quote}»</p>
    <p>${means}</p>
    ${verdict === "said-by-other" && !exact && html`<p>${t.quoteNearlyOther}</p>`}
    ${
      places.length > 0 &&
      html`<h3>${exact ? t.quotePlaces(places.length) : t.quoteNearest}</h3>
        <ol class="quote-places">
          ${places.map((place) => html`<li>${placeItem(request, place, names)}</li>`)}
        </ol>
        ${more && html`<p>${t.quoteMore}</p>`}`
    }
    <p class="quiet small">${coverageLine(request, check)}</p>
  </section>`;
}

function coverageLine({ t, language }: PageRequest, { coverage }: QuoteCheck): Html {
  const { from, until, statements, turns, answers, behind } = coverage;
  const count = (value: number) => countOf(value, language);
  const told =
    from === undefined || until === undefined
      ? t.quoteCoverageNone
      : t.quoteCoverage(
          longDay(from, language),
          longDay(until, language),
          count(statements),
          count(turns),
          count(answers),
        );
  return html`${told} ${behind && t.quoteBehind}`;
}

function placeItem(request: PageRequest, place: QuotePlace, names: VoiceNames): Html {
  const { t, language, href } = request;
  const { text, context, cut, changes, corrected, kinds } = place;
  const lang = text.language.split("-")[0] !== language && html` lang="${text.language}"`;
  return html`<p class="kicker">
      <b><a href="${href(pathOf(text))}">${nameOf(request, place)}</a></b>
      <span><time datetime="${text.day}">${plainDay(text.day, language)}</time></span>
      ${text.newest > 1 && html`<span>${t.quoteEdition(place.editions.map((edition) => countOf(edition, language)).join(", "))}</span>`}
    </p>
    <p class="quote-of" ${lang}>${text.title}</p>
    <p class="quote-whose">${whoseWords(request, place, names)}</p>
    ${
      text.withdrawn !== undefined &&
      html`<p class="notice alarm">
        ${t.quoteWithdrawn(plainDay(text.withdrawn.at.toISOString().slice(0, 10), language), text.withdrawn.reason)}
      </p>`
    }
    <blockquote class="quote-context" ${lang}>${context.before}<mark>${context.words}</mark>${context.after}</blockquote>
    ${kinds.length > 0 && difference(request, changes)}
    ${cut !== undefined && html`<p class="notice">${cutWords(request, cut)}</p>`}
    ${place.cited && place.role === "office" && html`<p class="notice">${t.quoteCited}</p>`}
    ${
      corrected !== undefined &&
      html`<div class="notice">
        <p>${t.quoteCorrected(countOf(corrected.edition, language))}</p>
        ${corrected.note !== undefined && html`<p>${t.quoteCorrectedNote(corrected.note)}</p>`}
        ${corrected.changes.some(({ kind }) => kind !== undefined) && html`<p>${t.quoteNow}:</p>${difference(request, corrected.changes)}`}
      </div>`
    }
    <p class="small"><a href="${bundlePathOf(text)}" download>${t.quoteProof}</a></p>`;
}

function nameOf(request: PageRequest, { text }: QuotePlace): string {
  const { t } = request;
  if (text.kind === "statement") return t.numbered(kindName(t, text.form as Kind), text.number);
  if (text.kind === "answer") return `${t.quoteAnswer[text.form] ?? t.quoteQuestionOf} ${text.number}`;
  return `${formatName(request, text.form)} ${t.quoteTurn(text.number, String(text.turn))}`;
}

function whoseWords(request: PageRequest, { role, speaker, text }: QuotePlace, names: VoiceNames): Html {
  const { t } = request;
  if (role === "claim") return html`${t.quoteClaim}`;
  if (role === "other") return html`${speaker === undefined ? t.quoteOtherNobody : t.quoteOtherSpeaker(speaker)}`;
  if (speaker !== undefined) return html`${t.quoteSpeaker(speaker)}`;
  return briefVoice(request, { ...text, spokenDay: text.day }, names);
}

function cutWords({ t }: PageRequest, { before, between, after, question }: NonNullable<QuotePlace["cut"]>): Html {
  const words = [...new Set([...before, ...between, ...after])].filter((word) => word !== "…");
  return html`${words.length > 0 && t.quoteCut(words.map((word) => `«${word}»`).join(", "))}
  ${between.includes("…") && html` ${t.quoteCutFar}`} ${question && html` ${t.quoteCutQuestion}`}`;
}

/** From what is on record to the quote, word by word; then each difference in words, what changes the sense most first. */
function difference({ t }: PageRequest, changes: readonly Change[]): Html {
  const differing = changes.filter(({ kind }) => kind !== undefined);
  const order = (change: Change) => differenceKinds.indexOf(change.kind ?? "word");
  const told = differing.toSorted((a, b) => order(a) - order(b));
  return html`<div class="change quote-change">
    <p class="quote-line">
      ${changes.map(({ said, quoted, kind }) =>
        kind === undefined
          ? html`${said} `
          : html`${said !== "" && html`<del>${said}</del> `}${quoted !== "" && html`<ins>${quoted}</ins> `}`,
      )}
    </p>
    <p class="small quiet">${t.quoteLegend}</p>
    <ul>
      ${told.map((change) => html`<li>${inWords(t, change)}</li>`)}
    </ul>
  </div>`;
}

function inWords(t: PageRequest["t"], { said, quoted, kind = "word" }: Change): Html {
  const name = t.quoteKind[kind];
  if (quoted === "") return t.quoteLeftOut(name, html`<q>${said}</q>`);
  if (said === "") return t.quotePutIn(name, html`<q>${quoted}</q>`);
  return t.quoteBoth(name, html`<q>${quoted}</q>`, html`<q>${said}</q>`);
}
