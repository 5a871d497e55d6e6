import { base64, hex, readBase64 } from "@voceria/record";
import type { EntryView } from "../recorder/served.ts";

/** What `/record/entries/{index}.json` says: the entry, and where its contents and proof are. */
export function entryJson(view: EntryView) {
  const { index, entry, size, signedAt, items, from, erased, next } = view;
  const content =
    "commitment" in entry ? `/record/contents/${hex(readBase64(entry.commitment, "commitment"))}` : undefined;
  return {
    index,
    entry,
    leafHash: base64(view.leafHash),
    checkpoint: { size, signedAt: signedAt.toISOString() },
    bytes: `/record/entries/${index}.entry`,
    proof: `/record/entries/${index}.tlog-proof`,
    bundle: `/record/entries/${index}.bundle.json`,
    ...(content === undefined ? {} : { content, erased }),
    ...(entry.act === "register.asserted"
      ? {
          items: items.map((item) => ({ content: `/record/contents/${item.commitment}`, erased: item.erased })),
          ...(from + items.length < entry.count
            ? { nextItems: `/record/entries/${index}.json?from=${from + items.length}` }
            : {}),
        }
      : {}),
    ...(next === undefined ? {} : { next: `/record/entries/${next}` }),
  };
}
