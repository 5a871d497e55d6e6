import { tongueOf } from "../page/language.ts";
import { countOf, plainDay, shortInstant } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { edtfInWords } from "../page/register-dates.ts";
import type { Chained } from "../register/chain.ts";
import type { Day } from "../register/day.ts";
import { agree, capacityInWords } from "../register/display.ts";
import { readingIn } from "../register/reading.ts";
import type { DataOf, ItemKind, PersonData, When } from "../register/item.ts";
import type { PageRequest } from "./context.ts";
import { datesInWords, instrumentTitle } from "./timeline-rows.ts";

type Cited = { name: string; locator: string; url?: string | undefined };

/** «Asiento 12: fuente, tabla, fila 3», where it stands in the record and on whose word. */
export function citation(request: PageRequest, register: { entry: number }, source: Cited): Html {
  const named =
    source.url !== undefined && /^https?:\/\//.test(source.url)
      ? html`<a rel="external" href="${source.url}">${source.name}</a>, <span lang="">${source.locator}</span>`
      : html`<cite lang="">${source.name}</cite>, <span lang="">${source.locator}</span>`;
  return html`<small class="cited">${request.t.sourceLine(entryLink(request, register.entry), named)}</small>`;
}

export function entryLink({ t, language, href }: PageRequest, entry: number): Html {
  return html`<a href="${href(`/record/entries/${entry}`)}">${t.entryOf(countOf(entry, language))}</a>`;
}

/** Under a last day that the source does not give as such: its own words, and the first day out that they mean. */
export function lastDayNote(
  { t, language }: PageRequest,
  { raw }: { raw: string },
  out: Day | undefined,
  of: "tenure" | "gap" = "tenure",
): Html {
  if (out === undefined) return html``;
  const words = html`<q><span lang="">${raw}</span></q>`;
  const day = plainDay(out, language);
  return html`<small class="cited">${of === "tenure" ? t.lastDayIn(words, day) : t.lastDayOf(words, day)}</small>`;
}

/** The readings of a tenure's dates that are not told of it as a whole. */
export function readingsOf(
  request: PageRequest,
  { interpretation, start, end }: { interpretation?: string; start: When; end: When },
): Html {
  const own = new Set([start, end].flatMap((date) => date.interpretation ?? []));
  return html`${[...new Set([...(interpretation === undefined ? [] : [interpretation]), ...own])].map((one) =>
    interpreted(request, one),
  )}`;
}

/** Our own reading of a source, in the page's language where it was entered in it. */
export function interpreted({ t, language }: PageRequest, entered: string): Html {
  const { text, language: own } = readingIn(entered, tongueOf(language));
  return html`<small class="cited"
    >${t.interpreted}: <span${own !== language && html` lang="${own}"`}>${text}</span></small
  >`;
}

/** What was said of a thing before, each until the entry that took its place; nothing if it was said once. */
export function supersession<K extends ItemKind>(
  request: PageRequest,
  kind: K,
  chain: readonly Chained<K>[],
  person?: PersonData,
): Html {
  const { t, language, office } = request;
  if (chain.length < 2) return html``;
  const former = chain.slice(0, -1).map((one, index) => ({ one, next: chain[index + 1] as Chained<K> }));
  return html`<ul class="superseded small" aria-label="${t.saidBefore}">
    ${former.map(
      ({ one, next }) =>
        html`<li>
          ${
            one.data === undefined
              ? t.retractedUntil(entryLink(request, next.register.entry))
              : t.saidBeforeUntil(factsOf(request, kind, one.data, person), entryLink(request, next.register.entry))
          }
          <span class="quiet"
            >(${shortInstant(next.recordedAt, language, office.timeZone)}).
            ${saidNext(request, one, next)}${next.reason && ` ${next.reason}`}</span
          >
        </li>`,
    )}
  </ul>`;
}

function saidNext({ t }: PageRequest, one: Chained<ItemKind>, next: Chained<ItemKind>): string {
  if (next.change === "retraction") return t.saidRetraction;
  if (one.change === "retraction") return t.saidReinstated;
  return next.change === "correction" ? t.saidCorrection : t.saidChange;
}

/** The main facts of an assertion, to tell it from the one that took its place. */
export function factsOf<K extends ItemKind>(
  { language, t }: PageRequest,
  kind: K,
  data: DataOf[K],
  person?: PersonData,
): string {
  switch (kind) {
    case "tenure": {
      const { start, end, capacities } = data as DataOf["tenure"];
      const held = capacities.map(({ capacity }) => capacityInWords(capacity, person?.gender, tongueOf(language)));
      return `${datesInWords(start, end, language)}, ${[...new Set(held)].join(", ")}`;
    }
    case "person":
      return (data as DataOf["person"]).names.map(({ full }) => full).join("; ");
    case "post": {
      const { title, start, end } = data as DataOf["post"];
      return [agree(title[tongueOf(language)], undefined), datesInWords(start, end, language)].join(", ");
    }
    case "institution": {
      const names = (data as DataOf["institution"]).names.map(
        ({ name }) => name[tongueOf(language)] ?? name.es ?? name.en ?? "",
      );
      return names.join("; ");
    }
    case "instrument": {
      const { date } = data as DataOf["instrument"];
      const title = instrumentTitle(data as DataOf["instrument"], language);
      return date === undefined ? title : `${title}, ${edtfInWords(date, language)}`;
    }
    case "gap": {
      const { state, start, end } = data as DataOf["gap"];
      return `${state === "vacant" ? t.vacant : t.nobodyKnown}, ${datesInWords(start, end, language)}`;
    }
    case "office":
    case "source":
    case "confirmation":
      return t.saidOther;
    default:
      return kind;
  }
}
