/** Yjs changes (first encoding of 13.6) that no editor of ours makes, written by hand: those that cost much to take. */
export type Hand = { client: number; parts: number; first?: { client: number; clock: number } };

/** Parts of one letter each by those hands, all put in the very same place, but for the first: that may stand after what another wrote. */
export function manyParts(hands: readonly Hand[], strikes: readonly (readonly [client: number, clock: number])[] = []) {
  const bytes: number[] = [];
  const number = (value: number) => {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push(128 | (rest & 127));
    bytes.push(rest);
  };
  const text = (value: string) => {
    number(value.length);
    bytes.push(...Buffer.from(value));
  };
  number(hands.length);
  for (const { client, parts, first } of hands) {
    number(parts);
    number(client);
    number(0);
    for (let part = 0; part < parts; part++) {
      const after = part === 0 ? first : undefined;
      bytes.push(after === undefined ? 4 : 132);
      if (after === undefined) {
        number(1);
        text("body");
      } else {
        number(after.client);
        number(after.clock);
      }
      text("a");
    }
  }
  const strikers = Map.groupBy(strikes, ([client]) => client);
  number(strikers.size);
  for (const [client, struck] of strikers) {
    number(client);
    number(struck.length);
    for (const [, clock] of struck) {
      number(clock);
      number(1);
    }
  }
  return new Uint8Array(bytes);
}
