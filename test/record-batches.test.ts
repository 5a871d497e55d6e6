import { batchPath, hex, verifyBundle } from "@voceria/record";
import { afterAll, beforeAll, expect, test } from "vitest";
import { batchPathOf } from "../src/recorder/batch-path.ts";
import { makeBundle } from "../src/recorder/bundle.ts";
import { readRecord } from "../src/recorder/record-identity.ts";
import { signNow } from "../src/recorder/sequence.ts";
import { itemsAtOnce, viewEntry } from "../src/recorder/served.ts";
import { checkEd25519, sha256 } from "../src/recorder/sha256.ts";
import { asserted, enter, type Founded, foundedInstallation } from "./recorder-office.ts";

let office: Founded;
beforeAll(async () => {
  office = await foundedInstallation();
});
afterAll(() => office.drop());

const ids = (count: number, name: string) => Array.from({ length: count }, (_, at) => `${name}-${at}`);

test.each([1, 2, 255, 256, 257, 511, 512, 1300])(
  "each item of a batch of %i has the proof that the whole batch gives",
  async (count) => {
    const [appended] = await enter(office, asserted(...ids(count, `b${count}`)));
    await signNow(office);
    const { index, items = [] } = appended!;
    const view = await viewEntry(office.db, index);
    if (view?.entry.act !== "register.asserted") throw new Error("not a batch");
    const batch = { entry: index, count, root: view.entry.root };
    const tried = new Set([0, 1, 127, 254, 255, 256, 511, 512, 1023, 1279, 1280, count - 2, count - 1]);
    for (const item of tried) {
      if (item < 0 || item >= count) continue;
      const found = await batchPathOf(office.db, batch, item);
      expect(found.map(hex)).toEqual(batchPath(sha256, items, item).map(hex));
    }
  },
);

test("the bundle of one item among many verifies by itself", async () => {
  const [appended] = await enter(office, asserted(...ids(700, "one")));
  await signNow(office);
  const bundle = await makeBundle(office.db, appended!.index, 699);
  const record = await readRecord(office.db);
  const report = await verifyBundle(new TextEncoder().encode(bundle), {
    policy: `log ${record?.verifierKey}\nquorum none\n`,
    hash: sha256,
    checkEd25519,
    now: office.means.clock.now(),
  });
  expect(report.established).toBe(true);
  expect(report.content).toMatchObject({ id: "one-699" });
});

test("a large batch is listed in parts, so that nobody is sent a million items for one question", async () => {
  const [appended] = await enter(office, asserted(...ids(itemsAtOnce + 3, "many")));
  await signNow(office);
  const first = await viewEntry(office.db, appended!.index);
  const rest = await viewEntry(office.db, appended!.index, itemsAtOnce);
  expect([first?.items.length, rest?.items.length]).toEqual([itemsAtOnce, 3]);
  expect([...first!.items, ...rest!.items].map(({ commitment }) => commitment)).toEqual(appended!.items?.map(hex));
});
