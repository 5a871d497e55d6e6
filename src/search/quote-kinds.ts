import { formOf, type Word } from "./quote-words.ts";

/** What a difference that changes the sense is about; the first change it most. */
export const senseKinds = [
  "negation",
  "number",
  "amount",
  "date",
  "name",
  "unit",
  "order",
  "question",
  "condition",
] as const;
/** What a difference is about, in the order in which it is told. */
export const differenceKinds = [...senseKinds, "word", "left-out", "put-in"] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

const list = (words: string) => new Set(words.trim().split(/\s+/).map(formOf));

const negations =
  list(`no ni nunca jamás sin tampoco nada nadie ningún ninguno ninguna ningunos ningunas imposible falso falsa
  not never no none nobody nothing nor neither without cannot false untrue`);

/** "don't", whether or not its apostrophe came along. */
const contraction =
  /^(?:do|does|did|is|are|was|were|has|have|had|wo|would|ca|could|sha|should|must|might|need|ought|dare|ai)nt$/;

const conditions =
  list(`si salvo excepto aunque pero sino cuando mientras solo sólo solamente únicamente quizás quizá tal acaso
  if unless except but although though only when while perhaps maybe provided until hasta`);

const numbers =
  list(`cero un uno una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis
  diecisiete dieciocho diecinueve veinte veintiún veintiuno veintiuna veintidós veintitrés veinticuatro veinticinco veintiséis
  veintisiete veintiocho veintinueve treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento doscientos doscientas
  trescientos trescientas cuatrocientos cuatrocientas quinientos quinientas seiscientos seiscientas setecientos setecientas
  ochocientos ochocientas novecientos novecientas mil millón millones billón billones doble triple mitad tercio cuarto
  primer primero primera segundo segunda tercer tercero tercera cuarta quinto quinta sexto sexta séptimo séptima octavo octava
  noveno novena décimo décima
  zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
  twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million millions billion billions trillion double half
  third quarter dozen first second fourth fifth sixth seventh eighth ninth tenth`);

const amounts =
  list(`más menos mayor mayores menor menores mejor mejores peor peores casi apenas mucho mucha muchos muchas poco poca pocos pocas
  todo toda todos todas algunos algunas ambos ambas siempre máximo mínimo
  more less fewer most least almost nearly many few much all some both always maximum minimum over under`);

const dates = list(`enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
  lunes martes miércoles jueves viernes sábado domingo ayer hoy mañana anoche
  january february march april may june july august september october november december
  monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow`);

const units =
  list(`% ‰ $ € £ ¥ por ciento porcentaje punto puntos peso pesos dólar dólares euro euros uf utm km kilómetro kilómetros
  metro metros m hectárea hectáreas tonelada toneladas kilo kilos kg gramo gramos litro litros l hora horas minuto minutos segundos
  día días semana semanas mes meses año años grado grados watt megawatt mw
  percent per cent dollar dollars cents pound pounds euro kilometres kilometers miles mile metres meters hectares acres tonnes tons
  litres hour hours minute minutes day days week weeks month months year years degrees points`);

export function isNegation({ form }: Pick<Word, "form">): boolean {
  return negations.has(form) || contraction.test(form);
}

export function isNumber({ form }: Pick<Word, "form">): boolean {
  return /\p{N}/u.test(form) || form === "-" || form === "+" || numbers.has(form);
}

export function isUnit({ form }: Pick<Word, "form">): boolean {
  return units.has(form);
}

/** What says how much or how many without a number. */
export function isAmount({ form }: Pick<Word, "form">): boolean {
  return amounts.has(form);
}

export function isCondition({ form }: Pick<Word, "form">): boolean {
  return conditions.has(form);
}

/** What a word is, by itself. `begins`: it stands at the beginning of a sentence, where a capital says nothing. */
export function kindOfWord(word: Word, begins: boolean): DifferenceKind {
  if (isNegation(word)) return "negation";
  if (isNumber(word)) return "number";
  if (isAmount(word)) return "amount";
  if (dates.has(word.form) && !(word.form === "may" && word.raw === "may")) return "date";
  if (isUnit(word)) return "unit";
  if (!begins && /^\p{Lu}/u.test(word.raw)) return "name";
  if (conditions.has(word.form)) return "condition";
  return "word";
}

/** Words that tell nothing of where they stand: what is alike in them alone is not alike. */
const plain =
  list(`a al ante con contra de del desde el ella ellas ellos en entre era eran es esa ese eso esta está están este esto estos
  estas fue ha han hay he hemos la las le les lo los más me mi muy nos o para pero por porque que qué se ser si sí su sus también
  te tiene todo todos todas un una uno y ya como cuando no ni sin son va vamos
  an and are as at be been but by for from had has have he her his i in into is it its more my of on or our she so that the their
  them there they this to was we were what when which who will with would you your not no do does did about if than then us`);

export function isPlain({ form }: Pick<Word, "form">): boolean {
  return form.length < 2 || plain.has(form);
}
