import { equalBytes, readBase64, type Hash } from "./bytes.ts";
import type { Bundle } from "./bundle.ts";
import { commitContent } from "./content.ts";
import type { Entry } from "./entry.ts";
import type { Json } from "./json.ts";
import { rootFromInclusion } from "./proof.ts";
import { Refusal } from "./refusal.ts";
import { leafHash } from "./tree.ts";

/** That the entry commits to the content: by its own commitment, or as one item of its batch. */
export function checkCommitment(
  hash: Hash,
  entry: Entry,
  { batch, content, salt }: { batch: Bundle["batch"]; content: Json; salt: string },
): void {
  const commitment = commitContent(hash, readBase64(salt, "salt"), content);
  if (entry.act === "register.asserted") {
    if (batch === undefined) throw new Refusal("no-batch");
    const { item, path } = batch;
    if (item >= entry.count) throw new Refusal("item-beyond-count", { item, count: entry.count });
    const hashes = path.map((each) => readBase64(each, "batch.path"));
    const reached = rootFromInclusion(hash, {
      index: item,
      size: entry.count,
      leaf: leafHash(hash, commitment),
      path: hashes,
    });
    if (!equalBytes(reached, readBase64(entry.root, "entry.root"))) throw new Refusal("commitment-differs", { item });
    return;
  }
  if (batch !== undefined) throw new Refusal("not-a-batch", { act: entry.act });
  if (!("commitment" in entry) || !equalBytes(commitment, readBase64(entry.commitment, "entry.commitment"))) {
    throw new Refusal("commitment-differs");
  }
}
