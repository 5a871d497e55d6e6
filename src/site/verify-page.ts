import { listStatements } from "../newsroom/list-statements.ts";
import { type Html, html } from "../page/html.ts";
import { policyText } from "../recorder/served.ts";
import { answerPage, type PageRequest } from "./context.ts";

/** How anyone checks what the office says: here in the browser, and without this site. */
export async function verifyPage(request: PageRequest): Promise<Response> {
  const { site, t, href, office } = request;
  const policy = await policyText(site.installation.db);
  const body = html`<h1>${t.verifyTitle}</h1>
    <p class="standfirst">${t.verifyDescription}</p>
    <h2>${t.verifyHow}</h2>
    <ol class="steps">
      ${[t.verify1, t.verify2, t.verify3, t.verify4, t.verify5].map((sentence) => html`<li>${sentence}</li>`)}
    </ol>
    <p class="measure quiet">${t.verifySeal}</p>
    <h2>${t.verifyFile}</h2>
    <div class="drop" id="drop" data-time-zone="${office.timeZone}" data-policy="${policy}">
      <p>${t.verifyFileText}</p>
      <noscript><p>${t.verifyNoScript}</p></noscript>
      <label for="bundle">${t.verifyChoose}<input id="bundle" type="file" accept=".json,application/json" /></label>
    </div>
    <section class="card seal found" id="found" hidden data-state="checking" aria-labelledby="found-title">
      <h2 id="found-title"><span></span></h2>
      <div id="found-body" role="status"></div>
    </section>
    <h2>${t.verifyCli}</h2>
    ${await commands(request)}
    <p><a href="${href("/record")}">${t.footRecord}</a></p>`;
  return answerPage(
    request,
    {
      title: t.verifyTitle,
      description: t.verifyDescription,
      path: "/verify",
      body,
      current: "verify",
      scripts: ["check-file.js"],
    },
    ["changes"],
  );
}

async function commands({ t, site, record, horizon }: PageRequest): Promise<Html> {
  const { lines } = await listStatements(site.installation.db, { upTo: horizon.size, limit: 1 });
  const number = lines[0]?.number ?? "2026-0001";
  return html`<p class="measure">${t.verifyCliText}</p>
    <pre class="bytes" tabindex="0"><code>curl -O ${site.url}/statements/${number}.bundle.json
bin/voceria verify ${number}.bundle.json --key ${record.verifierKey}</code></pre>
    <p class="measure quiet">${t.verifyCliKey}</p>`;
}
