import { type Html, html } from "../html.ts";

/** What is said over pages as of a past day, and over texts of former governments, in Spanish. */
export const pastEs = {
  pastDay: (day: string) => `Así estaba al terminar el ${day}.`,
  pastAt: (instant: string) => `Así estaba el ${instant}.`,
  pastMeans: "Muestra lo que el libro público tenía entonces; lo que se asentó después no está aquí.",
  pastBack: "Leer lo de hoy",
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
