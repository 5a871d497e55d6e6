import type { Agreeing, Capacity, Gender } from "./item.ts";

export type Language = "es" | "en";
/** What is needed to put in words who holds what, and how. */
export type Titled = {
  name: string;
  gender?: Gender | undefined;
  title: Record<Language, Agreeing>;
  capacity: Capacity;
};

const capacityWords: Record<Language, Record<Capacity, Agreeing>> = {
  es: {
    titular: same("titular"),
    subrogante: same("subrogante"),
    suplente: same("suplente"),
    interino: { feminine: "interina", masculine: "interino", neutral: "con carácter interino" },
    "on-leave": same("con licencia"),
    concurrent: same("en concurrencia"),
  },
  en: {
    titular: same("titular"),
    subrogante: same("acting (subrogante)"),
    suplente: same("substitute (suplente)"),
    interino: same("interim"),
    "on-leave": same("on leave"),
    concurrent: same("concurrent"),
  },
};

/** "Camila Vallejo, ministra secretaria general de Gobierno, titular"; an acting holder's title bears "(S)". */
export function inWords(holder: Titled, language: Language): string {
  return `${holder.name}, ${titleInWords(holder, language)}, ${capacityInWords(holder.capacity, holder.gender, language)}`;
}

/** "ministra secretaria general de Gobierno", "ministra secretaria general de Gobierno (S)". For the middle of a sentence. */
export function titleInWords({ title, gender, capacity }: Omit<Titled, "name">, language: Language): string {
  const agreed = agree(title[language], gender);
  return capacity === "subrogante" ? `${agreed} (S)` : agreed;
}

export function capacityInWords(capacity: Capacity, gender: Gender | undefined, language: Language): string {
  return agree(capacityWords[language][capacity], gender);
}

/** The form that agrees with the person; without a known gender, the neutral one. */
export function agree(words: Agreeing, gender: Gender | undefined): string {
  return words[gender ?? "neutral"];
}

/** With its first letter large, to begin a line. */
export function capitalized(text: string): string {
  const [first = "", ...rest] = text;
  return first.toUpperCase() + rest.join("");
}

function same(word: string): Agreeing {
  return { feminine: word, masculine: word, neutral: word };
}
