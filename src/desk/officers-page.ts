import { inviteOfficer } from "../access/manage-officers.ts";
import { findOfficer, listOfficers, type Officer } from "../access/officers.ts";
import { rights } from "../access/rights.ts";
import { Fault } from "../fault.ts";
import { type Html, html } from "../page/html.ts";
import { answerAdministration, mailNotice, permitTab, savedNotice } from "./administration.ts";
import { seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { when } from "./newsroom-words.ts";
import { type OfficerForm, officerForm, officerNames, type OfficerNames, typedOfficer } from "./officer-form.ts";
import { rowId } from "./sessions-table.ts";

/** Who works here, and what each may do. */
export async function officersPage(request: DeskRequest): Promise<Response> {
  permitTab(request, "officers");
  const { desk, t } = request;
  const { db, means } = desk.installation;
  const officers = await listOfficers(db);
  const { nameOf } = await officerNames(request);
  const now = means.clock.now();
  return answerAdministration(request, "officers", {
    title: t.adminOfficers,
    body: html`<h1 class="plain">${t.adminOfficers}</h1>
      ${savedNotice(request)} ${request.c.req.query("saved") === "1" && mailNotice(request)}
      <p class="measure">${t.officersText}</p>
      <p><a class="button" href="/desk/administration/officers/new">${t.officerInvite}</a></p>
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">${t.officer}</th>
            <th scope="col">${t.officerEmail}</th>
            <th scope="col">${t.officerRights}</th>
            <th scope="col">${t.officerLast}</th>
          </tr>
        </thead>
        <tbody>
          ${officers.map(
            (officer) =>
              html`<tr>
                <th scope="row">
                  <a href="/desk/administration/officers/${officer.id}">${officer.name}</a>
                  ${officer.suspendedAt !== undefined && html`<br /><span class="tag alarm small">${t.officerSuspended}</span>`}
                </th>
                <td data-label="${t.officerEmail}" class="breakable">${officer.email}</td>
                <td data-label="${t.officerRights}">${grantsInBrief(request, officer, nameOf)}</td>
                <td data-label="${t.officerLast}">
                  ${officer.enteredAt === undefined ? t.officerNever : when(request, officer.enteredAt, now)}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>`,
  });
}

/** The office's own rights by their names; those for another institution with its name. */
function grantsInBrief({ t, office }: DeskRequest, { grants }: Officer, nameOf: OfficerNames["nameOf"]): Html {
  if (grants.length === 0) return html`<span class="quiet">${t.officerNoRights}</span>`;
  const institutions = [...new Set(grants.map(({ institution }) => institution))].toSorted((a, b) =>
    a === office.institution ? -1 : b === office.institution ? 1 : a.localeCompare(b),
  );
  return html`${institutions.map((institution, index) => {
    const held = rights.filter((right) => grants.some((one) => one.institution === institution && one.right === right));
    return html`${index > 0 && html`<br />`}${institution !== office.institution && html`${nameOf(institution)}: `}${t.listed(held.map((right) => t.right(right)))}`;
  })}`;
}

export async function invitePage(request: DeskRequest): Promise<Response> {
  permitTab(request, "officers");
  return inviteForm(request, { name: "", email: "", language: request.language, grants: [] });
}

export async function inviteAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  const typed = typedOfficer(form);
  try {
    await inviteOfficer(db, typed, request.actor, means);
  } catch (error) {
    if (error instanceof Fault && (error.code === "invalid" || error.code === "conflict"))
      return inviteForm(request, typed, error);
    throw error;
  }
  return seeOther(request, "/desk/administration/officers?saved=1");
}

async function inviteForm(request: DeskRequest, fields: OfficerForm, fault?: Fault): Promise<Response> {
  const { t } = request;
  return answerAdministration(request, "officers", {
    title: t.officerInvite,
    ...(fault === undefined ? {} : { status: fault.code === "conflict" ? 409 : 400 }),
    body: html`<h1 class="plain">${t.officerInvite}</h1>
      <p class="measure">${t.officerInviteText}</p>
      ${mailNotice(request)}
      ${await officerForm(request, fields, t.officerInviteButton, fault)}`,
  });
}

export async function officerPage(request: DeskRequest): Promise<Response> {
  permitTab(request, "officers");
  const officer = await findOfficer(request.desk.installation.db, rowId(request));
  if (officer === undefined) throw new Fault("not-found", "");
  return answerOfficer(request, officer, officer);
}

/** One officer's page: with what was typed, where it was refused. */
export async function answerOfficer(
  request: DeskRequest,
  officer: Officer,
  fields: OfficerForm,
  fault?: Fault,
): Promise<Response> {
  const { t, actor, formToken } = request;
  const path = `/desk/administration/officers/${officer.id}`;
  const act = (name: string, text: string, button: string, look: string) =>
    html`<form class="form" method="post" action="${path}/${name}">
      ${formToken()}
      <p class="measure">${text}</p>
      <button class="button ${look}">${button}</button>
    </form>`;
  return answerAdministration(request, "officers", {
    title: officer.name,
    ...(fault === undefined ? {} : { status: fault.code === "conflict" ? 409 : 400 }),
    body: html`<h1 class="plain">${officer.name}</h1>
      ${savedNotice(request)}
      ${officer.suspendedAt !== undefined && html`<p class="notice waiting">${t.officerSuspended}</p>`}
      ${await officerForm(request, fields, t.officerChangeButton, fault)}
      <h2>${t.officerAccess}</h2>
      ${officer.suspendedAt === undefined && mailNotice(request)}
      ${
        officer.suspendedAt !== undefined
          ? act("restore", t.officerRestoreText, t.officerRestoreButton, "")
          : html`<h3>${t.officerRenew}</h3>
              ${act("renew", t.officerRenewText, t.officerRenewButton, "second")}
              ${
                officer.id !== actor.officer &&
                html`<h3>${t.officerSuspend}</h3>
                  ${act("suspend", t.officerSuspendText, t.officerSuspendButton, "danger")}`
              }`
      }
      <p><a href="/desk/administration/trail?officer=${officer.id}">${t.adminTrail}: ${officer.name}</a></p>`,
  });
}
