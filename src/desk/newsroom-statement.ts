import { readPolicy } from "@voceria/record";
import { may } from "../access/rights.ts";
import { Fault } from "../fault.ts";
import { listReviews } from "../newsroom/publication-reviews.ts";
import { readReleaseReport, type ReleaseReport } from "../newsroom/release-report.ts";
import { reviewPublication } from "../newsroom/review-publication.ts";
import { startCorrection, startTranslation } from "../newsroom/start-correction.ts";
import { startDraft } from "../newsroom/start-draft.ts";
import { findStatement, type StatementView } from "../newsroom/statements.ts";
import { callBackWithdrawal, withdrawalAhead, withdrawSoon } from "../newsroom/withdraw-soon.ts";
import { countOf, longInstant } from "../page/dates.ts";
import { alreadyEscaped, type Html, html } from "../page/html.ts";
import { iconMarkup } from "../page/icons.ts";
import { policyText } from "../recorder/served.ts";
import { whatsappText } from "../text/whatsapp.ts";
import { answerDesk, answerJson, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { countingPage } from "./newsroom-counting.ts";
import { deadline, voicesInWords } from "./newsroom-words.ts";
import { translationLanguages } from "./translation-languages.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

type StatementRequest = DeskRequest & { statement: StatementView; now: Date };

/** The statement of the address, for whoever may read this office's drafts. */
async function ofStatement(request: DeskRequest): Promise<StatementRequest> {
  const { desk, c, actor, office } = request;
  const number = c.req.param("number") ?? "";
  const found = may(actor, "draft.read", office.institution)
    ? await findStatement(desk.installation.db, number, desk.horizon().size)
    : undefined;
  if (found === undefined) throw new Fault("not-found", "");
  return { ...request, statement: found, now: desk.installation.means.clock.now() };
}

function statementPath({ number }: { number: string }, rest = ""): string {
  return `/desk/statements/${number}${rest}`;
}

/** What happened when it went out, the text to send on, and what can come of it: a correction, a translation, its end. */
export async function statementDeskPage(visitor: DeskRequest): Promise<Response> {
  // A moment after publication this process may not have heard yet that it may be shown.
  const request = await ofStatement(visitor).catch((error: unknown) => {
    if (error instanceof Fault && error.code === "not-found") return undefined;
    throw error;
  });
  if (request === undefined) return comingPage(visitor);
  const { desk, t, statement, href } = request;
  const { db } = desk.installation;
  const [report, policy] = await Promise.all([readReleaseReport(db, statement), policyText(db)]);
  const review = (await listReviews(db, request.actor)).find(({ number }) => number === statement.number);
  return answerDesk(request, {
    title: statement.title,
    scripts: ["copy.js"],
    body: html`<p class="kicker">
        <b>${t.numbered(t[`kind_${statement.kind}`], statement.number)}</b>
        ${statement.editions > 1 && html`<span>${t.editionOf(statement.edition, statement.editions)}</span>`}
        ${statement.status === "withdrawn" && html`<span class="tag alarm">${t.statusWithdrawn}</span>`}
      </p>
      <h1 class="plain" lang="${statement.language}">
        <a href="${href(`/statements/${statement.number}`)}">${statement.title}</a>
      </h1>
      ${
        review !== undefined &&
        html`<p class="notice alarm">
          ${t.boardOverdue}, ${deadline(request, review.dueAt, request.now)}.
          <a href="${statementPath(statement, `/review/${review.edition}`)}">${t.move_review}</a>
        </p>`
      }
      <div class="cols">
        <div>${report !== undefined && releaseSection(request, report, policy === undefined ? 0 : readPolicy(policy).witnesses.length)} ${await whatsappSection(request)}</div>
        <div>${nextSection(request)}</div>
      </div>`,
  });
}

async function comingPage(request: DeskRequest): Promise<Response> {
  const { desk, c, actor, office, t } = request;
  const number = c.req.param("number") ?? "";
  const row = may(actor, "draft.read", office.institution)
    ? await readReleaseReport(desk.installation.db, { number, edition: 1 })
    : undefined;
  if (row === undefined) throw new Fault("not-found", "");
  return answerDesk(request, {
    title: t.afterComing,
    headers: [["refresh", "1"]],
    body: html`<h1 class="plain">${t.afterComing}</h1>`,
  });
}

function releaseSection(request: StatementRequest, report: ReleaseReport, witnesses: number): Html {
  const { t, language, statement, office, href, desk } = request;
  const { entry, at, checkpoint, late } = report;
  const lines: [boolean, Html][] = [
    [
      true,
      t.afterPage(
        html`<a href="${href(`/statements/${statement.number}`)}">${desk.url}/statements/${statement.number}</a>`,
      ),
    ],
    [
      true,
      t.afterEntry(
        html`<a href="${href(`/record/entries/${entry}`)}">${countOf(entry, language)}</a>`,
        html`<time datetime="${at.toISOString()}">${longInstant(at, language, office.timeZone)}</time>`,
      ),
    ],
    checkpoint === undefined
      ? [false, html`${t.awaitingCheckpoint}`]
      : [true, html`${t.afterSigned(countOf(checkpoint.signedAt.getTime() - at.getTime(), language))}`],
    ...(late === undefined ? [] : [[true, html`${t.afterLate(countOf(late, language))}`] as [boolean, Html]]),
    [false, html`${witnesses === 0 ? t.recordNoWitness : t.afterWitnesses}`],
    [true, t.afterBundle(html`<a href="/statements/${statement.number}.bundle.json">${t.downloadBundle}</a>`)],
  ];
  return html`<section aria-labelledby="after">
    <h2 id="after">${t.afterTitle}</h2>
    <ul class="after">
      ${lines.map(
        ([done, line]) =>
          html`<li data-standing="${done ? "done" : "look"}">
            ${alreadyEscaped(iconMarkup(done ? "check" : "clock"))}<span>${line}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}

async function whatsappSection({ desk, t, statement, href }: StatementRequest): Promise<Html | undefined> {
  if (statement.status !== "current") return undefined;
  const language = statement.language.startsWith("en") ? "en" : "es";
  const voices = await voicesInWords(desk.installation.db, statement.voice, statement.spokenDay, language);
  const { title, body } = statement;
  const text = whatsappText({
    title,
    body,
    url: desk.url + href(`/statements/${statement.number}`),
    ...(voices.length === 0 ? {} : { byline: voices.join("; ") }),
  });
  return html`<section aria-labelledby="whatsapp" class="whatsapp">
    <h2 id="whatsapp">${t.whatsappTitle}</h2>
    <pre id="whatsapp-text" tabindex="0" lang="${statement.language}" aria-labelledby="whatsapp">${text}</pre>
    <div class="actions">
      <button class="button" type="button" data-copy="whatsapp-text" data-copied="${t.whatsappCopied}" aria-live="polite">
        ${t.whatsappCopy}
      </button>
      <a class="button second" href="https://wa.me/?text=${encodeURIComponent(short(text))}" rel="noreferrer">${t.whatsappOpen}</a>
    </div>
  </section>`;
}

/** An address has an end: a long text keeps its beginning and its link. */
function short(text: string): string {
  if (text.length <= 1_500) return text;
  return `${text.slice(0, 1_300).replace(/\s+\S*$/u, "")}…\n\n${text.split("\n\n").at(-1)}`;
}

function nextSection({ t, language, actor, office, statement, formToken }: StatementRequest): Html | undefined {
  if (statement.status !== "current") return undefined;
  const allowed = (action: "draft.write" | "statement.withdraw") => may(actor, action, office.institution);
  const sent = (path: string, name: string, says: string, fields?: Html) =>
    html`<li>
      <form method="post" action="${statementPath(statement, path)}">
        ${formToken()} ${fields}
        <button class="move"><b>${name}</b> <small>${says}</small></button>
      </form>
    </li>`;
  const moves = [
    allowed("draft.write") && sent("/correct", t.afterCorrect, t.afterCorrectText),
    allowed("draft.write") &&
      statement.delivery === "prepared" &&
      sent("/delivered", t.afterDelivered, t.afterDeliveredText),
    allowed("draft.write") &&
      statement.series !== undefined &&
      statement.translates === undefined &&
      sent("/next", t.afterBulletin, t.afterBulletinText(statement.series.name)),
    allowed("draft.write") &&
      statement.translates === undefined &&
      html`<li>
        <form method="post" action="${statementPath(statement, "/translate")}" class="form translate">
          ${formToken()}
          <label
            >${t.afterTranslateInto}
            <select name="language">
              ${translationLanguages(statement.language, language).map(([tag, name]) => html`<option value="${tag}">${name}</option>`)}
            </select></label
          >
          <button class="move"><b>${t.afterTranslate}</b> <small>${t.afterTranslateText}</small></button>
        </form>
      </li>`,
    allowed("statement.withdraw") &&
      html`<li>
        <a class="move" href="${statementPath(statement, "/withdraw")}"
          ><b>${t.afterWithdraw}</b> <small>${t.afterWithdrawText}</small></a
        >
      </li>`,
  ].filter((move) => move !== false);
  if (moves.length === 0) return undefined;
  return html`<section class="moves second" aria-labelledby="next">
    <h2 id="next" class="state">${t.nextMoves}</h2>
    <ul class="next">
      ${moves}
    </ul>
  </section>`;
}

export async function correctAct(visitor: DeskRequest): Promise<Response> {
  const { desk, actor, statement, ...request } = await ofStatement(visitor);
  const { db, means } = desk.installation;
  const { id } = await startCorrection(db, statement.number, actor, means);
  return seeOther({ desk, ...request }, `/desk/drafts/${id}/details`);
}

export async function translateAct(visitor: DeskRequest, form: FormData): Promise<Response> {
  const request = await ofStatement(visitor);
  const { desk, actor, statement } = request;
  const { db, means } = desk.installation;
  const { id } = await startTranslation(db, statement.number, { language: fieldOf(form, "language") }, actor, means);
  return seeOther(request, `/desk/drafts/${id}`);
}

/** What was said, beside what had been prepared: begins with the prepared text, in the same voice. */
export async function deliveredAct(visitor: DeskRequest): Promise<Response> {
  const request = await ofStatement(visitor);
  const { desk, actor, statement } = request;
  const { db, means } = desk.installation;
  const { number, title, body, summary = "", language, topics, voice } = statement;
  const { id } = await startDraft(
    db,
    {
      kind: statement.kind,
      title,
      body,
      summary,
      language,
      topics,
      speakers: voice.map(({ person, post }) => ({ person, post })),
      details: { delivery: "delivered", counterpart: { number } },
    },
    actor,
    means,
  );
  return seeOther(request, `/desk/drafts/${id}`);
}

/** The next bulletin of the series begins with the words and places of this one. */
export async function nextBulletinAct(visitor: DeskRequest): Promise<Response> {
  const request = await ofStatement(visitor);
  const { desk, actor, statement } = request;
  const { db, means } = desk.installation;
  const { title, body, summary = "", language, topics, voice, series } = statement;
  if (series === undefined) throw new Fault("not-found", "");
  const { id } = await startDraft(
    db,
    {
      kind: statement.kind,
      title,
      body,
      summary,
      language,
      topics,
      speakers: voice.map(({ person, post }) => ({ person, post })),
      details: { series: { name: series.name } },
    },
    actor,
    means,
  );
  return seeOther(request, `/desk/drafts/${id}`);
}

export async function withdrawPage(visitor: DeskRequest, refused?: Refused): Promise<Response> {
  const request = await ofStatement(visitor);
  const { t, statement, formToken } = request;
  return answerDesk(request, {
    title: t.afterWithdraw,
    ...statusOfRefusal(refused),
    body: html`<p class="kicker"><b>${t.numbered(t[`kind_${statement.kind}`], statement.number)}</b></p>
      <h1 class="plain" lang="${statement.language}">${statement.title}</h1>
      <h2>${t.afterWithdraw}</h2>
      ${refusalOf(request, refused)}
      <p class="what-happens">${t.withdrawWhat}</p>
      <form method="post" class="form">
        ${formToken()}
        <label
          >${t.withdrawReason}<small>${t.withdrawReasonHint}</small
          ><textarea name="reason" required maxlength="2000" rows="3" lang="${statement.language}">${typed(refused, "reason")}</textarea>
        </label>
        <label class="choice"
          ><input type="checkbox" name="sure" value="1" required /> <span>${t.withdrawSure(statement.number)}</span></label
        >
        <div class="actions">
          <button class="button danger">${t.afterWithdraw}</button>
          <a href="${statementPath(statement)}">${t.reasonCancel}</a>
        </div>
      </form>`,
  });
}

export async function withdrawAct(visitor: DeskRequest, form: FormData): Promise<Response> {
  const request = await ofStatement(visitor);
  const { desk, actor, statement } = request;
  const { db, means } = desk.installation;
  return orAgain(
    form,
    async () => {
      if (fieldOf(form, "sure") !== "1")
        throw new Fault("invalid", "Tick the box to withdraw it.", [], "Marque la casilla para dejarlo sin efecto.");
      await withdrawSoon(db, statement.number, { reason: fieldOf(form, "reason") }, actor, means);
      return seeOther(request, statementPath(statement, "/withdrawing"));
    },
    (refused) => withdrawPage(visitor, refused),
  );
}

/** The ten seconds in which a withdrawal can be called back. */
export async function withdrawingPage(visitor: DeskRequest): Promise<Response> {
  const request = await ofStatement(visitor);
  const { desk, t, statement } = request;
  const at = await withdrawalAhead(desk.installation.db, statement.number);
  if (at === undefined) return seeOther(request, statementPath(statement));
  return countingPage(request, {
    title: t.withdrawingTitle,
    head: html`<p class="kicker"><b>${t.numbered(t[`kind_${statement.kind}`], statement.number)}</b></p>
      <h1 class="plain" lang="${statement.language}">${statement.title}</h1>`,
    state: statementPath(statement, "/state"),
    left: at.getTime() - request.now.getTime(),
    back: statementPath(statement, "/stand"),
    says: t.withdrawingText,
  });
}

/** For the page that counts: whether it is still to come, and where to go then. */
export async function withdrawalState(visitor: DeskRequest): Promise<Response> {
  const request = await ofStatement(visitor);
  const { desk, statement } = request;
  const at = await withdrawalAhead(desk.installation.db, statement.number);
  return answerJson(
    request,
    at === undefined ? { state: "over", to: statementPath(statement) } : { state: "scheduled" },
  );
}

/** The withdrawal is called back. */
export async function standAct(visitor: DeskRequest): Promise<Response> {
  const request = await ofStatement(visitor);
  const { desk, actor, statement } = request;
  const { db, means } = desk.installation;
  await callBackWithdrawal(db, statement.number, actor, means);
  return seeOther(request, statementPath(statement));
}

/** What went out urgently, as it went out, and why; a second person says that they have read it. */
export async function reviewPage(visitor: DeskRequest, refused?: Refused): Promise<Response> {
  const request = await ofStatement(visitor);
  const { desk, c, t, statement, actor, now, formToken } = request;
  const edition = Number(c.req.param("edition"));
  const review = (await listReviews(desk.installation.db, actor)).find(
    (one) => one.number === statement.number && one.edition === edition,
  );
  if (review === undefined) return seeOther(request, statementPath(statement));
  const mayReview = may(actor, "publication.review", request.office.institution);
  return answerDesk(request, {
    title: t.move_review,
    ...statusOfRefusal(refused),
    body: html`<p class="kicker">
        <b>${t.numbered(t[`kind_${statement.kind}`], statement.number)}</b> <span>${review.by}</span>
      </p>
      <h1 class="plain" lang="${statement.language}">${statement.title}</h1>
      ${refusalOf(request, refused)}
      <div class="notice alarm">
        <p>${t.reviewWhy(review.by)} ${deadline(request, review.dueAt, now)}.</p>
        <p><q>${review.reason}</q></p>
      </div>
      <div class="prose" lang="${statement.language}">${alreadyEscaped(statement.html)}</div>
      ${
        mayReview
          ? html`<form method="post" class="form">
              ${formToken()}
              <label
                >${t.reviewRemark}<small>${t.reviewRemarkHint}</small
                ><textarea name="remark" rows="2" maxlength="2000">${typed(refused, "remark")}</textarea>
              </label>
              <div class="actions">
                <button class="button">${t.reviewDone}</button>
                <a href="${statementPath(statement)}">${t.reviewOtherwise}</a>
              </div>
            </form>`
          : html`<p>${t.reviewNoRight}</p>`
      }`,
  });
}

export async function reviewAct(visitor: DeskRequest, form: FormData): Promise<Response> {
  const request = await ofStatement(visitor);
  const { desk, c, actor, statement } = request;
  const { db, means } = desk.installation;
  const edition = Number(c.req.param("edition"));
  return orAgain(
    form,
    async () => {
      await reviewPublication(
        db,
        { number: statement.number, edition },
        { remark: fieldOf(form, "remark") },
        actor,
        means,
      );
      return seeOther(request, "/desk");
    },
    (refused) => reviewPage(visitor, refused),
  );
}
