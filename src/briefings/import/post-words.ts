import { searchKey } from "../../register/name.ts";

/** Words that begin the title of a post, as transcripts write them; the forms of one post for a woman and a man together. */
const pairs: readonly (readonly [feminine: string, masculine: string])[] = [
  ["directora", "director"],
  ["subdirectora", "subdirector"],
  ["secretaria", "secretario"],
  ["subsecretaria", "subsecretario"],
  ["prosecretaria", "prosecretario"],
  ["jefa", "jefe"],
  ["subjefa", "subjefe"],
  ["coordinadora", "coordinador"],
  ["presidenta", "presidente"],
  ["vicepresidenta", "vicepresidente"],
  ["gobernadora", "gobernador"],
  ["comisionada", "comisionado"],
  ["procuradora", "procurador"],
  ["alcaldesa", "alcalde"],
  ["asesora", "asesor"],
  ["vocera", "vocero"],
  ["ministra", "ministro"],
  ["viceministra", "viceministro"],
  ["embajadora", "embajador"],
  ["medica", "medico"],
  ["supervisora", "supervisor"],
  ["fundadora", "fundador"],
  ["tecnica", "tecnico"],
  ["encargada", "encargado"],
  ["investigadora", "investigador"],
  ["delegada", "delegado"],
  ["subdelegada", "subdelegado"],
  ["rectora", "rector"],
  ["senadora", "senador"],
  ["diputada", "diputado"],
  ["superintendenta", "superintendente"],
  ["consejera", "consejero"],
  ["administradora", "administrador"],
  ["inspectora", "inspector"],
  ["defensora", "defensor"],
  ["contralora", "contralor"],
];
const alike = [
  "titular",
  "representante",
  "responsable",
  "fiscal",
  "oficial",
  "portavoz",
  "seremi",
  "intendente",
  "general",
  "almirante",
  "comandante",
  "canciller",
  "minister",
  "secretary",
  "president",
  "spokesperson",
  "spokesman",
  "spokeswoman",
  "prime",
  "deputy",
  "head",
  "chief",
];

const masculineOf = new Map(pairs.flatMap(([feminine, masculine]) => [[feminine, masculine] as const]));
const masculine = new Set(pairs.map(([, word]) => word));
const all = new Set([...masculineOf.keys(), ...masculine, ...alike]);

/** Whether a title may begin with this word. "SECRETARÍA" with its accent is an institution. */
export function beginsTitle(word: string): boolean {
  return all.has(searchKey(word)) && !isInstitution(word);
}

function isInstitution(word: string): boolean {
  return /[íÍ]as?$/iu.test(word.normalize("NFC"));
}

/** The word as it stands in the title that women and men have in common; any other word as it is looked for. */
function commonForm(word: string): string {
  const key = searchKey(word);
  return isInstitution(word) ? key : (masculineOf.get(key) ?? key);
}

/** What the title's first word says of who holds it, where it says so. */
export function genderOfTitle(title: string): "feminine" | "masculine" | undefined {
  const key = searchKey(title.split(/[\s,]/u)[0] ?? "");
  return masculineOf.has(key) ? "feminine" : masculine.has(key) ? "masculine" : undefined;
}

/** Words of a title that distinguish nothing. */
const connecting = new Set("a al con de del e el en la las lo los of para por the y".split(" "));

/** The words that tell one title from another, in order; whoever holds it, in whatever spelling of accents. */
export function titleWords(title: string): string[] {
  return title
    .split(/[^\p{L}\p{N}]+/u)
    .map(commonForm)
    .filter((word) => word !== "" && !connecting.has(word));
}
