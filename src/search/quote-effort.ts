/**
 * How much may still be compared for one quote: pairs of words. Whoever writes a quote chooses how long it takes, and while words are compared the
 * process answers nobody else. `over`: something was left out of what was to be compared.
 */
export type Effort = { left: number; over: boolean };

/** About a second, and a hundred megabytes: the longest quote there is beside a text of any length, and many short ones. */
const most = 12_000_000;

export function newEffort(): Effort {
  return { left: most, over: false };
}

/** Whether so many pairs may be compared. Where not, what comes first was compared already: it is the most alike. */
export function spend(effort: Effort, pairs: number): boolean {
  if (pairs > effort.left) {
    effort.over = true;
    return false;
  }
  effort.left -= pairs;
  return true;
}
