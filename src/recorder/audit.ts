import { type Entry, equalBytes, hex, Malformed, readVerifierKey, tilePath, type VerifierKey } from "@voceria/record";
import type pg from "pg";
import { openConnection } from "../store/database.ts";
import type { Installation } from "../store/installation.ts";
import { auditApart } from "./audit-apart.ts";
import { type AuditedContents, auditContents } from "./audit-contents.ts";
import { auditEntries } from "./audit-entries.ts";
import { eachRow } from "./audit-rows.ts";
import { AuditedSubjects } from "./audit-subjects.ts";
import { GrowingTree } from "./audit-trees.ts";
import { openCheckpoint } from "./checkpoints.ts";
import type { Difference } from "./difference.ts";
import { openLock } from "./open-lock.ts";
import { sha256 } from "./sha256.ts";
import { overConnection } from "./signing-connection.ts";
import { readRecord } from "./record-identity.ts";

export type { Difference } from "./difference.ts";

export type AuditOptions = {
  /** Where the lock is; by default record.lock in the data folder. */
  lock?: string | undefined;
  onProgress?: (done: number, total: number) => void;
};

/**
 * Recomputes the whole record from its entries and names each difference: leaves from bytes, columns, contents against
 * commitments, subjects and their states, both trees' tiles, each asserted state, each signed checkpoint, the lock, the
 * counter. Reads one snapshot in blocks, so it may run while the office publishes, and memory does not grow with the
 * contents: about 90 bytes for each subject.
 */
export async function* auditRecord(
  installation: Pick<Installation, "db" | "address" | "data">,
  options: AuditOptions = {},
): AsyncGenerator<Difference> {
  const lock = openLock({ data: installation.data, place: options.lock });
  const connection = openConnection(installation.address);
  const beside = openConnection(installation.address);
  await Promise.all([connection.connect(), beside.connect()]);
  try {
    // Before the snapshot: what it holds then must be in the snapshot. After it: it must hold what the snapshot shows.
    const before = { note: await lock.read(), id: await lock.id() };
    await connection.query("begin isolation level repeatable read read only");
    const audit = new Audit(connection, before.note);
    const contents = await sameSnapshot(connection, beside).then(() => auditingContents(beside));
    yield* audit.run(contents, options.onProgress);
    if (audit.key !== undefined) yield* audit.compareLock(before, await lock.read(), lock.name);
  } finally {
    await Promise.all([connection.end(), beside.end()]);
    await lock.close();
  }
}

/** Both connections read the database as it stood at one moment. */
async function sameSnapshot(connection: pg.Client, beside: pg.Client): Promise<void> {
  const { rows } = await connection.query<{ snapshot: string }>("select pg_export_snapshot() as snapshot");
  await beside.query("begin isolation level repeatable read read only");
  await beside.query(`set transaction snapshot '${rows[0]!.snapshot}'`);
  // Whole tables are joined here: neither sorting them nor their indexes would be as fast.
  await beside.query("set local work_mem to '32MB'; set local enable_mergejoin to off");
}

/** Begun here and awaited when the entries are done; wrapped, so that awaiting this does not await those. */
function auditingContents(beside: pg.Client): { done: Promise<AuditedContents> } {
  const done = auditContents(beside);
  // Where the entries fail first, this failure is nobody's.
  done.catch(() => undefined);
  return { done };
}

/** Entries between which tiles and checkpoints are compared; no more than one row is held. */
const blockLength = 8_192;

class Audit {
  readonly differences: Difference[] = [];
  key: VerifierKey | undefined;
  private lockId = "";
  /** Of the log at sizes whose last entry asserts a state; dropped once the checkpoints of those sizes are compared. */
  private readonly roots = new Map<number, Uint8Array>();
  private readonly lockedSize: number;
  private shown = 0;
  private staged = 0;
  private total = 0;
  private readonly connection: pg.Client;
  /** Tiles that are yet to be compared. */
  private readonly due: { level: number; index: number; bytes: Buffer }[] = [];
  private readonly log = new GrowingTree((level, index, bytes) =>
    this.due.push({ level, index, bytes: Buffer.from(bytes) }),
  );
  private readonly subjects = new AuditedSubjects();
  private readonly erasures = new Set<number>();
  private readonly batches: { index: number; count: number; root: string }[] = [];
  /** In milliseconds. */
  private lastAt = 0;
  private committed = 0;

