import { findStatement } from "../newsroom/statements.ts";
import { longInstant } from "../page/dates.ts";
import { catalogues } from "../page/catalogue.ts";
import type { Tongue } from "../page/language.ts";
import { html } from "../page/html.ts";
import { whatsappText } from "../text/whatsapp.ts";
import { writeDocx } from "../text/write-docx.ts";
import { answerDesk } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { privateHeaders } from "./headers.ts";
import { draftHead, type DraftRequest, ofDraft } from "./newsroom-draft.ts";

const docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** The text with the office's letterhead, as a Word file: number and date once it is published, and that it is a draft before. */
export async function draftDocx(visitor: DeskRequest): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, draft, office, now } = request;
  const language = inOurs(draft.language);
  const t = catalogues[language];
  const { published } = draft;
  const kind = t[`kind_${draft.kind}`];
  const contact = draft.pressContact ?? office.pressContact;
  const bytes = await writeDocx(
    {
      office: office.name[language],
      ...(office.motto === undefined ? {} : { motto: office.motto[language] }),
      kicker: published === undefined ? t.editorDraftKicker(kind) : t.numbered(kind, published.number),
      date: longInstant(published?.at ?? draft.publishAt ?? now, language, office.timeZone),
      ...(contact === undefined ? {} : { contact: t.editorContact(contact) }),
      ...(published === undefined ? {} : { address: `${desk.url}/statements/${published.number}` }),
      language: draft.language,
      title: draft.title === "" ? t.boardUntitled : draft.title,
      summary: draft.summary,
      body: draft.body,
    },
    desk.url,
  );
  const headers = new Headers(privateHeaders(desk.url));
  headers.set("content-type", docxType);
  headers.set("content-disposition", `attachment; filename="${fileName(request)}.docx"`);
  return new Response(new Uint8Array(bytes), { headers });
}

/** The text as WhatsApp writes it, to be copied with one tap. */
export async function whatsappPage(visitor: DeskRequest): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, t, draft } = request;
  const { db } = desk.installation;
  const number = draft.published?.number;
  const shown = number === undefined ? undefined : await findStatement(db, number, desk.horizon().size);
  const text = whatsappText({
    title: draft.title,
    body: draft.body,
    url: shown === undefined ? "" : `${desk.url}/statements/${shown.number}`,
  });
  return answerDesk(request, {
    title: t.whatsappTitle,
    scripts: ["copy.js"],
    body: html`${draftHead(request)}
      <h2>${t.whatsappTitle}</h2>
      ${shown === undefined && html`<p class="notice waiting">${t.whatsappNotYet}</p>`}
      <div class="whatsapp">
        <pre id="whatsapp" tabindex="0" lang="${draft.language}">${text}</pre>
        <button class="button" type="button" data-copy="whatsapp" data-copied="${t.whatsappCopied}">
          ${t.whatsappCopy}
        </button>
      </div>
      <p><a class="more" href="/desk/drafts/${draft.id}">${t.detailsBack}</a></p>`,
  });
}

function inOurs(language: string): Tongue {
  return language.startsWith("en") ? "en" : "es";
}

function fileName({ draft, t }: DraftRequest): string {
  const name = draft.published?.number ?? t.draftNumber(draft.id);
  return name.normalize("NFD").replaceAll(/[^\w.-]+/g, "-");
}
