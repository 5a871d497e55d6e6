import { readPolicy } from "@voceria/record";
import { may } from "../access/rights.ts";
import { Fault } from "../fault.ts";
import { listReviews } from "../newsroom/publication-reviews.ts";
import { readRelatedTexts } from "../newsroom/related-texts.ts";
import { readReleaseReport, type ReleaseReport } from "../newsroom/release-report.ts";
import { countOf, longInstant } from "../page/dates.ts";
import { alreadyEscaped, type Html, html } from "../page/html.ts";
import { iconMarkup } from "../page/icons.ts";
import { policyText } from "../recorder/served.ts";
import { whatsappText } from "../text/whatsapp.ts";
import { answerDesk } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { ofStatement, statementPath, type StatementRequest } from "./newsroom-of-statement.ts";
import { deadline, voicesInWords } from "./newsroom-words.ts";
import { translationLanguages } from "./text-language.ts";

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
  const [report, policy, { original }] = await Promise.all([
    readReleaseReport(db, statement),
    policyText(db),
    readRelatedTexts(db, statement, desk.horizon().size),
  ]);
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
      ${
        original?.moved === true &&
        html`<p class="notice waiting">
          ${t.translationBehind(original.edition)}
          <a href="${href(`/statements/${original.number}/history`)}" lang="${original.language}">${original.title}</a>
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
