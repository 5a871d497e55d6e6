import type { Actor } from "../access/rights.ts";
import type { Clock } from "../clock.ts";
import { Fault } from "../fault.ts";

/**
 * What one officer's changes may cost this process, in characters read, about two million of which are a second's work: three
 * of the longest texts at once, and then a fifth of its time. Typing in ten pages costs a twentieth of that.
 */
const most = 4_000_000;
const perSecond = 300_000;

type Purse = { left: number; at: number };
const purses = new WeakMap<object, Map<number, Purse>>();

/**
 * Gives a function to be called with what a change has cost. Fault("too-many") while the officer's earlier ones have cost too
 * much: the editor keeps what was typed and sends it by itself a little later.
 */
export function payForChange(home: object, { officer }: Actor, clock: Clock): (cost: number) => void {
  const own = purses.get(home) ?? new Map<number, Purse>();
  purses.set(home, own);
  const now = clock.now().getTime();
  const before = own.get(officer) ?? { left: most, at: now };
  // A clock that was set back costs nobody their turn.
  const gained = (Math.max(0, now - before.at) / 1_000) * perSecond;
  const purse = { left: Math.min(most, before.left + gained), at: now };
  own.set(officer, purse);
  if (purse.left <= 0)
    throw new Fault(
      "too-many",
      "So many changes of so long a text take a while to save; they are kept here and sent again by themselves.",
      [],
      "Tantos cambios en un texto tan largo tardan en guardarse; quedan aquí y se vuelven a enviar solos.",
    );
  return (cost) => {
    purse.left -= cost;
  };
}
