import { type Assets, type AssetSource, buildAssets } from "../page/assets.ts";
import { type CheckingWords, checkingWordsName } from "./checking-words.ts";
import { catalogueOf, everyLanguage, type Language, localeOf, prefixOf } from "../page/language.ts";

const sources: readonly AssetSource[] = [
  { from: new URL("../page/gaceta.css", import.meta.url), name: "gaceta" },
  { from: new URL("./islands/seal.ts", import.meta.url), name: "seal" },
  { from: new URL("./islands/check-file.ts", import.meta.url), name: "check-file" },
  { from: new URL("./islands/read-picture.ts", import.meta.url), name: "read-picture" },
  { from: new URL("./islands/picture-worker.ts", import.meta.url), name: "picture-worker" },
  { from: new URL("./islands/timeline.ts", import.meta.url), name: "timeline" },
  { from: new URL("./islands/suggest.ts", import.meta.url), name: "suggest" },
  { from: new URL("./islands/live.ts", import.meta.url), name: "live" },
  { from: new URL("./islands/player.ts", import.meta.url), name: "player" },
];

/** The style sheet with its fonts, the islands with the record's own checking code, the icon: built once for the whole process. */
export function buildSiteAssets(): Promise<Assets> {
  building ??= buildAssets(sources, "/assets/", everyLanguage.map(wordsIn));
  return building;
}

let building: Promise<Assets> | undefined;

/** One file for each language, kept by the browser for as long as it is said so: neither the programs nor each page carry it. */
function wordsIn(language: Language): { name: string; text: string } {
  const words: CheckingWords = {
    locale: localeOf(language),
    at: prefixOf(language),
    words: catalogueOf(language).checking,
    picture: catalogueOf(language).pictureRead,
  };
  return { name: checkingWordsName(language), text: JSON.stringify(words) };
}
