import { decimalOf } from "./dates.ts";
import { type Language } from "./language.ts";

/** «214 kB», «3,4 MB»: bytes as people read them, in powers of a thousand. */
export function sizeInWords(bytes: number, language: Language): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1_000, "kB"] : [bytes / 1_000_000, "MB"];
  return `${decimalOf(value, language, value < 10 ? 1 : 0)} ${unit}`;
}
