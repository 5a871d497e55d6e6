import { createHash } from "node:crypto";
import {
  hex,
  policyForKey,
  readBase64,
  readBundle,
  readCheckpoint,
  readEntry,
  readNote,
  readProof,
  readVerifierKey,
  rootOfLeaves,
  verifyBundle,
} from "@voceria/record";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signNow } from "../src/recorder/sequence.ts";
import { checkEd25519, sha256 } from "../src/recorder/sha256.ts";
import { audited } from "./recorder-office.ts";
import { type ServedOffice, servedOffice } from "./site-office.ts";

let office: ServedOffice;
/** The size of the newest checkpoint; the entry of a statement, one of a register's batch, and one that nobody has signed. */
let size: number, spoken: number, unsigned: number;
const batch = 0;

beforeAll(async () => {
  office = await servedOffice();
  for (let each = 1; each <= 3; each++) ({ entry: spoken } = await office.publish({ title: `Aviso ${each}` }));
  await office.sequencer.flush();
  size = checkpointOf(await text("/record/checkpoint")).size;
  await office.sequencer.close();
  ({ entry: unsigned } = await office.publish({ title: "Aún sin firma" }));
});
afterAll(async () => {
  expect(await audited(office.installation)).toEqual([]);
  await office.close();
});

async function text(path: string): Promise<string> {
  const response = await office.get(path);
  expect([path, response.status]).toEqual([path, 200]);
  return response.text();
}

async function bytes(path: string): Promise<Uint8Array> {
  const response = await office.get(path);
  expect([path, response.status]).toEqual([path, 200]);
  return new Uint8Array(await response.arrayBuffer());
}

function checkpointOf(note: string) {
  return readCheckpoint(readNote(note).text);
}

const leaves = () => `/record/tile/0/000.p/${size}`;
const entries = () => `/record/tile/entries/000.p/${size}`;

async function commitmentOf(entry: number): Promise<string> {
  const { rows } = await sql<{
    commitment: Buffer;
  }>`select commitment from record_entry where index = ${entry}`.execute(office.installation.db);
  return rows[0]!.commitment.toString("hex");
}

test("each address of the record has its type, its cache time, and is open to programs of every origin", async () => {
  const short = "public, max-age=5";
  const plain = "text/plain; charset=utf-8";
  const data = "application/json; charset=utf-8";
  const expected: [string, string][] = [
    ["/record/checkpoint", plain],
    ["/record/key", plain],
    ["/record/policy", plain],
    [leaves(), "application/octet-stream"],
    [entries(), "application/octet-stream"],
    [`/record/contents/${await commitmentOf(spoken)}`, data],
    [`/record/entries/${spoken}.entry`, data],
    [`/record/entries/${spoken}.json`, data],
    [`/record/entries/${spoken}.bundle.json`, data],
    [`/record/entries/${spoken}.tlog-proof`, plain],
  ];
  for (const [path, type] of expected) {
    for (const method of ["GET", "HEAD"]) {
      const response = await office.get(path, { method });
      const said = ["content-type", "cache-control", "access-control-allow-origin", "x-content-type-options"];
      expect([path, response.status, ...said.map((name) => response.headers.get(name))]).toEqual([
        path,
        200,
        type,
        short,
        "*",
        "nosniff",
      ]);
      expect((await response.text()).length > 0).toBe(method === "GET");
    }
  }
  expect((await office.get(`/record/entries/${spoken}`)).headers.get("content-type")).toBe("text/html; charset=utf-8");
});

test("tiles and bundles of entries hash to the root that the key signed", async () => {
  const note = await text("/record/checkpoint");
  const { origin, root } = checkpointOf(note);
  const key = await text("/record/key");
  expect(key).toMatch(/^[^\n]+\n$/);
  expect(readVerifierKey(key.trim(), "key", sha256).name).toBe(origin);
  expect(await text("/record/policy")).toBe(policyForKey(key.trim()));

  const hashes = await bytes(leaves());
  const each = readBundle(await bytes(entries()), "entries");
  expect(each).toHaveLength(size);
  const own = each.map((entry) => sha256(Buffer.concat([Buffer.of(0), entry])));
  expect(Buffer.concat(own)).toEqual(Buffer.from(hashes));
  expect(hex(rootOfLeaves(sha256, own))).toBe(hex(root));
  expect(readEntry(each.at(-1)!)).toMatchObject({ act: "state.asserted" });
  expect(await bytes(`/record/entries/${spoken}.entry`)).toEqual(new Uint8Array(each[spoken]!));
});

