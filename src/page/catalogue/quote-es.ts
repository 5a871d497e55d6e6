import { plurals } from "../plurals.ts";
import { html, type Html } from "../html.ts";

const some = plurals("es-CL");

/** What the check of a quote says to readers in Spanish: neutral words, never whether something is true. */
export const quoteEs = {
  quoteTitle: "¿Lo dijo la oficina?",
  quoteHow:
    "Pegue una frase: se busca palabra por palabra en todo lo que consta en el libro público. Se responde si está dicha así, en qué difiere o que no consta; nunca si es cierta.",
  quoteLabel: "Frase que quiere comprobar",
  quotePicture: "O la captura de pantalla donde lo vio",
  quotePictureHow:
    "Elíjala, arrástrela aquí o péguela. Se lee en su navegador y no sale de él: a la oficina solo llega el texto, cuando usted lo envía. La primera vez se cargan unos 3 MB. Lee español; otros idiomas, peor.",
  quotePictureBar: "Avance de la lectura",
  quotePictureStop: "Dejar de leer",
  quoteButton: "Comprobar la frase",
  quotePrivacy: "Lo que pega no se guarda ni queda en la dirección.",
  quoteLink: "Enlace a esta consulta",
  quoteVerdict: {
    said: "Dicho así",
    differs: "Difiere de lo que consta",
    denied: "Desmentido por la oficina",
    "said-by-other": "Son palabras de otra persona",
    none: "No consta",
    "too-short": "Son muy pocas palabras",
  },
  quoteMeans: {
    said: "Estas palabras están, en este orden, en un texto de la oficina.",
    differs: "La oficina dijo algo parecido, pero no esto. Vea la diferencia, palabra por palabra.",
    denied: "La oficina publicó un desmentido de esta afirmación, que es de otros.",
    "said-by-other":
      "Estas palabras constan, pero no las dijo la oficina: son de una pregunta de la prensa o de otra persona.",
    none: "En lo que cubre este libro público no hay nada igual ni parecido. Eso no prueba que no se haya dicho en otra parte.",
    "too-short":
      "Con menos de cuatro palabras, o con palabras tan comunes, encontrarlas no dice nada. Pegue la frase completa.",
  },
  quoteSaidCut: "Dicho así, pero la cita está cortada",
  quoteSaidCutMeans:
    "Estas palabras están, en este orden, en un texto de la oficina; la oración tiene otras que pueden cambiar su sentido. Léala entera.",
  quoteDiffersDenied: "Difiere de una afirmación desmentida",
  quoteDiffersDeniedMeans: "La oficina desmintió algo parecido, pero no esto. Vea la diferencia, palabra por palabra.",
  quoteNearlyOther: "Las palabras de la otra persona no son exactamente estas.",
  quotePlaces: (count: number) => some(count, { one: "Dónde está", other: "Dónde está: # lugares" }),
  quoteNearest: "Lo más parecido que consta",
  quoteMore: "Hay más lugares que estos.",
  quoteTurn: (number: string, turn: string) => `${number}, intervención ${turn}`,
  quoteAnswer: { answer: "Respuesta", declined: "Respuesta: se declinó responder" } as Record<string, string>,
  quoteQuestionOf: "Pregunta",
  quoteEdition: (edition: string) => `edición ${edition}`,
  quoteSpeaker: (speaker: string) => `Habla ${speaker}.`,
  quoteOtherSpeaker: (speaker: string) => `Son palabras de ${speaker}.`,
  quoteOtherNobody: "Son palabras de otra persona, citadas en este texto.",
  quoteClaim: "Es la afirmación que este texto desmiente.",
  quoteLegend: html`<del>Tachado</del>: consta y la cita no lo trae. <ins>Subrayado</ins>: lo trae la cita y no consta.`,
  quoteKind: {
    negation: "negación",
    number: "número",
    amount: "cantidad",
    date: "fecha",
    name: "nombre",
    unit: "unidad",
    order: "orden",
    question: "pregunta",
    condition: "condición",
    word: "palabra",
    "left-out": "omitido",
    "put-in": "agregado",
  },
  quoteBoth: (kind: string, quoted: Html, said: Html) => html`<b>${kind}:</b> la cita dice ${quoted}; consta ${said}.`,
  quoteLeftOut: (kind: string, said: Html) => html`<b>${kind}:</b> la cita no trae ${said}.`,
  quotePutIn: (kind: string, quoted: Html) => html`<b>${kind}:</b> la cita agrega ${quoted}.`,
  quoteCut: (words: string) =>
    `La cita deja fuera palabras de la misma oración que pueden cambiar su sentido: ${words}. Léala entera.`,
  quoteCutFar: "La cita une frases que en el texto están lejos una de otra.",
  quoteCutQuestion: "En el texto es una pregunta.",
  quoteCited: "En el texto está entre comillas: el contexto dice de quién son las palabras.",
  quoteWithdrawn: (day: string, reason: string) => `Dejado sin efecto el ${day}: ${reason}`,
  quoteCorrected: (edition: string) =>
    `Se corrigió después: la edición ${edition}, que es la vigente, ya no lo dice así.`,
  quoteCorrectedNote: (note: string) => `Nota de la corrección: ${note}`,
  quoteNow: "Ahora dice",
  quoteProof: "Paquete de prueba",
  quoteCoverage: (from: string, until: string, statements: string, turns: string, answers: string) =>
    `Se buscó en lo que consta del ${from} al ${until}. Textos, con todas sus ediciones: ${statements}; intervenciones de transcripciones certificadas o importadas: ${turns}; respuestas: ${answers}.`,
  quoteCoverageNone: "El libro público todavía no tiene textos.",
  quoteBehind: "Lo más nuevo se está incorporando todavía a la búsqueda: pregunte de nuevo en unos momentos.",
  quoteTooLong: "Es demasiado largo: pegue las frases que importan, hasta 10.000 caracteres.",
};
