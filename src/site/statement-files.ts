import { Fault } from "../fault.ts";
import { findEdition, findStatement, type StatementView } from "../newsroom/statements.ts";
import { makeBundle, makeProof } from "../recorder/bundle.ts";
import { statementJson } from "../page/statement-json.ts";
import { notKept, type SiteContext, type Tag, tagsHeader } from "./context.ts";
import { fileHeaders } from "../page/headers.ts";

export const suffixes = [".md", ".json", ".bundle.json", ".tlog-proof"] as const;
export type Suffix = (typeof suffixes)[number];

/** A statement as a file: its text, its data, or what verifies it. `edition` undefined: the newest. */
export async function statementFile(
  site: SiteContext,
  number: string,
  edition: number | undefined,
  suffix: Suffix,
): Promise<Response> {
  const { db } = site.installation;
  const { size, signed } = site.horizon();
  const view = await (edition === undefined ? findStatement(db, number, size) : findEdition(db, number, edition, size));
  if (view === undefined) throw new Fault("not-found", `There is no statement ${number} with that edition.`);
  switch (suffix) {
    case ".md":
      return file(site, "text/markdown; charset=utf-8", markdownFile(site, view), [`number:${number}`]);
    case ".json":
      return file(
        site,
        "application/json; charset=utf-8",
        `${JSON.stringify(statementJson(site.url, view), null, 2)}\n`,
        [`number:${number}`],
      );
    case ".bundle.json":
    case ".tlog-proof": {
      if (view.entry >= signed)
        throw new Fault("not-found", `${number} awaits the next signed checkpoint; its proof comes with it.`);
      const bundle = suffix === ".bundle.json";
      const text = await (bundle ? makeBundle(db, view.entry) : makeProof(db, view.entry));
      return file(site, bundle ? "application/json; charset=utf-8" : "text/plain; charset=utf-8", text, ["changes"]);
    }
  }
}

function file(site: SiteContext, type: string, text: string, tags: readonly Tag[]): Response {
  return new Response(text, { headers: { ...fileHeaders(site.url, type), [tagsHeader]: tags.join(" ") || notKept } });
}

/** The text that was entered, under fields that say what it is and what became of it. */
function markdownFile(site: SiteContext, view: StatementView): string {
  const fields: [string, string | number | readonly string[] | undefined][] = [
    ["title", view.title],
    ["number", view.number],
    ["kind", view.kind],
    ["language", view.language],
    ["edition", view.edition],
    ["editions", view.editions],
    ["published", view.firstPublishedAt.toISOString()],
    ["edition_published", view.publishedAt.toISOString()],
    ["claimed_date", view.claimedDate],
    ["status", view.status],
    ["withdrawn_because", view.withdrawal?.reason],
    ["correction", view.note],
    ["summary", view.summary],
    ["topics", view.topics],
    ["speakers", view.voice.map(({ person }) => person)],
    ["claim", view.claim?.text],
    ["claim_where", view.claim?.where],
    ["claim_when", view.claim?.when],
    ["translates", view.translates && `${view.translates.number}/${view.translates.edition}`],
    ["delivery", view.delivery],
    ["counterpart", view.counterpart && `${view.counterpart.number}/${view.counterpart.edition}`],
    ["series", view.series?.name],
    ["ordinal", view.series?.ordinal],
    ["contact", view.contact],
    ["source", view.source?.name],
    ["source_id", view.source?.id],
    ["source_speaker", view.sourceSpeaker],
    ["entry", view.entry],
    ["url", `${site.url}/statements/${view.number}/editions/${view.edition}`],
  ];
  const lines = fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${JSON.stringify(value)}`]));
  return `---\n${lines.join("\n")}\n---\n\n${view.body}`;
}
