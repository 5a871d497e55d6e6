import type { JournalistTyped } from "../press/journalist.ts";
import { listOutlets } from "../press/outlets.ts";
import { type Html, html } from "../page/html.ts";
import type { VisitorRequest } from "./context.ts";
import { fieldOf } from "./form.ts";

/** The fields of a journalist; `value` gives what each begins with. Officers are offered the outlets that are known. */
export async function journalistFields(
  { desk, t }: VisitorRequest,
  value: (name: string) => string,
  { offered = true, mail = true } = {},
): Promise<Html> {
  const outlets = offered ? await listOutlets(desk.installation.db) : [];
  const language = value("language");
  return html`<label
      >${t.pressName}<input name="name" value="${value("name")}" autocomplete="name" required maxlength="200"
    /></label>
    <label
      >${t.pressMail}<input name="mail" type="email" value="${value("mail")}" autocomplete="email" maxlength="254" ${!offered && html` required`}
        ${!mail && html` readonly`}
    /></label>
    <label
      >${t.pressPhone}<small>${t.pressPhoneHint}</small
      ><input name="phone" type="tel" value="${value("phone")}" autocomplete="tel" maxlength="40"
    /></label>
    <label
      >${t.pressOutlet}<small>${t.pressOutletHint}</small
      ><input name="outlet" value="${value("outlet")}" ${offered && html` list="outlets"`} autocomplete="organization" maxlength="200"
    /></label>
    ${offered && html`<datalist id="outlets">${outlets.map(({ name }) => html`<option value="${name}"></option>`)}</datalist>`}
    <label
      >${t.pressLanguage}
      <select name="language">
        <option value="es" ${language !== "en" && html` selected`}>Español</option>
        <option value="en" ${language === "en" && html` selected`}>English</option>
      </select></label
    >`;
}

export function typedJournalist(form: FormData): JournalistTyped {
  return {
    name: fieldOf(form, "name"),
    mail: fieldOf(form, "mail"),
    phone: fieldOf(form, "phone"),
    outlet: fieldOf(form, "outlet"),
    language: fieldOf(form, "language"),
  };
}
