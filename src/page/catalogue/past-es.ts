import { type Html, html } from "../html.ts";

/** What is said over pages as of a past day, and over texts of former governments, in Spanish. */
export const pastEs = {
  pastDay: (day: string) => `Así estaba al terminar el ${day}.`,
  pastAt: (instant: string) => `Así estaba el ${instant}.`,
  pastMeans: "Muestra lo que el libro público tenía entonces; lo que se asentó después no está aquí.",
  pastBack: "Leer lo de hoy",
  pastless: (moment: string) =>
    `Esta página no se puede mostrar como estaba el ${moment}: no está hecha solo de lo que consta en el libro público. Lo que sigue es lo de hoy.`,
  pastBriefings:
    "Están las que tenían entonces una transcripción en el libro público; de lo anunciado no queda constancia ahí.",
  pastQuestions:
    "Están las que tenían entonces una respuesta en el libro público; de las que esperaban no queda constancia ahí.",
  pastFront: "Lo que estaba anunciado o en curso no queda en el libro público, y no se muestra.",
  pastCorrected: (edition: number) => `Después fue corregido; la edición más reciente es la ${edition}.`,
  pastWithdrawn: "Después fue dejado sin efecto.",
  pastNothing: "Entonces aquí no había nada público",
  pastSince: (when: Html) => html`Está en el libro público desde el ${when}.`,
  pastNotEntered:
    "Todavía no hay nada de esto en el libro público, y solo lo que está en él tiene un pasado que mostrar.",
  pastLabel: "Cómo estaba un día pasado",
  governmentBefore: "De un gobierno anterior al actual:",
  governmentOr: "o",
  pastHint: "Escriba un día, por ejemplo 2026-03-11: se muestra lo que era público cuando ese día terminó.",
};
