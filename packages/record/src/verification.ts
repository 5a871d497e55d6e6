import { equalBytes, type CheckEd25519, type Hash } from "./bytes.ts";
import type { Content } from "./content.ts";
import type { Entry } from "./entry.ts";
import { Malformed } from "./malformed.ts";
import { NewerFormat } from "./newer-format.ts";
import { readPolicy, type Policy } from "./policy.ts";
import { readProof, rootFromInclusion, type TlogProof } from "./proof.ts";
import { Refusal, type Detail, type Reason } from "./refusal.ts";
import { leafHash } from "./tree.ts";
import { openWitnessed, type Witnessed } from "./witnessed.ts";

export const findingNames = [
  "format",
  "checkpoint",
  "inclusion",
  "witnesses",
  "entry",
  "content",
  "attachments",
  "voice",
  "newest",
] as const;
export type FindingName = (typeof findingNames)[number];

/** "refused": shown to be wrong. "not-established": nothing wrong, nothing shown. "not-checked": not looked at. */
export type Status = "established" | "refused" | "not-established" | "not-checked";
/** `reason` stands wherever the status is not "established"; the other fields of `detail` depend on both. */
export type Finding = { name: FindingName; status: Status; reason?: Reason; detail: Detail };

export type VerifyOptions = {
  /** A tlog-policy file: whom the verifier trusts. Never taken from the bundle. */
  policy: string;
  hash: Hash;
  checkEd25519: CheckEd25519;
  now: Date;
  /** Files at hand, by the hexadecimal of their commitment. */
  attachments?: ReadonlyMap<string, Uint8Array>;
};

export type Report = {
  /** The entry stands in the record, and nothing in the bundle was refused. What else holds, each finding says. */
  established: boolean;
  /** Whether the witnesses that the policy asks for cosigned; with `quorum none`, that the checkpoint is the log's. */
  quorumMet: boolean;
  /** One of each name, in the order of `findingNames`. */
  findings: Finding[];
  origin?: string;
  size?: number;
  index?: number;
  /** Only where its finding is established. */
  entry?: Entry;
  /** Only where its finding is established. */
  content?: Content;
  /** By when the witnesses saw the entry in the record. */
  existedBy?: string;
  /** At what time the witnesses saw the state that `newest` speaks of. */
  freshAt?: string;
};

/** An entry shown to stand in the log at an index. */
export type Proven = { entry: Uint8Array; index: number; witnessed: Witnessed };

/** What the steps share: whom the verifier trusts, and the checkpoints that it has opened. */
export class Verification {
  readonly hash: Hash;
  readonly now: Date;
  readonly policy: Policy;
  readonly attachments: ReadonlyMap<string, Uint8Array>;
  /** The bundle's own checkpoint and the place of its entry, once they are shown. */
  witnessed: Witnessed | undefined;
  ownIndex = 0;
  private readonly options: VerifyOptions;
  private readonly found = new Map<FindingName, Finding>();
  private readonly facts: Omit<Report, "established" | "findings"> = { quorumMet: false };
  private readonly opened = new Map<string, Promise<Witnessed>>();

  constructor(options: VerifyOptions) {
    this.options = options;
    this.hash = options.hash;
    this.now = options.now;
    this.attachments = options.attachments ?? new Map();
    this.policy = readPolicy(options.policy, "policy", options.hash);
  }

  get report(): Report {
    const findings = findingNames.map(
      (name): Finding => this.found.get(name) ?? { name, status: "not-checked", reason: "not-reached", detail: {} },
    );
    const stands = (["format", "checkpoint", "inclusion", "entry"] as const).every(
      (name) => this.found.get(name)?.status === "established",
    );
    return { established: stands && findings.every(({ status }) => status !== "refused"), ...this.facts, findings };
  }

  set(name: FindingName, finding: { status: Status; reason?: Reason; detail?: Detail }): void {
    this.found.set(name, {
      name,
      status: finding.status,
      ...(finding.reason && { reason: finding.reason }),
      detail: finding.detail ?? {},
    });
  }

  note(facts: Partial<Omit<Report, "established" | "findings">>): void {
    Object.assign(this.facts, facts);
  }

  /** Runs one step. What it throws becomes its finding, and it answers undefined; so it does for what is not established. */
  async step<T>(name: FindingName, work: () => Outcome<T> | Promise<Outcome<T>>): Promise<T | undefined> {
    try {
      const outcome = await work();
      this.set(name, { status: "established", ...outcome });
      return outcome.value;
    } catch (error) {
      this.set(name, refused(error));
      return undefined;
    }
  }

  /** Steps 3 and 4 on a proof. A checkpoint that several proofs share is opened once. */
  async open(proofText: string): Promise<{ proof: TlogProof; witnessed: Witnessed }> {
    const proof = readProof(proofText);
    if (proof.extra !== undefined) throw new Refusal("extra-data");
    let opening = this.opened.get(proof.checkpoint);
    if (opening === undefined) {
      opening = openWitnessed(proof.checkpoint, this.policy, this.options);
      this.opened.set(proof.checkpoint, opening);
    }
    return { proof, witnessed: await opening };
  }

  /** Steps 3 to 5 on another entry of the same log. */
  async prove(entry: Uint8Array, proofText: string): Promise<Proven> {
    const { proof, witnessed } = await this.open(proofText);
    if (witnessed.checkpoint.origin !== this.witnessed?.checkpoint.origin) {
      throw new Refusal("another-log", { origin: witnessed.checkpoint.origin });
    }
    this.checkLeaf(entry, proof, witnessed);
    return { entry, index: proof.index, witnessed };
  }

  checkLeaf(entry: Uint8Array, { index, path }: TlogProof, { checkpoint: { size, root } }: Witnessed): void {
    if (index >= size) throw new Refusal("index-beyond-size", { index, size });
    const reached = rootFromInclusion(this.hash, { index, size, leaf: leafHash(this.hash, entry), path });
    if (!equalBytes(reached, root)) throw new Refusal("root-differs", { index, size });
  }
}

export type Outcome<T> = { value?: T; status?: Status; reason?: Reason; detail?: Detail };

function refused(error: unknown): { status: Status; reason: Reason; detail: Detail } {
  if (error instanceof Refusal) return { status: "refused", reason: error.reason, detail: error.detail };
  if (!(error instanceof Malformed)) throw error;
  const detail = { what: error.what, where: error.where };
  if (error instanceof NewerFormat) return { status: "not-established", reason: "newer-format", detail };
  return { status: "refused", reason: "malformed", detail };
}
