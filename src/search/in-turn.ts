/** So many searches of this process are with the database at once: whatever they wait for there, pages have the other connections. */
const mostAtOnce = 4;
/** And so many of those that may take all of their time, so that common words never wait behind them. */
const mostDear = 2;

type Turn = { dear: boolean; begin: () => void };
const running = { all: 0, dear: 0 };
const waiting: Turn[] = [];

/** Does it when its turn comes; undefined where that was not before `until`, by the clock of `performance`. `dear`: it may take all of its time. */
export async function inTurn<T>(
  until: number,
  work: () => Promise<T>,
  { dear = false }: { dear?: boolean } = {},
): Promise<T | undefined> {
  if (isFree(dear)) take(dear);
  else if (!(await turnBefore(until, dear))) return undefined;
  try {
    return await work();
  } finally {
    running.all--;
    if (dear) running.dear--;
    next();
  }
}

function isFree(dear: boolean): boolean {
  return running.all < mostAtOnce && !(dear && running.dear >= mostDear);
}

function take(dear: boolean): void {
  running.all++;
  if (dear) running.dear++;
}

/** Whoever has waited longest goes first, of those that may. */
function next(): void {
  const at = waiting.findIndex(({ dear }) => isFree(dear));
  const [turn] = at === -1 ? [] : waiting.splice(at, 1);
  if (turn === undefined) return;
  take(turn.dear);
  turn.begin();
}

function turnBefore(until: number, dear: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const turn: Turn = {
      dear,
      begin: () => {
        clearTimeout(timer);
        resolve(true);
      },
    };
    const timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(turn), 1);
      resolve(false);
    }, until - performance.now());
    waiting.push(turn);
  });
}
