import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, expect, test, vi } from "vitest";
import { tellRelease } from "../src/cli/release.ts";
import { readConfig } from "../src/config.ts";
import { publishStatement } from "../src/newsroom/publish-statement.ts";
import type { Step } from "../src/recorder/publish-checkpoint.ts";
import { signNow, startSequencer } from "../src/recorder/sequence.ts";
import { systemClock } from "../src/clock.ts";
import { foundedOffice } from "./founded-office.ts";
import { asserted, audited, enter, type Founded, foundedInstallation, published } from "./recorder-office.ts";

const open: Founded[] = [];
afterEach(async () => {
  for (const office of open.splice(0)) await office.drop();
});

async function founded(): Promise<Founded> {
  const office = await foundedInstallation();
  open.push(office);
  return office;
}

test("an officer is told that an act stands when the lock cannot be written, and it is signed once it can", async () => {
  const office = await foundedOffice("segegob", systemClock);
  open.push(office);
  await signNow(office);
  const mend = await breakLock(office.data);
  const before = await readdir(office.data);
  const draft = { title: "Aviso", kind: "comunicado", language: "es-CL", topics: [], body: "El texto.\n" };
  const done = await publishStatement(office.db, draft, { by: "oficial" }, office.means);
  const told: unknown[] = [];
  const out = {
    print: () => undefined,
    json: (value: unknown) => void told.push(value),
    note: (line: string) => void told.push(line),
    progress: () => undefined,
    end: () => undefined,
  };
  expect(await tellRelease({ out, config: readConfig({}, {}) }, office, "published", done)).toBe(0);
  expect(told).toEqual([
    expect.stringMatching(/^It is entered and awaits its checkpoint: The lock .* cannot be read or written \(EISDIR\)/),
    expect.stringMatching(/^No server runs on this data now/),
    expect.objectContaining({ number: done.number, signed: false }),
  ]);
  await expect(signNow(office)).rejects.toMatchObject({ code: "unavailable" });
  expect(await readdir(office.data)).toEqual(before);
  await mend();
  await signNow(office);
  expect(await audited(office)).toEqual([]);
});

/** Where drafts of the lock would be written stand folders, so that no write succeeds: as on a full disk. */
async function breakLock(data: string): Promise<() => Promise<void>> {
  const folders = Array.from({ length: 500 }, (_, at) => join(data, `record.lock.${process.pid}-${at}.new`));
  for (const folder of folders) await mkdir(join(folder, "full"), { recursive: true });
  return async () => {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  };
}

