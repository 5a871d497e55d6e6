/** The time of day, handed in so that a rule can be tried at any instant. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** `count` bytes that nobody can foretell: `crypto.randomBytes` in the program, a seeded generator in tests. */
export type Random = (count: number) => Uint8Array;

/** The two things a use case needs from outside besides the database. */
export type Means = { clock: Clock; random: Random };
