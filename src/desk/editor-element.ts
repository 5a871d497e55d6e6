import { type Html, html } from "../page/html.ts";
import type { DeskRequest } from "./context.ts";

/** What a page must load that holds an editor. */
export const editorScripts = ["editor.js"] as const;

/**
 * The place in a page where a draft is written: the island fills it with the shared text. `without` stands there for whoever's
 * browser runs no programs. It tells the page of `draft-saved` and `draft-standing` (events that bubble).
 */
export function editorElement(request: DeskRequest, draft: { id: number; language: string }, without: Html): Html {
  const { t, actor } = request;
  const place = {
    draft: String(draft.id),
    officer: actor.officer,
    name: actor.name,
    address: `/desk/drafts/${draft.id}`,
    citations: "/desk/citations",
    words: t.editorWords,
  };
  return html`<noscript
      ><p class="notice">${t.editorNoScript}</p>
      ${without}</noscript
    >
    <div class="editor" data-editor="${JSON.stringify(place)}">
      <p class="standing">
        <span data-status role="status">${t.editorWords.loading}</span> <span data-people role="status"></span>
      </p>
      <div class="offer notice alarm" data-offer role="alert" hidden></div>
      <p class="notice-line" data-notice role="status"></p>
      <label class="line"
        ><span>${t.editorFieldTitle}</span
        ><textarea data-part="title" rows="1" lang="${draft.language}" maxlength="1900" readonly></textarea>
      </label>
      <label class="line"
        ><span>${t.editorFieldSummary}</span
        ><textarea data-part="summary" rows="1" lang="${draft.language}" maxlength="4800" readonly></textarea>
      </label>
      <div class="sheet" data-part="body" lang="${draft.language}"></div>
      <p class="out">
        <a href="/desk/drafts/${draft.id}/text.docx">${t.editorWord}</a>
        <a href="/desk/drafts/${draft.id}/whatsapp">${t.editorWhatsapp}</a>
      </p>
    </div>`;
}
