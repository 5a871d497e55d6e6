import { plurals } from "../plurals.ts";
import { type Html, html } from "../html.ts";

const some = plurals("es-CL");

/** What the pages of figures on briefings, and the entries of transcripts, say in Spanish. */
export const figuresEs = {
  actOfTranscript: {
    "transcript.certified": (briefing: Html) => html`Certifica la transcripción de ${briefing}.`,
    "transcript.edited": (briefing: Html) => html`Publica la versión editada de la transcripción de ${briefing}.`,
    "transcript.imported": (briefing: Html) => html`Importa la transcripción de ${briefing} de un archivo.`,
    "transcript.corrected": (briefing: Html) => html`Corrige la transcripción de ${briefing}.`,
  },
  figuresTitle: "Palabras en las vocerías",
  figuresOfBriefing: (number: string) => `Palabras en ${number}`,
  figuresKicker: "Cifras",
  figuresDescription: (office: string) => `Cuánto habló cada quien en las vocerías de ${office}, por cargo y por mes.`,
  figuresLead:
    "Se cuentan las palabras de las transcripciones certificadas o importadas, tal como quedaron en el libro público; no las de la versión editada ni las acotaciones.",
  figuresNone: "Todavía no hay transcripciones.",
  figuresWords: "palabras",
  figuresTurns: "intervenciones",
  figuresBriefings: "vocerías",
  figuresQuestions: "preguntas",
  figuresAnswers: "respuestas",
  figuresSpeech: "exposiciones",
  figuresSpeakers: "voces",
  figuresOutlets: "medios que se nombraron",
  figuresBySpeaker: "Quién habló",
  figuresBySpeakerCaption:
    "Palabras de cada persona, sin contar a la prensa; la barra va de la que más habló a la que menos.",
  figuresByPost: "En qué cargo",
  figuresByPostCaption: "Solo las intervenciones de quienes ejercían un cargo ese día, según autoridades y cargos.",
  figuresByMonth: "Mes a mes",
  figuresByMonthDrawn: (months: string) => `Palabras por mes: ${months}`,
  figuresByMonthCaption: "Intervenciones y palabras de cada mes.",
  figuresByOutlet: "Quién preguntó",
  figuresByOutletCaption: "Preguntas de quienes dijeron para qué medio preguntaban.",
  figuresSpeaker: "Persona",
  figuresPost: "Cargo",
  figuresMonth: "Mes",
  figuresOutlet: "Medio",
  figuresAskers: "Periodistas",
  figuresPeople: "Personas",
  figuresNotInRegister: "nombre según la fuente",
  figuresMore: (count: string) => `Las ${count} filas están en el CSV.`,
  figuresData: "Los datos",
  figuresYearAll: "Todos los años",
  figuresYear: "Año",
  figuresMonthLine: (month: string, words: string, questions: string, answers: string) =>
    `${month}: ${words} palabras, ${questions} preguntas, ${answers} respuestas`,
  figuresMonths: [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
  ],
  figuresToBriefing: "A la transcripción",
  spokenTitle: "En vocerías",
  spokenSum: (words: number, briefings: number) =>
    `${some(words, { one: "# palabra", other: "# palabras" })} en ${some(briefings, { one: "# vocería", other: "# vocerías" })}.`,
  spokenLine: (turns: number, words: number) =>
    `${some(turns, { one: "# intervención", other: "# intervenciones" })}, ${some(words, { one: "# palabra", other: "# palabras" })}`,
  spokenMore: (shown: string) => `Se muestran las ${shown} más recientes.`,
};
