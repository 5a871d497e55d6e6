import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cosignatureV1, keyId, type Report, writeVerifierKey } from "@voceria/record";
import { expect, onTestFinished, test } from "vitest";
import { verify } from "../src/cli/verify.ts";
import { sha256 } from "../src/recorder/sha256.ts";
import { callCommand } from "./call-command.ts";
import { temporaryFolder } from "./processes.ts";

const examples = fileURLToPath(new URL("../docs/examples/", import.meta.url));
const example = join(examples, "statement.bundle.json");
const key = /^log (\S+)/m.exec(await readFile(join(examples, "policy"), "utf8"))![1]!;
/** An hour after the example's cosignatures. */
const then = new Date("2026-11-23T15:00:00Z");

async function call(words: readonly string[], now = then) {
  const means = { clock: { now: () => now }, random: (count: number) => new Uint8Array(count) };
  const { code, lines, results } = await callCommand(verify, words, { means });
  return { code, text: lines.join("\n"), report: results[0] as Report };
}

test("a bundle is checked offline, under a policy or under the log's key alone, which is said", async () => {
  const witnessed = await call([example, "--policy", join(examples, "policy"), "--language", "en"]);
  expect(witnessed).toMatchObject({ code: 0, report: { established: true, quorumMet: true } });
  expect(witnessed.text).toMatch(/^Authentic: in the record, and seen by the witnesses you ask for by 2026-/m);
  const alone = await call([example, "--key", key, "--language", "es"]);
  expect(alone).toMatchObject({ code: 0, report: { established: true } });
  expect(alone.text).toMatch(/^Auténtico solo por la llave de la oficina: no se exigió ningún testigo/m);
  for (const { text } of [witnessed, alone]) expect(text).toMatch(/(?:not mean true|no significa que sea cierto)/);
});

test("a quorum that is not met is exit 1, though the entry is shown", async () => {
  const publicKey = new Uint8Array(
    generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "der" }).subarray(-32),
  );
  const name = "other.example";
  const stranger = writeVerifierKey({
    name,
    keyId: keyId(sha256, name, cosignatureV1, publicKey),
    type: cosignatureV1,
    publicKey,
  });
  const policy = join(await temporaryFolder(), "policy");
  await writeFile(policy, `log ${key}\nwitness other ${stranger}\nquorum other\n`);
  const { code, text, report } = await call([example, "--policy", policy, "--language", "en"]);
  expect({ code, established: report.established, quorumMet: report.quorumMet }).toEqual({
    code: 1,
    established: true,
    quorumMet: false,
  });
  expect(text).toContain("fewer witnesses cosigned than your policy asks for");
  const early = await call(
    [example, "--policy", join(examples, "policy"), "--language", "en"],
    new Date(then.getTime() - 7 * 86_400_000),
  );
  expect(early.code).toBe(1);
  expect(early.text).toContain("ahead of this machine's clock were not counted");
});

test("a changed bundle is exit 1, and each finding is told in words of either language", async () => {
  const changed = join(await temporaryFolder(), "changed.json");
  const whole = await readFile(example, "utf8");
  for (const [from, to] of [
    ['"body":"', '"body":"No '],
    ['"format":"voceria-bundle@1"', '"format":"voceria-bundle@2"'],
    ["index 1", "index 7"],
    ["index 1", "extra AAAA\\nindex 1"],
  ] as const) {
    await writeFile(changed, whole.replace(from, to));
    for (const language of ["es", "en"]) {
      const { code, text, report } = await call([changed, "--key", key, "--language", language]);
      expect([to, code, report.established]).toEqual([to, 1, false]);
      for (const { reason } of report.findings)
        if (reason?.includes("-")) expect(text).not.toMatch(new RegExp(`: ${reason}(;|$)`, "m"));
      expect(text).not.toContain("undefined");
    }
  }
});

test("whom to trust, and what to read, is asked for by name", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "policy"), "log nobody\n");
  const refused: [string[], string, RegExp][] = [
    [[example], "usage", /--policy FILE or --key VKEY/],
    [[example, "--key", key, "--policy", join(examples, "policy")], "usage", /not both/],
    [[example, "--key", key.replace("+4", "+5")], "usage", /--key is not a verifier key/],
    [[example, "--policy", join(folder, "policy")], "usage", /The policy cannot be read: policy, line 1/],
    [[example, "--key", key, "--language", "fr"], "usage", /it takes es or en/],
    [[join(folder, "nada"), "--key", key], "not-found", /There is no file/],
    [[folder, "--key", key], "invalid", /is a folder/],
    [["/dev/zero", "--key", key], "too-large", /larger than the 32 MiB/],
  ];
  for (const [words, code, message] of refused)
    await expect(call(words)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

test("of an address the bundle is fetched, within bounds", async () => {
  const whole = await readFile(example);
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    if (path === "/statements/2026-0001.bundle.json") response.end(whole);
    else if (path === "/moved.json") response.writeHead(302, { location: "/statements/2026-0001.bundle.json" }).end();
    else if (path === "/round.json") response.writeHead(302, { location: "/round.json" }).end();
    else if (path === "/endless.json") pour(response);
    else response.writeHead(404).end();
  });
  const site = await listening(server);
  for (const path of ["/statements/2026-0001", "/en/statements/2026-0001", "/moved.json"])
    expect((await call([site + path, "--key", key])).code).toBe(0);
  for (const [path, code, message] of [
    ["/statements/2026-0002", "not-found", /answers 404/],
    ["/round.json", "unavailable", /redirects more than 5 times/],
    ["/endless.json", "too-large", /larger than the 32 MiB/],
  ] as const)
    await expect(call([site + path, "--key", key])).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
});

function pour(response: { write(part: Buffer): boolean; once(name: "drain", next: () => void): unknown }): void {
  const part = Buffer.alloc(1 << 20, 0x20);
  const more = () => {
    while (response.write(part));
    response.once("drain", more);
  };
  more();
}

async function listening(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
