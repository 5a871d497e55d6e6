import { Fault } from "../fault.ts";
import type { Transaction } from "../store/database.ts";
import { readStanding } from "./assertions.ts";
import type { Day } from "./day.ts";
import type { ItemKind, RegisterItem, SourceData } from "./item.ts";
import { slugOf } from "./name.ts";

/** A source as whoever cites it names it; `locator` is where in it, or its address. */
export type Citing = { name: string; locator: string; date?: Day };

/** Sources that vouch for one day are several confirmations; one that did so already in the same place is `before`. */
export async function confirmationId(tx: Transaction, wanted: string, cited: { id: string; locator: string }) {
  for (let copy = 1; ; copy++) {
    const id = copy === 1 ? wanted : `${wanted}-${copy}`;
    const before = await readStanding(tx, "confirmation", id);
    if (before === undefined && !(await wasSaid(tx, "confirmation", id))) return { id };
    if (before === undefined) continue;
    if (before.source.id === cited.id && before.source.locator === cited.locator) return { id, before };
  }
}

/** One source item for each name and date; a second confirmation from the same source cites the first item. */
export async function sourceItem(
  tx: Transaction,
  { name, locator, date }: Citing,
): Promise<{ id: string; item?: RegisterItem }> {
  const data: SourceData = {
    name: name.normalize("NFC").trim(),
    kind: "confirmation",
    endConvention: "inclusive",
    ...(date === undefined ? {} : { date }),
  };
  const wanted = [slugOf(data.name), ...(date === undefined ? [] : [date])].filter((part) => part !== "").join("-");
  const base = wanted === "" ? "source" : wanted;
  for (let copy = 1; ; copy++) {
    const id = copy === 1 ? base : `${base}-${copy}`;
    const before = await readStanding(tx, "source", id);
    if (before === undefined)
      return {
        id,
        item: { format: "voceria/register/v1", kind: "source", id, change: "new", data, source: { id, locator } },
      };
    if (before.data.name === data.name && before.data.date === data.date) return { id };
  }
}

export async function freeId(tx: Transaction, kind: "person" | "tenure" | "gap", wanted: string): Promise<string> {
  if (wanted === "")
    throw new Fault(
      "invalid",
      "This name has no letter that an address can be made of.",
      [],
      "Este nombre no tiene ninguna letra con que formar una dirección.",
    );
  for (let copy = 1; ; copy++) {
    const id = copy === 1 ? wanted : `${wanted}-${copy}`;
    if (!(await wasSaid(tx, kind, id))) return id;
  }
}

/** An id names one thing for ever, also one that was retracted. */
export async function wasSaid(tx: Transaction, kind: ItemKind, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom("register_assertion")
    .select("slug")
    .where("kind", "=", kind)
    .where("slug", "=", id)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
