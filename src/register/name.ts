import { Fault } from "../fault.ts";
import { composed } from "../text/intake.ts";
import type { PersonName } from "./item.ts";

/** Words that lead a surname without being filed under: "von Baer" stands under B, "del Canto" under C. */
const particles = new Set(
  "a al d da das de del della den der des di do dos du e el i la las le les lo los san santa st ten ter to van vande vander vom von y zu zum zur".split(
    " ",
  ),
);
const leading = new Set(
  [...particles].filter((word) => !["el", "la", "las", "lo", "los", "san", "santa", "st"].includes(word)),
);

/** A name as it is looked for: no accents, no case, no punctuation, one blank between words. */
export function searchKey(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/**
 * The bytes by which names stand in Spanish order: first surname, second surname, given names; ñ after n; accents
 * only between names otherwise alike; particles before a surname come last. Compare as bytes (collation C).
 */
export function sortKey(name: Pick<PersonName, "given" | "surnames">): string {
  const filed = name.surnames.map(withoutParticles);
  const fields = [...filed.map((surname) => surname.filed), name.given];
  const aside = filed.map((surname) => surname.particles);
  return [fields.map(letters).join("\u0001"), aside.map(letters).join(" "), fields.join(" ").normalize("NFD")].join(
    "\u0002",
  );
}

/** "del Canto Riquelme, Hernán": for lists in Spanish order. The surname is never shortened, its particle stays in front. */
export function inverted(name: Pick<PersonName, "given" | "surnames">): string {
  return name.given === "" ? name.surnames.join(" ") : `${name.surnames.join(" ")}, ${name.given}`;
}

/**
 * Reads "Surnames, Given names", or "Given Surname" where it is two words. Longer names without a comma are refused:
 * whether "Miguel Ángel Poduje" has one surname or two cannot be told from its words.
 */
export function readName(text: string): PersonName {
  const clean = composed(text.slice(0, 1_000)).replace(/\s+/g, " ").trim();
  if (clean.length > longestName)
    throw new Fault(
      "invalid",
      `The name "${clean.slice(0, 60)}…" has more than ${longestName} characters; shorten it.`,
      [],
      `El nombre «${clean.slice(0, 60)}…» tiene más de ${longestName} caracteres; acórtelo.`,
    );
  const unseen = unseenCharacter.exec(clean)?.[0];
  if (unseen !== undefined)
    throw new Fault(
      "invalid",
      `The name "${clean}" holds U+${(unseen.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}, which nobody sees: two people could seem to have one name. Take it out.`,
      [],
      `El nombre «${clean}» tiene un carácter que nadie ve: dos personas podrían parecer una. Quítelo.`,
    );
  const [surnames = "", given = "", ...more] = clean.split(",").map((part) => part.trim());
  if (given !== "" && surnames !== "" && more.length === 0)
    return { full: `${given} ${surnames}`, given, surnames: splitSurnames(surnames) };
  const words = clean.split(" ");
  if (words.length === 2 && !clean.includes(","))
    return { full: clean, given: words[0] ?? "", surnames: [words[1] ?? ""] };
  throw new Fault(
    "invalid",
    `The name "${clean}" does not tell given names from surnames: write it as "Surnames, Given names", for example "del Canto Riquelme, Hernán".`,
    [],
    `El nombre "${clean}" no distingue nombres de apellidos: escríbalo como "Apellidos, Nombres", por ejemplo "del Canto Riquelme, Hernán".`,
  );
}

const longestName = 200;
/** Of those without a form of their own, scripts need only the joiners (U+200C, U+200D). */
const unseenCharacter = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u;

/** "Márquez de la Plata Yrarrázaval" → ["Márquez de la Plata", "Yrarrázaval"]: particles hold on to what follows. */
export function splitSurnames(text: string): string[] {
  const surnames: string[] = [];
  let open = false;
  for (const word of text.split(" ")) {
    const particle = particles.has(word) || particles.has(word.toLowerCase());
    const last = surnames.length - 1;
    const joins = open || (particle && surnames.length > 0 && ["de", "del", "y", "e"].includes(word));
    if (joins && last >= 0) surnames[last] = `${surnames[last]} ${word}`;
    else surnames.push(word);
    open = particle;
  }
  return surnames;
}

/** A name as part of an address: "von Baer Jahn" → "von-baer-jahn", at most 80 characters; "" if no letter of it can be. */
export function slugOf(name: string): string {
  return searchKey(name)
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 80)
    .replace(/^-+|-+$/g, "");
}

/** The first letter of the given names and of the filed surname: what stands for a missing picture. */
export function initials(name: Pick<PersonName, "given" | "surnames">): string {
  const surname = withoutParticles(name.surnames[0] ?? "").filed;
  return [name.given, surname].map((part) => [...part][0]?.toUpperCase() ?? "").join("");
}

function withoutParticles(surname: string): { filed: string; particles: string } {
  const words = surname.split(" ");
  const first = words.findIndex((word, index) => index === words.length - 1 || !isLeading(words, index));
  return { filed: words.slice(first).join(" "), particles: words.slice(0, first).join(" ") };
}

/** "de la Fuente" goes under F: an article counts as leading only behind a preposition. */
function isLeading(words: string[], index: number): boolean {
  const word = words[index]?.toLowerCase() ?? "";
  if (leading.has(word)) return true;
  return index > 0 && particles.has(word) && leading.has(words[index - 1]?.toLowerCase() ?? "");
}

function letters(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .replaceAll("ñ", "n~")
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[^\p{L}\p{N}~]+/gu, " ")
    .trim();
}
