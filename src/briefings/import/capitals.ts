import { searchKey } from "../../register/name.ts";
import { beginsTitle } from "./post-words.ts";

/** "HUGO LÓPEZ-GATELL RAMÍREZ" → "Hugo López-Gatell Ramírez"; what is not all in capitals stays as it is. */
export function nameInSmall(name: string): string {
  if (name !== name.toUpperCase()) return name;
  return name
    .split(" ")
    .map((word, index) => (index > 0 && small.has(searchKey(word)) ? word.toLowerCase() : capitalized(word)))
    .join(" ");
}

/**
 * "DIRECTOR GENERAL DE EPIDEMIOLOGÍA" → "director general de Epidemiología": the post in small letters, what it is of with
 * capitals, `acronyms` as they are.
 */
export function titleInSmall(title: string, acronyms: ReadonlySet<string>): string {
  let leading = true;
  return title
    .replace(/\s+/gu, " ")
    .split(/([\s,;()/‘’'"“”-]+)/u)
    .map((word, index, all) => {
      const key = searchKey(word);
      if (key === "") return word;
      if (acronyms.has(key)) {
        leading = false;
        return word.toUpperCase();
      }
      if (small.has(key)) return word.toLowerCase();
      const begins =
        beginsTitle(word) && (leading || /^(y|e)$/iu.test(all[index - 2] ?? "") || /[,;]/u.test(all[index - 1] ?? ""));
      leading = begins || (leading && qualifying.has(key));
      return leading ? word.toLowerCase() : capitalized(word);
    })
    .join("");
}

/** Words in brackets, on both sides of a stroke, or without a vowel: what stands in capitals whatever stands around it. */
export function acronymsIn(title: string): string[] {
  const bracketed = [...title.matchAll(/\(([^()\s]{2,20})\)/gu)].flatMap(([, word = ""]) => word.split("/"));
  const stroked = [...title.matchAll(/(\p{Lu}{2,8})\/(\p{Lu}{2,8})/gu)].flatMap(([, a = "", b = ""]) => [a, b]);
  const unspoken = [...title.matchAll(/(?<!\p{L})[\p{Lu}--[AEIOUÁÉÍÓÚÜYÑ]]{3,8}(?!\p{L})/gv)].map(([word]) => word);
  return [...bracketed, ...stroked, ...unspoken].map(searchKey).filter((word) => word !== "");
}

const small = new Set("a al con contra de del e el en la las lo los para por sin y no".split(" "));
const qualifying = new Set("general ejecutivo ejecutiva adjunto adjunta nacional tecnico tecnica municipal".split(" "));

function capitalized(word: string): string {
  return word
    .toLowerCase()
    .replace(/(^|[-'’])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}
