import type pg from "pg";

/** Its header in a binary COPY, whose last four bytes are the length of an extension that follows it. */
const headerLength = 19;
const mostFields = 16;

/**
 * One row as PostgreSQL sends it in a binary COPY: nothing of it is made into an object until it is asked for. The same
 * Row serves for every row of a query, and its bytes are the driver's: neither may be kept.
 */
export class Row {
  bytes: Buffer = Buffer.alloc(0);
  /** Where each field begins in `bytes`, and its length; −1 where it is null. */
  readonly start = new Int32Array(mostFields);
  readonly size = new Int32Array(mostFields);

  /** False at the end of the rows. The count of fields, then of each its length and its bytes. */
  take(bytes: Buffer, from: number): boolean {
    this.bytes = bytes;
    const fields = bytes.readInt16BE(from);
    for (let field = 0, at = from + 2; field < fields; field++) {
      const size = bytes.readInt32BE(at);
      at += 4;
      this.start[field] = at;
      this.size[field] = size;
      if (size > 0) at += size;
    }
    return fields >= 0;
  }

  isNull(field: number): boolean {
    return this.size[field]! < 0;
  }

  /** A bigint; null where it is null. */
  int8(field: number): number | null {
    const from = this.start[field]!;
    return this.isNull(field) ? null : this.bytes.readInt32BE(from) * 4_294_967_296 + this.bytes.readUInt32BE(from + 4);
  }

  int4(field: number): number | null {
    return this.isNull(field) ? null : this.bytes.readInt32BE(this.start[field]);
  }

  boolean(field: number): boolean {
    return !this.isNull(field) && this.bytes[this.start[field]!] === 1;
  }

  /** Each byte a character. */
  latin1(field: number): string | null {
    const from = this.start[field]!;
    return this.isNull(field) ? null : this.bytes.toString("latin1", from, from + this.size[field]!);
  }

  /** A view that is another row's as soon as the next one is taken. */
  view(field: number): Buffer | null {
    const from = this.start[field]!;
    return this.isNull(field) ? null : this.bytes.subarray(from, from + this.size[field]!);
  }

  /** A timestamptz as milliseconds since 1970; a fraction where it has one. */
  instant(field: number): number | null {
    const microseconds = this.int8(field);
    return microseconds === null ? null : microseconds / 1000 + 946_684_800_000;
  }
}

/**
 * Gives the rows of a query one after the other as they arrive: nothing is held but what the socket gave, however many
 * they are. By COPY, since the driver reads binary rows as text. `text` takes no parameters.
 */
export function eachRow(connection: pg.Client, text: string, onRow: (row: Row) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const row = new Row();
  let begun = false;
  let failure: { error: unknown } | undefined;
  const copy = {
    submit: (wire: { query(text: string): void }) => wire.query(`copy (${text}) to stdout (format binary)`),
    handleCopyData({ chunk }: { chunk: Buffer }) {
      if (failure !== undefined) return;
      try {
        const from = begun ? 0 : headerLength + chunk.readInt32BE(headerLength - 4);
        begun = true;
        if (from < chunk.length && row.take(chunk, from)) onRow(row);
      } catch (error) {
        failure = { error };
      }
    },
    handleError: (error: Error) => reject(((failure ??= { error }), error)),
    handleCommandComplete: () => undefined,
    handleReadyForQuery: () => (failure === undefined ? resolve() : reject(failure.error)),
    callback: () => undefined,
  };
  connection.query(copy as unknown as pg.Submittable);
  return promise;
}
