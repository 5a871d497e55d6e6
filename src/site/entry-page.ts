import { type Entry, hex, Malformed, readEntry } from "@voceria/record";
import { Fault } from "../fault.ts";
import { countOf, longInstant } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { entryPath } from "./entry-path.ts";

/** One line of the record in plain words, its bytes, its hash, and the way from it to the signed root. */
export async function entryPage(request: PageRequest, index: number): Promise<Response> {
  const { site, t, language, office, horizon, href } = request;
  const row = await site.installation.db
    .selectFrom("record_entry")
    .select(["bytes", "leaf_hash", "at"])
    .where("index", "=", index)
    .where("index", "<", horizon.size)
    .executeTakeFirst();
  if (row === undefined) throw new Fault("not-found", t.notFoundText);
  const entry = readable(row.bytes);
  const name = countOf(index, language);
  const near = (other: number, text: string) => html`<a href="${href(`/record/entries/${other}`)}">${text}</a>`;
  const body = html`<p class="kicker">
      <b>${t.entryKicker}</b> <span class="breakable">${request.record.origin}</span>
    </p>
    <h1>${t.entryTitle(name)}</h1>
    <p class="standfirst">${inWords(request, entry)}</p>
    <dl class="facts wide">
      <dt>${t.entryAt}</dt>
      <dd><time datetime="${row.at.toISOString()}">${longInstant(row.at, language, office.timeZone)}</time></dd>
      <dt>${t.entryLeaf}</dt>
      <dd><code>${hex(row.leaf_hash)}</code></dd>
      ${
        entry !== undefined &&
        "prev" in entry &&
        html`<dt>${t.entryOfThis}</dt>
          <dd>${near(entry.prev, t.entryLink(countOf(entry.prev, language)))}</dd>`
      }
    </dl>
    <h2>${t.entryBytes}</h2>
    <pre class="bytes solid" tabindex="0"><code>${row.bytes.toString("utf8")}</code></pre>
    <h2>${t.entryPath}</h2>
    ${entryPath(request, index)}
    <h2>${t.entryWhat}</h2>
    <p class="measure">${t.entryIs}</p>
    <p class="pages">
      ${index > 0 && near(index - 1, t.entryPrevious)} ${index + 1 < horizon.size && near(index + 1, t.entryNext)}
    </p>`;
  return answerPage(request, { title: t.entryTitle(name), path: `/record/entries/${index}`, body, current: "record" }, [
    "changes",
  ]);
}

/** undefined for an entry of a format that a newer version wrote: shown as bytes, never an error. */
function readable(bytes: Uint8Array): Entry | undefined {
  try {
    return readEntry(bytes);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

function inWords({ t, language, href }: PageRequest, entry: Entry | undefined): Html | string {
  const link = (number: string, edition?: number) =>
    html`<a
      href="${href(edition === undefined ? `/statements/${number}` : `/statements/${number}/editions/${edition}`)}"
      >${number}</a
    >`;
  switch (entry?.act) {
    case "statement.published":
      return t.act_published(link(entry.number, entry.edition));
    case "statement.corrected":
      return t.act_corrected(link(entry.number, entry.edition), entry.edition);
    case "statement.withdrawn":
      return t.act_withdrawn(link(entry.number));
    case "statement.imported":
      return t.act_imported(link(entry.number, entry.edition));
    case "transcript.certified":
    case "transcript.edited":
    case "transcript.imported":
    case "transcript.corrected":
      return t.actOfTranscript[entry.act](
        html`<a href="${href(`/briefings/${entry.briefing}`)}">${entry.briefing}</a>`,
      );
    case "question.answered":
    case "question.corrected":
    case "question.withdrawn":
      return t.actOfQuestion[entry.act](html`<a href="${href(`/questions/${entry.question}`)}">${entry.question}</a>`);
    case "register.asserted":
      return t.act_register(entry.count);
    case "content.erased":
      return t.act_erased(
        html`<a href="${href(`/record/entries/${entry.target.entry}`)}">${countOf(entry.target.entry, language)}</a>`,
      );
    case "state.asserted":
      return t.act_state;
    case undefined:
      return t.act_other;
  }
}
