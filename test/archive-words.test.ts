import { join } from "node:path";
import { expect, test } from "vitest";
import { checkArchiveWords } from "./archive-words.ts";
import { sharedFolder } from "./shared.ts";

const shared = sharedFolder();

test.skipIf(shared === undefined)(
  "a real archive's texts keep every word on their way from HTML (needs ../shared)",
  async () => {
    const { checked, faults } = await checkArchiveWords(
      join(shared ?? "", "data/statements/australian-pm-transcripts.jsonl.gz"),
      40,
    );
    expect(checked).toBeGreaterThan(250);
    expect(faults).toEqual([]);
  },
);
