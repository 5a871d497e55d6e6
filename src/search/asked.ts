/** One thing asked for: a word, or words that stand together. */
export type Unit = { text: string; phrase: boolean; excluded: boolean };

const mostCharacters = 300;
const mostUnits = 12;

/**
 * What somebody typed, read by us: words, "words that stand together" in whatever quotation marks, and -words or -"phrases"
 * that must not stand there. There is no other syntax: every other sign is a sign of the words. Whatever is typed means
 * something or nothing; nothing is refused. What is beyond 300 characters or 12 things is not asked for.
 */
export function readAsked(typed: string): Unit[] {
  const text = [...typed.toWellFormed()]
    .slice(0, mostCharacters)
    .join("")
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, " ")
    .replaceAll(/[«»“”„‟＂]/gu, '"');
  const units: Unit[] = [];
  for (const [, not, phrase, word] of text.matchAll(/([-−]?)(?:"([^"]*)"|([^\s"]+))/gu)) {
    const said = (phrase ?? word ?? "").trim();
    if (!/[\p{L}\p{N}]/u.test(said)) continue;
    // A dash after which a word goes on is an exclusion; one that stands within a word is part of it.
    units.push({ text: said, phrase: phrase !== undefined, excluded: not !== "" });
    if (units.length === mostUnits) break;
  }
  return units;
}

const accented = "áàâäãéèêëíìîïóòôöõúùûüñç";
const plain = "aaaaaeeeeiiiiooooouuuunc";
/** What stands beside words: a server may take them for letters. */
const signs = "¿¡«»“”„‟‘’‚‛‹›—–―‒\u2010\u2011−…·•‧ªº°§¶†‡©®™€£¢¥×÷±¬¦¨´¸¯′″\u00a0\u2007\u2009\u200b\u202f\u3000";
const plainOf = new Map([
  ...[...accented].map((letter, at) => [letter, plain[at] ?? letter] as const),
  ...[...signs].map((sign) => [sign, " "] as const),
]);

/** As plain_words of the database does, and of the same length: what is found in one stands there in the other. */
export function plainWords(text: string): string {
  const lower = text.toLowerCase();
  const same = lower.length === text.length ? lower : [...text].map(lowerOfSameLength).join("");
  return same.replaceAll(/[^\0-\x7f]/gu, (letter) => plainOf.get(letter) ?? letter);
}

function lowerOfSameLength(letter: string): string {
  const lower = letter.toLowerCase();
  return lower.length === letter.length ? lower : letter;
}
