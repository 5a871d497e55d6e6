import { may } from "../access/rights.ts";
import { Fault } from "../fault.ts";
import { findProposal, listProposals, type Proposal, proposeText, settleProposal } from "../newsroom/proposals.ts";
import { differenceBetween, placeDifference } from "../page/difference.ts";
import { type Html, html } from "../page/html.ts";
import { plainText } from "../text/plain.ts";
import { readDocx } from "../text/read-docx.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { draftHead, draftPath, type DraftRequest, ofDraft } from "./newsroom-draft.ts";
import { when } from "./newsroom-words.ts";

/** What is proposed in red pencil, and the way to propose. */
export async function pencilCard(request: DraftRequest): Promise<Html> {
  const { desk, t, draft, actor, now } = request;
  const proposals = await listProposals(desk.installation.db, draft.id, actor);
  const open = draft.state !== "published" && draft.state !== "dropped";
  if (proposals.length === 0 && !open) return html``;
  return html`<section class="card" aria-labelledby="pencil">
    <h2 id="pencil">${t.pencilTitle}</h2>
    <ul>
      ${proposals.map(
        ({ id, by, at, settled }) =>
          html`<li>
            <a href="${draftPath(draft, `/pencil/${id}`)}">${t.pencilBy(by.name)}</a>
            <span class="quiet"
              >${when(request, at, now)}${settled === undefined ? html`, <b>${t.pencilOpen}</b>` : `, ${t.pencilCounts(settled.taken, settled.left)}`}</span
            >
          </li>`,
      )}
    </ul>
    ${open && html`<p><a class="more" href="${draftPath(draft, "/pencil")}">${t.pencilPropose}</a></p>`}
  </section>`;
}

/** Where another text is proposed: by changing this one, or with the Word file that came back. */
export async function pencilPage(visitor: DeskRequest): Promise<Response> {
  const request = await ofDraft(visitor);
  const { t, draft, formToken } = request;
  return answerDesk(request, {
    title: t.pencilPropose,
    body: html`${draftHead(request)}
      <h2>${t.pencilPropose}</h2>
      <p class="standfirst">${t.pencilLead}</p>
      <form method="post" enctype="multipart/form-data" class="form">
        ${formToken()}
        <label
          >${t.pencilFile}<small>${t.pencilFileHint}</small
          ><input type="file" name="file" accept=".docx" />
        </label>
        <label>${t.pencilNote}<textarea name="note" rows="2" maxlength="2000"></textarea> </label>
        <button class="button">${t.pencilSend}</button>
      </form>
      <h3>${t.pencilHere}</h3>
      <form method="post" class="form writing">
        ${formToken()}
        <input type="hidden" name="base-title" value="${draft.title}" />
        <input type="hidden" name="base-summary" value="${draft.summary}" />
        <input type="hidden" name="base-body" value="${draft.body}" />
        <label
          >${t.draftTitleField}<textarea name="title" rows="2" lang="${draft.language}" class="title">${draft.title}</textarea>
        </label>
        <label
          >${t.draftSummaryField}<textarea name="summary" rows="2" lang="${draft.language}" class="summary">${draft.summary}</textarea>
        </label>
        <label
          >${t.draftBodyField}<small>${t.draftBodyHint}</small
          ><textarea name="body" rows="14" lang="${draft.language}" class="body">${`\n${draft.body}`}</textarea>
        </label>
        <label>${t.pencilNote}<textarea name="note" rows="2" maxlength="2000"></textarea> </label>
        <button class="button">${t.pencilSend}</button>
      </form>`,
  });
}

export async function proposeAct(visitor: DeskRequest, form: FormData): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, draft, actor } = request;
  const { db, means } = desk.installation;
  const note = fieldOf(form, "note");
  const file = form.get("file");
  const { title, summary, body } = draft;
  const proposed =
    file instanceof File && file.size > 0
      ? { title, summary, body: await returned(new Uint8Array(await file.arrayBuffer()), request) }
      : form.has("body")
        ? {
            title: fieldOf(form, "title"),
            summary: fieldOf(form, "summary"),
            body: fieldOf(form, "body"),
            base: {
              title: fieldOf(form, "base-title"),
              summary: fieldOf(form, "base-summary"),
              body: fieldOf(form, "base-body"),
            },
          }
        : { title, summary, body };
  const { id } = await proposeText(db, draft.id, { ...proposed, note }, actor, means);
  return seeOther(request, draftPath(draft, `/pencil/${id}`));
}

