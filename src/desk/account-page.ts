import { chooseLanguage, endOtherSessions } from "../access/change-account.ts";
import { endOwnSession } from "../access/manage-officers.ts";
import { listPasskeys } from "../access/passkeys.ts";
import { rights } from "../access/rights.ts";
import { listSessions } from "../access/sessions.ts";
import { dayIn } from "../register/day.ts";
import { type Html, html } from "../page/html.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { languageField } from "./language-field.ts";
import { institutionNames, when } from "./newsroom-words.ts";
import { relyingParty, underAName } from "./relying-party.ts";
import { rowId, sessionsTable } from "./sessions-table.ts";

/** An officer's own: language, rights, passkeys, sessions. */
export async function accountPage(request: DeskRequest): Promise<Response> {
  const { desk, c, t, actor, session, office, language, formToken } = request;
  const { db, means } = desk.installation;
  const now = means.clock.now();
  const institutions = [...new Set(actor.grants.map(({ institution }) => institution))];
  const nameOf = await institutionNames(db, institutions, { language, today: dayIn(office.timeZone, now) });
  const sessions = await listSessions(db, now, actor.officer);
  return answerDesk(request, {
    title: t.accountTitle,
    current: "account",
    scripts: ["passkey.js"],
    body: html`<h1 class="plain">${actor.name}</h1>
      ${c.req.query("saved") === "1" && html`<div class="notice" role="status"><p>${t.accountSaved}</p></div>`}
      <p class="quiet">${actor.email}</p>
      <div class="cols">
        <div>
          <section aria-labelledby="passkeys">
            <h2 id="passkeys">${t.passkeysTitle}</h2>
            <p class="measure">${t.passkeysText}</p>
            ${await passkeys(request)}
          </section>
          ${await providerCard(request)}
        </div>
        <div>
          <section class="card" aria-labelledby="rights">
            <h2 id="rights">${t.accountRights}</h2>
            ${actor.grants.length === 0 && html`<p>${t.deskNoRights}</p>`}
            <ul>
              ${institutions.map(
                (institution) =>
                  html`<li>
                    <b>${nameOf(institution)}</b>:
                    ${t.listed(
                      rights
                        .filter((right) =>
                          actor.grants.some((one) => one.institution === institution && one.right === right),
                        )
                        .map((right) => t.right(right)),
                    )}
                  </li>`,
              )}
            </ul>
          </section>
          <form class="form card" method="post" action="/desk/account/language">
            ${formToken()}
            ${languageField(t.officerLanguage, language)}
            <button class="button second">${t.accountLanguageSave}</button>
          </form>
        </div>
      </div>
      <section aria-labelledby="sessions">
        <h2 id="sessions">${t.sessionsTitle}</h2>
        <p class="measure">${t.sessionsText}</p>
        ${sessionsTable(request, sessions, { own: true, here: session.id, now })}
        ${
          sessions.length > 1 &&
          html`<form method="post" action="/desk/account/sessions/end-others">
            ${formToken()}<button class="button second">${t.sessionEndOthers}</button>
          </form>`
        }
      </section>`,
  });
}

async function passkeys(request: DeskRequest): Promise<Html> {
  const { desk, t, actor, formToken } = request;
  const { db, means } = desk.installation;
  const now = means.clock.now();
  const found = await listPasskeys(db, actor.officer);
  const elsewhere = underAName(request, "/desk/account");
  return html`${found.length === 0 && html`<p class="quiet">${t.passkeysNone}</p>`}
    <ul class="plain-list">
      ${found.map(
        ({ id, name, createdAt, usedAt }) =>
          html`<li>
            <b>${name}</b> <span class="quiet small">${t.passkeyAdded(when(request, createdAt, now))}${usedAt !== undefined && html` · ${t.passkeyUsed(when(request, usedAt, now))}`}</span>
            <form method="post" action="/desk/account/passkeys/${id}/remove">
              ${formToken()}<button class="link" aria-label="${t.passkeyRemoveOf(name)}">${t.passkeyRemove}</button>
            </form>
          </li>`,
      )}
    </ul>
    ${
      relyingParty(request) === undefined
        ? html`<p class="notice">${t.passkeyNeedsName(html`<a href="${elsewhere}">${elsewhere}</a>`)}</p>`
        : html`<noscript><p class="notice">${t.passkeyNeedsScript}</p></noscript>
            <form class="form" id="add-passkey" data-failed="${t.passkeyFailed}" hidden>
              <label
                >${t.passkeyName}<small>${t.passkeyNameHint}</small><input name="name" maxlength="80" required
              /></label>
              <button class="button">${t.passkeyAdd}</button>
              <p class="notice alarm" role="alert" hidden></p>
            </form>`
    }`;
}

async function providerCard({ desk, t, actor }: DeskRequest): Promise<Html | undefined> {
  if (desk.provider === undefined) return undefined;
  const { name } = desk.provider.settings;
  const tied = await desk.installation.db
    .selectFrom("oidc_identity")
    .select("subject")
    .where("officer", "=", actor.officer)
    .executeTakeFirst();
  return html`<section aria-labelledby="provider">
    <h2 id="provider">${t.providerTitle}</h2>
    ${tied !== undefined && html`<p>${t.providerLinked(name)}</p>`}
    <p><a class="button second" href="/desk/account/identity">${t.providerLink(name)}</a></p>
  </section>`;
}

export async function languageAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  await chooseLanguage(db, fieldOf(form, "language"), request.actor, means);
  return seeOther(request, "/desk/account?saved=1");
}

export async function endSessionAct(request: DeskRequest): Promise<Response> {
  const { db, means } = request.desk.installation;
  await endOwnSession(db, rowId(request), request.actor, means);
  return seeOther(request, "/desk/account?saved=1");
}

export async function endOtherSessionsAct(request: DeskRequest): Promise<Response> {
  const { db, means } = request.desk.installation;
  await endOtherSessions(db, request.session, request.actor, means);
  return seeOther(request, "/desk/account?saved=1");
}
