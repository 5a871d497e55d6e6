import { listOfficers } from "../access/officers.ts";
import { listTrail, type TrailRow } from "../access/trail.ts";
import { type Html, html } from "../page/html.ts";
import { answerAdministration, permitTab } from "./administration.ts";
import type { DeskRequest } from "./context.ts";
import { when } from "./newsroom-words.ts";

const onePage = 50;

/** What was done here, the newest first. */
export async function trailPage(request: DeskRequest): Promise<Response> {
  permitTab(request, "trail");
  const { desk, c, t } = request;
  const { db, means } = desk.installation;
  const query = {
    officer: numberIn(c.req.query("officer")),
    action: worded(c.req.query("action")),
    about: asKept(worded(c.req.query("about"))),
    before: numberIn(c.req.query("before")),
  };
  const found = await listTrail(db, { ...query, limit: onePage + 1 });
  const rows = found.slice(0, onePage);
  const officers = await listOfficers(db);
  const { rows: kinds } = await actionsIn(db);
  const now = means.clock.now();
  const more = rows.at(-1)?.id;
  const address = (before: number | undefined) => {
    const asked = Object.entries({ ...query, before }).filter(([, value]) => value !== undefined);
    return `/desk/administration/trail?${new URLSearchParams(asked.map(([name, value]) => [name, String(value)])).toString()}`;
  };
  return answerAdministration(request, "trail", {
    title: t.adminTrail,
    body: html`<h1 class="plain">${t.adminTrail}</h1>
      <p class="measure">${t.trailText}</p>
      <form class="form row" method="get" action="/desk/administration/trail">
        <label
          >${t.officer}
          <select name="officer">
            <option value="">${t.trailEverybody}</option>
            ${officers.map(({ id, name }) => html`<option value="${id}" ${id === query.officer && html` selected`}>${name}</option>`)}
          </select></label
        >
        <label
          >${t.trailWhat}
          <select name="action">
            <option value="">${t.trailAll}</option>
            ${kinds.map(({ action }) => html`<option value="${action}" ${action === query.action && html` selected`}>${t.trailAct(action)}</option>`)}
          </select></label
        >
        <label>${t.trailAbout}<input name="about" value="${query.about ?? ""}" /></label>
        <button class="button second">${t.trailFilter}</button>
      </form>
      ${rows.length === 0 ? html`<p class="empty">${t.trailNone}</p>` : trailTable(request, rows, now)}
      <p class="pages">
        ${query.before !== undefined && html`<a class="more" href="${address(undefined)}">${t.trailNewest}</a>`}
        ${found.length > onePage && html`<a class="more" rel="next" href="${address(more)}">${t.trailOlder}</a>`}
      </p>`,
  });
}

/** A draft, a line or an item of the agenda leads to its page; whatever else is named stands as the trail has it. */
function aboutInWords({ t }: DeskRequest, about: string): Html | string {
  const [, kind, id = ""] = /^(draft|line|agenda) ([1-9]\d*)$/.exec(about) ?? [];
  if (kind === "draft") return html`<a href="/desk/drafts/${id}">${t.trailDraft(id)}</a>`;
  if (kind === "agenda") return html`<a href="/desk/agenda/${id}">${t.trailAgenda(id)}</a>`;
  return kind === "line" ? html`<a href="/desk/lines/${id}">${t.trailLine(id)}</a>` : about;
}

/** As it is shown in Spanish, as the trail has it. */
function asKept(about: string | undefined): string | undefined {
  return about
    ?.replace(/^(?:borrador|draft)(?= \d)/i, "draft")
    .replace(/^(?:línea|line)(?= \d)/iu, "line")
    .replace(/^agenda,? (?:punto|item)(?= \d)/iu, "agenda");
}

function trailTable(request: DeskRequest, rows: readonly TrailRow[], now: Date): Html {
  const { t } = request;
  return html`<table class="rows">
    <thead>
      <tr>
        <th scope="col">${t.trailAt}</th>
        <th scope="col">${t.officer}</th>
        <th scope="col">${t.trailWhat}</th>
        <th scope="col">${t.trailAbout}</th>
        <th scope="col">${t.trailFrom}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            <td data-label="${t.trailAt}">${when(request, row.at, now)}</td>
            <td data-label="${t.officer}">${row.officer?.name ?? t.trailConsole}</td>
            <th scope="row">${t.trailAct(row.action)}</th>
            <td ${row.about !== undefined && html` data-label="${t.trailAbout}"`} class="breakable">
              ${row.about !== undefined && aboutInWords(request, row.about)}
              ${
                Object.keys(row.details).length > 0 &&
                html`<details>
                  <summary>${t.trailDetails}</summary>
                  <pre class="bytes small">${JSON.stringify(row.details, null, 1)}</pre>
                </details>`
              }
            </td>
            <td data-label="${t.trailFrom}" class="mono small">${row.address}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

async function actionsIn(db: DeskRequest["desk"]["installation"]["db"]) {
  return { rows: await db.selectFrom("trail").select("action").distinct().orderBy("action").execute() };
}

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}

function worded(text: string | undefined): string | undefined {
  const words = text?.trim().slice(0, 300).replaceAll("\0", "");
  return words === "" ? undefined : words;
}