/** What came back of a Word file that went out with the letterhead: the text alone, without number, date, title and summary. */
async function returned(file: Uint8Array, { draft }: DraftRequest): Promise<string> {
  const { markdown } = await readDocx(file);
  const blocks = markdown.split("\n\n");
  const said = (block: string | undefined) => plainText(block ?? "").trim();
  const title = blocks.slice(0, 8).findIndex((block) => said(block) !== "" && said(block) === draft.title.trim());
  if (title === -1) return markdown;
  const rest = blocks.slice(title + 1);
  if (draft.summary !== "" && said(rest[0]) === draft.summary.trim()) rest.shift();
  return rest.join("\n\n");
}

/** Each place with the words around it, to be taken or left with a thumb. */
export async function proposalPage(visitor: DeskRequest): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, c, t, draft, actor, formToken, now } = request;
  const proposal = await findProposal(desk.installation.db, draft.id, Number(c.req.param("proposal")), actor);
  if (proposal === undefined) throw new Fault("not-found", "");
  const { places, settled } = proposal;
  const decides = settled === undefined && request.writable && may(actor, "draft.write", draft.institution);
  return answerDesk(request, {
    title: t.pencilBy(proposal.by.name),
    body: html`${draftHead(request)}
      <h2>${t.pencilBy(proposal.by.name)}</h2>
      <p class="kicker"><span>${when(request, proposal.at, now)}</span></p>
      ${proposal.note !== "" && html`<blockquote class="message">${proposal.note}</blockquote>`}
      ${settled !== undefined && html`<p class="notice">${t.pencilSettled(settled.by)} ${t.pencilCounts(settled.taken, settled.left)}</p>`}
      ${settled === undefined && places.length === 0 && html`<p class="notice">${t.pencilNothing}</p>`}
      ${settled === undefined && !decides && places.length > 0 && html`<p class="notice waiting">${t.pencilOthersDecide}</p>`}
      ${
        settled === undefined &&
        html`<form method="post" class="pencil">
          ${formToken()}
          <input type="hidden" name="read" value="${draft.version}" />
          <ol>
            ${places.map((one, index) => placeItem(request, one, index, decides))}
          </ol>
          ${decides && html`<div class="actions"><button class="button">${t.pencilApply}</button></div>`}
        </form>`
      }
      <p><a class="more" href="${draftPath(draft)}">${t.detailsBack}</a></p>`,
  });
}

function placeItem(
  { t, draft }: DraftRequest,
  { part, place }: Proposal["places"][number],
  index: number,
  decides: boolean,
): Html {
  const where = { title: t.draftTitleField, summary: t.draftSummaryField, body: "" }[part];
  const choice = (value: string, name: string) =>
    html`<label><input type="radio" name="place-${index}" value="${value}" /><span>${name}</span></label>`;
  const { before, struck, added, after } = place;
  const line = (words: string) => `${before}${words}${after}`;
  const words = (part === "body" ? placeDifference : differenceBetween)(line(struck), line(added));
  return html`<li>
    ${where !== "" && html`<p class="kicker">${where}</p>`}
    <p class="prose change" lang="${draft.language}">${words}</p>
    ${
      place.overtaken
        ? html`<p class="quiet">${t.pencilOvertaken}</p>`
        : decides &&
          html`<fieldset class="take">
            <legend class="visually-hidden">${t.pencilPlace(index + 1)}</legend>
            ${choice("take", t.pencilTake)} ${choice("leave", t.pencilLeave)}
          </fieldset>`
    }
  </li>`;
}

export async function settleAct(visitor: DeskRequest, form: FormData): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, c, draft, actor } = request;
  const { db, means } = desk.installation;
  const id = Number(c.req.param("proposal"));
  const chosen = (value: string) =>
    [...form].flatMap(([name, given]) => {
      const index = /^place-(\d{1,5})$/.exec(name)?.[1];
      return index !== undefined && given === value ? [Number(index)] : [];
    });
  const decided = { read: Number(fieldOf(form, "read")), taken: chosen("take"), left: chosen("leave") };
  const { open } = await settleProposal(db, draft.id, id, decided, actor, means);
  return seeOther(request, draftPath(draft, open > 0 ? `/pencil/${id}` : ""));
}
