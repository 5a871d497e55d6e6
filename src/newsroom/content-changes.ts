import { isDeepStrictEqual } from "node:util";
import { type Change, wordDifferences } from "../text/differences.ts";
import { type ChangedPassage, changedPassages } from "../text/passages.ts";
import type { DraftContent, Particulars } from "./draft.ts";
import { particularsOf } from "./drafts.ts";

/** What has changed between two texts with all that is published with them. What stayed is left out. */
export type ContentChanges = {
  title?: Change[];
  summary?: Change[];
  passages: ChangedPassage[];
  /** Which of the particulars are other ones: kind, speakers, topics, press contact, … */
  particulars: (keyof Particulars)[];
};

export function contentChanges(before: DraftContent, after: DraftContent): ContentChanges {
  const [was, is] = [particularsOf(before), particularsOf(after)];
  const fields = Object.keys({ ...was, ...is }) as (keyof Particulars)[];
  return {
    ...(before.title === after.title ? {} : { title: wordDifferences(before.title, after.title) }),
    ...(before.summary === after.summary ? {} : { summary: wordDifferences(before.summary, after.summary) }),
    passages: before.body === after.body ? [] : changedPassages(before.body, after.body),
    particulars: fields.filter((field) => !isDeepStrictEqual(was[field], is[field])),
  };
}
