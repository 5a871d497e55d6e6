import { Fault } from "../fault.ts";
import { callBackWithdrawal, withdrawalAhead, withdrawSoon } from "../newsroom/withdraw-soon.ts";
import { html } from "../page/html.ts";
import { answerDesk, answerJson, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { countingPage } from "./newsroom-counting.ts";
import { ofStatement, statementPath } from "./newsroom-of-statement.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

export async function withdrawPage(visitor: DeskRequest, refused?: Refused): Promise<Response> {
  const request = await ofStatement(visitor);
  const { t, statement, formToken } = request;
  return answerDesk(request, {
    title: t.afterWithdraw,
    ...statusOfRefusal(refused),
    body: html`<p class="kicker"><b>${t.numbered(t[`kind_${statement.kind}`], statement.number)}</b></p>
      <h1 class="plain" lang="${statement.language}">${statement.title}</h1>
      <h2>${t.afterWithdraw}</h2>
      ${refusalOf(request, refused)}
      <p class="what-happens">${t.withdrawWhat}</p>
      <form method="post" class="form">
        ${formToken()}
        <label
          >${t.withdrawReason}<small>${t.withdrawReasonHint}</small
          ><textarea name="reason" required maxlength="2000" rows="3" lang="${statement.language}">${typed(refused, "reason")}</textarea>
        </label>
        <label class="choice"
          ><input type="checkbox" name="sure" value="1" required /> <span>${t.withdrawSure(statement.number)}</span></label
        >
        <div class="actions">
          <button class="button danger">${t.afterWithdraw}</button>
          <a href="${statementPath(statement)}">${t.reasonCancel}</a>
        </div>
      </form>`,
  });
}

export async function withdrawAct(visitor: DeskRequest, form: FormData): Promise<Response> {
  const request = await ofStatement(visitor);
  const { desk, actor, statement } = request;
  const { db, means } = desk.installation;
  return orAgain(
    form,
    async () => {
      if (fieldOf(form, "sure") !== "1")
        throw new Fault("invalid", "Tick the box to withdraw it.", [], "Marque la casilla para dejarlo sin efecto.");
      await withdrawSoon(db, statement.number, { reason: fieldOf(form, "reason") }, actor, means);
      return seeOther(request, statementPath(statement, "/withdrawing"));
    },
    (refused) => withdrawPage(visitor, refused),
  );
}

/** The ten seconds in which a withdrawal can be called back. */
export async function withdrawingPage(visitor: DeskRequest): Promise<Response> {
  const request = await ofStatement(visitor);
  const { desk, t, statement } = request;
  const at = await withdrawalAhead(desk.installation.db, statement.number);
  if (at === undefined) return seeOther(request, statementPath(statement));
  return countingPage(request, {
    title: t.withdrawingTitle,
    head: html`<p class="kicker"><b>${t.numbered(t[`kind_${statement.kind}`], statement.number)}</b></p>
      <h1 class="plain" lang="${statement.language}">${statement.title}</h1>`,
    state: statementPath(statement, "/state"),
    left: at.getTime() - request.now.getTime(),
    back: statementPath(statement, "/stand"),
    says: t.withdrawingText,
  });
}

/** For the page that counts: whether it is still to come, and where to go then. */
export async function withdrawalState(visitor: DeskRequest): Promise<Response> {
  const request = await ofStatement(visitor);
  const { desk, statement } = request;
  const at = await withdrawalAhead(desk.installation.db, statement.number);
  return answerJson(
    request,
    at === undefined ? { state: "over", to: statementPath(statement) } : { state: "scheduled" },
  );
}

/** The withdrawal is called back. */
export async function standAct(visitor: DeskRequest): Promise<Response> {
  const request = await ofStatement(visitor);
  const { desk, actor, statement } = request;
  const { db, means } = desk.installation;
  await callBackWithdrawal(db, statement.number, actor, means);
  return seeOther(request, statementPath(statement));
}
