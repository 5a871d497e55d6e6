import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { base64, hex, policyForKey, readEntry, readVerifierKey, verifyBundle } from "@voceria/record";
import { sql } from "kysely";
import { afterEach, expect, test, vi } from "vitest";
import { appendToRecord } from "../src/recorder/append.ts";
import { makeBundle } from "../src/recorder/bundle.ts";
import { foundRecord } from "../src/recorder/found.ts";
import { foundRealRecord } from "../src/recorder/found-real.ts";
import { followHorizon, readHorizon } from "../src/recorder/horizon.ts";
import { openLock } from "../src/recorder/open-lock.ts";
import { readRecord } from "../src/recorder/record-identity.ts";
import { readAttachmentByCommitment, readContentByCommitment, readTile, viewEntry } from "../src/recorder/served.ts";
import { signNow, startSequencer } from "../src/recorder/sequence.ts";
import { checkEd25519, sha256 } from "../src/recorder/sha256.ts";
import { openConnection, transact } from "../src/store/database.ts";
import { emptyDatabase, freshInstallation } from "./database.ts";
import {
  asserted,
  audited,
  corrected,
  enter,
  type Founded,
  foundedInstallation,
  published,
  statement,
  withdrawn,
  withFiles,
} from "./recorder-office.ts";

const offices: { drop(): Promise<void> }[] = [];

async function founded(...options: Parameters<typeof foundedInstallation>): Promise<Founded> {
  const office = await foundedInstallation(...options);
  offices.push(office);
  return office;
}

afterEach(async () => {
  for (const office of offices.splice(0)) await office.drop();
});

async function verified(office: Founded, index: number, item?: number) {
  const bundle = new TextEncoder().encode(await makeBundle(office.db, index, item));
  const policy = policyForKey((await readRecord(office.db))!.verifierKey);
  return verifyBundle(bundle, { policy, hash: sha256, checkEd25519, now: new Date() });
}

test("what is entered is signed, shown and bundled with its state", async () => {
  const office = await founded();
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
  for (const index of [0, 1, 2, 4, 6]) expect((await verified(office, index)).established).toBe(true);
  expect(await verified(office, 0, 1)).toMatchObject({ established: true, content: { id: "dinex" } });
  await sequencer.close();
  expect(await audited(office)).toEqual([]);
});

test("a refused act leaves no trace in the record", async () => {
  const office = await founded();
  await enter(office, published(1));
  await expect(enter(office, published(2), corrected(0, 1, 3))).rejects.toMatchObject({ code: "conflict" });
  await expect(
    enter(office, { ...published(2), content: { format: "voceria/statement/v1" } } as never),
  ).rejects.toMatchObject({ code: "invalid" });
  await expect(
    transact(office.db, async (tx) => {
      await appendToRecord(tx, [published(2)], office.means);
      throw new Error("the edition could not be kept");
    }),
  ).rejects.toThrow("could not be kept");
  const [next] = await enter(office, published(2));
  expect(next).toMatchObject({ index: 1, subject: 1 });
  await signNow(office);
  expect(await audited(office)).toEqual([]);
});

test("instants never decrease, whatever the clock does", async () => {
  const times = ["2026-11-23T12:00:05.000Z", "2026-11-23T12:00:01.000Z", "2026-11-23T12:00:09.000Z"].map(
    (time) => new Date(time),
  );
  let asked = 0;
  const office = await founded({ clock: { now: () => times[Math.min(asked, 2)]! }, random: randomBytes });
  const seen: string[] = [];
  for (asked = 0; asked < 3; asked++) seen.push((await enter(office, published(asked + 1)))[0]!.at.toISOString());
  expect(seen).toEqual(["2026-11-23T12:00:05.000Z", "2026-11-23T12:00:05.000Z", "2026-11-23T12:00:09.000Z"]);
  await signNow(office);
  expect(await audited(office)).toEqual([]);
});

