import { Fault } from "../fault.ts";
import { statusFor } from "../page/fault-status.ts";
import { type Html, html } from "../page/html.ts";
import { answerDesk, answerJson } from "./answer.ts";
import type { DeskRequest, VisitorRequest } from "./context.ts";
import { keptFields, tokenField } from "./form.ts";

/**
 * A refusal as a page, or as JSON for an island (`{ code, message, details }`); anything else is a bug, told to the operator.
 * Where it failed on our side, the form that was sent is given back to be sent again; where it may not be done, its words are.
 */
export async function faultAnswer(request: VisitorRequest, error: unknown, form?: FormData): Promise<Response> {
  const { t, c, language } = request;
  if (!(error instanceof Fault)) request.desk.report(error, withoutTokens(c.req.path));
  const fault = error instanceof Fault ? error : undefined;
  const status = statusFor(error);
  const spanish = language === "es" ? fault?.es : undefined;
  const sentence = spanish ?? (fault === undefined || fault.message === "" ? undefined : fault.message);
  const title =
    status === 404
      ? t.deskNotFound
      : status === 403
        ? t.deskForbidden
        : status < 500
          ? t.deskRefused
          : status === 503
            ? t.unavailableTitle
            : t.errorTitle;
  if (wantsJson(request))
    return answerJson(
      request,
      { code: fault?.code ?? "broken", message: sentence ?? title, details: fault?.details ?? [] },
      status,
    );
  const details = fault?.details ?? [];
  return answerDesk(request, {
    title,
    status,
    body: html`<p class="kicker"><b>${status}</b></p>
      <h1 class="plain">${title}</h1>
      ${sentence !== undefined && html`<p class="standfirst" ${language === "es" && spanish === undefined && html` lang="en"`}>${sentence}</p>`}
      ${details.length > 0 && html`<ul class="measure">${details.map((detail) => html`<li>${detail}</li>`)}</ul>`}
      ${status >= 500 && html`<p>${t.deskFailed}</p>`} ${form !== undefined && (status >= 500 ? sendAgain(request, form) : writtenIn(request, form))}
      ${!c.req.path.startsWith("/clearance") && html`<p><a class="more" href="/desk">${t.deskGoHome}</a></p>`}`,
  });
}

/** A right that was taken away while somebody wrote takes what they wrote from nobody. */
function writtenIn({ t }: VisitorRequest, typed: FormData): Html | undefined {
  const written = [...typed].flatMap(([, value]) =>
    typeof value === "string" && value.length >= worthKeeping && /\s/.test(value) ? [value] : [],
  );
  if (written.length === 0) return undefined;
  return html`<section class="form" aria-labelledby="written">
    <h2 id="written">${t.deskWritten}</h2>
    ${written.map((text) => html`<textarea readonly rows="6" aria-labelledby="written">${text}</textarea>`)}
  </section>`;
}

/** Characters: a choice or a number is made again. */
const worthKeeping = 12;

/** The session ended while something was being typed: nothing of it is lost. */
export async function expiredPage(request: VisitorRequest, form: FormData): Promise<Response> {
  const { t, c } = request;
  if (wantsJson(request)) return answerJson(request, { code: "signed-out", message: t.deskExpired, details: [] }, 401);
  return answerDesk(request, {
    title: t.deskExpiredTitle,
    status: 401,
    body: html`<h1 class="plain">${t.deskExpiredTitle}</h1>
      <p class="standfirst">${t.deskExpired}</p>
      <ol class="steps">
        <li><a href="/desk/enter" target="_blank" rel="noopener">${t.deskExpiredEnter}</a></li>
        <li>${t.deskExpiredReturn}</li>
      </ol>
      <form method="post" action="${c.req.path}" class="form">
        ${keptFields(form)}
        <button class="button">${t.deskSendAgain}</button>
      </form>`,
  });
}

/** Signed in anew since the form was opened: the same words, once more, with the token of this session. */
export async function sendAgainPage(request: DeskRequest, form: FormData): Promise<Response> {
  const { t, c } = request;
  return answerDesk(request, {
    title: t.deskAgainTitle,
    status: 403,
    body: html`<h1 class="plain">${t.deskAgainTitle}</h1>
      <p class="standfirst">${t.deskAgain}</p>
      <form method="post" action="${c.req.path}" class="form">
        ${keptFields(form)} ${request.formToken()}
        <button class="button">${t.deskSendAgain}</button>
      </form>`,
  });
}

/** With the token that it came with: should that be another session's by then, it is asked once more. */
function sendAgain({ t, c }: VisitorRequest, form: FormData): Html {
  const token = form.get(tokenField);
  return html`<form method="post" action="${c.req.path}" class="form">
    ${keptFields(form)} ${typeof token === "string" && html`<input type="hidden" name="${tokenField}" value="${token}" />`}
    <button class="button">${t.deskSendAgain}</button>
  </form>`;
}

function wantsJson({ c }: VisitorRequest): boolean {
  const accept = c.req.header("accept") ?? "";
  return accept.includes("application/json") && !accept.includes("text/html");
}

/** What lets somebody in stands in a path, and must not stand in a log. */
function withoutTokens(path: string): string {
  return path.replace(/[\w-]{40,}/g, "…");
}
