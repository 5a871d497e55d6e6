import { may } from "../access/rights.ts";
import {
  type Comment,
  commentLimits,
  commentOn,
  listComments,
  readAnchor,
  settleComment,
} from "../newsroom/comments.ts";
import { type Html, html } from "../page/html.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { draftHead, draftPath, type DraftRequest, ofDraft } from "./newsroom-draft.ts";
import { when } from "./newsroom-words.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** What officers say to each other about the text; a passage marked in it is quoted. */
export function commentsCard(request: DraftRequest, comments: readonly Comment[]): Html {
  const { t } = request;
  return html`<section class="card comments" aria-labelledby="comments">
    <h2 id="comments">${t.commentsTitle}</h2>
    ${comments.length === 0 && html`<p class="quiet">${t.commentsNone}</p>`}
    <ul>
      ${comments.map((one) => html`<li>${thread(request, one)}</li>`)}
    </ul>
    ${mayComment(request) && commentForm(request)}
  </section>`;
}

function mayComment({ actor, draft }: DraftRequest): boolean {
  return may(actor, "draft.comment", draft.institution);
}

function thread(request: DraftRequest, comment: Comment): Html {
  const { t, draft, formToken } = request;
  const { id, passage, anchor, settled, answers } = comment;
  return html`<div class="thread" ${settled !== undefined && html` data-settled`}>
    ${passage !== undefined && html`<blockquote lang="${draft.language}" ${anchor !== undefined && html` data-anchor="${JSON.stringify(anchor)}"`}>${passage}</blockquote>`}
    ${said(request, comment)} ${answers.map((one) => said(request, one))}
    ${settled !== undefined && html`<p class="quiet">${t.commentSettled(settled.by)}</p>`}
    ${
      mayComment(request) &&
      html`<details>
          <summary>${t.commentAnswer}</summary>
          <form method="post" action="${draftPath(draft, "/comments")}" class="form">
            ${formToken()}
            <input type="hidden" name="answers" value="${id}" />
            <label
              ><span class="visually-hidden">${t.commentAnswer}</span
              ><textarea name="body" rows="2" required maxlength="${commentLimits.body}"></textarea>
            </label>
            <button class="button second">${t.commentSend}</button>
          </form>
        </details>
        ${
          settled === undefined &&
          html`<form method="post" action="${draftPath(draft, `/comments/${id}/settle`)}">
            ${formToken()}<button class="link">${t.commentSettle}</button>
          </form>`
        }`
    }
  </div>`;
}

function said(request: DraftRequest, { by, at, body }: Pick<Comment, "by" | "at" | "body">): Html {
  return html`<p class="said-by"><b>${by.name}</b> <span class="quiet">${when(request, at, request.now)}</span></p>
    <p class="body">${body}</p>`;
}

function commentForm({ t, draft, formToken }: DraftRequest, refused?: Refused): Html {
  return html`<form method="post" action="${draftPath(draft, "/comments")}" class="form new-comment">
    ${formToken()}
    <input type="hidden" name="passage" value="${typed(refused, "passage")}" data-passage />
    <input type="hidden" name="anchor" value="${typed(refused, "anchor")}" data-place />
    <blockquote class="quoted" hidden lang="${draft.language}"></blockquote>
    <label
      >${t.commentNew}<small>${t.commentHint}</small
      ><textarea name="body" rows="2" required maxlength="${commentLimits.body}">${typed(refused, "body")}</textarea>
    </label>
    <button class="button second">${t.commentSend}</button>
  </form>`;
}

export async function commentAct(visitor: DeskRequest, form: FormData): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, draft, actor, t } = request;
  const { db, means } = desk.installation;
  return orAgain(
    form,
    async () => {
      const answers = fieldOf(form, "answers");
      const anchor = readAnchor(fieldOf(form, "anchor"));
      await commentOn(
        db,
        draft.id,
        {
          body: fieldOf(form, "body"),
          passage: fieldOf(form, "passage"),
          ...(anchor === undefined ? {} : { anchor }),
          ...(answers === "" ? {} : { answers: Number(answers) }),
        },
        actor,
        means,
      );
      return seeOther(request, draftPath(draft, "#comments"));
    },
    (refused) =>
      answerDesk(request, {
        title: t.commentsTitle,
        ...statusOfRefusal(refused),
        body: html`${draftHead(request)} ${refusalOf(request, refused)} ${commentForm(request, refused)}`,
      }),
  );
}

export async function settleAct(visitor: DeskRequest): Promise<Response> {
  const request = await ofDraft(visitor);
  const { desk, c, draft, actor } = request;
  const { db, means } = desk.installation;
  await settleComment(db, draft.id, Number(c.req.param("comment")), actor, means);
  return seeOther(request, draftPath(draft, "#comments"));
}

export function commentsOf({ desk, draft, actor }: DraftRequest): Promise<Comment[]> {
  return listComments(desk.installation.db, draft.id, actor);
}
