import { Hono } from "hono";
import { institutionsFor, permit } from "../access/rights.ts";
import { answerClearance, type ClearanceKey, noClearance } from "../newsroom/answer-clearance.ts";
import { type ClearancePut, clearancesOf } from "../newsroom/clearances-of-officer.ts";
import { openClearance } from "../newsroom/open-clearance.ts";
import { type ClearancePage, readClearance } from "../newsroom/read-clearance.ts";
import { catalogues } from "../page/catalogue.ts";
import { longInstant } from "../page/dates.ts";
import { alreadyEscaped, type Html, html } from "../page/html.ts";
import { answerDesk, answerJson, seeOther } from "./answer.ts";
import type { DeskContext, DeskRequest, VisitorRequest } from "./context.ts";
import { clearedFiles } from "./files-page.ts";
import { fieldOf } from "./form.ts";
import { deskAct, deskPage, visitorAct, visitorPage } from "./handlers.ts";
import { changesIn } from "./newsroom-last-minute.ts";
import { deadline, when } from "./newsroom-words.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** For an official of another institution, by the link in their mail, without an account; and for an officer who clears, at the desk. Nothing but what is put to them. */
export function clearancePages(desk: DeskContext): Hono {
  const app = new Hono();
  app.get(
    "/clearance/:token",
    visitorPage(desk, (request) => page(request, byLink(request))),
  );
  app.post(
    "/clearance/:token",
    visitorAct(desk, (request, form) => answer(request, byLink(request), form)),
  );
  const mine = "/desk/clearances/:clearance{[1-9][0-9]{0,14}}";
  app.get("/desk/clearances", deskPage(desk, clearancesPage));
  app.get(
    mine,
    deskPage(desk, (request) => page(request, asOfficer(request))),
  );
  app.post(
    mine,
    deskAct(desk, (request, form) => answer(request, asOfficer(request), form)),
  );
  app.post("/clearance/:token/opened", visitorAct(desk, opened));
  app.all(
    "/clearance/*",
    visitorPage(desk, async () => Promise.reject(noClearance())),
  );
  return app;
}

/** How somebody came to a question, where its page is, and what its forms carry. */
type Way = { key: ClearanceKey; path: string; formToken?: Html };

function byLink({ c }: VisitorRequest): Way {
  const token = c.req.param("token") ?? "";
  return { key: token, path: `/clearance/${token}` };
}

function asOfficer({ c, actor, formToken }: DeskRequest): Way {
  const clearance = Number(c.req.param("clearance"));
  return { key: { clearance, actor }, path: `/desk/clearances/${clearance}`, formToken: formToken() };
}

async function page(visitor: VisitorRequest | DeskRequest, way: Way, refused?: Refused): Promise<Response> {
  const { db, means } = visitor.desk.installation;
  const asked = await readClearance(db, way.key);
  // A link that never was, one that was taken back and any wrong address are told alike.
  if (asked === undefined) throw noClearance();
  const language = "actor" in visitor ? visitor.language : asked.language;
  const request = { ...visitor, language, t: catalogues[language] };
  const { t, office } = request;
  const now = means.clock.now();
  const files = asked.text && (await clearedFiles(request, asked.text, way.path));
  return answerDesk(request, {
    title: t.officialTitle,
    current: "clearances",
    ...(asked.open && typeof way.key === "string" ? { scripts: ["clearance-opened.js"] } : {}),
    ...statusOfRefusal(refused),
    body: html`<p class="kicker"><b>${t.officialTitle}</b> <span>${asked.institution}</span></p>
      <p class="asks">${t.officialAsks(asked.askedBy, office.name[language])}</p>
      ${asked.message !== undefined && html`<blockquote class="message">${asked.message}</blockquote>`}
      ${refusalOf(request, refused)} ${standing(request, asked, now)}
      ${asked.changes !== undefined && asked.text !== undefined && changed(request, asked, asked.text.language)}
      ${asked.text !== undefined && textOf(request, asked.text, files)}
      ${asked.open && asked.text !== undefined && answerForms(request, asked, way, refused)}
      <p class="hint">${"actor" in visitor ? html`<a href="/desk/clearances">${t.putTitle}</a>` : t.officialPrivate}</p>`,
  });
}

function standing(request: VisitorRequest, asked: ClearancePage, now: Date): Html {
  const { t, office, language } = request;
  if (!asked.open)
    return html`<p class="notice">${asked.text === undefined ? t.officialDropped : t.officialPublished}</p>`;
  if (asked.standing === "waiting")
    return html`<p class="notice waiting">
      ${t.officialDue(deadline(request, asked.dueAt, now), longInstant(asked.dueAt, language, office.timeZone))}
    </p>`;
  const at = asked.answeredAt ?? now;
  return html`<div class="notice" role="status">
    <p>
      <strong>${asked.standing === "given" ? t.officialGave : t.officialObjected}</strong>, ${when(request, at, now)}.
      ${t.officialMayChange}
    </p>
    ${asked.reason !== undefined && html`<p><q>${asked.reason}</q></p>`}
  </div>`;
}

