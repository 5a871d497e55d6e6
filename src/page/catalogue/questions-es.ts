import { type Html, html } from "../html.ts";

/** What the screens of questions say, at the desk and outside, in Spanish. */
export const questionsEs = {
  actOfQuestion: {
    "question.answered": (question: Html) => html`Responde la pregunta ${question}.`,
    "question.corrected": (question: Html) => html`Corrige la respuesta a la pregunta ${question}.`,
    "question.withdrawn": (question: Html) => html`Deja sin efecto la respuesta a la pregunta ${question}.`,
  },
};
