import { expect, test } from "vitest";
import { makeBundle } from "../src/recorder/bundle.ts";
import { readHorizon } from "../src/recorder/horizon.ts";
import { signNow, startSequencer } from "../src/recorder/sequence.ts";
import { asserted, audited, corrected, enter, foundedInstallation, published, withdrawn } from "./recorder-office.ts";

test("what is entered is signed, shown and bundled with its state", async () => {
  const office = await foundedInstallation();
  try {
    const [first] = await enter(office, asserted("segegob", "dinex"), published(1), published(2));
    expect(first).toMatchObject({ index: 0 });
    await signNow(office);
    expect(await readHorizon(office.db)).toMatchObject({ size: 4, signed: 4 });
    const sequencer = await startSequencer(office);
    const [fixed] = await enter(office, corrected(0, 1, 2));
    await sequencer.wait(fixed!.index);
    await enter(office, withdrawn(1, 2));
    await sequencer.flush();
    expect(JSON.parse(await makeBundle(office.db, 1))).toMatchObject({
      state: { leaf: { current: 4, edition: 2, status: "current" } },
    });
    expect(JSON.parse(await makeBundle(office.db, 2))).toMatchObject({ state: { leaf: { status: "withdrawn" } } });
    await sequencer.close();
    expect(await audited(office)).toEqual([]);
  } finally {
    await office.drop();
  }
});