function changed(request: VisitorRequest, { changes }: ClearancePage, language: string): Html | undefined {
  const { t } = request;
  if (changes === undefined) return undefined;
  return html`<section aria-labelledby="changed" class="touched">
    <h2 id="changed">${t.officialChanged}</h2>
    ${changesIn(request, changes, language)}
  </section>`;
}

function textOf({ t }: VisitorRequest, text: NonNullable<ClearancePage["text"]>, files: Html | undefined): Html {
  const { title, summary, html: rendered, language, voices, pressContact, kind } = text;
  return html`<article class="put-to-you" aria-labelledby="put-title">
    <p class="kicker"><b>${t[`kind_${kind}`]}</b></p>
    <h1 id="put-title" lang="${language}">${title}</h1>
    <div class="voice">
      <p>${voices.length === 0 ? t.speaksOfficeBrief : t.speaks(html`${t.listed(voices)}`)}</p>
    </div>
    <div lang="${language}">
      ${summary !== "" && html`<p class="standfirst">${summary}</p>`}
      <div class="prose">${alreadyEscaped(rendered)}</div>
    </div>
    ${files} ${pressContact !== undefined && html`<p class="small quiet">${t.footContact(pressContact)}</p>`}
  </article>`;
}

/** One tap to agree; an objection says why. */
function answerForms({ t }: VisitorRequest, asked: ClearancePage, way: Way, refused?: Refused): Html {
  const { standing } = asked;
  const objecting = refused !== undefined || standing === "objected";
  return html`<section class="answer-forms" aria-labelledby="answer">
    <h2 id="answer">${t.officialAnswer}</h2>
    ${
      standing !== "given" &&
      html`<form method="post">
        ${way.formToken}<input type="hidden" name="answer" value="given" />
        <button class="button give">${t.officialGive}</button>
      </form>`
    }
    <details ${objecting && html` open`}>
      <summary class="button second">${t.officialObject}</summary>
      <form method="post" class="form">
        ${way.formToken}<input type="hidden" name="answer" value="objected" />
        <label
          >${t.officialReason}<small>${t.officialReasonHint}</small
          ><textarea name="reason" required maxlength="2000" rows="4">${typed(refused, "reason", asked.reason ?? "")}</textarea>
        </label>
        <button class="button danger">${t.officialSendObjection}</button>
      </form>
    </details>
  </section>`;
}

/** Sent by the page once a hand is at it. What the link leads to, if anything, is not told. */
async function opened(visitor: VisitorRequest): Promise<Response> {
  const { db, means } = visitor.desk.installation;
  await openClearance(db, visitor.c.req.param("token") ?? "", means);
  return answerJson(visitor, {});
}

async function answer(visitor: VisitorRequest | DeskRequest, way: Way, form: FormData): Promise<Response> {
  const { db, means } = visitor.desk.installation;
  return orAgain(
    form,
    async () => {
      const said = fieldOf(form, "answer") === "given" ? "given" : "objected";
      await answerClearance(db, way.key, { answer: said, reason: fieldOf(form, "reason") }, means);
      return seeOther(visitor, way.path);
    },
    (refused) => page(visitor, way, refused),
  );
}

/** What has been put to an officer who clears, without looking for a mail. */
async function clearancesPage(request: DeskRequest): Promise<Response> {
  const { desk, t, actor, office } = request;
  const { db, means } = desk.installation;
  const [institution = office.institution] = institutionsFor(actor, "clearance.answer");
  permit(actor, "clearance.answer", institution);
  const now = means.clock.now();
  const put = await clearancesOf(db, actor);
  const groups = [
    [t.putWaiting, put.filter((one) => one.standing === "waiting")],
    [t.putAnswered, put.filter((one) => one.standing !== "waiting")],
  ] as const;
  return answerDesk(request, {
    title: t.putTitle,
    current: "clearances",
    body: html`<h1 class="plain">${t.putTitle}</h1>
      <p class="standfirst">${t.putText(actor.email)}</p>
      ${
        put.length === 0
          ? html`<div class="empty">
              <h2>${t.putEmpty}</h2>
              <p>${t.putEmptyText}</p>
            </div>`
          : groups.map(
              ([name, of]) =>
                of.length > 0 &&
                html`<section>
                  <h2>${name}</h2>
                  <ul class="cards">
                    ${of.map((one) => putCard(request, one, now))}
                  </ul>
                </section>`,
            )
      }`,
  });
}

function putCard(request: DeskRequest, one: ClearancePut, now: Date): Html {
  const { t } = request;
  const { id, kind, language, title, askedBy, standing: said, answeredAt, dueAt } = one;
  return html`<li ${said === "waiting" && html` class="yours"`}>
    <p class="kicker"><b>${t[`kind_${kind}`]}</b> <span>${t.by(askedBy)}</span></p>
    <h3 lang="${language}"><a href="/desk/clearances/${id}">${title}</a></h3>
    <p>
      ${
        said === "waiting" || answeredAt === undefined
          ? deadline(request, dueAt, now)
          : html`<span class="tag ${said === "given" ? "sure" : "alarm"}">${said === "given" ? t.officialGave : t.officialObjected}</span>
              ${when(request, answeredAt, now)}`
      }
    </p>
  </li>`;
}
