import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { assertItems, lockRegister } from "./assert-items.ts";
import { type Citing, sourceItem } from "./cite-source.ts";
import { type Day, dayIn, dayInWords, isDay } from "./day.ts";
import type { Assertion, ItemKind, RegisterItem } from "./item.ts";
import { type Office, readOffice } from "./office.ts";

/** What a use case of the register knows while it decides, with nobody else writing to the register. */
export type Entering = {
  office: Office;
  today: Day;
  /** The day on which the source speaks: its own date, else absent. */
  saidOn?: Day;
  /** What its items rest on. */
  cited: { id: string; locator: string };
};
export type Entered = { entry: number; at: Date };

/**
 * When this returns, what `decide` gave stands in the register and, as one entry, in the record; when it throws, nothing
 * does. Writers take turns, so what `decide` reads is what stands when its items are entered. Fault("invalid") for a source
 * without name or place, or of a day to come: what is announced is entered when it is announced, not before.
 */
export async function enterOnSource<T extends object>(
  db: Database,
  source: Citing,
  means: Means,
  decide: (tx: Transaction, entering: Entering) => Promise<{ items: readonly Assertion[]; done: T }>,
): Promise<T & Entered> {
  return transact(db, async (tx) => {
    await lockRegister(tx);
    const office = await readOffice(tx);
    const today = dayIn(office.timeZone, means.clock.now());
    checkSource(source, today);
    const { id, item } = await sourceItem(tx, source);
    const { items, done } = await decide(tx, {
      office,
      today,
      cited: { id, locator: source.locator },
      ...(source.date === undefined ? {} : { saidOn: source.date }),
    });
    const { entry, at } = await assertItems(tx, [...(item === undefined ? [] : [item]), ...items], "asserted", means);
    return { ...done, entry, at };
  });
}

/** One assertion on the source at hand. */
export function assertion<K extends ItemKind>(
  kind: K,
  id: string,
  change: RegisterItem["change"],
  data: Extract<RegisterItem, { kind: K }>["data"],
  source: Entering["cited"],
  reason?: string,
): RegisterItem {
  const said = reason === undefined ? {} : { reason: reason.normalize("NFC").trim() };
  return { format: "voceria/register/v1", kind, id, change, data, source, ...said } as RegisterItem;
}

function checkSource({ name, locator, date }: Citing, today: Day): void {
  if (name.trim() === "" || locator.trim() === "")
    throw new Fault(
      "invalid",
      "What enters the register rests on a source: give its name, and where in it this stands.",
      [],
      "Lo que se asienta descansa en una fuente: indique su nombre y en qué parte de ella está.",
    );
  if (date === undefined) return;
  if (!isDay(date))
    throw new Fault(
      "invalid",
      `The source's date "${date}" is not a day that exists; write it as 2026-11-23.`,
      [],
      `La fecha de la fuente, «${date}», no es un día que exista; escríbala como 2026-11-23.`,
    );
  if (date > today)
    throw new Fault(
      "invalid",
      `The source is of ${dayInWords(date, "en")}, which is still to come; what is announced is entered when it is announced, not before.`,
      [],
      `La fuente es del ${dayInWords(date, "es")}, que todavía no llega; lo que se anuncia se asienta cuando se anuncia, no antes.`,
    );
}
