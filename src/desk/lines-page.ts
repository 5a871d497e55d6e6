import { may } from "../access/rights.ts";
import { Fault } from "../fault.ts";
import { acknowledgeLines } from "../newsroom/acknowledge-lines.ts";
import { type LineVersion, listLineVersions, type LineView, whoHasRead } from "../newsroom/find-line.ts";
import { dayOf } from "../page/dates.ts";
import { alreadyEscaped, type Html, html } from "../page/html.ts";
import { renderMarkdown } from "../text/markdown.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { lineDifference } from "./lines-difference.ts";
import { lineAsked } from "./lines-form.ts";
import { earlierList, evidenceList, linePath, readInWords, validityInWords, saidBeforeOn } from "./lines-words.ts";
import { when } from "./newsroom-words.ts";

const fewVersions = 4;

/** One line: what is said, what bears it out, what was said before, and who knows of it. */
export async function linePage(request: DeskRequest): Promise<Response> {
  const { desk, c, t, actor, office, formToken } = request;
  const { means } = desk.installation;
  const line = await lineAsked(request);
  const now = means.clock.now();
  const today = dayOf(now, office.timeZone);
  const found = await saidBeforeOn(request, line);
  return answerDesk(request, {
    title: line.subject,
    current: "lines",
    body: html`${c.req.query("saved") === "1" && html`<p class="notice" role="status">${t.lineSaved}</p>`}
      <p class="kicker">
        <b>${t.lineNumber(line.id)}</b> ${readInWords(request, line)} ${validityInWords(request, line, today)}
      </p>
      <h1 class="plain">${line.subject}</h1>
      <div class="cols">
        <section aria-label="${t.lineBody}">
          <div class="prose">${alreadyEscaped(renderMarkdown(line.body))}</div>
          <div class="actions">
            ${
              line.readVersion !== line.version &&
              html`<form method="post" action="${linePath(line, "/read")}">
                ${formToken()}
                <input type="hidden" name="version" value="${line.version}" />
                <button class="button">${t.lineIRead}</button>
              </form>`
            }
            ${may(actor, "line.write", line.institution) && html`<a class="button second" href="${linePath(line, "/edit")}">${t.lineEdit}</a>`}
          </div>
          <p class="quiet lines-about">${t.lineOwner(line.ownerName)} · ${t.lineBy(line.by, when(request, line.changedAt, now))}</p>
        </section>
        <aside class="panel">
          ${
            line.evidence.length > 0 &&
            html`<section class="card" aria-labelledby="evidence">
              <h2 id="evidence">${t.lineEvidence}</h2>
              ${evidenceList(request, line.evidence)}
            </section>`
          }
          <section class="card said-before" aria-labelledby="said">
            <h2 id="said">${t.lineSaidBefore}</h2>
            ${found.hits.length === 0 && !found.cut ? html`<p class="quiet">${t.lineSaidNone}</p>` : earlierList(request, found)}
          </section>
          ${await readersCard(request, line, now)} ${await versionsCard(request, line, now)}
        </aside>
      </div>`,
  });
}

async function readersCard(request: DeskRequest, line: LineView, now: Date): Promise<Html> {
  const { desk, t } = request;
  const readers = await whoHasRead(desk.installation.db, line);
  const up = readers.filter(({ version }) => version === line.version);
  return html`<section class="card" aria-labelledby="readers">
    <h2 id="readers">${t.lineReaders}</h2>
    <p>${t.lineReadCount(up.length, readers.length)}</p>
    <ul>
      ${[...up, ...readers.filter((one) => !up.includes(one))].map(
        ({ name, version, readAt }) =>
          html`<li>
            <b>${name}</b>
            ${
              version === undefined || readAt === undefined
                ? html`<span class="quiet">${t.lineReaderNot}</span>`
                : html`<span class="quiet"
                    >${version === line.version ? t.lineReaderNow : t.lineReaderOld(version)},
                    ${when(request, readAt, now)}</span
                  >`
            }
          </li>`,
      )}
    </ul>
  </section>`;
}

