import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Fault } from "../fault.ts";
import { openReport } from "./open-report.ts";

test("a report has each row, one a line", async () => {
  const folder = await mkdtemp(join(tmpdir(), "voceria-report-"));
  try {
    const list = await openReport(join(folder, "rows.jsonl"));
    for (const line of [1, 2]) await list.add({ line });
    expect(await list.close()).toBeUndefined();
    expect(await readFile(join(folder, "rows.jsonl"), "utf8")).toBe('{"line":1}\n{"line":2}\n');
    await expect(openReport(folder)).rejects.toThrow(Fault);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.skipIf(!existsSync("/dev/full"))("a disk that fills up is told in words, at a row or at the end", async () => {
  const list = await openReport("/dev/full");
  const filling = async () => {
    for (let line = 0; line < 100_000; line++) await list.add({ line, words: "x".repeat(100) });
  };
  await expect(filling()).rejects.toThrow("--report /dev/full can no longer be written");
  const short = await openReport("/dev/full");
  await short.add({ line: 1 });
  expect(await short.close()).toContain("can no longer be written");
});
