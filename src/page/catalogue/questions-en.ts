import { html } from "../html.ts";
import type { questionsEs } from "./questions-es.ts";

type Words = {
  [Key in keyof typeof questionsEs]: (typeof questionsEs)[Key] extends string ? string : (typeof questionsEs)[Key];
};

/** What the screens of questions say, at the desk and outside, in English. */
export const questionsEn: Words = {
  actOfQuestion: {
    "question.answered": (question) => html`Answers question ${question}.`,
    "question.corrected": (question) => html`Corrects the answer to question ${question}.`,
    "question.withdrawn": (question) => html`Withdraws the answer to question ${question}.`,
  },
};
