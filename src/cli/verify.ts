import { createReadStream } from "node:fs";
import {
  commitAttachment,
  hex,
  largestBundle,
  Malformed,
  policyForKey,
  readBase64,
  readBundleFile,
  readVerifierKey,
  verifyBundle,
} from "@voceria/record";
import { Fault } from "../fault.ts";
import { checkEd25519, sha256 } from "../recorder/sha256.ts";
import { command } from "./command.ts";
import { fetchBundle } from "./fetch-bundle.ts";
import { reportLines, type VerifyLanguage } from "./verify-words.ts";

export const verify = command({
  name: "verify",
  summary: "check a bundle, offline; says what it establishes and what not",
  help: `
Checks a bundle against whom you trust: a policy (logs, witnesses, quorum) or the log's key alone. A bundle holds no key,
and one that comes with it would prove nothing about who signed: get the policy or key elsewhere, such as the official
gazette or a witness's site. A FILE is checked without a network; of a URL only the bundle itself is fetched.
Exit 0 when the entry is shown to be in the record, nothing was refused and the policy's quorum is met; else 1.

  voceria verify 2026-0042.bundle.json --key voceria.gob.example/libro+0c1d2e3f+AZ…
  voceria verify https://voceria.gob.example/statements/2026-0042 --policy gazette.policy`,
  args: ["FILE|URL"],
  flags: {
    policy: { kind: "text", value: "FILE", says: "a tlog-policy file: the logs and witnesses you trust" },
    key: { kind: "text", value: "VKEY", says: "the log's verifier key alone, no witness asked for" },
    attachment: { kind: "list", value: "FILE", says: "a file the statement lists, to be checked too" },
    language: { kind: "text", value: "es|en", says: "of the report; by default that of this machine" },
  },
  settings: [],
  async run({ flags, args, out, means }) {
    const [place = ""] = args;
    const language = readLanguage(flags.language);
    const policy = await readTrust(flags.policy, flags.key);
    const bytes = /^https?:\/\//.test(place) ? await fetchBundle(place) : await readBounded(place, largestBundle);
    const report = await verifyBundle(bytes, {
      policy,
      hash: sha256,
      checkEd25519,
      now: means.clock.now(),
      attachments: await readAttachments(bytes, flags.attachment, out.note),
    }).catch((error: unknown) => {
      if (error instanceof Malformed)
        throw new Fault("usage", `The policy cannot be read: ${error.where}: ${error.what}.`);
      throw error;
    });
    for (const line of reportLines(report, language)) out.print(line);
    out.json(report);
    return report.established && report.quorumMet ? 0 : 1;
  },
});

function readLanguage(text: string | undefined): VerifyLanguage {
  if (text === "es" || text === "en") return text;
  if (text !== undefined) throw new Fault("usage", `--language is ${JSON.stringify(text)}; it takes es or en.`);
  return new Intl.DateTimeFormat().resolvedOptions().locale.startsWith("es") ? "es" : "en";
}

async function readTrust(policy: string | undefined, key: string | undefined): Promise<string> {
  if (policy !== undefined && key !== undefined)
    throw new Fault("usage", "Give --policy or --key, not both: a policy names the log's key itself.");
  if (policy !== undefined) return new TextDecoder().decode(await readBounded(policy, 1 << 20));
  if (key === undefined)
    throw new Fault(
      "usage",
      "Say whom you trust with --policy FILE or --key VKEY. Without it nobody can call a bundle authentic: whoever made it could have signed it with a key of their own. An office publishes its key at /record/key, and where it does not depend on its server: the official gazette, its witnesses' sites.",
    );
  try {
    readVerifierKey(key, "--key", sha256);
  } catch (error) {
    if (error instanceof Malformed)
      throw new Fault("usage", `--key is not a verifier key (NAME+HEX+BASE64): ${error.what}.`);
    throw error;
  }
  return policyForKey(key);
}

/** A pipe or a device says nothing of its size: no more than the limit is ever read of it. */
async function readBounded(path: string, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of createReadStream(path, { end: limit }) as AsyncIterable<Uint8Array>) {
      parts.push(part);
      length += part.length;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EISDIR") throw new Fault("invalid", `${path} is a folder; name the file in it.`);
    if (code === "ENOENT") throw new Fault("not-found", `There is no file "${path}". Check the path.`);
    throw new Fault("not-found", `${path} cannot be read (${code}): check that you may read it.`);
  }
  if (length > limit) throw new Fault("too-large", `${path} is larger than the ${limit >> 20} MiB it may have.`);
  return Buffer.concat(parts);
}

/** By the commitment each one opens with one of the bundle's salts; a file that opens none is told. */
async function readAttachments(
  bytes: Uint8Array,
  paths: readonly string[],
  note: (line: string) => void,
): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  if (paths.length === 0) return found;
  let listed: Set<string>;
  let salts: string[];
  try {
    const bundle = readBundleFile(bytes);
    const content = bundle.content as { attachments?: { commitment?: string }[] } | undefined;
    listed = new Set(
      content?.attachments?.flatMap(({ commitment }) =>
        commitment === undefined ? [] : [hex(readBase64(commitment, ""))],
      ),
    );
    salts = (bundle.attachments ?? []).flatMap(({ salt }) => (salt === undefined ? [] : [salt]));
  } catch (error) {
    if (error instanceof Malformed) return found;
    throw error;
  }
  for (const path of paths) {
    const file = await readBounded(path, 1 << 30);
    const opens = salts
      .map((salt) => hex(commitAttachment(sha256, readBase64(salt, ""), file)))
      .find((commitment) => listed.has(commitment));
    if (opens === undefined) note(`${path} is none of the files that the statement lists.`);
    else found.set(opens, file);
  }
  return found;
}
