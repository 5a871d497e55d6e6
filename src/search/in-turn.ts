/** So many searches of this process are with the database at once: whatever they wait for there, pages have the other connections. */
const mostAtOnce = 4;

let running = 0;
const waiting: (() => void)[] = [];

/** Does it when its turn comes; undefined where that was not before `until`, by the clock of `performance`. */
export async function inTurn<T>(until: number, work: () => Promise<T>): Promise<T | undefined> {
  if (running >= mostAtOnce && !(await turnBefore(until))) return undefined;
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiting.shift()?.();
  }
}

/** Whoever has waited longest goes first. */
function turnBefore(until: number): Promise<boolean> {
  return new Promise((resolve) => {
    const mine = () => {
      clearTimeout(timer);
      resolve(true);
    };
    const timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(mine), 1);
      resolve(false);
    }, until - performance.now());
    waiting.push(mine);
  });
}
