import { rebuildDocuments } from "../search/rebuild-documents.ts";
import { command } from "./command.ts";

export const searchRebuildCommand = command({
  name: "search rebuild",
  summary: "make what readers search anew from the record",
  help: `
Takes every published text, turn and answer in once more, from the first entry of the record on: after PostgreSQL was upgraded and brings
words to other stems, or where \`voceria audit\` names differences of what is searched. Readers find what they found before until it is
done; stopped before its end, it changes nothing.

  voceria search rebuild`,
  flags: {},
  async run({ out, open, signal }) {
    const { db } = await open();
    const documents = await rebuildDocuments(
      db,
      (done, total) => out.progress("search", done, total),
      () => signal.aborted,
    );
    if (documents === undefined) {
      out.note("Stopped before its end: what is searched is as it was.");
      return 1;
    }
    out.print(`${documents} ${documents === 1 ? "document" : "documents"}.`);
    out.json({ documents });
    return 0;
  },
});
