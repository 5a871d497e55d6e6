import type { StatementView } from "../newsroom/statements.ts";

/** One edition of a statement as data: what `/statements/{number}.json` says, and whatever else gives statements to programs. */
export function statementJson(url: string, view: StatementView) {
  const { spokenAt, spokenDay, publishedAt, firstPublishedAt, ...rest } = view;
  const address = `${url}/statements/${view.number}`;
  return {
    ...rest,
    spokenDay,
    ...(view.claimedDate === undefined ? { spokenAt } : {}),
    publishedAt,
    firstPublishedAt,
    url: address,
    editionUrl: `${address}/editions/${view.edition}`,
    bundleUrl: `${address}/editions/${view.edition}.bundle.json`,
    proofUrl: `${address}/editions/${view.edition}.tlog-proof`,
  };
}
