import { html } from "../page/html.ts";
import { answerPage, type PageRequest } from "./context.ts";

/** What a server of written files shows where only the program could have answered: which part is missing, and that the rest is here. */
export function awayPage({ t, href, ...request }: PageRequest): Response {
  const body = html`<p class="kicker"><b>503</b></p>
    <h1>${t.awayTitle}</h1>
    <p class="standfirst">${t.awayText}</p>
    <p>
      <a class="more" href="${href("/")}">${t.goHome}</a> ·
      <a class="more" href="${href("/statements")}">${t.allStatements}</a>
    </p>`;
  const response = answerPage(
    { t, href, ...request },
    { title: t.awayTitle, path: "/away", body, indexed: false },
    undefined,
    503,
  );
  response.headers.set("retry-after", "60");
  return response;
}