async function versionsCard(request: DeskRequest, line: LineView, now: Date): Promise<Html> {
  const { desk, t, actor } = request;
  const versions = await listLineVersions(desk.installation.db, line.id, actor);
  return html`<section class="card" aria-labelledby="versions">
    <h2 id="versions">${t.lineVersions}</h2>
    <ul>
      ${versions.slice(0, fewVersions).map((one) => html`<li>${versionLink(request, line, one, now)}</li>`)}
    </ul>
    <p><a href="${linePath(line, "/versions")}">${t.lineVersionsAll}</a></p>
  </section>`;
}

function versionLink(request: DeskRequest, line: LineView, one: LineVersion, now: Date): Html {
  const { t } = request;
  const current = !one.setAside && one.version === line.version;
  return html`<a href="${linePath(line, `/versions/${one.id}`)}">${nameOf(request, one)}</a>${current && html`, ${t.versionNow}`}
    <span class="quiet">${t.lineBy(one.by, when(request, one.savedAt, now))}</span>`;
}

function nameOf({ t }: DeskRequest, { version, setAside }: LineVersion): string {
  return setAside ? t.versionAside(version) : t.versionNumber(version);
}

export async function lineVersionsPage(request: DeskRequest): Promise<Response> {
  const { desk, t, actor } = request;
  const line = await lineAsked(request);
  const versions = await listLineVersions(desk.installation.db, line.id, actor);
  const now = desk.installation.means.clock.now();
  return answerDesk(request, {
    title: t.lineVersions,
    current: "lines",
    body: html`<p class="kicker"><b>${t.lineNumber(line.id)}</b></p>
      <h1 class="plain"><a href="${linePath(line)}">${line.subject}</a></h1>
      <h2>${t.lineVersions}</h2>
      <p>${t.versionsLead}</p>
      <ul class="entries">
        ${versions.map((one) => html`<li class="item">${versionLink(request, line, one, now)}</li>`)}
      </ul>`,
  });
}

/** One version, and what changed from it to another: the one that stands, unless asked otherwise. */
export async function lineVersionPage(request: DeskRequest): Promise<Response> {
  const { desk, c, t, actor, office } = request;
  const line = await lineAsked(request);
  const { db, means } = desk.installation;
  const now = means.clock.now();
  const versions = await listLineVersions(db, line.id, actor);
  const version = versions.find(({ id }) => id === Number(c.req.param("version")));
  if (version === undefined) throw new Fault("not-found", "");
  const standing = versions.find((one) => !one.setAside && one.version === line.version) ?? version;
  const other = versions.find(({ id }) => id === Number(c.req.query("with"))) ?? standing;
  const others = versions.filter(({ id }) => id !== version.id);
  return answerDesk(request, {
    title: nameOf(request, version),
    current: "lines",
    body: html`<p class="kicker"><b>${t.lineNumber(line.id)}</b></p>
      <h1 class="plain"><a href="${linePath(line)}">${line.subject}</a></h1>
      <h2>${nameOf(request, version)}</h2>
      <p class="kicker">
        <span>${t.lineBy(version.by, when(request, version.savedAt, now))}</span>
        ${validityInWords(request, version, dayOf(now, office.timeZone))}
      </p>
      ${
        others.length > 0 &&
        html`<form class="form row">
            <label
              >${t.lineCompareWith}
              <select name="with">
                ${others.map(
                  (one) =>
                    html`<option value="${one.id}" ${one.id === other.id && html` selected`}>${nameOf(request, one)} · ${one.by}</option>`,
                )}
              </select></label
            >
            <button class="button second">${t.lineCompareButton}</button>
          </form>
          <h3>${t.lineCompared(nameOf(request, version), nameOf(request, other))}</h3>
          ${lineDifference(request, version, other)}`
      }
      <details ${others.length === 0 && html` open`}>
        <summary>${t.versionWhole}</summary>
        <h3>${version.subject}</h3>
        <div class="prose">${alreadyEscaped(renderMarkdown(version.body))}</div>
        ${evidenceList(request, version.evidence)}
      </details>`,
  });
}

/** «La leí»: the version that was shown, whatever stands by now. */
export async function readLineAct(request: DeskRequest, form: FormData): Promise<Response> {
  const line = await lineAsked(request);
  const { db, means } = request.desk.installation;
  await acknowledgeLines(db, [{ line: line.id, version: Number(fieldOf(form, "version")) }], request.actor, means);
  return seeOther(request, linePath(line));
}
