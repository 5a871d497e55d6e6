import { type Html, html } from "../html.ts";

/** What the page of the API says, in Spanish. */
export const programsEs = {
  footPrograms: "Datos y API",
  programsTitle: "Datos y API",
  programsDescription: (office: string) =>
    `Todo lo público de ${office} para programas: consultas en JSON, descargas completas y su descripción en OpenAPI.`,
  programsLead:
    "Todo lo que aquí es público se puede pedir con un programa: sin clave, sin inscripción y desde cualquier sitio. Es solo de lectura.",
  programsDocument: (link: Html) =>
    html`Cada dirección, sus parámetros y lo que responde están descritos en ${link}, en OpenAPI 3.1: con ese archivo muchas herramientas hacen el programa que consulta.`,
  programsDocumentLink: "openapi.json",
  programsAsk: "Consultar",
  programsAskText:
    "Las listas van de a 20, o hasta 100 con limit; next dice dónde siguen, también en la cabecera Link. Lo que se publica entretanto no mueve nada. Un parámetro que no existe se rechaza, para que nadie tome por filtrada una lista que no lo está.",
  programsBulk: "Descargar todo",
  programsBulkText:
    "Cada archivo tiene una línea de JSON por elemento, en el orden del libro público. El cursor de cada línea sirve para seguir desde ahí, hoy u otro día, con after: así se mantiene una copia al día pidiendo solo lo nuevo, las correcciones y lo dejado sin efecto.",
  programsAnswers: "Qué se responde",
  programsAnswersText:
    "Cada respuesta lleva ETag: quien la envía de vuelta en If-None-Match recibe 304 si nada cambió. Con Accept-Encoding va comprimida. Los errores son application/problem+json (RFC 9457) y dicen qué hacer.",
  programsPages:
    "Las páginas tienen además sus propios datos: agregue .json, .md o .bundle.json a un comunicado, .vtt a una transcripción, .jsonld a una autoridad.",
  programsVerify: (link: Html) =>
    html`Nada de esto hay que creerlo: el paquete de prueba de cada texto (bundleUrl) se verifica sin conexión. ${link}.`,
  programsVerifyLink: "Cómo se verifica",
  programsTerms: "Condiciones",
  programsTermsText: (office: string) =>
    `Lo publicado aquí son actos oficiales (${office}): puede reproducirlos, en parte o enteros, citando el número y la dirección. No presente como vigente lo que fue corregido o dejado sin efecto; status y corrections lo dicen. Se atienden a la vez pocas descargas: si recibe 503, espere lo que diga Retry-After.`,
  programsErrors: "Códigos de error",
  programsExamples: "Ejemplos",
  programsGroups: {
    statements: "Comunicados, temas y correcciones",
    briefings: "Vocerías y transcripciones",
    questions: "Preguntas",
    agenda: "Agenda",
    register: "Autoridades y cargos",
    search: "Búsqueda en todo lo que se dijo, por sus palabras",
    quote: "¿Se dijo? Una cita, palabra por palabra (con text, o por POST)",
    record: "Libro público",
  },
  programsBulkFiles: {
    statements: "Todos los comunicados, por su edición más reciente.",
    turns: "Todas las intervenciones de todas las transcripciones.",
    questions: "Todas las preguntas con respuesta publicada.",
    register: "Todo lo que se ha asentado de autoridades y cargos, también lo que fue reemplazado.",
    entries: "Todos los asientos del libro público.",
  },
  programsProblems: {
    invalid: "Un parámetro está mal; errors dice cuál.",
    "not-found": "No hay nada en esa dirección.",
    gone: "Fue asentado por error y retractado.",
    conflict: "Lo que se leía cambió entretanto: lea de nuevo desde el comienzo.",
    unavailable: "Por el momento no se puede: Retry-After dice cuándo volver.",
    "method-not-allowed": "Aquí solo se lee: GET, HEAD y OPTIONS.",
    broken: "Algo falló de nuestro lado, y quien opera el sitio ya lo sabe.",
  },
};
