import type { Draw } from "./quote-pairs.ts";

/** What is changed in words that were said, so that the sense is another. */
export const changeKinds = [
  "number",
  "negation",
  "name",
  "order",
  "unit",
  "date",
  "ordinal",
  "contrast",
  "modal",
  "contraction",
  "letter",
  "cut",
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** What changes are made with: names of people and places, and whether something is a word of the texts. */
export type Stock = { names: readonly string[]; isWord: (word: string) => boolean };

export type Changed = { words: string[]; how: string };

/** The same words with one thing changed within them; undefined where there is nothing of the kind to change. */
export function change(words: string[], kind: ChangeKind, draw: Draw, stock: Stock): Changed | undefined {
  switch (kind) {
    case "number":
      return changeNumber(words, draw);
    case "negation":
      return changeNegation(words, draw);
    case "name":
      return changeName(words, draw, stock.names);
    case "order":
      return changeOrder(words, draw);
    case "contraction":
      return changeContraction(words, draw);
    case "letter":
      return changeLetter(words, draw, stock.isWord);
    case "cut":
      return cutNegation(words, draw);
    case "unit":
    case "date":
    case "ordinal":
    case "contrast":
    case "modal":
      return swap(words, draw, swaps[kind]);
  }
}

export const negation =
  /^(?:no|not|nunca|never|sin|without|ni|nor|tampoco|nadie|nobody|ningun[oa]?|ningún|none|jamás|nada|nothing|\p{L}+n['’]t|cannot)[.,;:]?$/iu;

/** One of the places that are neither first nor last and that fit. */
function pick(words: readonly string[], draw: Draw, fits: (word: string, at: number) => boolean): number | undefined {
  const some = words.flatMap((word, at) => (at > 0 && at < words.length - 1 && fits(word, at) ? [at] : []));
  return some[Math.floor(draw() * some.length)];
}

function replaced(words: string[], at: number, other: string): Changed {
  return { words: words.with(at, other), how: `${words[at]} → ${other}` };
}

const rows = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(" "));

/** Words of which one is put for another: each for the next of its row. */
const swaps = {
  unit: rows(`kilos toneladas gramos
    kilómetros metros hectáreas
    litros toneladas
    pesos dólares euros
    millones miles
    minutos horas días semanas meses años
    día mes año
    ciento mil
    million billion
    dollars pounds
    miles acres
    minutes hours days weeks months years
    day week month year
    cent thousand
    feet miles
    tons pounds`),
  date: rows(`enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    lunes martes miércoles jueves viernes sábado domingo
    January February March April May June July August September October November December
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    ayer hoy mañana
    yesterday today tomorrow`),
  ordinal: rows(`primera segunda tercera cuarta quinta
    primer segundo tercer cuarto quinto
    primero segundo tercero
    first second third fourth fifth sixth
    última primera
    last first`),
  contrast: rows(`con sin
    más menos
    mayor menor
    mayores menores
    siempre nunca
    también tampoco
    todos algunos
    todas algunas
    antes después
    desde hasta
    dentro fuera
    mejor peor
    arriba abajo
    público privado
    with without
    more less
    always never
    before after
    all some
    both neither
    or nor
    and or
    above below
    up down
    increase decrease
    good bad`),
  modal: rows(`puede debe
    pueden deben
    podemos debemos
    podría debería
    es fue sería
    son eran serían
    hay había habrá
    está estaba estará
    tenemos tuvimos tendremos
    will would
    can must
    should may
    shall might
    is was
    are were
    have had`),
} as const satisfies Partial<Record<ChangeKind, string[][]>>;

function swap(words: string[], draw: Draw, sets: readonly (readonly string[])[]): Changed | undefined {
  const bare = (word: string) => /^(\p{L}+)([.,;:]?)$/u.exec(word);
  const setOf = (word: string) => sets.find((set) => set.includes(bare(word)?.[1] ?? ""));
  const at = pick(words, draw, (word) => setOf(word) !== undefined);
  if (at === undefined) return undefined;
  const [, word = "", mark = ""] = bare(words[at]!)!;
  const set = setOf(words[at]!)!;
  return replaced(words, at, `${set[(set.indexOf(word) + 1) % set.length]}${mark}`);
}

const numberWords = `dos tres cuatro cinco seis siete ocho nueve diez veinte treinta cien mil
  two three four five six seven eight nine ten twenty thirty hundred`.split(/\s+/);

function changeNumber(words: string[], draw: Draw): Changed | undefined {
  const at = pick(words, draw, (word) => /\d/.test(word) || numberWords.includes(word.toLowerCase()));
  if (at === undefined) return undefined;
  const word = words[at]!;
  const [digits] = /\d+/.exec(word) ?? [];
  if (digits === undefined)
    return replaced(words, at, numberWords[(numberWords.indexOf(word.toLowerCase()) + 1) % numberWords.length]!);
  const turned = digits.length > 1 ? digits.slice(0, -2) + digits.at(-1)! + digits.at(-2)! : digits;
  const other = draw() < 0.3 && turned !== digits ? turned : String(Number(digits) + 1 + Math.floor(draw() * 9));
  return replaced(words, at, word.replace(digits, other));
}

function changeNegation(words: string[], draw: Draw): Changed | undefined {
  const at = pick(words, draw, (word) => negation.test(word) && !/['’]/u.test(word));
  if (at !== undefined) return { words: words.toSpliced(at, 1), how: `without ${words[at]}` };
  const english = /^(?:is|are|will|have|has|was|were|can|would)$/;
  const verb = pick(words, draw, (word) =>
    /^(?:es|son|hay|va|van|vamos|tenemos|está|están|puede|is|are|will|have|has|was|were|can|would)$/.test(word),
  );
  if (verb === undefined) return undefined;
  return english.test(words[verb]!)
    ? { words: words.toSpliced(verb + 1, 0, "not"), how: "with not" }
    : { words: words.toSpliced(verb, 0, "no"), how: "with no" };
}

function changeName(words: string[], draw: Draw, names: readonly string[]): Changed | undefined {
  const at = pick(words, draw, (word) => /^\p{Lu}\p{Ll}{3,}$/u.test(word));
  if (at === undefined) return undefined;
  const other = names[Math.floor(draw() * names.length)]!;
  return other === words[at] ? undefined : replaced(words, at, other);
}

function changeOrder(words: string[], draw: Draw): Changed | undefined {
  const at = pick(words, draw, (word) => /\p{L}{3,}/u.test(word));
  if (at === undefined) return undefined;
  const [one, two] = [words[at]!, words[at + 1]!];
  if (one.toLowerCase() === two.toLowerCase()) return undefined;
  return { words: words.with(at, two).with(at + 1, one), how: `${one} ${two} → ${two} ${one}` };
}

const contracted = new Map(
  rows(`do don't
    does doesn't
    did didn't
    is isn't
    are aren't
    was wasn't
    will won't
    would wouldn't
    can can't
    could couldn't
    should shouldn't
    have haven't
    has hasn't`).map(([verb = "", not = ""]) => [verb, not]),
);

function changeContraction(words: string[], draw: Draw): Changed | undefined {
  const verbOf = (word: string) =>
    [...contracted].find(([, not]) => not === word.toLowerCase().replace("’", "'"))?.[0] ?? contracted.get(word);
  const at = pick(words, draw, (word) => verbOf(word) !== undefined);
  return at === undefined ? undefined : replaced(words, at, verbOf(words[at]!)!);
}

/** What a reading machine takes for each other too: the word that comes of it is one. */
const slips = rows(`rn m
  m rn
  i l
  l i
  cl d
  u n
  n u
  e c
  o a
  a o
  a e
  e a
  s r
  r s
  n s`);

function changeLetter(words: string[], draw: Draw, isWord: Stock["isWord"]): Changed | undefined {
  const variants = (word: string) =>
    /^\p{Ll}{4,}$/u.test(word)
      ? slips.flatMap(([from = "", to = ""]) => {
          const place = word.indexOf(from, 1);
          const other = word.slice(0, place) + to + word.slice(place + from.length);
          return place > 0 && isWord(other) ? [other] : [];
        })
      : [];
  const at = pick(words, draw, (word) => variants(word).length > 0);
  if (at === undefined) return undefined;
  const some = variants(words[at]!);
  return replaced(words, at, some[Math.floor(draw() * some.length)]!);
}

/** A "no" left out with a few words before it, and a sign that says that something is. */
function cutNegation(words: string[], draw: Draw): Changed | undefined {
  const at = pick(
    words,
    draw,
    (word, place) => place > 4 && place < words.length - 4 && negation.test(word) && /\p{L}$/u.test(word),
  );
  if (at === undefined) return undefined;
  const from = at - Math.floor(draw() * 3);
  return {
    words: [...words.slice(0, from), "[…]", ...words.slice(at + 1)],
    how: `without ${words.slice(from, at + 1).join(" ")}`,
  };
}