  constructor(connection: pg.Client, lockNote: string | undefined) {
    this.connection = connection;
    this.lockedSize = Number(lockNote?.split("\n")[1]);
    this.roots.set(0, sha256(new Uint8Array()));
  }

  async *run(
    auditing: { done: Promise<AuditedContents> },
    onProgress: AuditOptions["onProgress"],
  ): AsyncGenerator<Difference> {
    const record = await readRecord(overConnection(this.connection));
    if (record === undefined) {
      yield { what: "record", where: "table record", found: "nothing", expected: "a founded record" };
      return;
    }
    this.lockId = record.lockId;
    try {
      this.key = readVerifierKey(record.verifierKey);
      if (this.key.name !== record.origin) this.differ("origin", "table record", record.origin, this.key.name);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.differ("verifier key", "table record", record.verifierKey, error.message);
    }
    const counter = await this.one<{ next_index: number; next_subject: number; last_at: Date }>(
      "select next_index, next_subject, last_at from record_counter",
    );
    const sizes = await this.one<{ entries: number; shown: number; staged: number }>(`
      select coalesce((select max(index) + 1 from record_entry where index < (select 2 * count(*) + 1024 from record_entry)), 0) as entries,
        coalesce((select size from record_checkpoint order by id desc limit 1), 0) as shown,
        coalesce((select index * 256 + length(bytes) / 32 from record_tile where level = 0 order by index desc limit 1), 0) as staged`);
    this.total = sizes.entries;
    this.shown = sizes.shown;
    this.staged = sizes.staged;
    await this.findFarEntries();
    if (this.staged > this.total || this.staged < this.shown)
      this.differ(
        "entries under tiles",
        "table record_tile",
        String(this.staged),
        `${this.shown} that readers were shown to ${this.total} that are there`,
      );
    yield* this.flush();
    yield* this.entries(onProgress);
    this.compare("next_index of the counter", "table record_counter", counter.next_index, this.total);
    this.compare("next_subject of the counter", "table record_counter", counter.next_subject, this.subjects.count);
    this.compare(
      "last_at of the counter",
      "table record_counter",
      shown(counter.last_at.getTime()),
      shown(this.lastAt),
    );
    yield* this.flush();
    const contents = await auditing.done;
    this.differences.push(...contents.differences);
    for (const index of contents.erased) {
      if (!this.erasures.has(index))
        this.differ("content", `entry ${index}`, "erased", "the content, since no entry says that it was erased");
    }
    yield* this.flush();
    await this.connection.query("set local enable_seqscan to on");
    yield* auditApart(this.connection, {
      batches: this.batches,
      subjects: this.subjects,
      contents,
      committed: this.committed,
      logTiles: this.log.tileCounts(),
    });
  }

  /** The lock as it was before the snapshot must lie within it; as it is after it, it must not be behind what the snapshot shows. */
  async *compareLock(
    before: { note: string | undefined; id: string | undefined },
    after: string | undefined,
    where: string,
  ): AsyncGenerator<Difference> {
    if (before.id !== this.lockId)
      this.differ("lock", where, before.id === undefined ? "no lock" : `lock ${before.id}`, `lock ${this.lockId}`);
    for (const [note, within] of [
      [before.note, true],
      [after, false],
    ] as const) {
      const checkpoint = note === undefined ? undefined : await this.open(note, `the lock ${where}`);
      if (note === undefined) this.differ("lock", where, "nothing", "the newest signed checkpoint");
      if (checkpoint === undefined) break;
      if (within && checkpoint.size > this.total)
        this.differ("entries", where, `${this.total} entries`, `${checkpoint.size}, which the lock was signed over`);
      const root = this.roots.get(checkpoint.size);
      if (root !== undefined && !equalBytes(root, checkpoint.root))
        this.differ("root in the lock", where, hex(checkpoint.root), hex(root));
      if (within && root === undefined && checkpoint.size <= this.total)
        this.differ("lock", where, `size ${checkpoint.size}`, "the size of a signed state");
      if (!within && checkpoint.size < this.shown)
        this.differ("lock", where, `size ${checkpoint.size}`, `${this.shown} at least, which readers were shown`);
    }
    yield* this.flush();
  }

