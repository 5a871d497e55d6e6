import { Hono } from "hono";
import { answerClearance, noClearance } from "../newsroom/answer-clearance.ts";
import { openClearance } from "../newsroom/open-clearance.ts";
import { type ClearancePage, readClearance } from "../newsroom/read-clearance.ts";
import { catalogues } from "../page/catalogue.ts";
import { longInstant } from "../page/dates.ts";
import { alreadyEscaped, type Html, html } from "../page/html.ts";
import { answerDesk, answerJson, seeOther } from "./answer.ts";
import type { DeskContext, VisitorRequest } from "./context.ts";
import { clearedFiles } from "./files-page.ts";
import { fieldOf } from "./form.ts";
import { visitorAct, visitorPage } from "./handlers.ts";
import { changesIn } from "./newsroom-last-minute.ts";
import { deadline, when } from "./newsroom-words.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** For an official of another institution, by the link in their mail: no account, and nothing but what is put to them. */
export function clearancePages(desk: DeskContext): Hono {
  const app = new Hono();
  app.get(
    "/clearance/:token",
    visitorPage(desk, (request) => page(request)),
  );
  app.post("/clearance/:token", visitorAct(desk, answer));
  app.post("/clearance/:token/opened", visitorAct(desk, opened));
  app.all(
    "/clearance/*",
    visitorPage(desk, async () => Promise.reject(noClearance())),
  );
  return app;
}

async function page(visitor: VisitorRequest, refused?: Refused): Promise<Response> {
  const { desk, c } = visitor;
  const { db, means } = desk.installation;
  const asked = await readClearance(db, c.req.param("token") ?? "");
  // A link that never was, one that was taken back and any wrong address are told alike.
  if (asked === undefined) throw noClearance();
  const request = { ...visitor, language: asked.language, t: catalogues[asked.language] };
  const { t, office } = request;
  const now = means.clock.now();
  const files = asked.text && (await clearedFiles(request, asked.text, c.req.param("token") ?? ""));
  return answerDesk(request, {
    title: t.officialTitle,
    ...(asked.open ? { scripts: ["clearance-opened.js"] } : {}),
    ...statusOfRefusal(refused),
    body: html`<p class="kicker"><b>${t.officialTitle}</b> <span>${asked.institution}</span></p>
      <p class="asks">${t.officialAsks(asked.askedBy, office.name[asked.language])}</p>
      ${asked.message !== undefined && html`<blockquote class="message">${asked.message}</blockquote>`}
      ${refusalOf(request, refused)} ${standing(request, asked, now)}
      ${asked.changes !== undefined && asked.text !== undefined && changed(request, asked, asked.text.language)}
      ${asked.text !== undefined && textOf(request, asked.text, files)}
      ${asked.open && asked.text !== undefined && answerForms(request, asked, refused)}
      <p class="hint">${t.officialPrivate}</p>`,
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
function answerForms({ t }: VisitorRequest, asked: ClearancePage, refused?: Refused): Html {
  const { standing } = asked;
  const objecting = refused !== undefined || standing === "objected";
  return html`<section class="answer-forms" aria-labelledby="answer">
    <h2 id="answer">${t.officialAnswer}</h2>
    ${
      standing !== "given" &&
      html`<form method="post">
        <input type="hidden" name="answer" value="given" />
        <button class="button give">${t.officialGive}</button>
      </form>`
    }
    <details ${objecting && html` open`}>
      <summary class="button second">${t.officialObject}</summary>
      <form method="post" class="form">
        <input type="hidden" name="answer" value="objected" />
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

async function answer(visitor: VisitorRequest, form: FormData): Promise<Response> {
  const { desk, c } = visitor;
  const { db, means } = desk.installation;
  const token = c.req.param("token") ?? "";
  return orAgain(
    form,
    async () => {
      const said = fieldOf(form, "answer") === "given" ? "given" : "objected";
      await answerClearance(db, token, { answer: said, reason: fieldOf(form, "reason") }, means);
      return seeOther(visitor, `/clearance/${token}`);
    },
    (refused) => page(visitor, refused),
  );
}
