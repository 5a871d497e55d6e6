import { searchKey } from "../../register/name.ts";

/** How somebody of the press presents themselves, as they said it. */
export type Asker = { name?: string; outlet?: string };

/**
 * Who asks, where they say so at the beginning: "Buenas noches. Bianca Aguirre, de Notimex TV." `outlets` are those that
 * others named beyond doubt, by key: without a comma, "Omar Quiroga de Reporte Crítico" is told by them alone. `speakers`
 * are the names of those who are addressed.
 */
export function readAsker(
  text: string,
  { outlets, speakers }: { outlets: ReadonlySet<string>; speakers: readonly string[] },
): Asker | undefined {
  for (const sentence of firstSentences(text)) {
    const asker = presented(sentence, outlets);
    if (asker !== undefined && !isAddressed(asker.name ?? "", speakers)) return asker;
  }
  return undefined;
}

/** "la revista Forbes", "Revista Forbes", "FORBES": by this they are one. */
export function outletKey(outlet: string): string {
  const words = searchKey(outlet).split(" ");
  const saying = words.filter((word) => !connecting.has(word));
  while (saying.length > 1 && genres.has(saying[0] ?? "")) saying.shift();
  return (saying.length === 0 ? words : saying).join(" ");
}

const connecting = new Set("a de del el en la las los para por un una y".split(" "));
const genres = new Set("revista periodico diario agencia portal semanario sitio medio".split(" "));

function firstSentences(text: string): string[] {
  return text
    .slice(0, 500)
    .split(/(?<=[.?!…])\s+|\n+/u)
    .slice(0, 6)
    .map((sentence) => sentence.replace(/[.?!…\s]+$/u, "").trim());
}

const word = String.raw`\p{Lu}[\p{L}'’-]+`;
const particle = String.raw`(?:de\s+la|de\s+los|del|de|la|y)\s+`;
const name = String.raw`(${word}(?:\s+${word}){1,3})`;
const nameWithParticle = String.raw`(${word}(?:\s+(?:${particle})?${word}){1,3})`;
const introduced = String.raw`(?:(?:yo\s+)?soy|mi\s+nombre\s+es|me\s+llamo|(?:les?\s+)?(?:saluda|habla)|servidora?)\s+`;
const trade = String.raw`(?:reporter[oa]|columnista|periodista|corresponsal|conductora?|enviad[oa])\s+`;
const from = String.raw`(?:${trade})?(?:en|de\s+parte\s+de|de|del|para|por|con)\s+(?:(?:el|la|los|las)\s+)?`;
const genre = String.raw`(?:(?:revista|peri[oó]dico|diario|agencia|portal|semanario|sitio|canal|cadena|grupo|noticiero|noticias|radio|televisora)\s+(?:de\s+)?)?`;
const outlet = String.raw`(${genre}[\p{Lu}\d][^,;]*)`;

const asWritten = new RegExp(`^(?:[^\\p{L}]*)${nameWithParticle}\\s*,\\s*(${from})?${outlet}(?:[,;].*)?$`, "u");
const withoutComma = new RegExp(`^${name}\\s+${from}${outlet}(?:[,;].*)?$`, "u");
const alone = /^\p{Lu}\p{Ll}{2,}(?:\s+\p{Lu}\p{Ll}+){1,3}$/u;
const unnamed = new RegExp(`^${from}${outlet}$`, "iu");
const introduction = new RegExp(`^${introduced}`, "iu");

function presented(sentence: string, outlets: ReadonlySet<string>): Asker | undefined {
  const said = withoutGreeting(sentence);
  const rest = said.replace(introduction, "");
  const [, name, by, named] = asWritten.exec(rest) ?? [];
  const outlet = firstOutlet(named);
  if (plausible(name) && (isOutlet(outlet, by !== undefined) || outlets.has(outletKey(outlet))))
    return { name: name ?? "", outlet };
  const [, bare, of] = withoutComma.exec(rest) ?? [];
  const theirs = firstOutlet(of);
  if (plausible(bare) && (rest !== said || outlets.has(outletKey(theirs))) && isOutlet(theirs, true))
    return { name: bare ?? "", outlet: theirs };
  const nobodys = firstOutlet(unnamed.exec(said)?.[1]);
  if (outlets.has(outletKey(nobodys))) return { outlet: nobodys };
  return alone.test(rest) && plausible(rest) ? { name: rest } : undefined;
}

/** "Grupo Fórmula y columnista del diario 24 Horas": the one for which they came. */
function firstOutlet(said = ""): string {
  return said.split(/\s+y\s+(?=(?:columnista|corresponsal|conductora?|reporter[oa]|periodista)\s)/u)[0]?.trim() ?? "";
}

/** "Gracias, buenas noches, doctor. " before the name, clause by clause. */
function withoutGreeting(sentence: string): string {
  let rest = sentence;
  for (;;) {
    const at = rest.search(/[,;:]/u);
    if (at === -1 || !greeting.test(searchKey(rest.slice(0, at)))) return rest;
    rest = rest.slice(at + 1).trim();
  }
}

const greeting =
  /^(muy |muchas |muchisimas |que tal|hola|gracias|buen(a|o|as|os) |doctor|subsecretari|director|maestr|secretari|a tod|tod[oa]s|por |con |nuevamente|de nuevo|bueno|si|primero|presidente|senor|estimad|adelante|ok|bien|saludos|colegas|compañer|companer)/u;

/** A sentence's first word bears a capital whatever it is: what is no one's given name. */
const nobody =
  /^(doctor|doctora|doctores|subsecretari[oa]|director|directora|maestr[oa]|secretari[oa]|presidente|buen[ao]s|muchas|muy|gracias|senor|senora|la|el|los|las|mi|mis|en|de|del|y|una?|si|no|que|este|esta|sobre|para|tambien|ayer|hoy|segun|organizacion|secretaria|gobierno|estados|ciudad|mexico|reino|union|nuevo|san|estado|mas|pero|como|cuando|ademas|igualmente|bienvenid[oa]s?|periodico|diario|revista|grupo|canal)$/u;

function plausible(said: string | undefined): boolean {
  const words = searchKey(said ?? "").split(" ");
  return words.length >= 2 && words.length <= 6 && !nobody.test(words[0] ?? "") && said !== said?.toUpperCase();
}

/** A name of its own in capitals; without "de" before it, each word that says something bears one. */
function isOutlet(said: string | undefined, introducedByDe: boolean): boolean {
  const words = (said ?? "").trim().split(/\s+/u);
  if (words.length > (introducedByDe ? 7 : 4) || (said ?? "").length > 60 || /[¿?¡!]/u.test(said ?? "")) return false;
  const small = words.filter(
    (one) =>
      /^\p{Ll}/u.test(one) &&
      !/^(de|del|la|las|el|los|y|e|en|a|para|con|tv|mx|mx|com|revista|peri[oó]dico|diario|agencia|portal|canal|radio|noticias|digital|punto)$/u.test(
        one,
      ),
  );
  return small.length === 0 && !nobodyOutlet.test(searchKey(said ?? ""));
}

const nobodyOutlet = /^(buen[ao]s|doctor|doctora|muchas|gracias|subsecretari|secretari|presidente|maestr|que tal)/u;

function isAddressed(said: string, speakers: readonly string[]): boolean {
  if (said === "") return false;
  const words = searchKey(said).split(" ");
  return speakers.some((speaker) => {
    const of = new Set(searchKey(speaker).split(" "));
    return words.every((one) => of.has(one));
  });
}
