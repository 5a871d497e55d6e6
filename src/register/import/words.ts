import type { Agreeing, Capacity, PersonName, PostData } from "../item.ts";
import { splitSurnames } from "../name.ts";

/** What a source gives besides the full name. */
export type NameHints = {
  given?: string | undefined;
  family?: string | undefined;
  /** "Surnames, Given names", "Surnames Given names", or the first surname alone. */
  sort?: string | undefined;
};

/** A name as the source has it, in full, with the surnames told apart for lists: by what the source says, else by its last word. */
export function nameOf(text: string, { given, family, sort }: NameHints = {}): PersonName {
  const full = tidy(text);
  const byFamily = family === undefined ? undefined : around(full, tidy(family));
  if (byFamily !== undefined) return { full, ...byFamily };
  if (tidy(family ?? "") !== "") return { full, given: tidy(given ?? ""), surnames: splitSurnames(tidy(family ?? "")) };
  const bySort = sort === undefined ? undefined : fromSort(full, tidy(sort));
  if (bySort !== undefined) return { full, ...bySort };
  const comma = /^([^,]+), ([^,]+)$/.exec(full);
  if (comma !== null && !/^(jr|sr|ii|iii|iv|phd|md)\b/i.test(comma[2] ?? ""))
    return { full: `${comma[2]} ${comma[1]}`, given: comma[2] ?? "", surnames: splitSurnames(comma[1] ?? "") };
  return { full, ...byWords(full) };
}

function tidy(text: string): string {
  return text.normalize("NFC").replace(/\s+/g, " ").trim();
}

function around(full: string, family: string): Omit<PersonName, "full"> | undefined {
  if (family === "" || family === full || !full.endsWith(` ${family}`)) return undefined;
  return { given: full.slice(0, -family.length - 1), surnames: splitSurnames(family) };
}

function fromSort(full: string, sort: string): Omit<PersonName, "full"> | undefined {
  const [before = "", after] = sort.split(",").map((part) => part.trim());
  if (before === "") return undefined;
  if (after !== undefined) return { given: after, surnames: splitSurnames(before) };
  const words = sort.split(" ");
  // Every cut is compared whole; nobody's name has so many words.
  if (sort.length !== full.length || words.length > mostWords) return surnamesAt(full, sort);
  for (let cut = words.length - 1; cut > 0; cut--) {
    const [surnames, given] = [words.slice(0, cut).join(" "), words.slice(cut).join(" ")];
    if (`${given} ${surnames}` === full) return { given, surnames: splitSurnames(surnames) };
  }
  return surnamesAt(full, sort);
}

const mostWords = 60;

function surnamesAt(full: string, sort: string): Omit<PersonName, "full"> | undefined {
  const at = ` ${full} `.indexOf(` ${sort} `);
  if (at <= 0) return undefined;
  return { given: full.slice(0, at - 1).trim(), surnames: splitSurnames(full.slice(at).trim()) };
}

function byWords(full: string): Omit<PersonName, "full"> {
  const suffix = /,? (jr\.?|sr\.?|ii|iii|iv)$/i.exec(full)?.[0] ?? "";
  const words = full.slice(0, full.length - suffix.length).split(" ");
  if (words.length === 1) return { given: "", surnames: [full] };
  const count = words.length >= 3 && spanish.has(words[0] ?? "") ? 2 : 1;
  const units = splitSurnames(words.slice(1).join(" "));
  const surnames = units.slice(-Math.min(count, Math.max(1, units.length)));
  const taken = surnames.join(" ").split(" ").length;
  const lead = particlesBefore(words, words.length - taken);
  const given = words.slice(0, words.length - taken - lead).join(" ");
  const led = words.slice(words.length - taken - lead, words.length - taken).join(" ");
  const [first = "", ...others] = surnames;
  return { given, surnames: [...(led === "" ? [first] : [`${led} ${first}`]), ...others] };
}

