/** One thing that is not as it follows from the rest: what, where it stands, what was found there and what was expected. */
export type Difference = { what: string; where: string; found: string; expected: string };

/** What a row may hold of what the record says. */
type Field = string | number | null;

/** Each field of a row that says otherwise than the record. */
export function* differing(
  where: string,
  fields: Readonly<Record<string, readonly [found: Field, expected: Field]>>,
): Generator<Difference> {
  for (const [field, [found, expected]] of Object.entries(fields))
    if (found !== expected)
      yield { what: `${field} differs from the record`, where, found: shown(found), expected: shown(expected) };
}

/** What cannot be read is the record's own audit to name. */
export function readKept<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** As a difference tells it: short, whatever it is. */
export function shown(value: Field): string {
  const text = value === null ? "nothing" : String(value);
  return text.length > 200 ? `${text.slice(0, 200)}… (${text.length} characters)` : text;
}
