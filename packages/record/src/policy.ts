import { equalBytes, type Hash } from "./bytes.ts";
import { readDecimal } from "./decimal.ts";
import { Malformed } from "./malformed.ts";
import { cosignatureV1, ed25519, mlDsa44, readVerifierKey, writeVerifierKey, type VerifierKey } from "./note.ts";

export type PolicyLog = { key: VerifierKey; url?: string };
/** `name` is the policy's own name for the witness; the key carries another, under which it signs. */
export type PolicyWitness = { name: string; key: VerifierKey; url?: string };
/** Met when at least `threshold` of the members are. */
export type PolicyGroup = { name: string; threshold: number; members: string[] };

/** Whose signatures a verifier asks for (C2SP tlog-policy). Groups stand after what they are made of. */
export type Policy = {
  logs: PolicyLog[];
  witnesses: PolicyWitness[];
  groups: PolicyGroup[];
  /** The name of the witness or group that must have cosigned; absent for `none`. */
  quorum?: string;
};

const longestPolicy = 1024 * 1024;
const mostLines = 10_000;

/**
 * Reads a tlog-policy file. With `hash`, a key whose ID is not its own is refused too. Keys of types that
 * are not checked here (ML-DSA-44) are read; they never count.
 */
export function readPolicy(text: string, where = "policy", hash?: Hash): Policy {
  checkCharacters(text, where);
  const reading: Reading = {
    policy: { logs: [], witnesses: [], groups: [] },
    defined: new Set(),
    members: new Set(),
    hash,
  };
  let quorum: string | undefined;
  for (const [at, line] of text.split("\n").entries()) {
    if (at >= mostLines) throw new Malformed(`has more than ${mostLines} lines`, where);
    const [word, ...items] = line.split(/[ \t]+/).filter((item) => item !== "");
    if (word === undefined || word.startsWith("#")) continue;
    const place = `${where}, line ${at + 1}`;
    if (word === "log") readLog(reading, items, place);
    else if (word === "witness") readWitness(reading, items, place);
    else if (word === "group") readGroup(reading, items, place);
    else if (word === "quorum") {
      if (quorum !== undefined) throw new Malformed("a second quorum line", place);
      quorum = readQuorum(reading, items, place);
    } else throw new Malformed(`"${word.slice(0, 60)}" is not log, witness, group or quorum`, place);
  }
  if (quorum === undefined)
    throw new Malformed('has no quorum line (write "quorum none" to ask for no witness)', where);
  return quorum === none ? reading.policy : { ...reading.policy, quorum };
}

/** The policy that trusts one log by its key and asks for no witness. */
export function policyForKey(verifierKey: string): string {
  const key = writeVerifierKey(readVerifierKey(verifierKey));
  return `log ${key}\nquorum ${none}\n`;
}

/** Whether the cosignatures of the witnesses of these names (the policy's own) satisfy its quorum. */
export function quorumMet(policy: Policy, names: ReadonlySet<string>): boolean {
  if (policy.quorum === undefined) return true;
  const met = new Set(policy.witnesses.map(({ name }) => name).filter((name) => names.has(name)));
  // Members stand before their groups, so one pass settles all.
  for (const { name, threshold, members } of policy.groups) {
    if (members.filter((member) => met.has(member)).length >= threshold) met.add(name);
  }
  return met.has(policy.quorum);
}

/** Whether signatures by the key can be checked here: Ed25519 for logs, Ed25519 cosignatures for witnesses. */
export function isSupported(key: VerifierKey): boolean {
  return key.type === ed25519 || key.type === cosignatureV1;
}

const none = "none";

type Reading = { policy: Policy; defined: Set<string>; members: Set<string>; hash: Hash | undefined };

function readLog({ policy, hash }: Reading, items: readonly string[], where: string): void {
  const [keyText, url] = items;
  if (keyText === undefined || items.length > 2) throw new Malformed("is not: log <key> [<url>]", where);
  const key = readVerifierKey(keyText, where, hash);
  if (key.type !== ed25519 && key.type !== mlDsa44)
    throw new Malformed(`a key of type ${key.type} does not sign a log`, where);
  refuseTwice(key, policy.logs, where);
  policy.logs.push(url === undefined ? { key } : { key, url });
}

function readWitness(reading: Reading, items: readonly string[], where: string): void {
  const { policy, hash } = reading;
  const [name, keyText, url] = items;
  if (name === undefined || keyText === undefined || items.length > 3) {
    throw new Malformed("is not: witness <name> <key> [<url>]", where);
  }
  define(reading, name, where);
  const key = readVerifierKey(keyText, where, hash);
  if (key.type !== cosignatureV1 && key.type !== mlDsa44)
    throw new Malformed(`a key of type ${key.type} does not cosign`, where);
  refuseTwice(key, policy.witnesses, where);
  policy.witnesses.push(url === undefined ? { name, key } : { name, key, url });
}

function readGroup(reading: Reading, items: readonly string[], where: string): void {
  const [name, rule, ...members] = items;
  if (name === undefined || rule === undefined || members.length === 0) {
    throw new Malformed("is not: group <name> all|any|<k> <member>...", where);
  }
  for (const member of members) {
    if (!reading.defined.has(member)) throw new Malformed(`"${member}" is not defined before this line`, where);
    // So that a witness counts towards a quorum in one way only.
    if (reading.members.has(member)) throw new Malformed(`"${member}" is already a member of a group`, where);
    reading.members.add(member);
  }
  define(reading, name, where);
  reading.policy.groups.push({ name, threshold: readThreshold(rule, members.length, where), members });
}

function readThreshold(rule: string, members: number, where: string): number {
  if (rule === "all") return members;
  if (rule === "any") return 1;
  const threshold = readDecimal(rule, `${where}, threshold`);
  if (threshold < 1 || threshold > members) throw new Malformed(`${threshold} of ${members} is no threshold`, where);
  return threshold;
}

function readQuorum({ defined }: Reading, items: readonly string[], where: string): string {
  const [name] = items;
  if (name === undefined || items.length > 1) throw new Malformed("is not: quorum <name>|none", where);
  if (name !== none && !defined.has(name)) throw new Malformed(`"${name}" is not defined before this line`, where);
  return name;
}

function define({ defined }: Reading, name: string, where: string): void {
  if (name === none) throw new Malformed('"none" is a reserved name', where);
  if (defined.has(name)) throw new Malformed(`"${name}" is defined twice`, where);
  defined.add(name);
}

/** The same public key under two names would let one party count twice. */
function refuseTwice(key: VerifierKey, others: readonly { key: VerifierKey }[], where: string): void {
  const twin = others.find((other) => equalBytes(other.key.publicKey, key.publicKey));
  if (twin !== undefined) throw new Malformed(`the public key of ${key.name} is also that of ${twin.key.name}`, where);
}

function checkCharacters(text: string, where: string): void {
  if (text.length > longestPolicy) throw new Malformed("is larger than 1 MiB", where);
  const at = text.search(/[\u0000-\u0008\u000b-\u001f\u007f]/);
  if (at >= 0) {
    const line = text.slice(0, at).split("\n").length;
    const what = text[at] === "\r" ? "a carriage return: save it with LF line ends" : "a control character";
    throw new Malformed(what, `${where}, line ${line}`);
  }
}
