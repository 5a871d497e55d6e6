import { applyEntry, type Entry, Malformed, type SubjectState } from "@voceria/record";
import { ChangingTree, hashInto } from "./audit-trees.ts";

/** 0x00 and a leaf. */
const leaf = Buffer.alloc(256);

const statuses = ["current", "withdrawn", "erased"] as const;

/** Every subject's state as the entries make it, and the tree over them: about 90 bytes a subject, whatever its entries. */
export class AuditedSubjects {
  readonly tree = new ChangingTree();
  count = 0;
  private current = new Float64Array(1024);
  private last = new Float64Array(1024);
  private edition = new Int32Array(1024);
  private status = new Uint8Array(1024);

  /** Applies a subject's first entry. What it breaks, in words; undefined when it follows. */
  begin(index: number, subject: number): string | undefined {
    if (subject !== this.count) return `begins subject ${subject} when ${this.count} is next`;
    this.set(subject, index, 1, index, 0);
    return undefined;
  }

  /** The same of any entry. */
  apply(index: number, entry: Entry & { subject: number }): string | undefined {
    const { subject } = entry;
    if (!("prev" in entry)) return this.begin(index, subject);
    try {
      const { current, edition, last, status } = applyEntry(this.get(subject), index, entry);
      this.set(subject, current, edition, last, statuses.indexOf(status));
      return undefined;
    } catch (error) {
      if (error instanceof Malformed) return error.what;
      throw error;
    }
  }

  get(subject: number): SubjectState | undefined {
    if (subject >= this.count) return undefined;
    return {
      subject,
      current: this.current[subject]!,
      edition: this.edition[subject]!,
      last: this.last[subject]!,
      status: statuses[this.status[subject]!]!,
    };
  }

  /** Whether that is how the subject stands. */
  isRow(subject: number, current: number, edition: number, last: number, status: string): boolean {
    return (
      subject < this.count &&
      current === this.current[subject] &&
      edition === this.edition[subject] &&
      last === this.last[subject] &&
      status === statuses[this.status[subject]!]
    );
  }

  root(): Buffer {
    return this.tree.root((subject, hashes, at) => {
      const text = this.leafText(subject);
      leaf.write(text, 1, "latin1");
      hashInto(leaf.subarray(0, 1 + text.length), hashes, at);
    });
  }

  /** What `stateLeaf` writes, of a state that the rules have made: it need not be read again. */
  private leafText(subject: number): string {
    return `{"current":${this.current[subject]},"edition":${this.edition[subject]},"last":${this.last[subject]},"status":"${statuses[this.status[subject]!]}","subject":${subject}}`;
  }

  private set(subject: number, current: number, edition: number, last: number, status: number): void {
    if (subject >= this.count) {
      this.count = subject + 1;
      if (this.count > this.current.length) this.grow();
    }
    this.current[subject] = current;
    this.edition[subject] = edition;
    this.last[subject] = last;
    this.status[subject] = status;
    this.tree.touch(subject);
  }

  private grow(): void {
    const length = this.current.length * 2;
    const larger = <T extends { set(from: T): void }>(to: T, from: T): T => (to.set(from), to);
    this.current = larger(new Float64Array(length), this.current);
    this.last = larger(new Float64Array(length), this.last);
    this.edition = larger(new Int32Array(length), this.edition);
    this.status = larger(new Uint8Array(length), this.status);
  }
}
