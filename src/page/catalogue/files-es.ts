import { type Html, html } from "../html.ts";

/** What pages say of a text's files, of the claim that it denies and of the texts it has to do with, in Spanish. */
export const filesEs = {
  // The claim that a denial denies
  claimLabel: "Circula, y esta oficina lo desmiente",
  claimStamp: "Desmentido",
  claimStampWithdrawn: "Desmentido dejado sin efecto",
  claimAlt: (alt: string) => `Imagen desmentida por la oficina: ${alt}`,
  claimSeen: (where: Html | undefined, when: Html | undefined) =>
    where === undefined
      ? html`Se la vio por primera vez: ${when}.`
      : when === undefined
        ? html`Dónde circula: ${where}.`
        : html`Dónde circula: ${where}. Se la vio por primera vez: ${when}.`,
  claimAnswer: "Lo que dice la oficina",
  claimPicture: "Compartir como una imagen",
  claimPictureText: "La afirmación con su timbre y la respuesta, en una sola imagen que se puede reenviar.",
  claimPictureAlt: (title: string) => `Desmentido de la oficina: ${title}`,
  claimRating: "Desmentido",

  // Files
  fileWhole: "Ver completa",
  fileClaimed: "la imagen desmentida, tal como circuló",
  fileDigest: "SHA-256 del archivo",

  // Other texts
  translationOf: (language: string, link: Html) => html`Traducción (${language}) de ${link}.`,
  translationEdition: (edition: number) => `edición ${edition}`,
  translationBehind: (edition: number) =>
    `El original tiene una edición posterior a la ${edition}, que es la traducida aquí. Lo que cambió todavía no está en esta traducción.`,
  translationOfWithdrawn: "El original fue dejado sin efecto.",
  translations: "Traducciones",
  translationLate: (edition: number) => `traduce la edición ${edition}; todavía no la más reciente`,
  delivery_prepared: "Texto preparado: el que se entregó antes de hablar.",
  delivery_delivered: "Texto pronunciado: lo que efectivamente se dijo.",
  deliveryOther_prepared: "Leer el texto preparado",
  deliveryOther_delivered: "Leer el texto pronunciado",
  deliveryCompare: "Ver las diferencias",
  deliveryTitle: "Texto preparado y texto pronunciado",
  deliveryLead:
    "Los dos textos del mismo discurso. Lo tachado se preparó y no se dijo; lo subrayado se dijo sin estar preparado.",
  deliverySame: "Los dos textos son iguales, palabra por palabra.",
  deliveryNames: (prepared: Html, delivered: Html) => html`Preparado: ${prepared}. Pronunciado: ${delivered}.`,
  seriesPlace: (ordinal: string, name: Html) => html`N.º ${ordinal} de «${name}»`,
  seriesNewest: "Es el más reciente de su serie: estas son las cifras vigentes.",
  seriesSuperseded: (link: Html) => html`Cifras superadas. Las vigentes están en ${link}.`,
  seriesOrdinal: (ordinal: string) => `N.º ${ordinal}`,
  seriesTitle: (name: string) => `Serie: ${name}`,
  contactLine: (contact: Html) => html`Contacto de prensa: ${contact}`,

  // A draft's files at the desk
  filesTitle: "Archivos",
  filesNone: "Sin archivos.",
  filesEmpty:
    "Las imágenes, el audio y los documentos que salen con el texto. Nadie de fuera los ve antes que el texto.",
  filesAdd: "Agregar archivos",
  filesArrange: "Ordenar y describir",
  filesBack: "Volver al texto",
  filesAlt: "Qué muestra la imagen",
  filesAltHint: "En una línea, para quien no la ve. Sin esto el texto no se puede publicar.",
  filesAltMissing: "Falta decir qué muestra",
  filesClaim: "Es la imagen falsa que se desmiente",
  filesClaimNone: "Ninguna es la imagen que se desmiente",
  filesUp: (name: string) => `Mover ${name} hacia arriba`,
  filesRemove: (name: string) => `Quitar ${name}`,
  filesSave: "Guardar",
  filesChoose: "Agregar archivos",
  filesChooseHint: (largest: string) =>
    `Imágenes, PDF, audio, Word, Excel u OpenDocument; hasta ${largest} cada uno, las imágenes hasta 31 MB. También puede arrastrarlos aquí.`,
  filesWaiting: "En espera",
  filesSending: "Subiendo…",
  filesExamined: "Subiendo lo último; la oficina lo examina…",
  filesDone: "Listo",
  filesLost: "Sin conexión. Lo que ya subió no se pierde; sigue solo cuando vuelva la red.",
  filesAgain: "Seguir",
  filesCancel: "Dejarlo",
  filesSignedOut: "Su sesión terminó. Entre en otra pestaña y siga aquí: lo que ya subió no se pierde.",
  filesNoProgram: "Para subir archivos hace falta que el navegador ejecute programas (JavaScript).",

  // What changed between editions, beside the text
  historyClaimChanged: "Afirmación desmentida",
  historyContactChanged: "Contacto de prensa",
  historyOriginalChanged: "Original que traduce",
  historyFilesChanged: "Anexos",
};
