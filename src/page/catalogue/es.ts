import { plurals } from "../plurals.ts";
import { fileKindInWords } from "../../files/kinds-of-file.ts";
import { type Html, html } from "../html.ts";
import { accessEs } from "./access-es.ts";
import { agendaDeskEs } from "./agenda-desk-es.ts";
import { agendaEs } from "./agenda-es.ts";
import { briefingsEs } from "./briefings-es.ts";
import { cardsEs } from "./cards-es.ts";
import { pastEs } from "./past-es.ts";
import { captionsEs } from "./captions-es.ts";
import { deskEs } from "./desk-es.ts";
import { editorEs } from "./editor-es.ts";
import { feedsEs } from "./feeds-es.ts";
import { figuresEs } from "./figures-es.ts";
import { filesEs } from "./files-es.ts";
import { handsEs } from "./hands-es.ts";
import { keeperEs } from "./keeper-es.ts";
import { linesEs } from "./lines-es.ts";
import { pressEs } from "./press-es.ts";
import { programsEs } from "./programs-es.ts";
import { newsroomEs } from "./newsroom-es.ts";
import { questionsEs } from "./questions-es.ts";
import { transcriptsEs } from "./transcripts-es.ts";
import { registerEs } from "./register-es.ts";
import { quoteEs } from "./quote-es.ts";
import { pictureEs } from "./picture-es.ts";
import { sealEs } from "./seal-es.ts";
import { searchEs } from "./search-es.ts";

const some = plurals("es-CL");

/** What a citation is made of: `speakers` undefined where the office speaks, `claimed` where the text was imported. */
type Citation = {
  office: string;
  speakers: string | undefined;
  title: string;
  claimed: { day: string; source: string } | undefined;
  number: string;
  edition: number;
  entered: string;
  withdrawn: boolean;
  url: string;
};

/** What the desk alone says: to officers, and by links to officials and journalists. It is spoken in the languages of the register. */
export const deskWords = {
  ...accessEs,
  ...agendaDeskEs,
  ...captionsEs,
  ...deskEs,
  ...editorEs,
  ...handsEs,
  ...keeperEs,
  ...linesEs,
  ...pressEs,
  ...newsroomEs,
};

