import { tongueOf } from "../page/language.ts";
import { type Html, html } from "../page/html.ts";
import { answerPage, type PageRequest } from "./context.ts";

/** The addresses below /api/v1 by what they are of; a test holds them to the OpenAPI document. */
const addresses = {
  statements: [
    "/statements",
    "/statements/{number}",
    "/statements/{number}/editions",
    "/statements/{number}/editions/{edition}",
    "/topics",
    "/corrections",
  ],
  briefings: ["/briefings", "/briefings/{number}", "/briefings/{number}/turns", "/briefings/{number}/transcript"],
  questions: ["/questions", "/questions/{number}"],
  agenda: ["/agenda", "/agenda/{number}"],
  register: [
    "/register/institutions",
    "/register/institutions/{id}",
    "/register/posts",
    "/register/posts/{id}",
    "/register/people",
    "/register/people/{id}",
    "/register/as-of/{date}",
    "/register/posts/as-of/{date}",
  ],
  search: ["/search"],
  quote: ["/quote"],
  record: ["/record/checkpoint", "/record/entries/{index}"],
} as const;
const files = ["statements", "turns", "questions", "register", "entries"] as const;
const examples = [
  "/statements?kind=desmentido&from=2026-01-01",
  "/search?q=vivienda&order=date",
  "/register/as-of/1973-09-11",
  "/questions?state=overdue",
  "/bulk/statements.jsonl",
];

/** What programs can ask for, in words and with examples to copy. */
export async function apiPage(request: PageRequest): Promise<Response> {
  const { site, t, office, language, href } = request;
  const base = `${site.url}/api/v1`;
  const name = office.name[tongueOf(language)];
  const body = html`<h1>${t.programsTitle}</h1>
    <div class="measure">
      <p class="standfirst">${t.programsLead}</p>
      <p>${t.programsDocument(html`<a href="/api/v1/openapi.json">${t.programsDocumentLink}</a>`)}</p>
    </div>
    <div>
      <h2 id="examples">${t.programsExamples}</h2>
      <pre tabindex="0" role="region" aria-labelledby="examples"><code>${examples.map((one) => `curl --compressed '${base}${one}'\n`)}</code></pre>
    </div>
    <section aria-labelledby="ask">
      <h2 id="ask">${t.programsAsk}</h2>
      <p class="measure">${t.programsAskText}</p>
      ${Object.entries(addresses).map(
        ([group, paths]) =>
          html`<h3>${t.programsGroups[group as keyof typeof addresses]}</h3>
            <ul>
              ${paths.map((path) => html`<li>${address(path)}</li>`)}
            </ul>`,
      )}
    </section>
    <section aria-labelledby="bulk">
      <h2 id="bulk">${t.programsBulk}</h2>
      <p class="measure">${t.programsBulkText}</p>
      <dl class="facts wide">
        ${files.map(
          (file) =>
            html`<dt>${address(`/bulk/${file}.jsonl`)}</dt>
              <dd>${t.programsBulkFiles[file]}</dd>`,
        )}
      </dl>
    </section>
    <section class="measure" aria-labelledby="answers">
      <h2 id="answers">${t.programsAnswers}</h2>
      <p>${t.programsAnswersText}</p>
      <p>${t.programsPages}</p>
      <p>${t.programsVerify(html`<a href="${href("/verify")}">${t.programsVerifyLink}</a>`)}</p>
    </section>
    <section aria-labelledby="errors">
      <h2 id="errors">${t.programsErrors}</h2>
      <dl class="facts wide">
        ${Object.entries(t.programsProblems).map(
          ([code, words]) =>
            html`<dt id="${code}"><code>${code}</code></dt>
              <dd>${words}</dd>`,
        )}
      </dl>
    </section>
    <section class="measure" aria-labelledby="terms">
      <h2 id="terms">${t.programsTerms}</h2>
      <p>${t.programsTermsText(name)}</p>
    </section>`;
  return answerPage(request, { title: t.programsTitle, description: t.programsDescription(name), path: "/api", body }, [
    "assets",
  ]);
}

function address(path: string): Html {
  const code = html`<code class="breakable">${path}</code>`;
  return path.includes("{") || path === "/quote" ? code : html`<a href="/api/v1${path}">${code}</a>`;
}
