import { checkContent, checkContentFits, type Entry, type StatementContent } from "@voceria/record";

/** Where an imported text comes from: `date` and `speaker` as the source gives them, `sha256` of the source's row in base64. */
export type ClaimedSource = NonNullable<StatementContent["source"]>;

/** The content itself, once the record's own reader takes it for that act: what is entered can be verified by anyone. */
export function enterable(act: Entry["act"], content: StatementContent): StatementContent {
  const where = "statement";
  checkContentFits(act, checkContent(content, where), where);
  return content;
}
