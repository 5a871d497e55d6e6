import { readBase64 } from "./bytes.ts";
import { canonicalize, readCanonical, type Json } from "./json.ts";
import { Malformed } from "./malformed.ts";
import { NewerFormat } from "./newer-format.ts";
import { digest, fieldsOf, integer, list, literal, object, show, type Check, type Checked } from "./schema.ts";

/** The most a bundle may have: 32 MiB. */
export const largestBundle = 32 * 1024 * 1024;

const bytes: Check<string> = (value, where) => {
  if (typeof value !== "string") throw new Malformed(`${show(value)} is not base64`, where);
  readBase64(value, where);
  return value;
};
const proof: Check<string> = (value, where) => {
  if (typeof value !== "string") throw new Malformed(`${show(value)} is not a proof`, where);
  return value;
};
const anyObject = (value: Json, where: string): Json => fieldsOf(value, where);
const batch = object({ item: integer(), path: list(digest) });

const bundle = object(
  { entry: bytes, format: literal("voceria-bundle@1"), proof },
  {
    attachments: list(object({}, { salt: digest })),
    batch,
    content: anyObject,
    register: list(object({ batch, content: anyObject, entry: bytes, proof, salt: digest })),
    salt: digest,
    state: object({ entry: bytes, leaf: anyObject, path: list(digest), proof }),
  },
);

/**
 * Everything that one entry needs to be verified without a network, as the file holds it: bytes are in
 * base64, proofs are whole tlog-proofs. `attachments` has the salts in the order of the content's list, without
 * a salt where the attachment is erased; `register` has the items that the voice rests on, in the order of their entry and item.
 */
export type Bundle = Checked<typeof bundle>;

/**
 * The file: its own canonical JSON. Parts that are undefined and lists that say nothing are left out; what
 * `readBundleFile` would refuse is refused.
 */
export function writeBundleFile(parts: Omit<Bundle, "format">): string {
  const given = Object.entries(parts).filter(([, part]) => part !== undefined && !saysNothing(part));
  return canonicalize(
    checkBundle(Object.fromEntries([...given, ["format", "voceria-bundle@1"]]), "bundle to be written"),
  );
}

/** Reads the file of a bundle: its form alone, nothing in it is verified. */
export function readBundleFile(file: Uint8Array, where = "bundle"): Bundle {
  if (file.length > largestBundle) throw new Malformed("is larger than 32 MiB", where);
  return checkBundle(readCanonical(file, where), where);
}

function checkBundle(value: Json, where: string): Bundle {
  const { format } = fieldsOf(value, where);
  if (typeof format === "string" && /^voceria-bundle@[0-9]+$/.test(format) && format !== "voceria-bundle@1") {
    throw new NewerFormat(`unknown format ${show(format)}`, `${where}.format`);
  }
  const read = bundle(value, where);
  if ((read.content === undefined) !== (read.salt === undefined)) {
    throw new Malformed("content and salt stand together or not at all", where);
  }
  if (read.content === undefined) {
    for (const field of ["attachments", "batch", "register"] as const) {
      if (read[field] !== undefined) throw new Malformed(`${field} without a content`, where);
    }
  }
  // One form for one bundle: nothing stands in it that nothing depends on.
  for (const field of ["attachments", "register"] as const) {
    if (saysNothing(read[field])) throw new Malformed(`${field} says nothing; leave it out`, where);
  }
  return read;
}

function saysNothing(part: unknown): boolean {
  return (
    Array.isArray(part) &&
    part.every((item) => typeof item === "object" && item !== null && Object.keys(item).length === 0)
  );
}
