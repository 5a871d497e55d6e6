import type pg from "pg";

/** One column of a block of rows: the bytes of each value as PostgreSQL sends them, or null. Views, not copies. */
export type Column = { length: number; bytes: Buffer; start: Int32Array; size: Int32Array };

/**
 * Runs a query of one row whose every column is an array_agg, and gives the arrays apart: a block of rows costs one
 * message and no object for each row. By COPY, since the driver reads binary rows as text. `text` takes no parameters.
 */
export function readColumns(connection: pg.Client, text: string): Promise<Column[]> {
  const { promise, resolve, reject } = Promise.withResolvers<Column[]>();
  const chunks: Buffer[] = [];
  let failure: Error | undefined;
  const copy = {
    submit: (wire: { query(text: string): void }) => wire.query(`copy (${text}) to stdout (format binary)`),
    // The driver's buffer is used again for what comes next.
    handleCopyData: ({ chunk }: { chunk: Buffer }) => chunks.push(Buffer.from(chunk)),
    handleError: (error: Error) => reject((failure ??= error)),
    handleCommandComplete: () => undefined,
    handleReadyForQuery: () => {
      if (failure === undefined) resolve(readRow(chunks.length === 2 ? chunks[0]! : Buffer.concat(chunks)));
    },
    callback: () => undefined,
  };
  connection.query(copy as unknown as pg.Submittable);
  return promise;
}

/** Two chunks are the row with its header, and the end. The header of a binary COPY has 19 bytes; then for each row the count of its fields, and each field's length and bytes. */
function readRow(bytes: Buffer): Column[] {
  const columns: Column[] = [];
  const fields = bytes.readInt16BE(19);
  for (let field = 0, at = 21; field < fields; field++) {
    const length = bytes.readInt32BE(at);
    at += 4;
    columns.push(length < 0 ? noValues : unpack(bytes.subarray(at, at + length)));
    at += Math.max(0, length);
  }
  return columns;
}

/** A bigint of a column; null where it is null. */
export function int8At({ bytes, start, size }: Column, at: number): number | null {
  const from = start[at]!;
  return size[at]! < 0 ? null : bytes.readInt32BE(from) * 4_294_967_296 + bytes.readUInt32BE(from + 4);
}

export function int4At({ bytes, start, size }: Column, at: number): number | null {
  return size[at]! < 0 ? null : bytes.readInt32BE(start[at]);
}

export function bytesAt({ bytes, start, size }: Column, at: number): Buffer | null {
  return size[at]! < 0 ? null : bytes.subarray(start[at], start[at]! + size[at]!);
}

export function asciiAt({ bytes, start, size }: Column, at: number): string | null {
  return size[at]! < 0 ? null : bytes.toString("latin1", start[at], start[at]! + size[at]!);
}

/** A timestamptz as milliseconds since 1970; a fraction where it has one. */
export function instantAt(column: Column, at: number): number | null {
  const microseconds = int8At(column, at);
  return microseconds === null ? null : microseconds / 1000 + 946_684_800_000;
}

const noValues: Column = { length: 0, bytes: Buffer.alloc(0), start: new Int32Array(), size: new Int32Array() };

/** The binary form of a one-dimensional array (array_send): dimensions, flags, element type, length, lower bound, elements. */
function unpack(bytes: Buffer): Column {
  const length = bytes.readInt32BE(0) === 0 ? 0 : bytes.readInt32BE(12);
  const start = new Int32Array(length);
  const size = new Int32Array(length);
  let at = 20;
  for (let element = 0; element < length; element++) {
    const long = bytes.readInt32BE(at);
    at += 4;
    start[element] = at;
    size[element] = long;
    if (long > 0) at += long;
  }
  return { length, bytes, start, size };
}
