import { institutionsFor } from "../access/rights.ts";
import { Fault } from "../fault.ts";
import { findCitations } from "../newsroom/find-citations.ts";
import { listStatements } from "../newsroom/list-statements.ts";
import type { Kind } from "../newsroom/statement.ts";
import { plainDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { answerDesk } from "./answer.ts";
import type { DeskRequest } from "./context.ts";

const pageOf = 30;

type Line = {
  number: string;
  title: string;
  kind: Kind;
  language: string;
  spokenDay: string;
  status?: "current" | "withdrawn" | "erased";
  editions?: number;
};

/** What the office has said, to correct, translate or withdraw it, or to send it on. */
export async function publishedPage(request: DeskRequest): Promise<Response> {
  const { desk, c, t, actor, office } = request;
  if (!institutionsFor(actor, "draft.read").includes(office.institution)) throw new Fault("not-found", "");
  const { db } = desk.installation;
  const upTo = desk.horizon().size;
  const words = (c.req.query("q") ?? "").trim();
  const before = c.req.query("before");
  const found: { lines: readonly Line[]; next?: string; total?: number } =
    words === ""
      ? await listStatements(db, { upTo, limit: pageOf, ...(before === undefined ? {} : { before }) })
      : { lines: await findCitations(db, words, upTo) };
  return answerDesk(request, {
    title: t.publishedTitle,
    current: "published",
    body: html`<h1 class="plain">${t.publishedTitle}</h1>
      ${found.total !== undefined && html`<p class="quiet">${t.listCount(found.total)}</p>`}
      <form method="get" action="/desk/statements" role="search" class="ask">
        <label>${t.publishedSearch}<input name="q" type="search" value="${words}" maxlength="200" /></label>
        <button>${t.publishedFind}</button>
      </form>
      ${
        found.lines.length === 0
          ? html`<p class="empty">${words === "" ? t.publishedNone : t.listEmpty}</p>`
          : html`<ul class="entries">
              ${found.lines.map((line) => lineOf(request, line))}
            </ul>`
      }
      ${
        found.next !== undefined &&
        html`<p class="pages"><a href="/desk/statements?before=${encodeURIComponent(found.next)}">${t.listOlder}</a></p>`
      }`,
  });
}

function lineOf({ t, language }: DeskRequest, line: Line): Html {
  const { number, title, kind, spokenDay, status, editions } = line;
  return html`<li class="item">
    <p class="kicker">
      <b>${t.numbered(t[`kind_${kind}`], number)}</b> <span>${plainDay(spokenDay, language)}</span>
      ${status === "withdrawn" && html`<span class="tag alarm">${t.statusWithdrawn}</span>`}
      ${(editions ?? 1) > 1 && html`<span class="tag">${t.statusCorrected}</span>`}
    </p>
    <h2 lang="${line.language}"><a href="/desk/statements/${number}">${title}</a></h2>
  </li>`;
}
