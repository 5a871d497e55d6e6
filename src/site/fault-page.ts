import { inTongue } from "../page/told.ts";
import { html } from "../page/html.ts";
import { answerPage, type PageRequest } from "./context.ts";

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
    <p class="standfirst">${sentence === undefined ? text : inTongue(sentence, request.language)}</p>
    ${sentence !== undefined && status === 404 && html`<p class="measure">${t.notFoundText}</p>`}
    <p>
      <a class="more" href="${href("/")}">${t.goHome}</a> ·
      <a class="more" href="${href("/statements")}">${t.allStatements}</a>
    </p>`;
  return answerPage(request, { title, path, body, indexed: false }, undefined, status);
}
