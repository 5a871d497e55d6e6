/** One thing that is not as it follows from the rest: what, where it stands, what was found there and what was expected. */
export type Difference = { what: string; where: string; found: string; expected: string };
