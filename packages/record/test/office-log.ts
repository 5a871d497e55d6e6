import {
  applyEntry,
  base64,
  batchPath,
  batchRoot,
  commitAttachment,
  commitContent,
  concat,
  cosignatureV1,
  hex,
  leafHash,
  readBase64,
  readEntry,
  stateLeaf,
  utf8,
  voicesOf,
  writeBundleFile,
  writeCheckpoint,
  writeEntry,
  writeInstant,
  writeNote,
  writeProof,
  writeVerifierKey,
  type Bundle,
  type Content,
  type Entry,
  type Json,
  type RegisterItem,
  type StatementContent,
  type SubjectState,
} from "../src/index.ts";
import { hash, makeSigner, type TestSigner } from "./crypto.ts";
import { naivePath, naiveRoot } from "./naive.ts";

/** 2026-11-23T14:00:00Z, in seconds. */
export const start = Date.UTC(2026, 10, 23, 14) / 1000;

type Committed = { content: Json; salt: Uint8Array; files: { salt: Uint8Array; bytes: Uint8Array }[] };
/** Fields of a statement, or what makes them of the files that it lists. */
type Fields = Partial<StatementContent> | ((attachments: StatementContent["attachments"]) => Partial<StatementContent>);
type Item = { content: Json; salt: Uint8Array; commitment: Uint8Array };
/** A signed checkpoint, and the states that its last entry asserts. */
export type Signed = { note: string; size: number; states: readonly SubjectState[] };

/** A record kept in memory: the office that tests speak for. Roots and paths come from the definitions of RFC 6962. */
export class OfficeLog {
  readonly origin: string;
  readonly signer: TestSigner;
  readonly entries: Uint8Array[] = [];
  readonly contents = new Map<number, Committed>();
  readonly batches = new Map<number, Item[]>();
  readonly states: SubjectState[] = [];
  readonly numbers: string[] = [];
  private salts = 0;

  constructor(origin = "record.example/office") {
    this.origin = origin;
    this.signer = makeSigner(origin);
  }

  publish(fields: Fields = {}, files: Uint8Array[] = [], imported = false): number {
    const subject = this.states.length;
    const number = imported
      ? `H-${String(subject + 1).padStart(6, "0")}`
      : `2026-${String(subject + 1).padStart(4, "0")}`;
    this.numbers[subject] = number;
    const source = { date: "1984-03", id: `${subject}`, name: "archivo", sha256: base64(hash(utf8(number))) };
    const { commitment } = this.commit({ ...(imported && { source }), ...this.statement(fields, files) });
    const act = imported ? "statement.imported" : "statement.published";
    return this.append({ ...this.common(), act, commitment, edition: 1, number, subject });
  }

  correct(subject: number, fields: Partial<StatementContent> = {}): number {
    const { edition, last } = this.states[subject]!;
    const { commitment } = this.commit(this.statement({ note: "Cifra corregida.", severity: "major", ...fields }, []));
    const number = this.numbers[subject]!;
    return this.append({
      ...this.common(),
      act: "statement.corrected",
      commitment,
      edition: edition + 1,
      number,
      prev: last,
      subject,
    });
  }

  withdraw(subject: number): number {
    const { commitment } = this.commit({ format: "voceria/withdrawal/v1", reason: "Ya no rige." });
    const number = this.numbers[subject]!;
    return this.append({
      ...this.common(),
      act: "statement.withdrawn",
      commitment,
      number,
      prev: this.states[subject]!.last,
      subject,
    });
  }

  /** A transcript of whichever version, or an answer, as the first of its subject. */
  enter(act: "transcript.certified" | "transcript.edited" | "question.answered", content: Content): number {
    const subject = this.states.length;
    const { commitment } = this.commit(content);
    const first = { ...this.common(), commitment, edition: 1 as const, subject };
    return this.append(
      act === "question.answered" ? { ...first, act, question: "2026-0012" } : { ...first, act, briefing: "2026-0007" },
    );
  }

  erase(subject: number, target: number): number {
    this.contents.delete(target);
    return this.append({
      ...this.common(),
      act: "content.erased",
      authority: "corte-suprema",
      ground: "court-order",
      prev: this.states[subject]!.last,
      subject,
      target: { entry: target },
    });
  }

  assertRegister(items: RegisterItem[]): number {
    const batch = items.map((content): Item => {
      const salt = this.salt();
      return { content, salt, commitment: commitContent(hash, salt, content) };
    });
    const commitments = batch.map(({ commitment }) => commitment);
    this.batches.set(this.entries.length, batch);
    const root = base64(batchRoot(hash, commitments));
    return this.append({ ...this.common(), act: "register.asserted", basis: "asserted", count: items.length, root });
  }

  /** Asserts the state and signs: the last entry is the assertion. `cosigned` is by witness and second. */
  sign(cosigned: readonly { witness: TestSigner; time: number }[] = [], assertState = true): Signed {
    if (assertState) {
      const root = base64(naiveRoot(this.states.map((state) => leafHash(hash, stateLeaf(state)))));
      this.append({ ...this.common(), act: "state.asserted", count: this.states.length, root });
    }
    const size = this.entries.length;
    const text = writeCheckpoint({ origin: this.origin, size, root: naiveRoot(this.leaves(size)), extensions: [] });
    const signatures = [this.signer.sign(text), ...cosigned.map(({ witness, time }) => witness.sign(text, time))];
    return { note: writeNote({ text, signatures }), size, states: structuredClone(this.states) };
  }

  proof(index: number, { note, size }: Signed): string {
    return writeProof({ index, path: naivePath(index, this.leaves(size)), checkpoint: note });
  }

