import { base64, readCheckpoint, readNote } from "@voceria/record";
import { Fault } from "../fault.ts";
import { entryJson } from "../page/entry-json.ts";
import { newestCheckpoint } from "../recorder/checkpoints.ts";
import { readRecord } from "../recorder/record-identity.ts";
import { viewEntry } from "../recorder/served.ts";
import { endpoint } from "./endpoint.ts";
import * as is from "./forms.ts";
import * as schema from "./schemas.ts";

export const recordEndpoints = [
  endpoint({
    path: "/record/checkpoint",
    id: "getCheckpoint",
    group: "Record",
    summary: "The newest signed checkpoint, read and verbatim.",
    answer: { name: "Checkpoint", schema: schema.checkpoint },
    async handle({ context: { installation } }) {
      const [newest, record] = await Promise.all([newestCheckpoint(installation.db), readRecord(installation.db)]);
      if (newest === undefined || record === undefined) throw new Fault("not-found", "No checkpoint was signed yet.");
      const { origin, size } = readCheckpoint(readNote(newest.note).text);
      return {
        body: {
          origin,
          size,
          root: base64(newest.root),
          signedAt: newest.signedAt,
          note: newest.note,
          verifierKey: record.verifierKey,
        },
      };
    },
  }),
  endpoint({
    path: "/record/entries/{index}",
    id: "getEntry",
    group: "Record",
    summary: "One entry, as it stands in the log, and where its content and proof are.",
    params: { index: is.wholeNumber(0, Number.MAX_SAFE_INTEGER) },
    answer: { name: "Entry", schema: schema.recordEntry },
    async handle({ context: { installation }, params: { index } }) {
      const view = await viewEntry(installation.db, index);
      if (view === undefined) throw new Fault("not-found", `There is no entry ${index} under a signed checkpoint.`);
      return { body: entryJson(view) };
    },
  }),
];
