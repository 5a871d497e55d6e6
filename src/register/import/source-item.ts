import { Fault } from "../../fault.ts";
import type { Transaction } from "../../store/database.ts";
import { readStanding } from "../assertions.ts";
import type { Day } from "../day.ts";
import type { RegisterItem, SourceData } from "../item.ts";
import { slugOf } from "../name.ts";
import type { Format, Reading } from "./candidate.ts";
import { compare } from "./classify.ts";

export type SourceNamed = {
  /** The same at each import of the source: its revisions are compared under it. */
  source: string;
  format: Format;
  reading: Reading;
  /** What else is known of the source. */
  about?: Pick<SourceData, "url" | "licence" | "note">;
};

/** The source's id, with its own item where that is new or has a newer day. Fault("conflict") where it was imported under another end convention. */
export async function sourceOf(tx: Transaction, { source: name, reading, format, about = {} }: SourceNamed) {
  const clean = name.normalize("NFC").trim();
  const wanted = slugOf(clean);
  if (wanted === "")
    throw new Fault(
      "invalid",
      `The source's name ${JSON.stringify(name)} has no letter that an address can be made of.`,
    );
  const kind = `import: ${format.name}`;
  for (let copy = 1; ; copy++) {
    const id = copy === 1 ? wanted : `${wanted}-${copy}`;
    const before = await readStanding(tx, "source", id);
    if (before !== undefined && (before.data.name !== clean || !before.data.kind.startsWith("import: "))) continue;
    if (before !== undefined && before.data.endConvention !== reading.endConvention)
      throw new Fault(
        "conflict",
        `"${clean}" was imported before with --end-convention ${before.data.endConvention}; under ${reading.endConvention} every end would move by a day. Use the same, or another --source name.`,
      );
    const data: SourceData = {
      ...before?.data,
      name: clean,
      kind: before?.data.kind ?? kind,
      endConvention: reading.endConvention,
      ...about,
      ...(reading.assertedOn === undefined ? {} : { date: later(before?.data.date, reading.assertedOn) }),
    };
    const change = before === undefined ? "new" : compare("source", before.data, data);
    if (change === "same" || change === "reworded") return { id };
    const item: RegisterItem = {
      format: "voceria/register/v1",
      kind: "source",
      id,
      change,
      data,
      source: { id, locator: "the whole source" },
    };
    return { id, item };
  }
}

function later(a: Day | undefined, b: Day): Day {
  return a !== undefined && a > b ? a : b;
}
