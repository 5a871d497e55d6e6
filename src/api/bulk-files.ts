import { base64 } from "@voceria/record";
import * as v from "valibot";
import { listNewestEditions } from "../briefings/newest-editions.ts";
import { listChanged } from "../newsroom/list-views.ts";
import type { PublicContext } from "../page/kept.ts";
import { questionJson } from "../page/question-json.ts";
import { statementJson } from "../page/statement-json.ts";
import { findAnswers, listAnswered } from "../press/find-answer.ts";
import { findPublicQuestion } from "../press/find-question.ts";
import { listEntries } from "../recorder/served.ts";
import { listAssertions } from "../register/list-assertions.ts";
import * as is from "./forms.ts";
import * as schema from "./schemas.ts";
import { turnJson } from "./turn-json.ts";

/** How far a reader is: all of entries before `entry` and, of that one, what comes before `item` and it. */
export type BulkPlace = { entry: number; item: number };
export type BulkLine = Record<string, unknown> & { cursor: string };

/** A file of lines in the order of the record: a few at a time, so that none of it is ever whole in memory. */
export type BulkFile = {
  summary: string;
  line: { name: string; schema: v.GenericSchema };
  /** Whether what it says hangs on the entries below the horizon alone, so that it can be said that nothing has changed. */
  ofRecordAlone: boolean;
  /** What comes after a place, of entries below `upTo`: some lines and where they end; undefined at the end. */
  read: (context: PublicContext, after: BulkPlace, upTo: number) => Promise<Read | undefined>;
};
type Read = { lines: BulkLine[]; end: BulkPlace };

const whole = 2_147_483_647;
const cursor = v.pipe(
  v.string(),
  v.regex(/^\d+(?:\.\d+)?$/),
  v.description("Give it as `after` to go on from here, now or another day."),
);
const lineOf = (entries: v.ObjectEntries) => v.strictObject({ ...entries, cursor });

export const bulkFiles: Record<"statements" | "turns" | "questions" | "register" | "entries", BulkFile> = {
  statements: {
    summary: "Every statement by its newest edition, withdrawn ones marked, in the order of what last became of each.",
    line: { name: "StatementLine", schema: lineOf(entriesOf(schema.statement)) },
    ofRecordAlone: true,
    async read({ installation, url }, { entry: after }, upTo) {
      const found = await listChanged(installation.db, { after, upTo, limit: 100 });
      return endingAt(
        found.map(({ entry, view }) => ({ ...statementJson(url, view), cursor: String(entry) })),
        found.at(-1)?.entry,
      );
    },
  },
  turns: {
    summary: "Every turn of every transcript in the record, by the newest edition of each version.",
    line: {
      name: "TurnLine",
      schema: lineOf({
        ...entriesOf(schema.turn),
        turn: v.optional(is.ordinal),
        url: v.optional(is.address),
        briefing: is.number,
        day: v.optional(is.day),
        version: v.picklist(["certified", "imported", "edited"]),
        edition: is.ordinal,
        entry: is.entry,
        erased: v.optional(v.literal(true)),
      }),
    },
    ofRecordAlone: true,
    async read({ installation, url }, { entry: from, item }, upTo) {
      const found = await listNewestEditions(installation.db, { from, upTo, limit: 5 });
      const last = found.at(-1);
      const lines = found.flatMap(({ content, ...edition }): BulkLine[] => {
        const { briefing, entry } = edition;
        if (content === undefined)
          return entry === from && item > 0 ? [] : [{ ...edition, erased: true, cursor: `${entry}.1` }];
        return content.turns.flatMap((turn, index) =>
          entry === from && index < item
            ? []
            : [{ ...edition, day: content.day, ...turnJson(url, briefing, turn), cursor: `${entry}.${index + 1}` }],
        );
      });
      return last === undefined ? undefined : { lines, end: { entry: last.entry + 1, item: 0 } };
    },
  },
  questions: {
    summary: "Every question with a published answer, or with the reason why there is none, withdrawn ones marked.",
    line: { name: "QuestionLine", schema: lineOf(entriesOf(schema.question)) },
    ofRecordAlone: false,
    async read({ installation: { db, means }, office, url }, { entry: after }, upTo) {
      const found = await listAnswered(db, { after, upTo, limit: 50 });
      const moment = { upTo, now: means.clock.now(), timeZone: (await office()).timeZone };
      const lines: BulkLine[] = [];
      for (const { entry, number } of found) {
        const question = await findPublicQuestion(db, number, moment);
        if (question?.published === true)
          lines.push({ ...questionJson(url, question, await findAnswers(db, number, upTo)), cursor: String(entry) });
      }
      return endingAt(lines, found.at(-1)?.entry);
    },
  },
  register: {
    summary: "Every assertion of the register as it was entered; `superseded` names the entry that took its place.",
    line: {
      name: "AssertionLine",
      schema: lineOf({
        kind: is.slug,
        id: is.slug,
        change: v.picklist(["new", "correction", "change", "retraction"]),
        data: v.looseObject({}),
        reason: v.optional(v.string()),
        source: v.strictObject({ id: is.slug, locator: v.string() }),
        register: is.place,
        recordedAt: is.instant,
        superseded: v.optional(is.entry),
      }),
    },
    ofRecordAlone: true,
    async read({ installation }, after, upTo) {
      const found = await listAssertions(installation.db, { after, upTo, limit: 200 });
      const last = found.at(-1)?.register;
      const lines = found.map((one) => ({ ...one, cursor: `${one.register.entry}.${one.register.item}` }));
      return last && { lines, end: last };
    },
  },
  entries: {
    summary: "Every entry of the record under a signed checkpoint, as it stands in the log.",
    line: {
      name: "EntryLine",
      schema: lineOf({ index: is.entry, entry: v.looseObject({ act: v.string() }), leafHash: is.base64 }),
    },
    ofRecordAlone: true,
    async read({ installation, horizon }, { entry: after }, upTo) {
      const limit = 500;
      const found = await listEntries(installation.db, { after, upTo: Math.min(upTo, horizon().signed), limit });
      return endingAt(
        found.map(({ index, entry, leafHash }) => ({
          index,
          entry,
          leafHash: base64(leafHash),
          cursor: String(index),
        })),
        found.at(-1)?.index,
      );
    },
  },
};

/** A cursor of a line, or none: the beginning. Without an item, all of its entry was read. */
export function readPlace(text: string | undefined): BulkPlace {
  if (text === undefined) return { entry: -1, item: whole };
  const [entry = 0, item = whole] = text.split(".").map(Number);
  return { entry, item };
}

function endingAt(lines: BulkLine[], entry: number | undefined): Read | undefined {
  return entry === undefined ? undefined : { lines, end: { entry, item: whole } };
}

/** The members of an object's schema, with or without words of its own. */
function entriesOf(one: v.GenericSchema): v.ObjectEntries {
  return (one as unknown as { entries: v.ObjectEntries }).entries;
}