  private async *entries(onProgress: AuditOptions["onProgress"]): AsyncGenerator<Difference> {
    // Whatever the planner believes of tables that were just filled, a block is read by its index and needs no sorting.
    await this.connection.query(
      "set local enable_seqscan to off; set local enable_bitmapscan to off; set local max_parallel_workers_per_gather to 0",
    );
    await this.checkpoints(-1, 0);
    for (let from = 0, to: number; from < this.total; from = to) {
      to = Math.min(from + blockLength, this.total);
      // The state tree is compared as it was at the newest checkpoint, before anything changes it.
      if (from < this.shown && this.shown < to) to = this.shown;
      await this.block(from, to);
      yield* this.flush();
      onProgress?.(to, this.total);
    }
  }

  /** Rows whose index has nothing to do with how many there are: they would be waited for in vain. */
  private async findFarEntries(): Promise<void> {
    const { rows } = await this.connection.query<{ index: number }>(
      "select index from record_entry where index < 0 or index >= $1 order by index limit 100",
      [this.total],
    );
    for (const { index } of rows)
      this.differ("entry", `entry ${index}`, "an entry", `none: the entries end before ${this.total}`);
  }

  private async block(from: number, to: number): Promise<void> {
    this.committed += await auditEntries(this.connection, from, to, {
      differ: (difference) => this.differences.push(difference),
      leaf: (leaf) => {
        this.log.push(leaf, 0);
        if (this.log.size === this.staged) this.due.push(...this.log.partial());
      },
      begins: (index, subject, at) => {
        this.follows(index, at);
        this.ordered(index, this.subjects.begin(index, subject));
      },
      reads: (index, entry) => this.reads(index, entry),
    });
    await this.compareTiles(this.due.splice(0));
    if (to === this.shown && this.roots.has(to)) await this.compareStateTiles();
    await this.checkpoints(from, to);
  }

  private reads(index: number, entry: Entry): void {
    this.follows(index, Date.parse(entry.at));
    if ("subject" in entry) {
      this.ordered(index, this.subjects.apply(index, entry));
      if (entry.act === "content.erased") this.erasures.add(entry.target.entry);
    } else if (entry.act === "state.asserted") {
      this.compare("count of an asserted state", `entry ${index}`, entry.count, this.subjects.count);
      this.compare("root of an asserted state", `entry ${index}`, entry.root, this.subjects.root().toString("base64"));
      this.roots.set(index + 1, this.log.root());
    } else this.batches.push({ index, count: entry.count, root: entry.root });
  }

  private follows(index: number, at: number): void {
    if (at >= this.lastAt) this.lastAt = at;
    else this.differ("instant of an entry", `entry ${index}`, shown(at), `${shown(this.lastAt)} or later`);
  }

  private ordered(index: number, broken: string | undefined): void {
    if (broken !== undefined)
      this.differ(
        "order of a subject's entries",
        `entry ${index}`,
        broken,
        "an entry that follows from those before it",
      );
  }

  /** The tiles that are stored for these places, in blocks. A staged tile may already be wider than a full prefix of it. */
  private async compareTiles(tiles: readonly { level: number; index: number; bytes: Buffer }[]): Promise<void> {
    const due = tiles.filter(({ level, index, bytes }) => this.isStaged(level, index, bytes.length / 32));
    if (due.length === 0) return;
    const expected = new Map(due.map((tile) => [`${tile.level}/${tile.index}`, tile.bytes]));
    const places = due.map(({ level, index }) => `(${level}, ${index}::bigint)`).join();
    await eachRow(
      this.connection,
      `select w.level, w.index, t.bytes from (values ${places}) as w(level, index)
       left join record_tile t on t.level = w.level and t.index = w.index`,
      (row) => {
        const [level, index] = [row.int4(0)!, row.int8(1)!];
        this.compareTile("tile", level, index, row.view(2), expected.get(`${level}/${index}`)!);
      },
    );
  }

  /** Entries that no signer has come to yet are under no tile. */
  private isStaged(level: number, index: number, width: number): boolean {
    return (index * 256 + width) * 256 ** level <= this.staged;
  }