/** What the software says in Spanish. Its keys are the closed set that every other language must give too. */
export const es = {
  ...deskWords,
  ...agendaEs,
  ...quoteEs,
  ...searchEs,
  checking: sealEs,
  pictureRead: pictureEs,
  ...transcriptsEs,
  ...briefingsEs,
  ...cardsEs,
  ...pastEs,
  ...feedsEs,
  ...figuresEs,
  ...filesEs,
  ...programsEs,
  ...questionsEs,
  ...registerEs,
  // Every page
  skip: "Ir al contenido",
  navigation: "Principal",
  navStatements: "Comunicados",
  navRegister: "Quién habla",
  navRecord: "Libro público",
  navVerify: "Verificar",
  ownName: "Español",
  trialMark: (more: Html) =>
    html`<strong>Instalación de prueba.</strong> Lo que aquí se publica queda en un libro público de prueba, no en el de
      una oficina. ${more}`,
  trialMore: "Qué significa",
  footRecord: "Libro público",
  footVerify: "Cómo comprobar lo que dice esta oficina",
  footContact: (contact: string) => `Contacto de prensa: ${contact}`,
  footSoftware: "Publicado con Vocería, programa de código abierto",

  // Kinds and states of a statement
  kind_comunicado: "Comunicado",
  kind_declaracion: "Declaración pública",
  kind_discurso: "Discurso",
  kind_desmentido: "Desmentido",
  kind_balance: "Balance",
  kind_transcripcion: "Transcripción",
  kind_entrevista: "Entrevista",
  kind_otro: "Texto",
  numbered: (kind: string, number: string) => `${kind} ${number}`,
  statusWithdrawn: "Dejado sin efecto",
  statusErased: "Contenido eliminado",
  statusCorrected: "Corregido",
  editionOf: (edition: number, editions: number) => `Edición ${edition} de ${editions}`,
  imported: "Importado",
  speaks: (voice: Html) => html`Habla ${voice}`,
  speaksOffice: (office: string) => `Habla la oficina: ${office}`,
  speaksOfficeBrief: "Habla la oficina",
  spokePerSource: (name: string) => `Habla ${name}, según la fuente`,
  voiceAsOf: "Autoridades y cargos ese día",
  voiceEntry: (link: Html) => html`según el asiento ${link} del libro público`,
  underInstrument: (instrument: string) => `cargo regido por: ${instrument}`,
  voiceNowOtherwise: (sentence: string | Html) =>
    html`Autoridades y cargos dice hoy otra cosa sobre ese día: ${sentence}`,

  // Front page
  frontDescription: (office: string) =>
    `${office}: lo que dice, quién habla, cuándo y en qué cargo, y la prueba de que ningún texto ha cambiado.`,
  speaksToday: "Quién habla hoy por el gobierno",
  speaksTodayMore: "Quiénes han hablado antes",
  speaksTodayUnknown: "No consta en autoridades y cargos quién habla hoy.",
  perSource: (source: Html) => html`Fuente: ${source}`,
  sourceDated: (name: string, day: string) => `${name}, ${day}`,
  unconfirmedSince: "Así lo dice la fuente; nadie lo ha confirmado después.",
  assertedOn: (day: string) => `Afirmado al ${day}; no se ha confirmado después.`,
  confirmedOn: (day: string) => `Confirmado al ${day}.`,
  since: (day: string) => `desde el ${day}`,
  topics: "Temas",
  allStatements: "Todos los comunicados",
  whyTrust: "Por qué se puede confiar",
  whyTrustText: (link: Html) =>
    html`Cada texto queda en un libro público en que nada puede cambiarse sin que se note, y cualquiera puede ${link}.`,
  whyTrustLink: "comprobarlo sin creerle a este sitio",
  frontBriefings: "Ante la prensa",
  frontBriefingsAll: "Todas las vocerías",
  emptyTitle: "Esta oficina todavía no ha publicado",
  emptyLead: "Cuando lo haga, el texto más reciente estará aquí, con quién habla, cuándo y en qué cargo.",
  emptyHow: "Para publicar el primer comunicado",
  emptyDesk: (link: Html) =>
    html`En la ${link}, «Hacer la primera publicación». El enlace para entrar lo imprime «npm start»; otro, «bin/voceria enter».`,
  emptyDeskLink: "mesa de trabajo",
  emptyHowText: "También con un archivo de texto y una orden:",
  emptyFile:
    "---\ntitle: Nuestro primer comunicado\nkind: comunicado\n---\n\nEscriba aquí el texto. Puede usar **Markdown**.\n",
  emptyFileName: "aviso.md",
  emptyAfter: "Sin «speaker», habla la oficina con voz propia. En menos de un segundo el texto está en esta página.",

  // List
  listTitle: "Comunicados",
  listDescription: (office: string) => `${office}: todo lo publicado, del más reciente al más antiguo.`,
  listCount: (count: number) => some(count, { one: "# texto", other: "# textos" }),
  listOlder: "Anteriores",
  listNewest: "Volver a los más recientes",
  listEmpty: "No hay textos que respondan a esto.",
  listEmptyAll: "Ver todos los comunicados",
  filterKind: "Clase",
  filterTopic: "Tema",
  filterYear: "Año",
  filterAll: "Todas",
  filterAllTopics: "Todos",
  filterAllYears: "Todos",

  // Statement
  importedOn: (time: Html) => html`Importado el ${time}`,
  claimedDate: (day: Html, source: string) => html`Fecha según la fuente, ${source}: ${day}`,
  importedNote: (source: string, id: string) =>
    `Texto de archivo, importado de ${source} (identificador ${id}). La fecha y la autoría son las que la fuente declara.`,
  correctionSubstance: "Corrección",
  correctionTyping: "Fe de erratas",
  correctionNotice: (kind: string, time: Html) => html`${kind} del ${time}.`,
  seeDifference: "Ver qué cambió",
  oldEdition: (edition: number, link: Html) =>
    html`Esta es la edición ${edition}, que ya no es la más reciente. ${link}`,
  seeNewest: "Leer la edición más reciente",
  withdrawnBanner: (time: Html) =>
    html`Dejado sin efecto el ${time}. La oficina ya no sostiene este texto, que sigue aquí para que se pueda leer.`,
  withdrawnReason: (reason: string) => `Motivo: ${reason}`,
  withdrawnEnd: "Fin del texto dejado sin efecto.",
  erasedText: "El contenido de este texto fue eliminado. Su asiento permanece en el libro público.",
  awaitingCheckpoint: "Publicado; espera la firma del libro público. Hasta entonces no se puede comprobar.",
  attachments: "Anexos",
  attachmentFacts: (media: string, size: string) => `${fileKindInWords(media, "es")}, ${size}`,
  keepAndCite: "Citar y guardar",
  cite: "Cita",
  citation: ({ office, speakers, title, claimed, number, edition, entered, withdrawn, url }: Citation) =>
    [
      `${speakers ?? office}. «${title}».`,
      claimed === undefined ? "" : `${claimed.day}, según ${claimed.source}.`,
      `${speakers === undefined ? "" : `${office}, `}${number}, edición ${edition}, texto asentado el ${entered}.`,
      withdrawn ? "Dejado sin efecto." : "",
      url,
    ]
      .filter((part) => part !== "")
      .join(" "),
  downloadText: "Texto (Markdown)",
  downloadData: "Datos (JSON)",
  downloadBundle: "Prueba sin conexión",
  downloadProof: "Prueba de inclusión",
  allEditions: "Todas las ediciones",
  inRecord: "En el libro público",
  entryLink: (index: string) => `Asiento ${index}`,
  language: "Idioma del texto",

  // Seal, before and without the browser's own check
  sealTitle: "Comprobar este texto",
  sealUnchecked: (proof: Html, how: Html) =>
    html`Aquí no se ha comprobado nada todavía: el navegador no ejecutó el programa que lo hace. Baje la ${proof} y
    ${how}.`,
  sealProof: "prueba",
  sealHow: "compruébela sin conexión",
  sealHonest: "Que un texto sea auténtico no significa que sea cierto.",

  // History
  historyTitle: (number: string) => `Ediciones de ${number}`,
  historyOne: "Este texto tiene una sola edición: no ha sido corregido.",
  historyLegend: html`Lo quitado aparece <del>tachado</del> y lo agregado, <ins>subrayado</ins>, palabra por palabra, como se lee;
    si un enlace entró, salió o lleva a otra parte, le sigue su dirección.`,
  historyFirst: "Primera edición",
  historyEdition: (edition: number) => `Edición ${edition}`,
  historyTitleChanged: "Título",
  historySummaryChanged: "Resumen",
  historySame: "El texto es el mismo; cambiaron otros datos.",
  historyRead: "Leer esta edición",
  historyWithdrawn: "Dejado sin efecto",
  backToStatement: "Volver al texto",

  // Entry
  entryTitle: (index: string) => `Asiento ${index}`,
  entryKicker: "Libro público",
  entryWhat: "Qué es esto",
  entryIs:
    "Un asiento es una línea del libro público: dice qué acto hizo la oficina y cuándo, y lleva una huella del texto. El texto mismo se guarda aparte, para que una ley o un tribunal puedan ordenar que se elimine sin romper el libro.",
  act_published: (number: Html) => html`La oficina publicó ${number}.`,
  act_corrected: (number: Html, edition: number) => html`La oficina corrigió ${number}: es su edición ${edition}.`,
  act_withdrawn: (number: Html) => html`La oficina dejó sin efecto ${number}.`,
  act_imported: (number: Html) =>
    html`La oficina importó ${number} de un archivo anterior. La fecha original es la que declara la fuente.`,
  act_register: (count: number) =>
    `La oficina asentó ${some(count, { one: "# dato", other: "# datos" })} de autoridades y cargos.`,
  act_erased: (target: Html) => html`Fue eliminado el contenido del asiento ${target}.`,
  act_state:
    "Resumen de qué edición es la más reciente de cada texto. Se asienta antes de cada firma, para que también eso se pueda comprobar.",
  act_other: "Un acto de una clase que este programa aún no conoce.",
  entryAt: "Hora que declara la oficina",
  entryBytes: "El asiento, byte por byte",
  entryLeaf: "Huella de hoja (SHA-256)",
  entryPath: "Camino en el árbol",
  entryPathText: (size: string) =>
    `Con la huella del asiento y las huellas marcadas se llega a la raíz que firmó la oficina, de ${size} asientos. Si un solo byte del asiento cambiara, la raíz sería otra.`,
  entryPathAlone: "El libro tiene un solo asiento: su huella es la raíz.",
  entryPathDrawing: (index: string, size: string, steps: number) =>
    `Dibujo del camino desde el asiento ${index} hasta la raíz de un libro de ${size} asientos, en ${steps} pasos.`,
  entryUnsigned: "Este asiento espera la próxima firma del libro.",
  entryLeafHere: "este asiento",
  entryRoot: "raíz firmada",
  entryPrevious: "Asiento anterior",
  entryNext: "Asiento siguiente",
  entryOfThis: "Asiento anterior de este texto",

  // Record
  recordTitle: "Libro público",
  recordLead:
    "Cada acto público de esta oficina es un asiento de un libro que solo crece. Corregir agrega; nada se borra en silencio. Cada firma del libro resume todos sus asientos, y cualquiera que guarde una firma puede probar después si algo cambió.",
  recordTrialTitle: "Este es un libro de prueba",
  recordTrial:
    "Se fundó solo, al iniciar el programa por primera vez, para aprender y ensayar. Nada de lo asentado en él es la palabra de una oficina. El libro verdadero se funda una vez, con «voceria init --origin NOMBRE».",
  recordOrigin: "Nombre del libro",
  recordSize: "Asientos firmados",
  recordSigned: "Última firma",
  recordNever: "todavía ninguna",
  recordKey: "Llave que verifica",
  recordFingerprint: "Huella de la llave (SHA-256)",
  recordFounded: "Fundado",
  recordFiles: "Para programas y testigos",
  recordFilesText:
    "El libro sigue los formatos abiertos de C2SP (tlog-tiles, signed-note, tlog-proof): lo pueden seguir verificadores y testigos que no hicimos nosotros.",
  recordCheckpoint: "Última firma, tal cual",
  recordKeyFile: "Llave",
  recordPolicyFile: "Política de testigos",
  recordNewestEntry: "Asiento más reciente",
  recordTiles: "Árbol, por teselas",
  recordEntryTiles: "Asientos, por teselas",
  recordEntryData: "Un asiento, byte por byte",
  recordEntryBundle: "Un asiento con su prueba",
  recordFormats: "En qué formatos",
  recordFormat_checkpoint: "qué dice cada firma del libro: su nombre, cuántos asientos y la raíz del árbol",
  recordFormat_note: "cómo se firma eso, y cómo se escriben la llave y las firmas de los testigos",
  recordFormat_tiles: "cómo se leen el árbol y los asientos, por trozos que no cambian",
  recordFormat_proof: "la prueba de un asiento, que otros programas pueden comprobar",
  recordVerify: "Comprobar un asiento en su propio equipo",
  recordKeyTrust:
    "Una llave que llega del mismo sitio que los textos prueba poco más que la conexión segura. Compárela con la que se haya publicado en otro lugar.",
  recordNoWitness: "Ningún testigo firma todavía este libro: lo que prueba descansa en la firma de la oficina.",
  recordWitnesses: (count: string) => `La política de este libro pide testigos: ${count}.`,

  // Register
  registerTitle: "Autoridades y cargos",
  registerDescription: (office: string) => `${office}: quién, en qué cargo, desde cuándo y según qué fuente.`,
  registerHistory: "Historia",
  columnPicture: "Retrato",
  columnName: "Nombre",
  columnEntered: "Asumió",
  columnLeft: "Dejó el cargo",
  columnNotes: "Notas",
  registerTableCaption: "Fila por fila, como lo dice la fuente.",
  registerEmpty: "Todavía no se ha asentado quién ocupa los cargos de esta oficina.",
  incumbent: "En el cargo",

  // Audit of the register
  auditTitle: "Auditoría de autoridades y cargos",
  auditLead:
    "Lo que no concuerda en las fuentes, y lo que no se sabe: cada hallazgo con sus filas y sus fuentes. Aquí nada se arregla: se muestra.",
  auditNothing: "No hay nada que señalar.",
  auditTenures: "Períodos revisados",
  auditSameDay: "Sucesiones en un mismo día",
  auditNextDay: "Sucesiones al día siguiente",
  auditWithGap: "Sucesiones con días sin nadie",
  auditOverlapping: "Sucesiones superpuestas",
  auditUndetermined: "Sucesiones que no se pueden determinar",
  auditAll: "Todos los hallazgos",
  auditMore: (count: string) => `Ver los ${count}`,
  auditPrevious: "Anteriores",
  auditNext: "Siguientes",
  severity_error: "contradicción",
  severity_warning: "advertencia",
  severity_notice: "nota",
  "finding_inverted-interval": "Termina antes de comenzar",
  "finding_certain-overlap": "Más personas que plazas",
  "finding_self-overlap": "Una persona se superpone a sí misma",
  "finding_before-post": "Antes de que existiera el cargo",
  "finding_after-post": "Después de terminado el cargo",
  "finding_duplicate-tuple": "Dos veces lo mismo",
  "finding_duplicate-id": "Identificador repetido en la fuente",
  "finding_sources-disagree": "Fuentes que no coinciden",
  "finding_certain-gap": "Días sin nadie",
  "finding_possible-gap": "Quizá días sin nadie",
  finding_undeterminable: "Sucesión que no se puede determinar",
  "finding_several-holders": "Varias personas a la vez, plazas desconocidas",
  "finding_incumbent-unconfirmed": "En el cargo según la fuente, sin confirmar",
  "finding_known-unknown": "Se sabe que no se sabe",
  finding_vacancy: "Vacante según la fuente",
  finding_interpretation: "Fechas que son lectura nuestra",

  // Verify
  verifyTitle: "Verificar",
  verifyDescription:
    "Cómo comprobar, sin creerle a este sitio, que un texto lo publicó esta oficina y que no ha cambiado.",
  verifyHow: "Cómo funciona, en cinco frases",
  verify1: "Cada vez que la oficina publica, corrige o deja sin efecto un texto, agrega un asiento a su libro público.",
  verify2: "El asiento lleva una huella del texto: si cambia una letra, la huella es otra.",
  verify3: "Todos los asientos se resumen en una sola huella, que la oficina firma con su llave.",
  verify4: "La prueba de un texto es el camino desde su asiento hasta esa firma, y se comprueba sin conexión.",
  verify5: "Comprobado significa auténtico y sin cambios desde que se asentó; no significa que sea cierto.",
  verifyFile: "Comprobar una prueba",
  verifyFileText:
    "Elija o suelte aquí el archivo .bundle.json de un texto. Se comprueba en su navegador; el archivo no sale de su equipo.",
  verifyChoose: "Archivo de prueba (.bundle.json)",
  verifyNoScript:
    "Para comprobarlo aquí hace falta que el navegador ejecute programas. Si no, use la línea de órdenes:",
  verifyCli: "Comprobarlo sin este sitio",
  verifyCliText: "El mismo programa que se puede leer en el código, en su propio equipo y sin conexión:",
  verifyCliKey:
    "Con «--key» se comprueba contra la llave que usted obtuvo por otra vía: el diario oficial, un testigo, alguien de confianza.",
  verifyExample: (number: Html, entry: Html) =>
    html`Un ejemplo: el camino del texto ${number}, que es el asiento ${entry} del libro.`,
  verifySeal:
    "El sello de cada texto hace lo mismo en su navegador, y además compara el texto asentado con el que la página muestra.",

  // Errors
  notFoundTitle: "Aquí no hay nada",
  notFoundText:
    "La dirección puede estar mal escrita. Lo que esta oficina publica no se quita: si fue publicado, sigue en su dirección.",
  notFoundStatement: (number: string) => `No hay ningún texto con el número ${number}.`,
  badRequestTitle: "Esa pregunta no se entiende",
  errorTitle: "Algo falló de nuestro lado",
  errorText: "No es culpa suya, y nada de lo publicado se ha perdido. Intente de nuevo en un momento.",
  awayTitle: "Esta parte no responde en este momento",
  awayText:
    "La búsqueda, la transmisión en vivo, la comprobación de citas y las fechas elegidas las contesta un programa que ahora no responde. Los textos publicados, con sus correcciones y sus pruebas, siguen aquí completos.",
  unavailableTitle: "Volvemos en un momento",
  unavailableBare: "Volvemos en un momento. Lo publicado está a salvo.",
  unavailableText: "El servidor no alcanza su base de datos o está en mantención. Lo publicado está a salvo.",
  goHome: "Ir a la portada",
};

type Widened<T> = T extends string ? string : T;
/** The closed set of what pages say: Spanish defines it, and a language that lacks a key does not compile. */
export type Catalogue = { readonly [Key in keyof typeof es]: Widened<(typeof es)[Key]> };

/** What a language of the public site has to say. */
export type SiteCatalogue = Omit<Catalogue, keyof typeof deskWords>;
