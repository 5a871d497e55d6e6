import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  base64,
  canonicalize,
  checkState,
  commitBytes,
  leafHash,
  readBundleFile,
  readBase64,
  readContent,
  readEntry,
  readPolicy,
  stateLeaf,
  utf8,
  verifyProof,
  type Json,
} from "../src/index.ts";
import { finding, summary, verify } from "./claims.ts";
import { checkEd25519, hash } from "./crypto.ts";
import { start } from "./office-log.ts";

const docs = new URL("../../../docs/", import.meta.url);
const page = readFileSync(new URL("record-format.md", docs), "utf8");
const example = (name: string) => new Uint8Array(readFileSync(new URL(`examples/${name}`, docs)));
const policy = readFileSync(new URL("examples/policy", docs), "utf8");

/** The fenced blocks of the page that are of a kind, without the last line end. */
function blocks(kind: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${kind}\\n(.*?)\\n\`\`\`$`, "gms"))].map(([, block]) => block!);
}

describe("The page of formats", () => {
  test("shows an entry of each act, each in its canonical form", () => {
    const acts = blocks("json entry").map((block) => readEntry(utf8(block)).act);
    expect(acts).toHaveLength(14);
    expect(new Set(acts).size).toBe(14);
    const rows = [...page.matchAll(/^\| `([a-z]+\.[a-z]+)`/gm)].map(([, act]) => act);
    expect(new Set(rows)).toEqual(new Set(acts));
  });

  test("shows a content of each format, and the first entry commits to the first of them", () => {
    const contents = blocks("json content");
    expect(contents.map((block) => readContent(utf8(block)).format)).toEqual([
      "voceria/statement/v1",
      "voceria/statement/v1",
      "voceria/withdrawal/v1",
      "voceria/transcript/v1",
      "voceria/answer/v1",
      "voceria/answer/v1",
      "voceria/register/v1",
      "voceria/register/v1",
    ]);
    const salt = Uint8Array.from({ length: 32 }, (_, at) => at);
    const [entry] = blocks("json entry");
    expect(readEntry(utf8(entry!))).toMatchObject({ commitment: base64(commitBytes(hash, salt, utf8(contents[0]!))) });
    expect(page).toContain(base64(leafHash(hash, utf8(entry!))));
  });

  test("shows a state in its canonical form", () => {
    const [block] = blocks("json state");
    expect(stateLeaf(checkState(JSON.parse(block!) as Json, "state"))).toEqual(utf8(block!));
  });

  test("shows a policy that can be read", () => {
    expect(readPolicy(blocks("policy")[0]!, "policy", hash)).toEqual(readPolicy(policy, "policy", hash));
  });

  test("names every reason, and none besides", () => {
    const source = readFileSync(new URL("../src/refusal.ts", import.meta.url), "utf8");
    const known = [...source.matchAll(/^ {2}\| "([a-z-]+)"/gm)].map(([, reason]) => reason!);
    const table = page.slice(page.indexOf("### Reasons"), page.indexOf("## 8."));
    const named = [...table.matchAll(/^\|([^|]*)\|/gm)].flatMap(([, cell]) =>
      [...cell!.matchAll(/`([a-z-]+)`/g)].map(([, reason]) => reason!),
    );
    expect(named.toSorted()).toEqual(known.toSorted());
  });
});

describe("The example files", () => {
  const now = new Date((start + 60) * 1000);

  test("are a bundle that establishes all that it can", async () => {
    const file = example("statement.bundle.json");
    expect(utf8(canonicalize(readBundleFile(file)))).toEqual(file);
    const report = await verify(file, { policy, now });
    expect(summary(report).filter((line) => !line.endsWith(": established"))).toEqual([]);
    expect(finding(report, "newest").detail["standing"]).toBe("newest");
  });

  test("are a proof file of the same entry", async () => {
    const proof = new TextDecoder().decode(example("statement.tlog-proof"));
    const entry = readBase64(readBundleFile(example("statement.bundle.json")).entry, "entry");
    expect(await verifyProof(proof, entry, { policy, hash, checkEd25519, now })).toMatchObject({
      established: true,
      quorumMet: true,
    });
  });
});
