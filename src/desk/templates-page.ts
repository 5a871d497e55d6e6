import { Fault } from "../fault.ts";
import { type Kind, kinds } from "../newsroom/statement.ts";
import { listTemplates, removeTemplate, saveTemplate, type Template } from "../newsroom/templates.ts";
import { type Html, html } from "../page/html.ts";
import { answerAdministration, permitTab, savedNotice } from "./administration.ts";
import { seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { faultNotice } from "./refused.ts";

const office = "/desk/administration/office";

/** Every kind of text, with the languages in which its drafts begin with something. */
export async function kindsList({ desk, t, office: { institution } }: DeskRequest): Promise<Html> {
  const templates = await listTemplates(desk.installation.db, institution);
  return html`<ul class="plain-list measure">
    ${kinds.map((kind) => {
      const languages = templates.filter((one) => one.kind === kind).map(({ language }) => language);
      return html`<li>
        <a href="${office}/templates/${kind}">${t[`kind_${kind}`]}</a>
        ${languages.length > 0 && html`<span class="quiet small">${t.templateIn(t.listed(languages))}</span>`}
      </li>`;
    })}
  </ul>`;
}

type Typed = { language: string; title: string; summary: string; body: string; pressContact: string };

/** What new drafts of one kind begin with, one form for each language and one more. */
export async function templatePage(request: DeskRequest): Promise<Response> {
  return answerTemplate(request);
}

async function answerTemplate(request: DeskRequest, refused?: { typed: Typed; fault: Fault }): Promise<Response> {
  permitTab(request, "office");
  const { desk, t, office: ours } = request;
  const kind = kindOf(request);
  const found = (await listTemplates(desk.installation.db, ours.institution)).filter((one) => one.kind === kind);
  const empty = {
    language: found.length === 0 ? ours.language : "",
    title: "",
    summary: "",
    body: "",
    pressContact: "",
  };
  const standing = found.filter(({ language }) => language !== refused?.typed.language);
  return answerAdministration(request, "office", {
    title: t.templateTitle(t[`kind_${kind}`]),
    ...(refused === undefined ? {} : { status: 400 }),
    body: html`<h1 class="plain">${t.templateTitle(t[`kind_${kind}`])}</h1>
      ${savedNotice(request)} ${faultNotice(request, refused?.fault)}
      <p class="measure">${t.templateText}</p>
      ${standing.map((template) => html`<h2>${template.language}</h2>${templateForm(request, template, true)}`)}
      <h2>${found.length === 0 ? t.templateNew : t.templateOther}</h2>
      ${templateForm(request, refused?.typed ?? empty, false)}
      <p><a class="more" href="${office}">${t.adminOffice}</a></p>`,
  });
}

function templateForm({ t, formToken, c }: DeskRequest, one: Typed | Template, stands: boolean): Html {
  return html`<form class="form" method="post" action="${c.req.path}">
    ${formToken()}
    ${
      stands
        ? html`<input type="hidden" name="language" value="${one.language}" />`
        : html`<label
            >${t.templateLanguage}<small>${t.templateLanguageHint}</small
            ><input name="language" value="${one.language}" required maxlength="35"
          /></label>`
    }
    <label>${t.templateHeading}<input name="title" value="${one.title}" maxlength="300" /></label>
    <label>${t.templateSummary}<input name="summary" value="${one.summary}" maxlength="500" /></label>
    <label>${t.templateBody}<textarea name="body" rows="10">${one.body}</textarea></label>
    <label>${t.officeContact}<input name="contact" value="${one.pressContact ?? ""}" maxlength="200" /></label>
    <div class="actions">
      <button class="button">${t.topicSave}</button>
      ${stands && html`<button class="link" name="remove" value="1">${t.templateRemove}</button>`}
    </div>
  </form>`;
}

export async function templateAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { desk, actor, office: ours } = request;
  const { db, means } = desk.installation;
  const kind = kindOf(request);
  const typed: Typed = {
    language: fieldOf(form, "language").trim(),
    title: fieldOf(form, "title"),
    summary: fieldOf(form, "summary"),
    body: fieldOf(form, "body"),
    pressContact: fieldOf(form, "contact"),
  };
  try {
    if (fieldOf(form, "remove") === "1")
      await removeTemplate(db, ours.institution, { kind, language: typed.language }, actor, means);
    else await saveTemplate(db, ours.institution, { ...typed, kind }, actor, means);
  } catch (error) {
    if (error instanceof Fault && ["invalid", "too-large"].includes(error.code))
      return answerTemplate(request, { typed, fault: error });
    throw error;
  }
  return seeOther(request, `${office}/templates/${kind}?saved=1`);
}

function kindOf({ c }: DeskRequest): Kind {
  const kind = kinds.find((one) => one === c.req.param("kind"));
  if (kind === undefined) throw new Fault("not-found", "");
  return kind;
}
