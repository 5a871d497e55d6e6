import { Hono } from "hono";
import {
  askAccreditation,
  confirmAccreditation,
  noRequest,
  readAccreditationRequest,
} from "../press/ask-accreditation.ts";
import { catalogues } from "../page/catalogue.ts";
import { html } from "../page/html.ts";
import { answerDesk } from "./answer.ts";
import type { DeskContext, VisitorRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { visitorAct, visitorPage } from "./handlers.ts";
import { askOwnAct, askOwnPage, ownAct, ownData, ownPage } from "./own-data-pages.ts";
import { journalistFields, typedJournalist } from "./press-fields.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** For journalists, without an account: asking to be accredited, and all that is kept of them. */
export function accreditationPages(desk: DeskContext): Hono {
  const app = new Hono();
  app.get(
    "/accreditation",
    visitorPage(desk, (request) => askPage(request)),
  );
  app.post("/accreditation", visitorAct(desk, askAct));
  app.get(
    "/accreditation/mine",
    visitorPage(desk, (request) => askOwnPage(request)),
  );
  app.post("/accreditation/mine", visitorAct(desk, askOwnAct));
  app.get(
    "/accreditation/mine/:token",
    visitorPage(desk, (request) => ownPage(request)),
  );
  app.post("/accreditation/mine/:token", visitorAct(desk, ownAct));
  app.get("/accreditation/mine/:token/data.json", visitorPage(desk, ownData));
  app.get("/accreditation/:token", visitorPage(desk, confirmPage));
  app.post("/accreditation/:token", visitorAct(desk, confirmAct));
  app.all(
    "/accreditation/*",
    visitorPage(desk, async () => Promise.reject(noRequest())),
  );
  return app;
}

async function askPage(request: VisitorRequest, refused?: Refused): Promise<Response> {
  const { t, office, language } = request;
  return answerDesk(request, {
    title: t.askAccreditation,
    ...statusOfRefusal(refused),
    body: html`<h1 class="plain">${t.askAccreditation}</h1>
      <p class="standfirst">${t.askAccreditationLead(office.name[language])}</p>
      ${refusalOf(request, refused)}
      <form class="form" method="post" action="/accreditation">
        ${await journalistFields(request, (name) => typed(refused, name, name === "language" ? language : ""), {
          offered: false,
        })}
        <label
          >${t.accreditationOccasion}<small>${t.accreditationOccasionHint}</small
          ><input name="occasion" maxlength="200" value="${typed(refused, "occasion")}"
        /></label>
        <label
          >${t.accreditationGrounds}<small>${t.accreditationGroundsHint}</small
          ><textarea name="grounds" required maxlength="1000" rows="4">${typed(refused, "grounds")}</textarea>
        </label>
        <p class="hint">${t.askAccreditationPrivacy(office.name[language])}</p>
        <button class="button">${t.askAccreditationSend}</button>
      </form>
      <p><a class="more" href="/accreditation/mine">${t.ownDataTitle}</a></p>`,
  });
}

/** The same words for every address, whether it is known here or not. */
async function askAct(request: VisitorRequest, form: FormData): Promise<Response> {
  const { desk, t, address } = request;
  const { db, means } = desk.installation;
  return orAgain(
    form,
    async () => {
      const asked = {
        ...typedJournalist(form),
        occasion: fieldOf(form, "occasion"),
        grounds: fieldOf(form, "grounds"),
      };
      const { mail } = await askAccreditation(db, asked, address, means);
      return answerDesk(request, {
        title: t.askAccreditationSent,
        body: html`<h1 class="plain">${t.askAccreditationSent}</h1>
          <p class="standfirst" role="status">${t.askAccreditationSentText(mail)}</p>`,
      });
    },
    (refused) => askPage(request, refused),
  );
}

/** Shows what is asked and waits for a hand: a scanner that opens the links of a mail confirms nothing. */
async function confirmPage(visitor: VisitorRequest): Promise<Response> {
  const { desk, c } = visitor;
  const { db, means } = desk.installation;
  const asked = await readAccreditationRequest(db, c.req.param("token") ?? "", means);
  if (asked === undefined) throw noRequest();
  const t = catalogues[asked.language];
  return answerDesk(
    { ...visitor, language: asked.language, t },
    {
      title: t.confirmAccreditation,
      body: html`<h1 class="plain">${t.confirmAccreditation}</h1>
        <p class="standfirst">${t.confirmAccreditationText(asked.name, asked.occasion)}</p>
        <form class="form" method="post"><button class="button">${t.confirmAccreditationButton}</button></form>`,
    },
  );
}

async function confirmAct(visitor: VisitorRequest): Promise<Response> {
  const { desk, c } = visitor;
  const { db, means } = desk.installation;
  const { language } = await confirmAccreditation(db, c.req.param("token") ?? "", means);
  const t = catalogues[language];
  return answerDesk(
    { ...visitor, language, t },
    {
      title: t.confirmedAccreditation,
      body: html`<h1 class="plain">${t.confirmedAccreditation}</h1>
        <p class="standfirst" role="status">${t.confirmedAccreditationText}</p>`,
    },
  );
}
