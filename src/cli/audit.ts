import { auditTranscripts } from "../briefings/audit-transcripts.ts";
import { auditTranscriptWords } from "../briefings/audit-words.ts";
import { auditAnswers } from "../press/audit-answers.ts";
import { auditNewsroom } from "../newsroom/audit.ts";
import { auditRecord } from "../recorder/audit.ts";
import type { Difference } from "../recorder/difference.ts";
import { auditRegister } from "../register/audit.ts";
import { findOffice } from "../register/office.ts";
import { auditDocuments } from "../search/audit-documents.ts";
import { auditQuotes } from "../search/audit-quotes.ts";
import { command } from "./command.ts";

export const audit = command({
  name: "audit",
  summary: "recompute everything from the record's entries; names each difference",
  help: `
Hashes every entry and content again, rebuilds both trees, checks each signed checkpoint and the lock, and derives every
row that pages are read from. May run while the office publishes. Exit 1 if anything differs; each difference is named:
what, where, what was found and what was expected.

  voceria audit
  voceria audit --json > differences.jsonl`,
  flags: {},
  async run({ out, config, open, signal }) {
    const installation = await open();
    let found = 0;
    const tell = async (differences: AsyncIterable<Difference>): Promise<void> => {
      for await (const difference of differences) {
        found += 1;
        out.json(difference);
        out.print(`${difference.where}: ${difference.what} is ${difference.found}; expected ${difference.expected}`);
        if (signal.aborted) return;
      }
    };
    let entries = 0;
    await tell(
      auditRecord(installation, {
        lock: config.lock,
        onProgress: (done, total) => {
          entries = total;
          out.progress("record", done, total);
        },
      }),
    );
    if (!signal.aborted) await tell(auditRegister(installation.db));
    if (!signal.aborted && (await findOffice(installation.db)) !== undefined)
      await tell(auditNewsroom(installation.db, (done, total) => out.progress("statements", done, total)));
    if (!signal.aborted)
      await tell(auditTranscripts(installation.db, (done, total) => out.progress("transcripts", done, total)));
    if (!signal.aborted) await tell(auditTranscriptWords(installation.db));
    if (!signal.aborted) await tell(auditAnswers(installation.db));
    if (!signal.aborted)
      await tell(auditDocuments(installation.db, (done, total) => out.progress("search", done, total)));
    if (!signal.aborted) await tell(auditQuotes(installation.db));
    if (signal.aborted) {
      out.note("The audit was stopped before its end; what it has not named is not shown to be right.");
      return 1;
    }
    out.print(
      found === 0
        ? `Clean: all follows from the record's ${entries} entries.`
        : `${found} ${found === 1 ? "difference" : "differences"}.`,
    );
    out.json({ entries, differences: found });
    return found === 0 ? 0 : 1;
  },
});