  /** A bundle of an entry as the office would make it. */
  bundle(
    index: number,
    signed: Signed,
    { item = 0, state = signed }: { item?: number; state?: Signed | undefined } = {},
  ): Bundle {
    const entry = readEntry(this.entries[index]!);
    const committed = this.contents.get(index);
    const batch = this.batches.get(index);
    return {
      format: "voceria-bundle@1",
      entry: base64(this.entries[index]!),
      proof: this.proof(index, signed),
      ...(committed && this.statementParts(committed, signed)),
      ...(batch && this.itemParts(batch, item)),
      ...("subject" in entry && { state: this.statePart(entry.subject, state) }),
    };
  }

  statePart(subject: number, signed: Signed): NonNullable<Bundle["state"]> {
    const leaves = signed.states.map((state) => leafHash(hash, stateLeaf(state)));
    return {
      entry: base64(this.entries[signed.size - 1]!),
      leaf: signed.states[subject]!,
      path: naivePath(subject, leaves).map(base64),
      proof: this.proof(signed.size - 1, signed),
    };
  }

  private statementParts({ content, salt, files }: Committed, signed: Signed): Partial<Bundle> {
    const held = content as Content;
    const voice = held.format === "voceria/transcript/v1" ? voicesOf(held) : "voice" in held ? held.voice : [];
    const register = voice.flatMap(({ register: place }) => {
      const batch = place && this.batches.get(place.entry);
      if (place === undefined || batch === undefined) return [];
      const entry = base64(this.entries[place.entry]!);
      return [{ ...this.itemParts(batch, place.item), entry, proof: this.proof(place.entry, signed) }];
    });
    return {
      content,
      salt: base64(salt),
      ...(files.length > 0 && { attachments: files.map((file) => ({ salt: base64(file.salt) })) }),
      ...(register.length > 0 && { register }),
    };
  }

  private itemParts(
    batch: Item[],
    item: number,
  ): { batch: { item: number; path: string[] }; content: Json; salt: string } {
    const commitments = batch.map(({ commitment }) => commitment);
    const { content, salt } = batch[item]!;
    return { batch: { item, path: batchPath(hash, commitments, item).map(base64) }, content, salt: base64(salt) };
  }

  private statement(fields: Fields, files: Uint8Array[]): StatementContent & { files: Committed["files"] } {
    const held = files.map((bytes) => ({ salt: this.salt(), bytes }));
    const attachments = held.map(({ salt, bytes }, at) => ({
      name: `anexo ${at + 1}.txt`,
      media: "text/plain",
      bytes: bytes.length,
      commitment: base64(commitAttachment(hash, salt, bytes)),
    }));
    return {
      attachments,
      body: "El ministro dijo *no*.\n",
      format: "voceria/statement/v1",
      html: "<p>El ministro dijo <em>no</em>.</p>\n",
      kind: "comunicado",
      language: "es-CL",
      title: "Aviso",
      topics: [],
      voice: [],
      ...(typeof fields === "function" ? fields(attachments) : fields),
      files: held,
    };
  }

  private commit(made: Json | (StatementContent & { files: Committed["files"] })): { commitment: string } {
    const { files = [], ...content } = made as { files?: Committed["files"]; format: string };
    const salt = this.salt();
    this.contents.set(this.entries.length, { content, salt, files });
    return { commitment: base64(commitContent(hash, salt, content)) };
  }

  private append(entry: Entry): number {
    const index = this.entries.length;
    if ("subject" in entry) this.states[entry.subject] = applyEntry(this.states[entry.subject], index, entry);
    this.entries.push(writeEntry(entry));
    return index;
  }

  private common(): { at: string; format: "voceria/entry/v1" } {
    return { at: writeInstant(new Date((start + this.entries.length) * 1000)), format: "voceria/entry/v1" };
  }

  private leaves(size: number): Uint8Array[] {
    return this.entries.slice(0, size).map((entry) => leafHash(hash, entry));
  }

  private salt(): Uint8Array {
    return hash(concat(utf8(this.origin), Uint8Array.of(this.salts >> 8, this.salts++)));
  }
}

export function tenure(person: string, post: string, capacity = "titular"): RegisterItem {
  return {
    change: "new",
    data: { person, post, capacities: [{ capacity }], start: { edtf: "2026-03-11", raw: "11 March 2026" } },
    format: "voceria/register/v1",
    id: `${person}-${post}`,
    kind: "tenure",
    source: { id: "gaceta", locator: "p. 3" },
  };
}

export const makeWitness = (name: string): TestSigner => makeSigner(`${name}.example`, cosignatureV1);

/** A policy that trusts the log and asks for `threshold` of the witnesses; for none where there are none. */
export function policyOf(
  log: OfficeLog,
  witnesses: readonly TestSigner[] = [],
  threshold: number | string = "all",
): string {
  const names = witnesses.map((_, at) => `w${at + 1}`);
  return [
    `log ${writeVerifierKey(log.signer.key)}`,
    ...witnesses.map(({ key }, at) => `witness ${names[at]} ${writeVerifierKey(key)}`),
    names.length > 0 ? `group trusted ${threshold} ${names.join(" ")}\nquorum trusted` : "quorum none",
    "",
  ].join("\n");
}

/** The files of a bundle, by the hexadecimal of their commitment, as a verifier holds them. */
export function filesOf(log: OfficeLog, index: number): Map<string, Uint8Array> {
  const { content, files } = log.contents.get(index)!;
  const { attachments } = content as unknown as StatementContent;
  return new Map(files.map(({ bytes }, at) => [hex(readBase64(attachments[at]!.commitment, "attachment")), bytes]));
}

export function fileOf(bundle: Bundle): Uint8Array {
  const { format: _, ...parts } = bundle;
  return utf8(writeBundleFile(parts));
}
