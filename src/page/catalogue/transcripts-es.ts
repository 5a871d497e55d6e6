import { type Html, html } from "../html.ts";

type Cited = {
  office: string;
  title: string;
  number: string;
  day: string;
  version: string;
  edition: number;
  url: string;
};

/** What the pages of transcripts say, and the screens where they are certified and edited, in Spanish. */
export const transcriptsEs = {
  transcriptPunto: "Punto de prensa",
  transcriptConferencia: "Conferencia de prensa",
  transcriptVoceria: "Vocería",
  transcriptNone: (briefing: string) => `No hay transcripción de ${briefing}.`,
  transcriptVersions: "Versiones de la transcripción",
  transcriptCertified: "Versión certificada",
  transcriptCertifiedOne: "la versión certificada",
  transcriptEdited: "Versión editada",
  transcriptDifference: "Diferencias",
  transcriptDifferenceOf: (briefing: string) => `Diferencias entre las versiones de ${briefing}`,
  transcriptDifferenceLead:
    "Lo que la versión editada por la oficina quita de lo que se certificó, y lo que le agrega, intervención por intervención.",
  transcriptDiffering: (differing: string, same: string) =>
    `Intervenciones que difieren: ${differing}. Iguales, palabra por palabra: ${same}.`,
  transcriptSame: "Las dos dicen lo mismo, palabra por palabra.",
  transcriptHistory: "Todas las ediciones",
  transcriptHistoryOf: (briefing: string) => `Ediciones de la transcripción de ${briefing}`,
  transcriptHistoryLead: "Cada edición de la transcripción, con su asiento y lo que cambió. Ninguna se quita.",
  transcriptFigures: "Palabras de cada quien",
  transcriptCertifiedBy: (who: Html, when: string) => html`Certificada por ${who}, el ${when}.`,
  transcriptRecording: "Sobre la grabación cuyo SHA-256 es",
  transcriptNoRecording: "No se certificó sobre una grabación.",
  transcriptListen: "Escucharla",
  transcriptEditedBy: (when: string, certified: Html) =>
    html`Editada por la oficina y publicada el ${when}. Lo que se dijo está en ${certified}.`,
  transcriptCitation: ({ office, title, number, day, version, edition, url }: Cited) =>
    `${office}. «${title}», ${day}. ${number}, ${version.toLowerCase()}, edición ${edition}. ${url}`,
  downloadCaptions: "Subtítulos (WebVTT)",
  turnQuestion: "Pregunta",
  turnNumber: (turn: number) => `n.º ${turn}`,
  turnLink: (turn: number | string) => `Citar la intervención ${turn}`,
  turnAsked: (question: string) => `Pregunta ${question}`,
  turnNone: (briefing: string, turn: number) => `En la transcripción de ${briefing} no hay intervención ${turn}.`,
  turnSaidOn: (briefing: string, day: string) => `${briefing}, ${day}`,
  turnSaidAt: (briefing: string, day: string, minute: string) => `${briefing}, ${day}, minuto ${minute}`,
  turnCitation: ({ who, words, when, url }: { who: string; words: string; when: string; url: string }) =>
    `${who}: «${words}» ${when}. ${url}`,
  turnAnswered: "Respuesta",
  turnNeighbours: "Otras intervenciones",
  turnBefore: "La anterior",
  turnAfter: "La siguiente",
  turnInTranscript: "Leerla en la transcripción",
  turnLeftOut: "No está",

  transcriptNav: "Transcripciones",
  transcriptToCertify: "Por certificar",
  transcriptNothing: "Aquí van las vocerías cerradas, para certificar, y las certificadas, para editar o corregir",
  transcriptNothingText: "Cuando se cierre una vocería, aparecerá en esta lista.",
  transcriptStanding: "Certificadas",
  transcriptCertify: "Certificar",
  transcriptCertifyTitle: (briefing: string) => `Certificar la transcripción de ${briefing}`,
  transcriptCertifyLead:
    "Esto es lo que quedará en el libro público: todo lo citable, tal como está aquí, y nada más. Después, lo que esté mal se corrige a la vista de todos.",
  transcriptCertifyMend: "Si algo está mal, corríjalo antes:",
  transcriptNotesLeftOut: (notes: string) =>
    `Las notas de quien escribió (${notes}) no quedan en ella, porque nadie las dijo. Si alguna fue dicha, cámbiela a intervención antes de certificar.`,
  transcriptCertifierName: "Quién certifica",
  transcriptCertifierBody: "Organismo",
  transcriptCertifierBodyHint: "Apartado de la oficina de prensa: taquigrafía, o un organismo externo.",
  transcriptRecordingTitle: "Grabación",
  transcriptRecordingFile: "Archivo de la grabación",
  transcriptRecordingFileHint:
    "Su huella se calcula aquí, en su navegador: el archivo no se envía, por grande que sea.",
  transcriptRecordingHash: "Huella (SHA-256)",
  transcriptRecordingHashHint: "Vacía, si no hay grabación.",
  transcriptRecordingBytes: "Tamaño, en bytes",
  transcriptRecordingMedia: "Tipo",
  transcriptRecordingAddress: "Dirección pública de la grabación",
  transcriptHashing: (percent: string) => `Calculando la huella: ${percent}`,
  transcriptHashed: "Huella calculada.",
  transcriptHashFailed: "El archivo no se pudo leer. Elíjalo de nuevo, o pegue su huella.",
  transcriptCertifySentence: (turns: string, briefing: string) =>
    `Se asentarán ${turns} intervenciones de ${briefing} como transcripción certificada. No se puede deshacer.`,
  transcriptCertifyAct: "Certificar y publicar",
  transcriptEditAct: "Editar",
  transcriptCorrectCertified: "Corregir la certificada",
  transcriptCorrectEdited: "Corregir la editada",
  transcriptCorrectImported: "Corregir",
  transcriptEditTitle: (briefing: string) => `Versión editada de ${briefing}`,
  transcriptCorrectTitle: (briefing: string) => `Corregir la transcripción de ${briefing}`,
  transcriptEditLead:
    "Cambie lo que la oficina edita; lo certificado queda como está, y la diferencia será pública. Una intervención vacía se deja fuera.",
  transcriptCorrectLead:
    "Cambie lo que está mal y diga por qué. La edición anterior queda en su dirección. Una intervención vacía se deja fuera.",
  transcriptHead: { title: "Título", day: "Día", place: "Lugar" },
  transcriptDayHint: "Los cargos son los que cada persona ejercía ese día.",
  transcriptWhoHint:
    "Elija de la lista a quien ejercía un cargo ese día; si escribe otro nombre, consta solo como nombre.",
  transcriptTurnText: (turn: number) => `Lo que se dijo, n.º ${turn}`,
  transcriptTurnName: (turn: number) => `Quién habla, n.º ${turn}`,
  transcriptTurnOutlet: (turn: number) => `Medio, n.º ${turn}`,
  transcriptNote: "Qué estaba mal",
  transcriptNoteHint: "Lo lee todo el mundo, sobre el texto.",
  transcriptSeverity: "Qué se corrige",
  transcriptMinor: "Fe de erratas: una errata al escribir",
  transcriptMajor: "Corrección: cambia lo que se entiende",
  transcriptSee: "Ver la diferencia",
  transcriptForeseen: "Esto es lo que verá el público",
  transcriptEditSentence: (briefing: string) =>
    `Sale la versión editada de ${briefing}, al lado de la certificada y con esta diferencia a la vista.`,
  transcriptCorrectSentence: (briefing: string, edition: number) =>
    `Sale la edición ${edition} de la transcripción de ${briefing}, con su nota y esta diferencia a la vista.`,
  transcriptPublish: "Publicar",
  transcriptBack: "Seguir editando",
  transcriptRead: "Leerla",
};