function particlesBefore(words: readonly string[], end: number): number {
  let count = 0;
  while (
    end - count > 1 &&
    /^(de|del|la|las|los|da|das|do|dos|di|van|von|der|den|ten|ter|zu|zum|du|le)$/i.test(words[end - count - 1] ?? "")
  )
    count++;
  return count;
}

/** Given names behind which two surnames are the rule: only the order of lists depends on it, never who somebody is. */
const spanish = new Set(
  (
    "Adolfo Adriana Agustín Alberto Alejandra Alejandro Alfonso Alfredo Alicia Álvaro Ana Andrea Andrés Ángel Ángela Aníbal Antonia Antonio Arturo Augusto Beatriz " +
    "Benjamín Bernardo Camila Carlos Carmen Carolina Catalina Cecilia César Clara Claudia Claudio Cristián Cristina Cristóbal Daniel Diego Domingo Eduardo Elena Emilio " +
    "Enrique Ernesto Esteban Eugenia Eugenio Federico Felipe Fernando Francisca Francisco Gabriel Gabriela Genaro Gerardo Germán Gloria Gonzalo Graciela Guillermo Gustavo " +
    "Hernán Héctor Heraldo Hugo Ignacio Inés Isabel Jaime Javier Javiera Joaquín Jorge José Josefa Josefina Juan Juana Julia Julio Laura Leonardo Leonor Lorena Lorenzo Lucía Luis " +
    "Luisa Manuel Manuela Marcela Marcelo Marcos Margarita María Mariana Mario Marta Martín Mateo Mauricio Mercedes Miguel Mónica Natalia Nicolás Óscar Orlando Osvaldo Pablo Paloma " +
    "Patricia Patricio Paula Paulina Pedro Pilar Rafael Ramón Raquel Raúl Ramiro René Ricardo Roberto Rodrigo Rosa Rubén Salvador Santiago Sebastián Sergio Silvia Sofía Soledad Susana " +
    "Teresa Tomás Valentina Verónica Vicente Víctor Victoria Ximena"
  ).split(" "),
);

/** How a source's words say that somebody held a post; undefined where they say nothing of it. */
export function capacityIn(text: string): Capacity | undefined {
  const words = text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
  if (/\b(suplente|substitute|alternate)\b/.test(words)) return "suplente";
  if (/\b(interino|interina|interinato|interim|ad interim|provisional|caretaker)\b|\(i\)|\ba\.i\./.test(words))
    return "interino";
  if (/\b(subrogante|acting|subrogancia|encargado|encargada)\b|\(s\)/.test(words)) return "subrogante";
  if (/\bon leave\b|\bcon licencia\b/.test(words)) return "on-leave";
  return undefined;
}

/** A name without the words that only say how the post was held: "Ana Soto (acting)" → "Ana Soto". */
export function withoutCapacity(name: string): string {
  return name
    .replace(
      /[([]\s*(acting|interim|ad interim|a\.i\.|caretaker|interino|interina|suplente|subrogante|provisional|s|i)\s*[)\]]/giu,
      " ",
    )
    .replace(/[,–-]?\s+(acting|interim|interino|interina|suplente|subrogante)\s*$/iu, " ")
    .replace(/^\s*(acting|interim):?\s+/iu, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** A title as its source gives it, in whatever language and gender that is. */
export function titleOf(text: string): PostData["title"] {
  const same = (): Agreeing => ({ feminine: text, masculine: text, neutral: text });
  return { es: same(), en: same() };
}

/** The words of a source as the record takes them: NFC, without control characters or overrides of direction. */
export function clean(text: string): string {
  return text.toWellFormed().normalize("NFC").replace(/\r\n?/g, "\n").replace(unwritable, "");
}

const unwritable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** Whether there are any of these, so that its words stand in the register otherwise than in the source. */
export function losesCharacters(text: string): boolean {
  return !text.isWellFormed() || text.replace(/\r\n?/g, "\n").search(unwritable) >= 0;
}