test("an entry's files lead to its content, its proof and its bundle, a batch's to each of its items", async () => {
  const policy = await text("/record/policy");
  const verified = async (path: string) =>
    verifyBundle(await bytes(path), { policy, hash: sha256, checkEd25519, now: new Date() });
  const said = JSON.parse(await text(`/record/entries/${spoken}.json`)) as Record<
    "content" | "proof" | "bundle",
    string
  >;
  const held = JSON.parse(await text(said.content)) as { bytes: string; salt: string };
  const committed = [
    Buffer.from("voceria/content/v1\n"),
    ...[held.salt, held.bytes].map((part) => readBase64(part, "")),
  ];
  expect(createHash("sha256").update(Buffer.concat(committed)).digest("hex")).toBe(await commitmentOf(spoken));
  expect(readProof(await text(said.proof))).toMatchObject({ index: spoken });
  expect(await verified(said.bundle)).toMatchObject({
    established: true,
    index: spoken,
    content: { title: "Aviso 3" },
  });

  const register = JSON.parse(await text(`/record/entries/${batch}.json`)) as { items: { content: string }[] };
  expect(register.items.length).toBeGreaterThan(40);
  await text(register.items[3]!.content);
  expect((await verified(`/record/entries/${batch}.bundle.json?item=3`)).content).toMatchObject({
    format: "voceria/register/v1",
  });
});

test("nothing that no checkpoint covers is given out, though it is committed", async () => {
  expect(unsigned).toBe(size);
  expect(checkpointOf(await text("/record/checkpoint")).size).toBe(size);
  const beyond = [
    `/record/tile/0/000.p/${size + 1}`,
    `/record/tile/entries/000.p/${size + 1}`,
    "/record/tile/0/000",
    "/record/tile/0/001.p/1",
    "/record/tile/1/000.p/1",
    `/record/contents/${await commitmentOf(unsigned)}`,
    ...[".entry", ".json", ".bundle.json", ".tlog-proof"].map((suffix) => `/record/entries/${unsigned}${suffix}`),
  ];
  const unknown = [
    `/record/contents/${"0".repeat(64)}`,
    `/record/contents/${(await commitmentOf(spoken)).toUpperCase()}`,
    `/record/attachments/${await commitmentOf(spoken)}`,
    "/record/contents/x",
    `/record/tile/0/000.p/${size - 1}`,
    "/record/tile/0/000.p/0",
    "/record/tile/0/0",
    "/record/tile/00/000.p/1",
    "/record/tile/entries/..%2fkey",
    "/record/entries/007.json",
    "/record/entries/99999999999999999999.json",
    `/record/entries/${batch}.bundle.json?item=100000`,
    `/record/entries/${batch}.bundle.json?item=-1`,
    `/record/entries/${spoken}.bundle.json?item=0`,
    "/record/nada",
  ];
  for (const path of [...beyond, ...unknown]) expect([path, (await office.get(path)).status]).toEqual([path, 404]);
  // Sealed, unsigned and unknown cannot be told apart.
  const answers = await Promise.all([beyond[5]!, unknown[0]!].map(async (path) => (await office.get(path)).text()));
  expect(new Set(answers).size).toBe(1);
  for (const path of ["/record/checkpoint", leaves()])
    expect((await office.get(path, { method: "POST" })).status).toBe(404);
  expect(office.failures).toEqual([]);
});

test("full tiles are kept for ever, and those of an earlier checkpoint's size stay", async () => {
  const before = await bytes(leaves());
  while (checkpointOf(await text("/record/checkpoint")).size < 257) {
    for (let each = 0; each < 260; each++) await office.publish({});
    await signNow(office.installation);
  }
  for (const path of ["/record/tile/0/000", "/record/tile/entries/000"])
    expect((await office.get(path)).headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  const full = await bytes("/record/tile/0/000");
  expect(full).toHaveLength(8192);
  expect(full.subarray(0, size * 32)).toEqual(before);
  expect(await bytes(`/record/tile/0/000.p/${size}`)).toEqual(before);
  expect(await bytes("/record/tile/1/000.p/1")).toHaveLength(32);
});

test("what was erased is gone, and is not taken for what never was", async () => {
  const commitment = await commitmentOf(spoken);
  const kept = await sql<{ salt: Buffer; bytes: Buffer }>`
    select salt, bytes from record_content where commitment = decode(${commitment}, 'hex')`.execute(
    office.installation.db,
  );
  await sql`update record_content set salt = null, bytes = null, erased_at = now() where commitment = decode(${commitment}, 'hex')`.execute(
    office.installation.db,
  );
  const gone = await office.get(`/record/contents/${commitment}`);
  expect([gone.status, await gone.text()]).toEqual([410, "Erased.\n"]);
  expect(JSON.parse(await text(`/record/entries/${spoken}.json`))).toMatchObject({ erased: true });
  expect(JSON.parse(await text(`/record/entries/${spoken}.bundle.json`))).not.toHaveProperty("content");
  // Put back, since no entry of the record says that it was erased.
  const { salt, bytes: held } = kept.rows[0]!;
  await sql`update record_content set salt = ${salt}, bytes = ${held}, erased_at = null where commitment = decode(${commitment}, 'hex')`.execute(
    office.installation.db,
  );
});
