import { Fault } from "../fault.ts";

/** Pictures that may wait to be drawn at once in one process. */
const mostWaiting = 64;
let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/**
 * Draws one picture after another, so that however many are asked for, drawing keeps one core at most from the pages. Fault("unavailable")
 * where too many wait already.
 */
export async function drawInTurn<T>(draw: () => Promise<T>): Promise<T> {
  if (waiting >= mostWaiting)
    throw new Fault("unavailable", "Too many pictures are being drawn at this moment: ask again in a while.");
  waiting++;
  const mine = last.then(draw, draw);
  last = mine;
  try {
    return await mine;
  } finally {
    waiting--;
  }
}
