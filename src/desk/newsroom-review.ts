import { may } from "../access/rights.ts";
import { listReviews } from "../newsroom/publication-reviews.ts";
import { reviewPublication } from "../newsroom/review-publication.ts";
import { alreadyEscaped, html } from "../page/html.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { ofStatement, statementPath } from "./newsroom-of-statement.ts";
import { deadline } from "./newsroom-words.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** What went out urgently, as it went out, and why; a second person says that they have read it. */
export async function reviewPage(visitor: DeskRequest, refused?: Refused): Promise<Response> {
  const request = await ofStatement(visitor);
  const { desk, c, t, statement, actor, now, formToken } = request;
  const edition = Number(c.req.param("edition"));
  const review = (await listReviews(desk.installation.db, actor)).find(
    (one) => one.number === statement.number && one.edition === edition,
  );
  if (review === undefined) return seeOther(request, statementPath(statement));
  const mayReview = may(actor, "publication.review", request.office.institution);
  return answerDesk(request, {
    title: t.move_review,
    ...statusOfRefusal(refused),
    body: html`<p class="kicker">
        <b>${t.numbered(t[`kind_${statement.kind}`], statement.number)}</b> <span>${review.by}</span>
      </p>
      <h1 class="plain" lang="${statement.language}">${statement.title}</h1>
      ${refusalOf(request, refused)}
      <div class="notice alarm">
        <p>${t.reviewWhy(review.by)} ${deadline(request, review.dueAt, now)}.</p>
        <p><q>${review.reason}</q></p>
      </div>
      <div class="prose" lang="${statement.language}">${alreadyEscaped(statement.html)}</div>
      ${
        mayReview
          ? html`<form method="post" class="form">
              ${formToken()}
              <label
                >${t.reviewRemark}<small>${t.reviewRemarkHint}</small
                ><textarea name="remark" rows="2" maxlength="2000">${typed(refused, "remark")}</textarea>
              </label>
              <div class="actions">
                <button class="button">${t.reviewDone}</button>
                <a href="${statementPath(statement)}">${t.reviewOtherwise}</a>
              </div>
            </form>`
          : html`<p>${t.reviewNoRight}</p>`
      }`,
  });
}

export async function reviewAct(visitor: DeskRequest, form: FormData): Promise<Response> {
  const request = await ofStatement(visitor);
  const { desk, c, actor, statement } = request;
  const { db, means } = desk.installation;
  const edition = Number(c.req.param("edition"));
  return orAgain(
    form,
    async () => {
      await reviewPublication(
        db,
        { number: statement.number, edition },
        { remark: fieldOf(form, "remark") },
        actor,
        means,
      );
      return seeOther(request, "/desk");
    },
    (refused) => reviewPage(visitor, refused),
  );
}
