import { Malformed } from "./malformed.ts";

/** Reads 0 to 2^53 - 1 in ASCII digits without a leading zero or sign. */
export function readDecimal(text: string, where: string): number {
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(text))
    throw new Malformed("is not a decimal number in its shortest form", where);
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Malformed("is larger than 2^53 - 1", where);
  return value;
}
