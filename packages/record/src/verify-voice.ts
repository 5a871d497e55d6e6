import { readBase64 } from "./bytes.ts";
import type { Bundle } from "./bundle.ts";
import { checkCommitment } from "./committed.ts";
import { checkContent, type RegisterItem } from "./content.ts";
import { readEntry } from "./entry.ts";
import type { Json } from "./json.ts";
import { Refusal } from "./refusal.ts";
import type { VoiceItem } from "./statement.ts";
import type { Outcome, Verification } from "./verification.ts";
import { cosignaturesInDetail, cosignedEnough, type Witnessed } from "./witnessed.ts";

type Carried = NonNullable<Bundle["register"]>[number];
type Backed = { entry: number; item: number; content: RegisterItem; witnessed: Witnessed };

/**
 * Step 10: who speaks is the office's attribution; it is backed by the register where the item that it
 * names is carried with its own proof and says the same. That the register is right is not shown.
 */
export async function checkVoice(
  verification: Verification,
  bundle: Bundle,
  voice: readonly VoiceItem[],
): Promise<Outcome<never>> {
  const carried = new Map<string, Backed>();
  let before: Backed | undefined;
  for (const [at, element] of (bundle.register ?? []).entries()) {
    const backed = await prove(verification, element, at);
    if (before !== undefined && !isBefore(before, backed)) throw new Refusal("register-unasked", { at });
    carried.set(placeOf(backed), backed);
    before = backed;
  }
  const asked = new Set<Backed>();
  const items = voice.map((item): { readonly [field: string]: Json; backing: string } => {
    const backed = item.register && carried.get(placeOf(item.register));
    const { capacity, person, post } = item;
    if (backed === undefined) return { capacity, person, post, backing: "attribution" };
    asked.add(backed);
    const differs = difference(item, backed.content);
    if (differs !== undefined) throw new Refusal("register-differs", { ...differs, person, post });
    const backing = cosignedEnough(verification.policy, backed.witnessed) ? "register" : "register-unwitnessed";
    return { capacity, person, post, backing, cosignatures: cosignaturesInDetail(backed.witnessed.cosignatures) };
  });
  const unasked = [...carried.values()].findIndex((backed) => !asked.has(backed));
  if (unasked >= 0) throw new Refusal("register-unasked", { at: unasked });

  const detail = { speaker: voice.length === 0 ? "office" : "named", items };
  if (items.some(({ backing }) => backing === "attribution"))
    return { status: "not-established", reason: "attribution-only", detail };
  if (items.some(({ backing }) => backing !== "register"))
    return { status: "not-established", reason: "quorum-not-met", detail };
  return { detail };
}

async function prove(verification: Verification, element: Carried, at: number): Promise<Backed> {
  const bytes = readBase64(element.entry, "register.entry");
  const { index, witnessed } = await verification.prove(bytes, element.proof);
  // What a statement rests on was entered before it.
  if (index >= verification.ownIndex) throw new Refusal("register-differs", { field: "entry" });
  const entry = readEntry(bytes, `register[${at}].entry`);
  if (entry.act !== "register.asserted") throw new Refusal("not-a-batch", { act: entry.act, at });
  checkCommitment(verification.hash, entry, element);
  const content = checkContent(element.content, `register[${at}].content`);
  if (content.format !== "voceria/register/v1") throw new Refusal("register-differs", { field: "format" });
  return { entry: index, item: element.batch.item, content, witnessed };
}

function placeOf({ entry, item }: { entry: number; item: number }): string {
  return `${entry} ${item}`;
}

function isBefore(a: Backed, b: Backed): boolean {
  return a.entry < b.entry || (a.entry === b.entry && a.item < b.item);
}

/** Where the voice says something else than the tenure that it names. */
function difference(voice: VoiceItem, { kind, data }: RegisterItem): { field: string } | undefined {
  if (kind !== "tenure") return { field: "kind" };
  if (data["person"] !== voice.person) return { field: "person" };
  if (data["post"] !== voice.post) return { field: "post" };
  const { capacities } = data;
  const held = Array.isArray(capacities) && capacities.some((period) => capacityOf(period) === voice.capacity);
  return held ? undefined : { field: "capacity" };
}

function capacityOf(period: unknown): unknown {
  return typeof period === "object" && period !== null && "capacity" in period ? period.capacity : undefined;
}
