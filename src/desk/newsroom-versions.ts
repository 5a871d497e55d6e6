import { Fault } from "../fault.ts";
import { type DraftEventView, type DraftVersion, findVersion, listVersions } from "../newsroom/find-draft.ts";
import { type Html, html } from "../page/html.ts";
import { answerDesk } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { differenceOf } from "./newsroom-difference.ts";
import { draftHead, draftPath, type DraftRequest, ofDraft } from "./newsroom-draft.ts";
import { asRead } from "./newsroom-text.ts";
import { when } from "./newsroom-words.ts";

const fewVersions = 4;

/** The newest versions, and the way to all of them. */
export async function versionsCard(request: DraftRequest): Promise<Html> {
  const { desk, t, draft, actor } = request;
  const versions = await listVersions(desk.installation.db, draft.id, actor);
  return html`<section class="card versions" aria-labelledby="versions">
    <h2 id="versions">${t.versionsTitle}</h2>
    <ul>
      ${versions.slice(0, fewVersions).map((one) => html`<li>${versionLine(request, one)}</li>`)}
    </ul>
    ${versions.length > fewVersions && html`<p><a href="${draftPath(draft, "/versions")}">${t.versionsMore}</a></p>`}
  </section>`;
}

export async function versionsPage(visitor: DeskRequest): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, t, draft, actor } = request;
  const versions = await listVersions(desk.installation.db, draft.id, actor);
  return answerDesk(request, {
    title: t.versionsTitle,
    body: html`${draftHead(request)}
      <h2>${t.versionsTitle}</h2>
      <p>${t.versionsLead}</p>
      <ul class="entries">
        ${versions.map((one) => html`<li class="item">${versionLine(request, one)}</li>`)}
      </ul>`,
  });
}

function versionLine(request: DraftRequest, one: Omit<DraftVersion, "body">): Html {
  const { t, draft, now } = request;
  const name = nameOf(request, one);
  const current = !one.setAside && one.version === draft.version;
  return html`<a href="${draftPath(draft, `/versions/${one.id}`)}">${name}</a>${current && html`, ${t.versionNow}`}
    <span class="quiet"
      >${one.by.name}, ${when(request, one.savedAt, now)}
      ${one.why !== "typed" && html`(${t[`versionWhy_${one.why}`]})`}</span
    >`;
}

function nameOf({ t }: DraftRequest, { setAside, version }: { setAside: boolean; version: number }): string {
  return setAside ? t.versionAside(version) : t.versionNumber(version);
}

/** What changed from that version to the text as it stands, or to any other version, and the version itself. */
export async function versionPage(visitor: DeskRequest): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, c, t, draft, actor, now, writable, formToken } = request;
  const version = await findVersion(desk.installation.db, draft.id, Number(c.req.param("version")), actor);
  if (version === undefined) throw new Fault("not-found", "");
  const name = nameOf(request, version);
  const versions = await listVersions(desk.installation.db, draft.id, actor);
  const asked = c.req.query("to");
  const other =
    asked === undefined ? undefined : await findVersion(desk.installation.db, draft.id, Number(asked), actor);
  if (asked !== undefined && asked !== "" && other === undefined) throw new Fault("not-found", "");
  return answerDesk(request, {
    title: name,
    body: html`${draftHead(request)}
      <h2>${name}</h2>
      <p class="kicker"><span>${version.by.name}</span> <span>${when(request, version.savedAt, now)}</span></p>
      <h3>${other === undefined ? t.versionCompare(version.version) : t.versionBetween(name, nameOf(request, other))}</h3>
      <form method="get" class="form row">
        <label
          >${t.versionTo}<select name="to">
            <option value="">${t.versionNow}</option>
            ${versions
              .filter(({ id }) => id !== version.id)
              .map(
                (one) =>
                  html`<option value="${one.id}" ${one.id === other?.id && html` selected`}>
                    ${nameOf(request, one)}, ${one.by.name}, ${when(request, one.savedAt, now)}
                  </option>`,
              )}
          </select></label
        ><button class="button second">${t.versionShow}</button>
      </form>
      ${differenceOf(request, version, other ?? draft, draft.language)}
      <details>
        <summary>${t.versionWhole}</summary>
        <h3 lang="${draft.language}">${version.title}</h3>
        ${asRead({ t, draft: { ...draft, ...version, id: draft.id, version: draft.version } })}
      </details>
      ${
        writable &&
        html`<form method="post" action="${draftPath(draft, `/versions/${version.id}/restore`)}" class="form">
          ${formToken()}
          <p class="hint">${t.versionRestoreText}</p>
          <button class="button second">${t.versionRestore}</button>
        </form>`
      }
      <p><a class="more" href="${draftPath(draft)}">${t.detailsBack}</a></p>`,
  });
}

/** What happened to it, the newest first. */
export function eventsCard(request: DraftRequest, events: readonly DraftEventView[]): Html {
  const { t, now } = request;
  return html`<section class="card events-card" aria-labelledby="events">
    <h2 id="events">${t.eventsTitle}</h2>
    <ul class="events">
      ${events.toReversed().map(
        ({ what, by, at, reason, details }) =>
          html`<li>
            ${eventInWords(request, what)} <b>${by.name}</b>, <span class="quiet">${when(request, at, now)}</span>
            ${typeof details["late"] === "number" && html`<span class="tag alarm">${t.eventLate(lateness(request, details["late"]))}</span>`}
            ${reason !== undefined && html`<q class="reason">${reason}</q>`}
          </li>`,
      )}
    </ul>
  </section>`;
}

/** «3 segundos», «12 minutos». */
function lateness({ t }: DraftRequest, milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  return seconds < 120 ? t.seconds(seconds) : t.minutes(Math.round(seconds / 60));
}

function eventInWords({ t }: DraftRequest, what: string): string {
  const key = `event_${what}`;
  return Object.hasOwn(t, key) ? (t as unknown as Record<string, string>)[key]! : t.event_other;
}
