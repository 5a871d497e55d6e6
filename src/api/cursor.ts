import * as v from "valibot";
import { WrongParameters } from "./problem.ts";

/** The longest that one of ours can be. */
const longest = 200;

/**
 * A place in a list: after what it names, in the list's own order, whatever was published since. It says of itself what
 * list it is of, so that one of another list, or one that we did not make, is refused rather than read as something else.
 */
export function writeCursor(list: string, place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([list, ...place])).toString("base64url");
}

/** Fault("invalid") names `cursor`. */
export function readCursor<const S extends v.GenericSchema<unknown, unknown[]>>(
  list: string,
  cursor: string | undefined,
  schema: S,
): v.InferOutput<S> | undefined {
  if (cursor === undefined) return undefined;
  const [of, ...place] = opened(cursor);
  const read = v.safeParse(schema, place);
  if (of !== list || !read.success)
    throw new WrongParameters([
      { parameter: "cursor", detail: "it is not one of this list: take it from the `next` of an earlier answer." },
    ]);
  return read.output;
}

function opened(cursor: string): unknown[] {
  if (cursor.length > longest || !/^[\w-]+$/.test(cursor)) return [];
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    return Array.isArray(read) ? read : [];
  } catch {
    return [];
  }
}
