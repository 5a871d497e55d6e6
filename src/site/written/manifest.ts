import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { Fault } from "../../fault.ts";
import { turnOf } from "./written-name.ts";

/** The turn of what failed. */
const putOffTurn = 9;

/** What is known of one address: the file it became (none: there is nothing), and what that hangs on. */
type Known = { address: string; name: string | null; digest: string | null };
export type Due = { address: string; stamp: number };
export type Made = Due & {
  name: string | null;
  digest: string | null;
  tags: readonly string[];
  /** Milliseconds since 1970 from which it may be old. */
  until: number | undefined;
  links: Iterable<string>;
  /** Whether anything was marked since it was asked for. */
  touched: boolean;
};

/**
 * Which files were written, what each hangs on, and which are still to be made, in a file beside them: a folder that is lost is lost
 * with its manifest, and written anew. Whatever is marked stays marked through a kill until it was made; one process at a time holds it.
 */
export class Manifest {
  readonly #db: DatabaseSync;
  #stamp: number;

  constructor(path: string) {
    this.#db = new DatabaseSync(path);
    try {
      this.#db.exec(`
        pragma locking_mode = exclusive;
        pragma journal_mode = wal;
        pragma synchronous = normal;
        pragma cache_size = -8000;
        create table if not exists meta (name text primary key, value text not null) without rowid;
        create table if not exists file (address text primary key, name text, digest text, until integer) without rowid;
        create index if not exists file_until on file (until) where until is not null;
        create table if not exists tag (tag text, address text, primary key (tag, address)) without rowid;
        create index if not exists tag_address on tag (address);
        create table if not exists due (address text primary key, turn integer not null, stamp integer not null) without rowid;
        create index if not exists due_turn on due (turn, stamp);`);
    } catch (error) {
      this.#db.close();
      if (/locked|busy/i.test(String(error)))
        throw new Fault(
          "conflict",
          `Another process writes files there (it holds ${path}): give each a folder of its own.`,
        );
      throw error;
    }
    this.#db.function("turn_of", { deterministic: true }, (address) => turnOf(String(address)));
    this.#stamp = this.#number("select max(stamp) as n from due") ?? 0;
  }

  read(name: string): string | undefined {
    const value = this.#statement("select value from meta where name = ?").get(name)?.["value"];
    return typeof value === "string" ? value : undefined;
  }

  keep(name: string, value: string): void {
    this.#run("insert or replace into meta values (?, ?)", name, value);
  }

  /** All or nothing of what `work` writes. */
  together<T>(work: () => T): T {
    this.#db.exec("begin immediate");
    try {
      const done = work();
      this.#db.exec("commit");
      return done;
    } catch (error) {
      // A full disk has undone it already.
      if (this.#db.isTransaction) this.#db.exec("rollback");
      throw error;
    }
  }

  /** These, known or not; what is marked already is marked once more, since it may be in the making. */
  markAddresses(addresses: Iterable<string>, turn?: number): void {
    for (const address of addresses) this.#mark("select ? as address", turn, address);
  }

  markTag(tag: string, turn?: number): void {
    this.#mark("select address from tag where tag = ?", turn, tag);
  }

  /** All whose tag begins so. */
  markTags(prefix: string, turn?: number): void {
    this.#mark("select distinct address from tag where tag >= ? and tag < ?", turn, prefix, `${prefix}\uffff`);
  }

  /** Whatever lies below an address, or is it with an ending. */
  markBelow(path: string, turn?: number): void {
    for (const mark of ["/", "."])
      this.#mark(
        "select address from file where address >= ? and address < ?",
        turn,
        path + mark,
        `${path}${mark}\uffff`,
      );
  }

  markOver(now: number): void {
    this.#mark("select address from file where until <= ?", 0, now);
  }

  markAll(): void {
    this.#mark("select address from file", undefined);
  }

  #mark(select: string, turn: number | undefined, ...values: SQLInputValue[]): void {
    this.#run(
      `insert into due select address, coalesce(?, turn_of(address)), ? from (${select}) where true
       on conflict (address) do update set stamp = excluded.stamp, turn = min(due.turn, excluded.turn)`,
      turn ?? null,
      ++this.#stamp,
      ...values,
    );
  }

  /** Those to be made next. */
  next(most: number): Due[] {
    const statement = this.#statement("select address, stamp from due where turn < ? order by turn, stamp limit ?");
    return statement.all(putOffTurn, most) as Due[];
  }

  due(): number {
    return this.#number("select count(*) as n from due") ?? 0;
  }

  files(): number {
    return this.#number("select count(*) as n from file where name is not null") ?? 0;
  }

  /** When the first of the files is over. */
  firstOver(): number | undefined {
    return this.#number("select min(until) as n from file where until is not null");
  }

  known(address: string): Known | undefined {
    return this.#statement("select address, name, digest from file where address = ?").get(address) as
      | Known
      | undefined;
  }

  /**
   * To be called before a file is put in its place: until it is known as made, its bytes are trusted by nobody, and whatever it is
   * answered next reaches it, a kill in between or not.
   */
  putting(address: string, name: string): void {
    this.#run(
      "insert into file values (?, ?, null, null) on conflict (address) do update set name = excluded.name, digest = null",
      address,
      name,
    );
  }

  /** When this returns, what was made is known, with what it leads to marked; what was marked again meanwhile is still due. */
  made({ address, stamp, name, digest, tags, until, links, touched }: Made): void {
    this.#run("insert or replace into file values (?, ?, ?, ?)", address, name, digest, until ?? null);
    this.#run("delete from tag where address = ?", address);
    for (const tag of tags) this.#run("insert or ignore into tag values (?, ?)", tag, address);
    // What was marked while it was made may have been marked by what it hung on before: it is made once more.
    if (!touched) this.#run("delete from due where address = ? and stamp = ?", address, stamp);
    for (const link of links)
      if (this.known(link) === undefined)
        this.#run("insert or ignore into due values (?, ?, ?)", link, turnOf(link), ++this.#stamp);
  }

  /** To be made once more, after all others. */
  putOff({ address, stamp }: Due): void {
    this.#run(
      "update due set turn = ?, stamp = ? where address = ? and stamp = ?",
      putOffTurn,
      ++this.#stamp,
      address,
      stamp,
    );
  }

  takeUp(): void {
    this.#run("update due set turn = turn_of(address) where turn = ?", putOffTurn);
  }

  /** The full tiles that stand beside partial ones of theirs. */
  filled(): string[] {
    const rows = this.#statement(
      `select distinct f.address from file t join file f on f.address = substr(t.address, 1, instr(t.address, '.p/') - 1)
       where t.address >= '/record/tile/' and t.address < '/record/tile0' and instr(t.address, '.p/') > 0 and f.name is not null`,
    ).all() as { address: string }[];
    return rows.map(({ address }) => address);
  }

  /** Forgets whatever lies below a path; returns the files that it was. */
  forgetBelow(path: string): string[] {
    const range = [path, `${path}\uffff`];
    const rows = this.#db
      .prepare("select name from file where address >= ? and address < ? and name is not null")
      .all(...range) as { name: string }[];
    for (const table of ["file", "due", "tag"])
      this.#run(`delete from ${table} where address >= ? and address < ?`, ...range);
    return rows.map(({ name }) => name);
  }

  close(): void {
    this.#db.close();
  }

  readonly #prepared = new Map<string, ReturnType<DatabaseSync["prepare"]>>();

  #statement(text: string): ReturnType<DatabaseSync["prepare"]> {
    let known = this.#prepared.get(text);
    if (known === undefined) this.#prepared.set(text, (known = this.#db.prepare(text)));
    return known;
  }

  #run(text: string, ...values: SQLInputValue[]): void {
    this.#statement(text).run(...values);
  }

  #number(text: string): number | undefined {
    const value = this.#statement(text).get()?.["n"];
    return typeof value === "number" ? value : undefined;
  }
}
