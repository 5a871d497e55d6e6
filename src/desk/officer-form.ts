import { rights } from "../access/rights.ts";
import type { Fault } from "../fault.ts";
import { type Html, html } from "../page/html.ts";
import { dayIn } from "../register/day.ts";
import { institutionNameOn } from "../register/holdings.ts";
import { listInstitutions } from "../register/list-institutions.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf, fieldsOf } from "./form.ts";
import { languageField } from "./language-field.ts";
import { faultNotice } from "./refused.ts";

/** An officer as the form shows them: as they are, or as was typed. */
export type OfficerForm = {
  name: string;
  email: string;
  language: string;
  grants: readonly { institution: string; right: string }[];
};

export type OfficerNames = {
  nameOf: (institution: string) => string;
  institutions: readonly { id: string; name: string }[];
};

/** What the register calls institutions today, in the order of their names. */
export async function officerNames({ desk, office, language }: DeskRequest): Promise<OfficerNames> {
  const { db, means } = desk.installation;
  const today = dayIn(office.timeZone, means.clock.now());
  const institutions = (await listInstitutions(db))
    .map(({ id, data }) => ({ id, name: institutionNameOn(data, today)[language] }))
    .toSorted((a, b) => a.name.localeCompare(b.name, language));
  const names = new Map(institutions.map(({ id, name }) => [id, name]));
  return { institutions, nameOf: (institution) => names.get(institution) ?? institution };
}

/** Rights by institution as boxes to tick: the office's own, those held elsewhere, and one more institution to choose. */
export async function officerForm(
  request: DeskRequest,
  { name, email, language, grants }: OfficerForm,
  button: string,
  fault?: Fault,
): Promise<Html> {
  const { t, office, formToken } = request;
  const { institutions, nameOf } = await officerNames(request);
  const shown = [...new Set([office.institution, ...grants.map(({ institution }) => institution)])];
  const held = (institution: string, right: string) =>
    grants.some((one) => one.institution === institution && one.right === right);
  const others = institutions.filter(({ id }) => !shown.includes(id));
  return html`<form class="form" method="post">
    ${formToken()}
    ${faultNotice(request, fault)}
    <label>${t.officerName}<input name="name" value="${name}" required maxlength="200" autocomplete="off" /></label>
    <label
      >${t.officerEmail}<input name="email" type="email" value="${email}" required maxlength="254" autocomplete="off"
    /></label>
    ${languageField(t.officerLanguage, language)}
    ${shown.map(
      (institution) =>
        html`<fieldset>
          <legend>${t.officerGrantsFor(nameOf(institution))}</legend>
          ${rights
            .filter((right) => right !== "administrator" || institution === office.institution)
            .map(
              (right) =>
                html`<label
                  ><input
                    type="checkbox"
                    name="grant"
                    value="${institution} ${right}"
                    ${held(institution, right) && html` checked`}
                  /><span>${t.right(right)} <small>${t.rightSays(right)}</small></span></label
                >`,
            )}
        </fieldset>`,
    )}
    ${
      others.length > 0 &&
      html`<details>
        <summary>${t.officerGrantsElsewhere}</summary>
        <fieldset>
          <legend>${t.officerGrantsElsewhere}</legend>
          <label class="above"
            >${t.officerInstitution}
            <select name="institution">
              <option value="">${t.officerInstitutionNone}</option>
              ${others.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}
            </select></label
          >
          ${rights
            .filter((right) => right !== "administrator")
            .map(
              (right) =>
                html`<label
                  ><input type="checkbox" name="elsewhere" value="${right}" /><span
                    >${t.right(right)} <small>${t.rightSays(right)}</small></span
                  ></label
                >`,
            )}
        </fieldset>
      </details>`
    }
    <button class="button">${button}</button>
  </form>`;
}

/** As typed, for the use case to read. */
export function typedOfficer(form: FormData): OfficerForm {
  const own = fieldsOf(form, "grant").map((grant) => {
    const [institution = "", right = ""] = grant.split(" ");
    return { institution, right };
  });
  const institution = fieldOf(form, "institution");
  const elsewhere = institution === "" ? [] : fieldsOf(form, "elsewhere").map((right) => ({ institution, right }));
  return {
    name: fieldOf(form, "name"),
    email: fieldOf(form, "email"),
    language: fieldOf(form, "language"),
    grants: [...own, ...elsewhere],
  };
}
