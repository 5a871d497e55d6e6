import { describe, expect, test } from "vitest";
import { hash, makeSigner } from "../test/crypto.ts";
import { cosignatureV1, writeVerifierKey } from "./note.ts";
import { policyForKey, quorumMet, readPolicy } from "./policy.ts";

const log = writeVerifierKey(makeSigner("log.example").key);
const keys = [1, 2, 3, 4, 5, 6].map((n) => writeVerifierKey(makeSigner(`w${n}.example`, cosignatureV1).key));
const [w1, w2] = keys;
const six = keys.map((key, at) => `witness w${at + 1} ${key}`).join("\n");

describe("A policy", () => {
  test("reads logs, witnesses, groups, comments and white space as C2SP tlog-policy has them", () => {
    const policy = readPolicy(
      `# ours\n\n \t log\t${log}  https://log.example/record \nwitness  Ñ ${w1} https://w.example\n  # more\nwitness b ${w2}\ngroup g 2 Ñ b\nquorum g`,
      "policy",
      hash,
    );
    expect(policy).toMatchObject({
      logs: [{ key: { name: "log.example" }, url: "https://log.example/record" }],
      witnesses: [{ name: "Ñ", url: "https://w.example" }, { name: "b" }],
      groups: [{ name: "g", threshold: 2, members: ["Ñ", "b"] }],
      quorum: "g",
    });
  });

  test("for a key trusts that log and asks for no witness", () => {
    expect(policyForKey(log)).toBe(`log ${log}\nquorum none\n`);
    const policy = readPolicy(policyForKey(log), "policy", hash);
    expect(policy.quorum).toBeUndefined();
    expect(quorumMet(policy, new Set())).toBe(true);
  });

  test.each([
    ["all", ["w1", "w2", "w3"], true],
    ["all", ["w1", "w2"], false],
    ["any", ["w3"], true],
    ["any", [], false],
    ["2", ["w1", "w3"], true],
    ["2", ["w1"], false],
    ["2", ["w1", "x", "y"], false],
  ])("of %s of three is met by %j: %s", (rule, names, met) => {
    const policy = readPolicy(`${six}\ngroup g ${rule} w1 w2 w3\nquorum g\n`);
    expect(quorumMet(policy, new Set(names))).toBe(met);
  });

  test("nests groups, each witness counting in one way", () => {
    const policy = readPolicy(`${six}\ngroup x 2 w1 w2 w3\ngroup y any w4 w5 w6\ngroup both all x y\nquorum both\n`);
    const met = (...names: string[]) => quorumMet(policy, new Set(names));
    expect([met("w1", "w2", "w6"), met("w1", "w2", "w3"), met("w1", "w4", "w5"), met("x", "y"), met("both")]).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(quorumMet(readPolicy(`witness w1 ${w1}\nquorum w1\n`), new Set(["w1"]))).toBe(true);
  });

  test.each([
    ["", "policy: has no quorum line"],
    [`log ${log}\n`, "policy: has no quorum line"],
    ["quorum none\nquorum none\n", "policy, line 2: a second quorum line"],
    ["quorum\n", "policy, line 1: is not: quorum"],
    ["quorum a b\n", "policy, line 1: is not: quorum"],
    ["quorum later\n", 'policy, line 1: "later" is not defined before this line'],
    [`quorum g\nwitness w ${w1}\ngroup g any w\n`, 'policy, line 1: "g" is not defined before this line'],
    ["group g any w\nquorum g\n", 'policy, line 1: "w" is not defined before this line'],
    ["group g any g\nquorum g\n", 'policy, line 1: "g" is not defined before this line'],
    ["group g any\nquorum g\n", "policy, line 1: is not: group"],
    ["group g any none\nquorum g\n", '"none" is not defined before this line'],
    [`witness none ${w1}\nquorum none\n`, 'policy, line 1: "none" is a reserved name'],
    [`witness a ${w1}\nwitness a ${w2}\nquorum a\n`, 'policy, line 2: "a" is defined twice'],
    [`witness a ${w1}\ngroup a any a\nquorum a\n`, 'policy, line 2: "a" is defined twice'],
    [
      `witness a ${w1}\nwitness b ${w1}\nquorum a\n`,
      "policy, line 2: the public key of w1.example is also that of w1.example",
    ],
    [
      `log ${log}\nlog ${log}\nquorum none\n`,
      "policy, line 2: the public key of log.example is also that of log.example",
    ],
    [`${six}\ngroup g any w1 w1\nquorum g\n`, 'policy, line 7: "w1" is already a member of a group'],
    [`${six}\ngroup g any w1\ngroup h all w1 w2\nquorum h\n`, 'policy, line 8: "w1" is already a member of a group'],
    [`${six}\ngroup g 0 w1\nquorum g\n`, "policy, line 7: 0 of 1 is no threshold"],
    [`${six}\ngroup g 3 w1 w2\nquorum g\n`, "policy, line 7: 3 of 2 is no threshold"],
    [`${six}\ngroup g 02 w1 w2\nquorum g\n`, "policy, line 7, threshold: is not a decimal number"],
    [`${six}\ngroup g most w1 w2\nquorum g\n`, "policy, line 7, threshold: is not a decimal number"],
    [`log ${w1}\nquorum none\n`, "policy, line 1: a key of type 4 does not sign a log"],
    [`witness a ${log}\nquorum a\n`, "policy, line 1: a key of type 1 does not cosign"],
    ["log\nquorum none\n", "policy, line 1: is not: log"],
    [`log ${log} a b\nquorum none\n`, "policy, line 1: is not: log"],
    [`witness a\nquorum none\n`, "policy, line 1: is not: witness"],
    ["log x\nquorum none\n", "policy, line 1: is not name+keyID+key"],
    ["mirror x\nquorum none\n", 'policy, line 1: "mirror" is not log, witness, group or quorum'],
    ["quorum none\r\n", "policy, line 1: a carriage return"],
    ["# a\u0000\nquorum none\n", "policy, line 1: a control character"],
    [`# ${"x".repeat(1024 * 1024)}\nquorum none\n`, "policy: is larger than 1 MiB"],
    [`quorum none\n${"\n".repeat(10_000)}`, "policy: has more than 10000 lines"],
  ])("is refused, by line: %j", (text, sentence) => {
    expect(() => readPolicy(text)).toThrow(sentence);
  });

  test("whose key ID is not that of its key is refused", () => {
    const forged = log.replace(/\+[0-9a-f]{8}\+/, "+00000000+");
    expect(() => readPolicy(`log ${forged}\nquorum none\n`, "policy", hash)).toThrow(
      "policy, line 1: the key ID does not belong to the key",
    );
  });
});
