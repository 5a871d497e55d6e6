import { permit } from "../access/rights.ts";
import { clockTime, dayOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { logQuestion } from "../press/ask-question.ts";
import { shownAs } from "../press/question.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest, VisitorRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** A question that came by mail, message or telephone, written down. */
export async function newQuestionPage(request: DeskRequest, refused?: Refused): Promise<Response> {
  const { desk, t, actor, office, language, formToken } = request;
  permit(actor, "question.write", office.institution);
  const now = desk.installation.means.clock.now();
  const today = dayOf(now, office.timeZone);
  const value = (name: string, otherwise = "") => typed(refused, name, otherwise);
  return answerDesk(request, {
    title: t.questionsLog,
    current: "questions",
    scripts: ["questions.js"],
    ...statusOfRefusal(refused),
    body: html`<h1 class="plain">${t.questionsLog}</h1>
      <p class="quiet">${t.questionsLogLead}</p>
      ${refusalOf(request, refused)}
      <form class="form" method="post" action="/desk/questions">
        ${formToken()} ${choices(t.questionWho, "queue", value("queue", "press"), ["press", "citizen"], t.questionsQueue)}
        <label
          >${t.questionText}<textarea name="text" rows="5" maxlength="4000" required data-similar>${value("text")}</textarea>
        </label>
        <section class="card similar" data-similar-list data-title="${t.similarTitle}" hidden></section>
        ${choices(t.questionHow, "channel", value("channel", "whatsapp"), ["whatsapp", "mail", "phone"], t.questionChannel)}
        <label>${t.questionAskedOn}<input name="askedOn" type="date" max="${today}" value="${value("askedOn", today)}" /></label>
        <label>${t.questionAskedAt}<input name="askedAt" type="time" value="${value("askedAt", clockTime(now, language, office.timeZone))}" /></label>
        <label>${t.questionName}<input name="name" maxlength="200" value="${value("name")}" /></label>
        <label>${t.questionOutlet}<input name="outlet" maxlength="200" value="${value("outlet")}" /></label>
        <label>${t.questionMail}<input name="mail" type="email" maxlength="254" value="${value("mail")}" /></label>
        <label>${t.questionPhone}<input name="phone" type="tel" maxlength="60" value="${value("phone")}" /></label>
        ${shownChoice(request, value("shownAs", "outlet"))}
        <label
          >${t.questionExclusiveUntil}<small>${t.questionExclusiveHint}</small
          ><input name="exclusiveUntil" type="date" min="${today}" value="${value("exclusiveUntil")}"
        /></label>
        <input type="hidden" name="language" value="es" />
        <button class="button">${t.questionsLogSave}</button>
      </form>`,
  });
}

export async function logQuestionAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { desk, actor } = request;
  const { db, means } = desk.installation;
  return orAgain(
    form,
    async () => {
      const fields = typedQuestion(form);
      const { id } = await logQuestion(
        db,
        {
          ...fields,
          phone: fieldOf(form, "phone"),
          channel: fieldOf(form, "channel"),
          askedOn: fieldOf(form, "askedOn"),
          askedAt: fieldOf(form, "askedAt"),
        },
        actor,
        means,
      );
      return seeOther(request, `/desk/questions/${id}`);
    },
    (refused) => newQuestionPage(request, refused),
  );
}

export function typedQuestion(form: FormData) {
  return {
    queue: fieldOf(form, "queue"),
    text: fieldOf(form, "text"),
    name: fieldOf(form, "name"),
    outlet: fieldOf(form, "outlet"),
    mail: fieldOf(form, "mail"),
    shownAs: fieldOf(form, "shownAs"),
    language: fieldOf(form, "language"),
    exclusiveUntil: fieldOf(form, "exclusiveUntil"),
  };
}

/** What is shown of whoever asks. */
export function shownChoice({ t }: Pick<VisitorRequest, "t">, chosen: string): Html {
  return choices(t.questionShownAs, "shownAs", chosen, shownAs, t.questionShownChoice);
}

export function choices<T extends string>(
  legend: string,
  name: string,
  chosen: string,
  offered: readonly T[],
  words: Readonly<Record<T, string>>,
): Html {
  return html`<fieldset>
    <legend>${legend}</legend>
    ${offered.map(
      (one) =>
        html`<label
          ><input type="radio" name="${name}" value="${one}" ${one === chosen && html` checked`} required />
          ${words[one]}</label
        >`,
    )}
  </fieldset>`;
}
