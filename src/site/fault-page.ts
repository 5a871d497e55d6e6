import { Fault, type FaultCode } from "../fault.ts";
import { html } from "../page/html.ts";
import { answerPage, type PageRequest } from "./context.ts";

/** The one place where this site turns a refusal into an HTTP status. */
export const statusOf: Record<FaultCode, number> = {
  usage: 400,
  invalid: 400,
  "not-found": 404,
  conflict: 409,
  forbidden: 403,
  unconfirmed: 409,
  unavailable: 503,
  unsafe: 503,
  "too-large": 413,
  "too-many": 429,
};

/** Connection refused, reset, timed out, or ended by PostgreSQL (class 57 and 08): the database is away, not our page wrong. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return (
    /^(?:ECONN|ETIMEDOUT|ENOENT|EPIPE|57P|08)/.test(code) ||
    /Connection terminated|timeout exceeded when trying to connect/.test(error.message)
  );
}

export function statusFor(error: unknown): number {
  if (error instanceof Fault) return statusOf[error.code];
  return isAway(error) ? 503 : 500;
}

/** What readers see when there is nothing, or when something failed: what it means for them, and where to go on. */
export function faultPage(request: PageRequest, status: number, path: string, sentence?: string): Response {
  const { t, href } = request;
  const [title, text] =
    status === 404
      ? [t.notFoundTitle, t.notFoundText]
      : status === 503
        ? [t.unavailableTitle, t.unavailableText]
        : status < 500
          ? [t.badRequestTitle, t.notFoundText]
          : [t.errorTitle, t.errorText];
  const body = html`<p class="kicker"><b>${status}</b></p>
    <h1>${title}</h1>
    <p class="standfirst">${sentence ?? text}</p>
    ${sentence !== undefined && status === 404 && html`<p class="measure">${t.notFoundText}</p>`}
    <p>
      <a class="more" href="${href("/")}">${t.goHome}</a> ·
      <a class="more" href="${href("/statements")}">${t.allStatements}</a>
    </p>`;
  return answerPage(request, { title, path, body, indexed: false }, undefined, status);
}
