import { searchKey } from "../name.ts";

/** What a column holds, told by the words of its header. */
export type Column = "name" | "start" | "end" | "term" | "notes" | "picture" | "post" | "capacity" | "institution";

const columnWords: readonly [Column, RegExp][] = [
  ["picture", /^(picture|portrait|image|photo|photograph|foto|fotografia|retrato|imagen|bild|imagem)\b/],
  [
    "start",
    /\b(entered|took office|assumed|start|started|from|begin|began|beginning|appointed|desde|inicio|asuncion|asumio|comienzo|fecha de inicio|in office from|term start|debut|amtsantritt|beginn|inizio)\b/,
  ],
  [
    "end",
    /\b(exited|left office|left|end|ended|to|until|till|hasta|fin|termino|cese|final|fecha de fin|term end|fim|fine|amtsende|ende)\b/,
  ],
  [
    "term",
    /\b(term|tenure|term of office|term in office|period|periodo|mandato|in office|dates|years|gestion|mandat|amtszeit|periode)\b/,
  ],
  ["notes", /^(notes?|notas?|observaciones|remarks|comments?|anmerkung|anmerkungen|remarques?)\b/],
  ["capacity", /^(capacity|calidad|condicion)\b/],
  ["institution", /^(institution|institucion|ministry|ministerio|department|departamento|organi[sz]ation)\b/],
  [
    "name",
    /\b(name|nombre|holder|incumbent|officeholder|office holder|minister|ministro|ministra|person|persona|titular|secretary|secretario|secretaria|vice president|vicepresidente|president|presidente|spokesperson|portavoz|vocero|vocera|governor|gobernador|mayor|alcalde|nom|nome|inhaber|amtsinhaber)\b/,
  ],
  ["post", /^(post|position|office|cargo|title|role|puesto|portfolio|cartera)\b/],
];

/**
 * The first column that fits each meaning; the exact words first, so that "President" beside "Vice President" is no name,
 * and before others the one that the list itself is called by: of a list of vice-presidents it is theirs.
 */
export function columnsOf(header: readonly string[], label = ""): Partial<Record<Column, number>> {
  const found: Partial<Record<Column, number>> = {};
  const words = header.map((cell) => searchKey(cell));
  const exact = words.findIndex((word) =>
    /^(name|nombre|nombres|name lifespan|officeholder|holder|titular|persona)\b/.test(word),
  );
  const named = exact >= 0 ? exact : calledBy(words, searchKey(label));
  if (named >= 0) found.name = named;
  for (const [index, word] of words.entries()) {
    const match = columnWords.find(
      ([column, pattern]) =>
        pattern.test(word) && !(column === "term" && /time|length|duration|duracion|tiempo/.test(word)),
    );
    if (match === undefined || /^(time|length|duration|duracion|tiempo|election|eleccion)\b/.test(word)) continue;
    if (index !== named) found[match[0]] ??= index;
  }
  if (found.start !== undefined && found.end !== undefined) delete found.term;
  return found;
}

function calledBy(words: readonly string[], label: string): number {
  const isName = columnWords.find(([column]) => column === "name")?.[1];
  const fitting = words
    .map((word, index) => ({ word, index }))
    .filter(({ word }) => isName?.test(word) === true && label.includes(word))
    .toSorted((a, b) => b.word.length - a.word.length);
  return fitting.length > 1 ? (fitting[0]?.index ?? -1) : -1;
}