test("eight appenders at once leave no gap and no double", async () => {
  const office = await founded();
  const sequencer = await startSequencer(office);
  await Promise.all(
    Array.from({ length: 8 }, async (_, series) => {
      for (let each = 1; each <= 10; each++)
        await enter(office, published(series * 100 + each), asserted(`x-${series}-${each}`));
    }),
  );
  await sequencer.flush();
  await sequencer.close();
  const { rows } = await sql<{ acts: number; subjects: number; last: number }>`
    select count(*) filter (where act <> 'state.asserted') as acts, count(distinct subject) as subjects, max(subject) as last from record_entry`.execute(
    office.db,
  );
  expect(rows[0]).toEqual({ acts: 160, subjects: 80, last: 79 });
  expect(await audited(office)).toEqual([]);
});

test("an import writes its contents before it locks the counter, so that only its last step can hold up a publication", async () => {
  const office = await founded();
  const holder = openConnection(office.address);
  await holder.connect();
  await holder.query("begin; select * from record_counter for update");
  const importing = enter(office, ...Array.from({ length: 50 }, (_, at) => published(at + 1)));
  await vi.waitFor(async () => {
    const { rows } = await sql<{ query: string }>`
      select query from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
      office.db,
    );
    expect(rows.map(({ query }) => query).join()).toContain("record_counter");
  }, 10_000);
  // What it still has to do is one statement and the commit: the contents are there, unseen by others.
  const { rows } = await sql<{ written: boolean }>`select pg_relation_size('record_content') > 0 as written`.execute(
    office.db,
  );
  expect(rows[0]?.written).toBe(true);
  await holder.query("commit");
  await holder.end();
  expect(await importing).toHaveLength(50);
});

test("nothing is served beyond the newest signed checkpoint", async () => {
  const office = await founded();
  await enter(office, ...Array.from({ length: 300 }, (_, at) => published(at + 1)));
  expect(await readTile(office.db, "tile/0/000")).toBeUndefined();
  expect(await viewEntry(office.db, 0)).toBeUndefined();
  await signNow(office);
  const [late] = await enter(office, published(301), asserted("tarde"));
  const commitment = hex(late!.commitment!);

  expect((await readTile(office.db, "tile/0/000"))?.full).toBe(true);
  expect((await readTile(office.db, "tile/0/001.p/45"))?.bytes.length).toBe(45 * 32);
  expect((await readTile(office.db, "tile/1/000.p/1"))?.bytes.length).toBe(32);
  expect((await readTile(office.db, "tile/entries/001.p/45"))?.full).toBe(false);
  for (const path of [
    "tile/0/001",
    "tile/0/001.p/44",
    "tile/0/001.p/46",
    "tile/0/002.p/1",
    "tile/1/000",
    "tile/1/000.p/2",
    "tile/2/000.p/1",
    "tile/0/0",
    "tile/entries/001.p/46",
    "tile/9/000.p/1",
    "../key",
  ])
    expect({ path, tile: await readTile(office.db, path) }).toEqual({ path, tile: undefined });
  expect(await viewEntry(office.db, late!.index)).toBeUndefined();
  expect(await readContentByCommitment(office.db, commitment)).toEqual({ answer: "unknown" });
  await expect(makeBundle(office.db, late!.index)).rejects.toMatchObject({ code: "not-found" });

  await signNow(office);
  expect((await viewEntry(office.db, late!.index))?.entry).toMatchObject({
    act: "statement.published",
    number: "2026-0301",
  });
  expect((await readTile(office.db, "tile/0/001.p/45"))?.bytes.length, "of an earlier checkpoint's size").toBe(45 * 32);
  expect(await readAttachmentByCommitment(office.db, commitment)).toEqual({ answer: "unknown" });
  const opened = await readContentByCommitment(office.db, commitment);
  const { bytes, salt } = JSON.parse(opened.answer === "held" ? opened.json : "{}") as { bytes: string; salt: string };
  const whole = Buffer.concat([
    Buffer.from("voceria/content/v1\n"),
    Buffer.from(salt, "base64"),
    Buffer.from(bytes, "base64"),
  ]);
  expect(createHash("sha256").update(whole).digest("hex")).toBe(commitment);
  await sql`update record_content set salt = null, bytes = null, erased_at = now() where commitment = ${Buffer.from(late!.commitment!)}`.execute(
    office.db,
  );
  expect(await readContentByCommitment(office.db, commitment)).toEqual({ answer: "erased" });
  expect((await verified(office, late!.index)).findings).toContainEqual(
    expect.objectContaining({ name: "content", status: "not-established" }),
  );
});

test("attachments are committed to with salts of their own and can be checked from the bundle", async () => {
  const office = await founded();
  const file = randomBytes(3000);
  const files = await withFiles(office, statement("Con anexo.\n"), {
    name: "anexo.pdf",
    media: "application/pdf",
    bytes: file,
  });
  await enter(office, { act: "statement.published", number: "2026-0001", edition: 1, ...files });
  await signNow(office);
  const bundle = JSON.parse(await makeBundle(office.db, 0)) as {
    content: { attachments: { commitment: string; bytes: number }[] };
    attachments: { salt: string }[];
  };
  const [listed] = bundle.content.attachments;
  expect(listed?.bytes).toBe(3000);
  const whole = Buffer.concat([
    Buffer.from("voceria/attachment/v1\n"),
    Buffer.from(bundle.attachments[0]!.salt, "base64"),
    file,
  ]);
  expect(createHash("sha256").update(whole).digest("base64")).toBe(listed?.commitment);
  expect(
    await readAttachmentByCommitment(office.db, Buffer.from(listed!.commitment, "base64").toString("hex")),
  ).toMatchObject({ answer: "held", file: { bytes: 3000, media: "application/pdf" } });
  expect(await audited(office)).toEqual([]);
});

test("a signer that fails does not silence: after two seconds what is committed shows as awaiting", async () => {
  const office = await founded();
  const horizon = await followHorizon(office);
  await enter(office, published(1));
  expect(horizon.current()).toMatchObject({ size: 0, signed: 0 });
  await vi.waitFor(() => expect(horizon.current()).toMatchObject({ size: 1, signed: 0 }), 10_000);
  expect(await readHorizon(office.db)).toMatchObject({ size: 1, signed: 0 });
  await signNow(office);
  await vi.waitFor(() => expect(horizon.current()).toMatchObject({ size: 2, signed: 2 }), 10_000);
  await horizon.close();
});

test("of two signers one signs, and the other takes over when it ends", async () => {
  const office = await founded();
  const one = await startSequencer(office);
  const other = await startSequencer(office);
  expect([one.state(), other.state()]).toEqual(["signing", "standby"]);
  await enter(office, published(1));
  await other.flush();
  await one.close();
  await vi.waitFor(() => expect(other.state()).toBe("signing"), 10_000);
  await enter(office, published(2));
  await other.flush();
  await other.close();
  expect(await audited(office)).toEqual([]);
});

test("an idle log is signed again at the same size, without an entry", async () => {
  const office = await founded();
  const sequencer = await startSequencer(office, { signAgainEvery: 0 });
  await vi.waitFor(async () => {
    const { rows } = await sql<{
      count: number;
    }>`select count(*) as count from record_checkpoint where size = 0`.execute(office.db);
    expect(rows[0]!.count).toBeGreaterThan(1);
  }, 10_000);
  await sequencer.close();
  expect(await audited(office)).toEqual([]);
});

/** The database as it was, put back under a lock that has moved on. */
async function restoreTo(office: Founded, size: number): Promise<void> {
  await sql`delete from record_checkpoint where size > ${size}`.execute(office.db);
  await sql`delete from record_batch_item where entry >= ${size}`.execute(office.db);
  await sql`delete from record_entry where index >= ${size}`.execute(office.db);
  await sql`update record_tile set bytes = substring(bytes from 1 for ${size * 32}::int)`.execute(office.db);
  await sql`update record_counter set next_index = ${size}`.execute(office.db);
}

test("a database behind the lock refuses to sign and names the missing entries", async () => {
  const office = await founded();
  await enter(office, asserted("uno"));
  await signNow(office);
  await enter(office, asserted("dos"));
  await signNow(office);
  await restoreTo(office, 2);
  await enter(office, asserted("otro"));
  await expect(signNow(office)).rejects.toMatchObject({
    code: "unsafe",
    message: expect.stringContaining("entries 3 to 3 were signed and are missing"),
  });
  await enter(office, asserted("cuatro"));
  await expect(signNow(office)).rejects.toMatchObject({
    code: "unsafe",
    message: expect.stringContaining("are not those that the lock"),
  });
  await expect(startSequencer(office)).rejects.toMatchObject({ code: "unsafe" });
  expect((await audited(office)).map(({ what }) => what)).toContain("lock");
});

test("a lost lock, and one restored from a copy, need the size and root that somebody outside has seen", async () => {
  const office = await founded();
  await enter(office, published(1));
  await signNow(office);
  const path = join(office.data, "record.lock");
  const old = await readFile(path, "utf8");
  await enter(office, published(2));
  await signNow(office);
  const [, size, root] = (await readFile(path, "utf8")).split("\n") as [string, string, string];
  const accept = { size: Number(size), root: Buffer.from(root, "base64") };

  for (const damage of [
    () => rm(path),
    () => rm(`${path}.id`),
    () => writeFile(`${path}.id`, "another\n"),
    () => writeFile(path, old),
    async () => writeFile(path, (await readFile(path, "utf8")).replace(/\n— .*\n$/, "\n— x AAAAAAAA\n")),
  ]) {
    await damage();
    await enter(office, asserted("x"));
    await expect(signNow(office)).rejects.toMatchObject({
      code: "unsafe",
      message: expect.stringContaining("--accept-size"),
    });
    await expect(signNow(office, { accept: { ...accept, root: randomBytes(32) } })).rejects.toMatchObject({
      code: "unsafe",
    });
    await expect(signNow(office, { accept: { ...accept, size: 1000 } })).rejects.toMatchObject({
      message: expect.stringContaining("are missing"),
    });
    const shown = (await readHorizon(office.db)).signed;
    const { rows } = await sql<{ root: Buffer }>`select root from record_checkpoint order by id desc limit 1`.execute(
      office.db,
    );
    await signNow(office, { accept: { size: shown, root: rows[0]!.root } });
    expect(await audited(office)).toEqual([]);
  }
});

test("a lock that holds something else than a signed checkpoint of this record is refused", async () => {
  const office = await founded();
  await enter(office, published(1));
  await signNow(office);
  const path = join(office.data, "record.lock");
  const note = await readFile(path, "utf8");
  await writeFile(path, note.replace("\n2\n", "\n3\n"));
  await enter(office, published(2));
  await expect(signNow(office)).rejects.toMatchObject({ code: "unsafe" });
  expect(await audited(office)).not.toEqual([]);
});

test("a lock swaps for one of many that try at once", async () => {
  const folder = await mkdtemp(join(tmpdir(), "voceria-lock-"));
  const { address, drop } = await emptyDatabase();
  const url = "connectionString" in address ? address.connectionString : undefined;
  for (const place of [join(folder, "a.lock"), ...(url === undefined ? [] : [url])]) {
    const locks = Array.from({ length: 6 }, () => openLock({ data: folder, place }));
    await locks[0]!.create("one", "first\n");
    await expect(locks[1]!.create("two", "other\n")).rejects.toMatchObject({ code: "unsafe" });
    for (let from = "first\n", round = 0; round < 20; round++) {
      const swaps = await Promise.allSettled(locks.map((lock, each) => lock.advance(from, `${round} ${each}\n`)));
      const won = swaps.flatMap(({ status }, each) => (status === "fulfilled" ? [each] : []));
      expect(won).toHaveLength(1);
      from = `${round} ${won[0]}\n`;
      expect(await locks[5]!.read()).toBe(from);
    }
    for (const lock of locks) await lock.close();
  }
  await drop();
  await rm(folder, { recursive: true });
});

test("a lock in a database that holds a record is refused: a backup would bring it back", async () => {
  const office = await founded();
  const { address } = office;
  const place =
    "connectionString" in address
      ? address.connectionString
      : `postgres:///${address.database}?host=${encodeURIComponent(address.host)}&port=${address.port}&user=${address.user}`;
  const lock = openLock({ data: office.data, place });
  await expect(lock.read()).rejects.toMatchObject({ code: "unsafe", message: expect.stringContaining("of its own") });
  await lock.close();
});

test("a machine without the key serves and does not sign", async () => {
  const office = await founded();
  await rm(join(office.data, "keys"), { recursive: true });
  const sequencer = await startSequencer(office);
  await enter(office, published(1));
  expect(sequencer.state()).toBe("serving");
  // No other machine may put another record in the place of the one that it serves.
  const other = { ...office, data: await mkdtemp(join(tmpdir(), "voceria-data-")) };
  await expect(foundRealRecord(other, { origin: "voceria.example/libro" }, async () => {})).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("A server is running"),
  });
  await rm(other.data, { recursive: true });
  await sequencer.close();
  await expect(signNow(office)).rejects.toMatchObject({ code: "unavailable" });
});

