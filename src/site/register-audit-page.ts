import { told } from "../page/told.ts";
import { tongueOf } from "../page/language.ts";
import { Fault } from "../fault.ts";
import { countOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { dayIn } from "../register/day.ts";
import { auditFindings } from "../register/findings/audit-findings.ts";
import { type Finding, type FindingKind, findingKinds, type Findings } from "../register/findings/finding.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { shownBatch } from "./register-request.ts";

const onOverview = 5;
const onPage = 50;

/** What does not agree in the register, or is not known: all kinds with their first findings, or one kind page by page. */
export async function registerAuditPage(request: PageRequest): Promise<Response> {
  const { site, c, t, office } = request;
  const kind = kindAsked(c.req.query("kind"));
  const page = pageAsked(c.req.query("page"));
  const found = await auditFindings(site.installation.db, {
    today: dayIn(office.timeZone, site.installation.means.clock.now()),
    asOf: await shownBatch(site),
    ...(kind === undefined ? { limit: onOverview } : { kinds: [kind], after: (page - 1) * onPage, limit: onPage }),
  });
  const shown = found.counts.filter((one) => kind === undefined || one.kind === kind);
  if (kind !== undefined && page > 1 && found.findings.length === 0) throw new Fault("not-found", "");
  const body = html`<p class="kicker"><b>${t.registerTitle}</b></p>
    <h1>${t.auditTitle}</h1>
    <p class="standfirst">${t.auditLead}</p>
    ${kind === undefined && summary(request, found)}
    ${shown.map((one) => section(request, found, one, kind === undefined ? undefined : page))}
    ${found.counts.length === 0 && html`<p>${t.auditNothing}</p>`}
    ${kind !== undefined && html`<p><a href="${request.href("/register/audit")}">${t.auditAll}</a></p>`}`;
  const query = new URLSearchParams({
    ...(kind === undefined ? {} : { kind }),
    ...(kind === undefined || page === 1 ? {} : { page: String(page) }),
  }).toString();
  const path = `/register/audit${query === "" ? "" : `?${query}`}`;
  return answerPage(
    request,
    { title: t.auditTitle, description: t.auditLead, path, body, current: "register", indexed: kind === undefined },
    ["register"],
  );
}

function kindAsked(text: string | undefined): FindingKind | undefined {
  if (text === undefined) return undefined;
  if (!Object.hasOwn(findingKinds, text)) throw new Fault("not-found", "");
  return text as FindingKind;
}

function pageAsked(text = "1"): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new Fault("not-found", "");
  return Number(text);
}

function summary({ t, language }: PageRequest, { tenures, successions }: Findings): Html {
  const { sameDay, nextDay, gap, overlap, undetermined } = successions;
  const count = (value: number) => countOf(value, language);
  return html`<dl class="facts wide">
    <dt>${t.auditTenures}</dt>
    <dd>${count(tenures)}</dd>
    <dt>${t.auditSameDay}</dt>
    <dd>${count(sameDay)}</dd>
    <dt>${t.auditNextDay}</dt>
    <dd>${count(nextDay)}</dd>
    <dt>${t.auditWithGap}</dt>
    <dd>${count(gap)}</dd>
    <dt>${t.auditOverlapping}</dt>
    <dd>${count(overlap)}</dd>
    <dt>${t.auditUndetermined}</dt>
    <dd>${count(undetermined)}</dd>
  </dl>`;
}

function section(
  request: PageRequest,
  { findings }: Findings,
  { kind, severity, count }: Findings["counts"][number],
  page: number | undefined,
): Html {
  const { t, language, href } = request;
  const listed = findings.filter((one) => one.kind === kind);
  const address = (to: number) => href(`/register/audit?kind=${kind}${to === 1 ? "" : `&page=${to}`}`);
  const last = Math.ceil(count / onPage);
  return html`<section aria-labelledby="${kind}">
    <h2 id="${kind}">${t[`finding_${kind}`]} <span class="quiet small">${t[`severity_${severity}`]}, ${countOf(count, language)}</span></h2>
    <ol start="${page === undefined ? 1 : (page - 1) * onPage + 1}">
      ${listed.map((one) => item(request, one))}
    </ol>
    ${page === undefined && listed.length < count && html`<p><a href="${address(1)}">${t.auditMore(countOf(count, language))}</a></p>`}
    ${
      page !== undefined &&
      last > 1 &&
      html`<p class="pages small">
        ${page > 1 && html`<a rel="prev" href="${address(page - 1)}">${t.auditPrevious}</a>`}
        ${page < last && html`<a rel="next" href="${address(page + 1)}">${t.auditNext}</a>`}
      </p>`
    }
  </section>`;
}

function item({ t, language, href }: PageRequest, { sentence, rows }: Finding): Html {
  return html`<li>
    <p class="measure"${told(language)}>${sentence[tongueOf(language)]}</p>
    <ul class="sources quiet small">
      ${rows.map(
        ({ person, id, source, register }) => html`<li>
          ${person === undefined ? id : html`<a href="${href(`/register/people/${person.id}`)}">${person.name}</a>`}:
          ${t.perSource(html`${source.name}, ${source.locator}`)}
          <a href="${href(`/record/entries/${register.entry}`)}">${t.entryLink(countOf(register.entry, language))}</a>
        </li>`,
      )}
    </ul>
  </li>`;
}
