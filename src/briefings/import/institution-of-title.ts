import { searchKey } from "../../register/name.ts";
import { beginsTitle } from "./post-words.ts";

/** Words that begin the name of an institution. */
const heads = new Set(
  (
    "instituto secretaria subsecretaria comision consejo centro hospital hospitales procuraduria fondo sistema universidad organizacion fundacion presidencia loteria " +
    "ministerio departamento agencia programa oficina unidad secretariado gobierno direccion complejo clinica conferencia servicio servicios coordinacion division " +
    "intendencia municipalidad ejercito congreso senado tribunal ministry department agency office university institute"
  ).split(" "),
);

/**
 * The institution that a title names as the widest one it is held in: what follows its last comma, or the last head of an
 * institution's name behind "de", "del", "en". Undefined where it names none; none is made up.
 */
export function institutionOfTitle(title: string, acronyms: ReadonlySet<string>): string | undefined {
  const beside = /,\s*(?:\p{Lu}[^,]*)$/u.exec(title)?.[0].replace(/^,\s*/u, "");
  if (beside !== undefined && isInstitution(beside, acronyms)) return tidy(beside);
  const starts = [...title.matchAll(/(?<=\s)(?:DEL|DE LAS|DE LOS|DE LA|DE|EN EL|EN LA|EN)\s+(?=\p{Lu})/giu)];
  for (const start of starts.toReversed()) {
    const name = title.slice(start.index + start[0].length);
    if (isInstitution(name, acronyms)) return tidy(name);
  }
  return undefined;
}

function isInstitution(name: string, acronyms: ReadonlySet<string>): boolean {
  const words = searchKey(tidy(name)).split(" ");
  if (heads.has(words[0] ?? "")) return words.length > 1;
  return words.length <= 2 && acronyms.has(words[0] ?? "");
}

/** Without a second post ("IMSS Y COORDINADORA TÉCNICA DE …") and what says where it is ("IMSS EN CHALCO"). */
function tidy(name: string): string {
  const [first = name] = name.split(/\s*;\s*/u);
  const words = first.split(/\s+/u);
  const second = words.findIndex((word, index) => /^[YE]$/iu.test(word) && beginsTitle(words[index + 1] ?? ""));
  return (second === -1 ? words : words.slice(0, second))
    .join(" ")
    .replace(/(?<=^\p{Lu}{2,10}|\))\s+(?:EN|PARA)\s.*$/u, "")
    .replace(/,\s*\(/gu, " (")
    .trim();
}