test("a trial is marked by its very name, and two that found it at once found one", async () => {
  const office = await freshInstallation();
  offices.push(office);
  const [one, other] = await Promise.all([
    foundRecord(office, { kind: "trial" }),
    foundRecord(office, { kind: "trial" }),
  ]);
  expect(one.origin).toMatch(/^trial\.voceria\.invalid\/[0-9a-f]{8}$/);
  expect(other.origin).toBe(one.origin);
  const key = readVerifierKey(one.verifierKey);
  expect(one.origin).toContain(createHash("sha256").update(key.publicKey).digest("hex").slice(0, 8));
});

test("founding the real record sets the trial aside, and goes on where it was killed", async () => {
  const office = await founded();
  await enter(office, published(1));
  await signNow(office);
  const trial = await readRecord(office.db);
  const serving = await startSequencer(office);
  await expect(foundRealRecord(office, { origin: "voceria.example/libro" }, async () => {})).rejects.toMatchObject({
    code: "conflict",
  });
  await serving.close();
  await expect(foundRealRecord(office, { origin: "https://voceria.example" }, async () => {})).rejects.toMatchObject({
    code: "usage",
  });

  const killed = new Error("killed");
  const recoveryKeyHash = randomBytes(32);
  await expect(
    foundRealRecord(office, { origin: "voceria.example/libro", recoveryKeyHash }, () => Promise.reject(killed)),
  ).rejects.toBe(killed);
  await expect(foundRealRecord(office, { origin: "otra.example/libro" }, async () => {})).rejects.toMatchObject({
    code: "conflict",
  });
  const real = await foundRealRecord(office, { origin: "voceria.example/libro" }, async () => {
    await enter(office, asserted("segegob"));
    await signNow(office);
  });
  expect(real).toMatchObject({ origin: "voceria.example/libro", kind: "founded" });
  expect(base64(real.recoveryKeyHash!)).toBe(base64(recoveryKeyHash));
  expect(real.verifierKey).not.toBe(trial!.verifierKey);
  expect(await audited(office)).toEqual([]);
  const aside = await sql<{ bytes: Buffer }>`select bytes from voceria_trial_1.record_entry where index = 0`.execute(
    office.db,
  );
  expect(readEntry(aside.rows[0]!.bytes)).toMatchObject({ number: "2026-0001" });
  expect(await readFile(join(office.data, "record.lock.trial_1"), "utf8")).toContain(trial!.origin);
  await expect(foundRealRecord(office, { origin: "voceria.example/libro" }, async () => {})).rejects.toMatchObject({
    code: "conflict",
  });
});

test("a voice that the register backs brings the item's own proof", async () => {
  const office = await founded();
  await enter(office, asserted("a", "b", "c"));
  const voice = [
    { capacity: "titular", institution: "segegob", person: "n-n", post: "ministra", register: { entry: 0, item: 1 } },
  ];
  await enter(office, published(1, "Dijo.\n", { voice }));
  await signNow(office);
  const bundle = JSON.parse(await makeBundle(office.db, 1)) as {
    register: { batch: { item: number }; content: { id: string } }[];
  };
  expect(bundle.register).toHaveLength(1);
  expect(bundle.register[0]).toMatchObject({ batch: { item: 1 }, content: { id: "b" } });
});
