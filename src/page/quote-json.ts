import type { QuoteCheck, QuotePlace } from "../search/check-quote.ts";
import type { QuotedText } from "../search/quote-texts.ts";

/** What a quote was found to be, as programs are told, with whole addresses under `url`. */
export function quoteJson({ verdict, quote, words, places, more, coverage }: QuoteCheck, url: string) {
  return { verdict, quote, words, places: places.map((place) => placeJson(place, url)), more, coverage };
}

function placeJson({ text, role, speaker, context, changes, kinds, ...rest }: QuotePlace, url: string) {
  const { kind, number, turn, edition, newest, entry, form, title, language, voice, sourceSpeaker, day, withdrawn } =
    text;
  return {
    kind,
    number,
    ...(turn === undefined ? {} : { turn }),
    edition,
    editions: rest.editions,
    newestEdition: newest,
    entry,
    form,
    title,
    language,
    day,
    whose: role,
    ...(speaker === undefined ? {} : { speaker }),
    voice,
    ...(sourceSpeaker === undefined ? {} : { sourceSpeaker }),
    url: url + pathOf(text),
    bundleUrl: url + bundlePathOf(text),
    context,
    cited: rest.cited,
    ...(rest.cut === undefined ? {} : { cut: rest.cut }),
    differences: changes,
    differenceKinds: kinds,
    likeness: Math.round(rest.likeness * 1_000) / 1_000,
    ...(rest.corrected === undefined ? {} : { corrected: rest.corrected }),
    ...(withdrawn === undefined ? {} : { withdrawn }),
  };
}

/** Where readers see it: an edition that is no longer the newest under its own address. */
export function pathOf({ kind, number, turn, edition, newest }: QuotedText): string {
  if (kind === "answer") return `/questions/${number}`;
  if (kind === "turn")
    return edition === newest ? `/briefings/${number}/turns/${turn}` : `/briefings/${number}/editions/${edition}`;
  return edition === newest ? `/statements/${number}` : `/statements/${number}/editions/${edition}`;
}

export function bundlePathOf({ kind, number, edition }: QuotedText): string {
  if (kind === "answer") return `/questions/${number}.bundle.json`;
  return `/${kind === "turn" ? "briefings" : "statements"}/${number}/editions/${edition}.bundle.json`;
}