  private async compareStateTiles(): Promise<void> {
    const { tree } = this.subjects;
    const counts = tree.tileCounts();
    for (const [level, count] of counts.entries()) {
      let next = 0;
      const missUpTo = (end: number): void => {
        for (; next < end; next++) this.compareStateTile(level, next, null);
      };
      await eachRow(
        this.connection,
        `select index, bytes from record_state_tile where level = ${level} and index >= 0 and index < ${count} order by index`,
        (row) => {
          const index = row.int8(0)!;
          missUpTo(index);
          this.compareStateTile(level, index, row.view(1));
          next = index + 1;
        },
      );
      missUpTo(count);
    }
    const extra = await this.one<{ tiles: number }>(
      `select count(*) as tiles from record_state_tile t where not exists (
         select from unnest($1::int[]) with ordinality as l(tiles, level) where t.level = l.level - 1 and t.index >= 0 and t.index < l.tiles)`,
      [counts],
    );
    this.compare("state tiles beyond the tree", "table record_state_tile", extra.tiles, 0);
  }

  private compareStateTile(level: number, index: number, found: Buffer | null): void {
    const expected = this.subjects.tree.tile(level, index);
    // A level whose hashes end at a tile's edge has no further tile.
    if (expected !== undefined) this.compareTile("state tile", level, index, found, expected);
  }

  private compareTile(what: string, level: number, index: number, found: Buffer | null, expected: Buffer): void {
    const path = tilePath({ level, index, width: expected.length / 32 });
    const where = what === "tile" ? path : path.replace("tile", "state tile");
    if (found === null) this.differ(what, where, "nothing", `${expected.length} bytes`);
    else if (found.length !== expected.length)
      this.differ(what, where, `${found.length} bytes`, `${expected.length} bytes`);
    else if (!found.equals(expected)) {
      let at = 0;
      while (found.compare(expected, at, at + 32, at, at + 32) === 0) at += 32;
      this.differ(
        what,
        `${where}, hash ${at / 32}`,
        hex(found.subarray(at, at + 32)),
        hex(expected.subarray(at, at + 32)),
      );
    }
  }

  private async checkpoints(after: number, upTo: number): Promise<void> {
    const { rows } = await this.connection.query<{ id: number; size: number; root: Buffer; note: string }>(
      "select id, size, root, note from record_checkpoint where size > $1 and size <= $2 order by id",
      [after, upTo],
    );
    for (const { id, size, root, note } of rows) {
      const where = `checkpoint ${id}`;
      const expected = this.roots.get(size);
      if (expected === undefined)
        this.differ("size of a checkpoint", where, String(size), "a size whose last entry asserts the state");
      else if (!equalBytes(root, expected)) this.differ("root of a checkpoint", where, hex(root), hex(expected));
      const checkpoint = await this.open(note, where);
      if (checkpoint === undefined) continue;
      this.compare("size in the note of a checkpoint", where, checkpoint.size, size);
      if (expected !== undefined && !equalBytes(checkpoint.root, expected))
        this.differ("root in the note of a checkpoint", where, hex(checkpoint.root), hex(expected));
    }
    for (const size of this.roots.keys()) if (size !== this.lockedSize && size !== this.shown) this.roots.delete(size);
  }

  private lastOpened: { note: string; checkpoint: { size: number; root: Uint8Array } } | undefined;

  private async open(note: string, where: string): Promise<{ size: number; root: Uint8Array } | undefined> {
    if (this.lastOpened?.note === note) return this.lastOpened.checkpoint;
    if (this.key === undefined) return undefined;
    try {
      const checkpoint = await openCheckpoint(note, this.key);
      if (checkpoint.signed) {
        this.lastOpened = { note, checkpoint };
        return checkpoint;
      }
      this.differ(
        "signature of a checkpoint",
        where,
        `origin ${checkpoint.origin}, no signature by the record's key`,
        this.key.name,
      );
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.differ(
        "note of a checkpoint",
        where,
        `${error.where}: ${error.what}`,
        "a checkpoint signed by the record's key",
      );
    }
    return undefined;
  }

  private async one<T>(text: string, values: unknown[] = []): Promise<T> {
    const { rows } = await this.connection.query(text, values);
    return rows[0] as T;
  }

  private compare(what: string, where: string, found: string | number, expected: string | number): void {
    if (found !== expected) this.differ(what, where, String(found), String(expected));
  }

  private differ(what: string, where: string, found: string, expected: string): void {
    this.differences.push({ what, where, found, expected });
  }

  private *flush(): Generator<Difference> {
    yield* this.differences.splice(0);
  }
}

function shown(at: number): string {
  return new Date(at).toISOString();
}
