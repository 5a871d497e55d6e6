import { Fault } from "../fault.ts";
import { findVersion } from "../newsroom/find-draft.ts";
import { saveReadText } from "../newsroom/save-text.ts";
import { writeWhole } from "../newsroom/write-together.ts";
import { alreadyEscaped, type Html, html } from "../page/html.ts";
import { renderMarkdown } from "../text/markdown.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { editorElement } from "./editor-element.ts";
import { fieldOf } from "./form.ts";
import { differenceOf } from "./newsroom-difference.ts";
import { canMend, refusalOf, statusOfRefusal } from "./refused.ts";
import { draftHead, draftPath, type DraftRequest, ofDraft } from "./newsroom-draft.ts";

/** The words: in a form where this officer may write on them, else as readers will see them. */
export function draftText(request: DraftRequest): Html {
  const { t, draft, writable, c } = request;
  if (writable)
    return html`${c.req.query("saved") === "1" && html`<p class="notice" role="status">${t.draftSaved}</p>`}
    ${editorElement(request, draft, textForm(request, { ...draft, read: draft.version }))}`;
  return html`${draft.state === "scheduled" && html`<p class="notice">${t.draftSettled}</p>`} ${asRead(request)}`;
}

/** The text as readers will see it. */
export function asRead({ t, draft }: Pick<DraftRequest, "t" | "draft">): Html {
  return html`<div class="as-read" lang="${draft.language}">
    ${draft.summary !== "" && html`<p class="standfirst">${draft.summary}</p>`}
    ${
      draft.body.trim() === ""
        ? html`<p class="quiet">${t.draftNothingYet}</p>`
        : html`<div class="prose">${alreadyEscaped(renderMarkdown(draft.body))}</div>`
    }
  </div>`;
}

function textForm(
  { t, draft, formToken }: DraftRequest,
  text: { title: string; summary: string; body: string; read: number },
): Html {
  return html`<form method="post" action="${draftPath(draft, "/text")}" class="form writing">
    ${formToken()}
    <input type="hidden" name="read" value="${text.read}" />
    <label
      >${t.draftTitleField}<textarea name="title" rows="2" lang="${draft.language}" class="title">${text.title}</textarea>
    </label>
    <label
      >${t.draftSummaryField}<small>${t.draftSummaryHint}</small
      ><textarea name="summary" rows="2" lang="${draft.language}" class="summary">${text.summary}</textarea>
    </label>
    <label
      >${t.draftBodyField}<small>${t.draftBodyHint}</small
      ><textarea name="body" rows="16" lang="${draft.language}" class="body">${text.body}</textarea>
    </label>
    <button class="button">${t.draftSave}</button>
  </form>`;
}

/** Saves the text of the form. Where somebody saved before, both texts are shown and neither is lost. */
export async function saveTextAct(visitor: DeskRequest, form: FormData): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, t, draft, actor } = request;
  const { db, means } = desk.installation;
  const read = Number(fieldOf(form, "read"));
  if (!Number.isSafeInteger(read))
    throw new Fault(
      "invalid",
      "read: it is not a version. Open the page again.",
      [],
      "Versión leída: no es una versión. Abra de nuevo la página.",
    );
  const written = { title: fieldOf(form, "title"), summary: fieldOf(form, "summary"), body: fieldOf(form, "body") };
  const saved = await saveReadText(db, draft.id, { ...written, read }, actor, means).catch((error: unknown) => {
    if (canMend(error)) return { fault: error, form };
    throw error;
  });
  if ("fault" in saved)
    return answerDesk(request, {
      title: t.draftText,
      wide: true,
      ...statusOfRefusal(saved),
      body: html`${draftHead(request)} ${refusalOf(request, saved)} ${textForm(request, { ...written, read })}`,
    });
  if (saved.saved) return seeOther(request, draftPath(draft, "?saved=1"));
  const { yours, standing } = saved;
  return answerDesk(request, {
    title: t.draftConflictTitle,
    wide: true,
    status: 409,
    body: html`${draftHead(request)}
      <div class="notice waiting" role="alert">
        <p><strong>${t.draftConflictTitle}.</strong> ${t.draftConflictText(standing.version)}</p>
      </div>
      <h2>${t.draftWhatDiffers}</h2>
      ${differenceOf(request, standing, yours)}
      <h2>${t.draftYours}</h2>
      ${textForm(request, { ...yours, read: standing.version })}
      <details>
        <summary>${t.draftStanding}</summary>
        ${asRead({ t, draft: { ...draft, ...standing } })}
      </details>`,
  });
}

/** An earlier version's text becomes the text again, as a version of its own. */
export async function restoreAct(visitor: DeskRequest): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, draft, actor, c } = request;
  const { db, means } = desk.installation;
  const version = await findVersion(db, draft.id, Number(c.req.param("version")), actor);
  if (version === undefined) throw new Fault("not-found", "");
  const { title, summary, body } = version;
  await writeWhole(db, draft.id, () => ({ title, summary, body }), actor, means);
  return seeOther(request, draftPath(draft, "?saved=1"));
}
