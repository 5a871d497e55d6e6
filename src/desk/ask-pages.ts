import { Hono } from "hono";
import { longDay, longInstant } from "../page/dates.ts";
import { catalogues } from "../page/catalogue.ts";
import { type Html, html } from "../page/html.ts";
import { askQuestion } from "../press/ask-question.ts";
import { findOwnQuestion } from "../press/question-tasks.ts";
import { Fault } from "../fault.ts";
import { answerDesk } from "./answer.ts";
import type { DeskContext, VisitorRequest } from "./context.ts";
import { visitorAct, visitorPage } from "./handlers.ts";
import { choices, shownChoice, typedQuestion } from "./questions-log.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** What a question to the office may weigh as it is sent, its four thousand characters percent-encoded. */
const largestQuestion = 64 * 1024;

/** For whoever asks, without an account: the form, and the private page that their receipt leads to. */
export function askPages(desk: DeskContext): Hono {
  const app = new Hono();
  app.get(
    "/questions/ask",
    visitorPage(desk, (request) => askPage(request)),
  );
  app.post("/questions/ask", visitorAct(desk, askAct, largestQuestion));
  app.get("/questions/status/:token", visitorPage(desk, statusPage));
  app.all(
    "/questions/status/*",
    visitorPage(desk, async () => Promise.reject(noLink())),
  );
  return app;
}

async function askPage(request: VisitorRequest, refused?: Refused): Promise<Response> {
  const { t, office, language } = request;
  const value = (name: string, otherwise = "") => typed(refused, name, otherwise);
  return answerDesk(request, {
    title: t.askTitle,
    ...statusOfRefusal(refused),
    body: html`<h1 class="plain">${t.askTitle}</h1>
      <p class="standfirst">${t.askLead(office.name[language])}</p>
      <p><a class="more" href="${request.href("/questions")}">${t.askSeeOthers}</a></p>
      ${refusalOf(request, refused)}
      <form class="form" method="post" action="/questions/ask">
        <label
          >${t.askText}<small>${t.askTextHint}</small
          ><textarea name="text" rows="6" maxlength="4000" required>${value("text")}</textarea>
        </label>
        ${choices(t.askWho, "queue", value("queue", "citizen"), ["citizen", "press"], t.askWhoOf)}
        <label>${t.askName}<small>${t.askOptional}</small><input name="name" maxlength="200" autocomplete="name" value="${value("name")}" /></label>
        <label
          >${t.askOutlet}<small>${t.askOutletHint}</small
          ><input name="outlet" maxlength="200" autocomplete="organization" value="${value("outlet")}"
        /></label>
        <label
          >${t.askMail}<small>${t.askMailHint}</small
          ><input name="mail" type="email" maxlength="254" autocomplete="email" required value="${value("mail")}"
        /></label>
        ${shownChoice(request, value("shownAs", "neither"))}
        <details ${value("exclusiveUntil") !== "" && html` open`}>
          <summary>${t.askExclusive}</summary>
          <label
            >${t.questionExclusiveUntil}<small>${t.askExclusiveHint}</small
            ><input name="exclusiveUntil" type="date" value="${value("exclusiveUntil")}"
          /></label>
        </details>
        <input type="hidden" name="language" value="${language}" />
        <p class="hint">${t.askPrivacy(office.name[language])}</p>
        <button class="button">${t.askSend}</button>
      </form>`,
  });
}

/** The same words for everybody: neither whether it was asked before nor whether the address is known shows in them. */
async function askAct(request: VisitorRequest, form: FormData): Promise<Response> {
  const { desk, t, address } = request;
  const { db, means } = desk.installation;
  return orAgain(
    form,
    async () => {
      await askQuestion(db, typedQuestion(form), address, means);
      return answerDesk(request, {
        title: t.askedTitle,
        body: html`<h1 class="plain">${t.askedTitle}</h1>
          <p class="standfirst" role="status">${t.askedText}</p>
          <p><a class="more" href="${request.href("/questions")}">${t.askSeeOthers}</a></p>`,
      });
    },
    (refused) => askPage(request, refused),
  );
}

async function statusPage(visitor: VisitorRequest): Promise<Response> {
  const { desk, c, office } = visitor;
  const { db } = desk.installation;
  const own = await findOwnQuestion(db, c.req.param("token") ?? "", desk.horizon().size);
  if (own === undefined) throw noLink();
  const { language, state, number } = own;
  const t = catalogues[language];
  const where = t.ownState[state];
  const parts: (Html | false)[] = [
    state === "taken" && own.dueOn !== undefined && html`<p>${t.ownDue(longDay(own.dueOn, language))}</p>`,
    own.published &&
      html`<p><a class="button" href="${visitor.href(`/questions/${number ?? ""}`)}">${t.ownPublished}</a></p>`,
    !own.published &&
      own.told !== undefined &&
      (state === "answered" || state === "declined" || state === "closed") &&
      html`<h2>${own.background ? t.ownBackground : t.questionReason}</h2><div class="prose change">${own.told}</div>`,
    own.shown &&
      !own.published &&
      number !== undefined &&
      html`<p><a href="${visitor.href(`/questions/${number}`)}">${t.ownShown(number)}</a></p>`,
  ];
  return answerDesk(
    { ...visitor, language, t },
    {
      title: t.ownTitle,
      body: html`<h1 class="plain">${t.ownTitle}</h1>
        <blockquote class="asked"><p>${own.text}</p></blockquote>
        <p class="quiet">${longInstant(own.askedAt, language, office.timeZone)}</p>
        <p class="standfirst">${where}</p>
        ${parts}
        <p class="hint">${t.ownPrivate}</p>`,
    },
  );
}

/** The same for a link that never was, one that is erased and one that is not well formed. */
function noLink(): Fault {
  return new Fault(
    "not-found",
    "This link leads to no question: see that it is whole, as it stands in the mail.",
    [],
    "Este enlace no lleva a ninguna pregunta: vea que esté completo, como en el correo.",
  );
}
