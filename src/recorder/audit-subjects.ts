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

  /** What the entry breaks, in words; undefined when it follows. */
  apply(index: number, entry: Entry & { subject: number }): string | undefined {
    const { subject } = entry;
    const first = entry.act === "statement.published" || entry.act === "statement.imported";
    if (first && subject !== this.count) return `begins subject ${subject} when ${this.count} is next`;
    try {
      this.set(applyEntry(this.get(subject), index, entry));
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

  root(): Buffer {
    return this.tree.root((subject, hashes, at) => {
      const length = leaf.write(stateLeafOf(this.get(subject)!), 1, "latin1");
      hashInto(leaf.subarray(0, 1 + length), hashes, at);
    });
  }

  private set({ subject, current, edition, last, status }: SubjectState): void {
    if (subject >= this.count) {
      this.count = subject + 1;
      if (this.count > this.current.length) this.grow();
    }
    this.current[subject] = current;
    this.edition[subject] = edition;
    this.last[subject] = last;
    this.status[subject] = statuses.indexOf(status);
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

/** Of a state that the rules have just made: what `stateLeaf` writes, without reading it again. */
function stateLeafOf({ current, edition, last, status, subject }: SubjectState): string {
  return `{"current":${current},"edition":${edition},"last":${last},"status":"${status}","subject":${subject}}`;
}