test(
  "a signer whose connection is cut at any step leaves one record, whoever goes on",
  { timeout: 120_000 },
  async () => {
    const office = await founded();
    let cuts = 0;
    const cut = (at: Step) => async (step: Step) => {
      if (step !== at || cuts > 11) return;
      const { rows } =
        await sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = 0
      and objid = ${0x766f6373} and granted and database = (select oid from pg_database where datname = current_database())`.execute(
          office.db,
        );
      cuts += rows.length;
    };
    const sequencers = await Promise.all(
      (["staged", "signed", "advanced", "shown"] as const).map((step) => startSequencer(office, { onStep: cut(step) })),
    );
    for (let number = 1; number <= 24; number++) {
      await enter(office, published(number));
      if (number % 3 === 0) await sequencers[number % 4]!.flush();
    }
    await Promise.all(sequencers.map((sequencer) => sequencer.flush()));
    await Promise.all(sequencers.map((sequencer) => sequencer.close()));
    expect(cuts).toBeGreaterThan(0);
    const { rows } = await sql<{ roots: number }>`
    select max(roots) as roots from (select count(distinct root) as roots from record_checkpoint group by size) each`.execute(
      office.db,
    );
    expect(rows[0]!.roots).toBe(1);
    expect(await audited(office)).toEqual([]);
  },
);

test("two data folders over one database, one the copy of the other, never sign two records", async () => {
  const office = await founded();
  await enter(office, published(1));
  await signNow(office);
  const copy = { ...office, data: `${office.data}-copy` };
  await cp(office.data, copy.data, { recursive: true });
  try {
    await enter(office, published(2));
    await signNow(office);
    await enter(office, published(3));
    await expect(signNow(copy)).rejects.toMatchObject({
      code: "unsafe",
      message: expect.stringContaining("restored from a copy"),
    });
    await signNow(office);
    expect(await audited(office)).toEqual([]);
  } finally {
    await rm(copy.data, { recursive: true, force: true });
  }
});

test.each([
  ["empty", () => ""],
  ["cut short", (note: string) => note.slice(0, -30)],
  ["of another size", (note: string) => note.replace(/\n2\n/, "\n1\n")],
  ["with a line more", (note: string) => note.replace("\n\n", "\nx\n\n")],
  ["without a signature", (note: string) => note.slice(0, note.indexOf("\n\n") + 2)],
  ["of a hundred thousand lines", (note: string) => note + "— a b\n".repeat(100_000)],
])("a lock that is %s signs nothing and is left as it is", async (_, change) => {
  const office = await founded();
  await enter(office, published(1));
  await signNow(office);
  const path = join(office.data, "record.lock");
  const changed = change(await readFile(path, "utf8"));
  await writeFile(path, changed);
  await enter(office, published(2));
  await expect(signNow(office)).rejects.toMatchObject({ code: "unsafe" });
  await expect(startSequencer(office)).rejects.toMatchObject({ code: "unsafe" });
  expect(await readFile(path, "utf8")).toBe(changed);
});

test("an entry whose row was changed before it was signed is not signed", async () => {
  for (const change of [
    sql`update record_entry set bytes = replace(convert_from(bytes, 'UTF8'), '0001', '0009')::bytea where index = 0`,
    sql`update record_entry set leaf_hash = sha256('x') where index = 0`,
    sql`delete from record_entry where index = 0`,
    sql`update record_entry set index = 7 where index = 0`,
    sql`update record_counter set next_index = 9`,
    sql`update record_counter set next_index = 0`,
  ]) {
    const office = await founded();
    await enter(office, published(1));
    await change.execute(office.db);
    const outcome = await signNow(office).then(
      () => "signed",
      (error: { code?: string }) => error.code,
    );
    const { rows } = await sql<{ size: number }>`select max(size) as size from record_checkpoint`.execute(office.db);
    expect([outcome === "unsafe" || rows[0]!.size === 0, rows[0]!.size]).toEqual([true, 0]);
  }
});

test("a clock that goes back makes no entry older than the one before it", async () => {
  const office = await founded();
  const times = [
    "2026-11-23T12:00:00.000Z",
    "2026-11-23T11:00:00.000Z",
    "2026-01-01T00:00:00.000Z",
    "2026-11-23T12:00:01.000Z",
  ];
  const ats: string[] = [];
  for (const [number, time] of times.entries()) {
    const means = { ...office.means, clock: { now: () => new Date(time) } };
    const [entry] = await enter({ ...office, means }, published(number + 1));
    ats.push(entry!.at.toISOString());
    await signNow({ ...office, means });
  }
  expect(ats).toEqual(ats.toSorted());
  expect(await audited(office)).toEqual([]);
});

test("what waits for a signature is given to nobody's program, by whatever address", async () => {
  const office = await founded();
  await enter(office, asserted("uno"));
  await signNow(office);
  const { makeBundle, makeProof } = await import("../src/recorder/bundle.ts");
  const { readContentByCommitment, readTile, viewEntry } = await import("../src/recorder/served.ts");
  const [entry] = await enter(office, published(1));
  const commitment = Buffer.from((entry as { commitment: Uint8Array }).commitment).toString("hex");
  const index = entry!.index;
  await expect(makeBundle(office.db, index)).rejects.toMatchObject({ code: "not-found" });
  await expect(makeProof(office.db, index)).rejects.toMatchObject({ code: "not-found" });
  expect(await viewEntry(office.db, index)).toBeUndefined();
  expect(await readContentByCommitment(office.db, commitment)).toEqual({ answer: "unknown" });
  for (const path of [`tile/0/000.p/${index + 1}`, `tile/entries/000.p/${index + 1}`])
    expect(await readTile(office.db, path)).toBeUndefined();
  await signNow(office);
  await vi.waitFor(async () =>
    expect(await readContentByCommitment(office.db, commitment)).toMatchObject({ answer: "held" }),
  );
});
