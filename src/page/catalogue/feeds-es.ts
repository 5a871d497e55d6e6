import { type Html, html } from "../html.ts";

/** Feeds, corrections. */
export const feedsEs = {
  footFeeds: "Seguir lo que publica",
  footCorrections: "Correcciones",

  feedsTitle: "Seguir lo que publica esta oficina",
  feedsDescription: (office: string) => `Direcciones para seguir lo que publica ${office} con un lector de noticias.`,
  feedsLead:
    "Un lector de noticias es un programa o un sitio que le muestra lo nuevo de las fuentes que usted elija. Copie en él una de estas direcciones: no hay que inscribirse ni dar el correo, y nadie sabe qué sigue usted.",
  feedsCorrected:
    "Si un texto se corrige o queda sin efecto, le llega de nuevo, con lo que cambió dicho al comienzo. Por eso nada desaparece sin que usted lo vea.",
  feedsFormats: (link: Html) =>
    html`Cada dirección está en tres formatos. Atom le sirve a casi cualquier lector, RSS a los más antiguos y JSON a quien programa. Traen el texto completo, y por sus archivos se llega a todo lo publicado desde el primer día. Lo que viene en la agenda se sigue en ${link}.`,
  feedsAgenda: "un calendario",
  feedAll: "Todo lo publicado",
  feedsAllTitle: "Todo",
  feeds_kinds: "Por clase de texto",
  feeds_topics: "Por tema",
  feeds_people: "Por persona",
  feeds_posts: "Por cargo",
  feeds_institutions: "Por institución",
  feeds_languages: "Por idioma",

  feedTitle: (office: string, what: string) => `${office}: ${what}`,
  feedSubtitle: "Cada texto completo, con quién habla. Lo corregido y lo dejado sin efecto llega de nuevo y lo dice.",
  feedArchive: "Archivo: siempre los mismos textos, cada uno como está ahora.",
  feedWithdrawnTitle: (title: string) => `Dejado sin efecto: ${title}`,
  feedClaim: "Lo que se desmiente:",
  feedReadText: "Leer el texto",

  correctionsTitle: "Correcciones",
  correctionsDescription: (office: string) => `Todo lo que ${office} ha corregido o dejado sin efecto, y por qué.`,
  correctionsLead: "Todo lo que la oficina ha corregido o dejado sin efecto, lo más reciente primero, y por qué.",
  correctionsCount: (count: string) => `${count} en total`,
  correctionsNone: "Nada de lo publicado se ha corregido ni dejado sin efecto.",
  correctionsFollow: "Seguir las correcciones con un lector de noticias",
  correctionsReason: "Motivo:",
};
