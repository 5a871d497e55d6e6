import { sql } from "kysely";
import { listStatements } from "../newsroom/list-statements.ts";
import { countOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { checkQuote, longestQuote } from "../search/check-quote.ts";
import { policyText } from "../recorder/served.ts";
import { checkingWordsName } from "./checking-words.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { entryPath } from "./entry-path.ts";
import { quoteResult } from "./quote-result.ts";
import { readVoiceNames } from "./voice.ts";

/** The most that a link to a question carries: longer ones are pasted again. */
const longestLinked = 600;

/**
 * How anyone checks what the office says: a quote by its words, a proof here in the browser, and both without this site. A quote
 * is neither kept nor told to anyone, and its answer is in no cache.
 */
export async function verifyPage(request: PageRequest, text = ""): Promise<Response> {
  const { site, t, href, office, horizon } = request;
  const { db } = site.installation;
  const tooLong = text.length > longestQuote;
  const check = text.trim() === "" || tooLong ? undefined : await checkQuote(db, text, { upTo: horizon.size });
  const spoken = (check?.places ?? []).map(({ text: { voice, day } }) => ({ voice, spokenDay: day }));
  const result = check && quoteResult(request, check, await readVoiceNames(db, spoken, horizon.size));
  const policy = await policyText(site.installation.db);
  const link = `/verify?text=${encodeURIComponent(text.trim().toWellFormed())}`;
  const body = html`<h1>${t.verifyTitle}</h1>
    <p class="standfirst">${t.verifyDescription}</p>
    <h2 id="quote-title">${t.quoteTitle}</h2>
    <form class="quote-form" action="${href("/verify")}#verdict" method="post" aria-labelledby="quote-title">
      <p id="quote-how" class="measure">${t.quoteHow}</p>
      <label for="text">${t.quoteLabel}</label>
      <textarea id="text" name="text" rows="4" maxlength="${longestQuote}" required aria-describedby="quote-how quote-privacy">
${tooLong ? "" : text}</textarea
      >
      <div class="drop picture" id="picture" hidden data-worker="${site.assets.url("picture-worker.js")}">
        <label for="picture-file">${t.quotePicture}<input id="picture-file" type="file" accept="image/*" aria-describedby="picture-how" /></label>
        <p id="picture-how" class="small quiet">${t.quotePictureHow}</p>
        <p id="picture-said" role="status"></p>
        <p class="picture-way">
          <progress id="picture-bar" max="100" aria-label="${t.quotePictureBar}" hidden></progress>
          <span id="picture-count" aria-hidden="true" hidden></span>
          <button id="picture-stop" class="button" type="button" hidden>${t.quotePictureStop}</button>
        </p>
      </div>
      ${tooLong && html`<p class="notice alarm" role="alert">${t.quoteTooLong}</p>`}
      <p class="quote-send"><button class="button">${t.quoteButton}</button> <span id="quote-privacy" class="small quiet">${t.quotePrivacy}</span></p>
    </form>
    ${result}
    ${check !== undefined && text.trim().length <= longestLinked && html`<p class="small"><a href="${href(link)}#verdict">${t.quoteLink}</a></p>`}
    <h2>${t.verifyHow}</h2>
    <ol class="steps">
      ${[t.verify1, t.verify2, t.verify3, t.verify4, t.verify5].map((sentence) => html`<li>${sentence}</li>`)}
    </ol>
    ${await newestPath(request)}
    <p class="measure quiet">${t.verifySeal}</p>
    <h2>${t.verifyFile}</h2>
    <div class="drop" id="drop" data-words="${site.assets.url(checkingWordsName(request.language))}" data-time-zone="${office.timeZone}" data-policy="${policy}">
      <p>${t.verifyFileText}</p>
      <noscript><p>${t.verifyNoScript}</p></noscript>
      <label for="bundle">${t.verifyChoose}<input id="bundle" type="file" accept=".json,application/json" /></label>
    </div>
    <section class="card seal found" id="found" hidden data-state="checking" aria-labelledby="found-title">
      <h2 id="found-title">${t.verifyFile}</h2>
      <div id="found-body" role="status"></div>
    </section>
    ${await commands(request)}
    <p><a href="${href("/record")}">${t.footRecord}</a></p>`;
  const answer = answerPage(
    request,
    {
      title: t.verifyTitle,
      description: t.verifyDescription,
      path: "/verify",
      body,
      current: "verify",
      scripts: ["check-file.js", "read-picture.js"],
      indexed: text === "",
    },
    text === "" ? ["changes"] : undefined,
    tooLong ? 413 : 200,
  );
  if (text !== "") answer.headers.set("cache-control", "no-store");
  return answer;
}

/** How the newest text is checked elsewhere; nothing while there is none. */
/** The way of the newest text to the signature, as an example that can be followed. */
async function newestPath(request: PageRequest): Promise<Html> {
  const { site, t, language, href, horizon } = request;
  const { rows } = await sql<{ number: string; entry: number }>`
    select s.number, e.entry from edition e join statement s on s.id = e.statement_id
    where e.entry < ${Math.min(horizon.size, horizon.signed)} order by e.entry desc limit 1`.execute(
    site.installation.db,
  );
  if (rows[0] === undefined) return html``;
  const { number, entry } = rows[0];
  const text = html`<a href="${href(`/statements/${number}`)}">${number}</a>`;
  const leaf = html`<a href="${href(`/record/entries/${entry}`)}">${countOf(entry, language)}</a>`;
  return html`<p class="measure">${t.verifyExample(text, leaf)}</p>
    ${entryPath(request, entry)}`;
}

async function commands({ t, site, record, horizon }: PageRequest): Promise<Html | undefined> {
  const { lines } = await listStatements(site.installation.db, { upTo: horizon.size, limit: 10 });
  const number = lines.find(({ status }) => status !== "erased")?.number;
  return number === undefined
    ? undefined
    : html`<h2>${t.verifyCli}</h2>
        <p class="measure">${t.verifyCliText}</p>
        <pre class="bytes" tabindex="0"><code>curl -O ${site.url}/statements/${number}.bundle.json
bin/voceria verify ${number}.bundle.json --key ${record.verifierKey}</code></pre>
        <p class="measure quiet">${t.verifyCliKey}</p>`;
}
