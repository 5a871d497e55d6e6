import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Step } from "../src/recorder/publish-checkpoint.ts";
import { signNow } from "../src/recorder/sequence.ts";
import {
  asserted,
  audited,
  corrected,
  enter,
  type Founded,
  foundedInstallation,
  published,
  withdrawn,
} from "./recorder-office.ts";

const steps: readonly Step[] = ["staged", "signed", "advanced", "shown"];

type Move =
  | { kind: "publish"; count: number }
  | { kind: "correct" | "withdraw"; of: number }
  | { kind: "assert" }
  | { kind: "sign" }
  | { kind: "crash"; at: Step };

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("publish" as const),
      count: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant(260)),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("correct" as const, "withdraw" as const), of: fc.nat() }) },
  { weight: 1, arbitrary: fc.constant({ kind: "assert" as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: "sign" as const }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("crash" as const), at: fc.constantFrom(...steps) }) },
);

test("whatever is entered and wherever a signer ends, the record never forks and its audit is clean", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 4, maxLength: 14 }), async (moves) => {
      const office = await foundedInstallation();
      try {
        const subjects: { edition: number; withdrawn: boolean }[] = [];
        for (const each of moves) await act(office, each, subjects);
        await signNow(office);
        expect(await audited(office)).toEqual([]);
        await expectOneBranch(office);
      } finally {
        await office.drop();
      }
    }),
    { numRuns: 12 },
  );
}, 120_000);

async function act(office: Founded, each: Move, subjects: { edition: number; withdrawn: boolean }[]): Promise<void> {
  switch (each.kind) {
    case "publish":
      await enter(office, ...Array.from({ length: each.count }, (_, at) => published(subjects.length + at + 1)));
      subjects.push(...Array.from({ length: each.count }, () => ({ edition: 1, withdrawn: false })));
      return;
    case "assert":
      await enter(office, asserted("uno", "dos"));
      return;
    case "sign":
      return signNow(office);
    case "crash": {
      const killed = new Error(`killed after it ${each.at}`);
      const onStep = (step: Step) => (step === each.at ? Promise.reject(killed) : undefined);
      await signNow(office, { onStep }).catch((error: unknown) => expect(error).toBe(killed));
      // Others may append between the death and the next signer.
      await enter(office, asserted("entre"));
      return;
    }
    case "correct":
    case "withdraw": {
      const subject = subjects.length === 0 ? -1 : each.of % subjects.length;
      const before = subjects[subject];
      if (before === undefined || before.withdrawn) return;
      if (each.kind === "withdraw") await enter(office, withdrawn(subject, subject + 1));
      else await enter(office, corrected(subject, subject + 1, (before.edition += 1)));
      before.withdrawn = each.kind === "withdraw";
    }
  }
}

/** Of each size there is one root, sizes only grow, and the lock holds the newest. */
async function expectOneBranch(office: Founded): Promise<void> {
  const { rows } = await sql<{
    size: number;
    note: string;
  }>`select size, note from record_checkpoint order by id`.execute(office.db);
  const sizes = rows.map(({ size }) => size);
  expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
  expect(new Set(rows.map(({ note }) => note)).size).toBe(new Set(sizes).size);
  expect(await readFile(join(office.data, "record.lock"), "utf8")).toBe(rows.at(-1)?.note);
}

test("a signing process killed with -9 again and again is resumed by the next, and nothing signed is lost", async () => {
  const office = await foundedInstallation();
  try {
    let number = 0;
    let seen = 0;
    for (let round = 0; round < 8; round++) {
      const signer = await startSigner(office);
      const until = Math.floor(Math.random() * 12) + 3;
      // Killed in the midst of whatever it is doing, which differs from round to round.
      for (let each = 0; each < until; each++) await enter(office, published((number += 1)), asserted(`x-${number}`));
      signer.kill("SIGKILL");
      await once(signer, "exit");
      const [, size = "0"] = (await readFile(join(office.data, "record.lock"), "utf8")).split("\n");
      expect(Number(size)).toBeGreaterThanOrEqual(seen);
      seen = Number(size);
    }
    await signNow(office);
    await expectOneBranch(office);
    expect(await audited(office)).toEqual([]);
    const { rows } = await sql<{
      acts: number;
    }>`select count(*) as acts from record_entry where act <> 'state.asserted'`.execute(office.db);
    expect(rows[0]?.acts).toBe(number * 2);
  } finally {
    await office.drop();
  }
}, 120_000);

async function startSigner({ address, data }: Founded): Promise<ChildProcess> {
  const program = fileURLToPath(new URL("./record-signer.ts", import.meta.url));
  const signer = spawn(process.execPath, [program, JSON.stringify(address), data], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(signer.stdout, "data");
  return signer;
}
