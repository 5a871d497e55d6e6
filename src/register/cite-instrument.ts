import { Fault } from "../fault.ts";
import type { Transaction } from "../store/database.ts";
import { readStanding } from "./assertions.ts";
import { wasSaid } from "./cite-source.ts";
import type { EffectAct, InstrumentData, RegisterItem } from "./item.ts";
import { slugOf } from "./name.ts";
import { alone, type Dated } from "./tenure.ts";

/** An instrument as whoever enters it names it: by the id that the register knows it by, or as "decreto-supremo 71". */
export type NamedInstrument = { name: string; date?: Dated; title?: string; link?: string };
type Cited = { id: string; item?: RegisterItem };

/**
 * The instrument's id, and the item that enters it where the register does not know it yet, with what it does to the
 * post. One of the same kind, number and year is the same one.
 */
export async function instrumentItem(
  tx: Transaction,
  { name, date, title, link }: NamedInstrument,
  effect: { act: EffectAct; post: string },
  source: { id: string; locator: string },
): Promise<Cited> {
  const known = await readStanding(tx, "instrument", name);
  if (known !== undefined) return { id: known.id };
  const [first = "", ...others] = name.normalize("NFC").trim().split(/\s+/);
  const number = others.join(" ");
  const kind = slugOf(first);
  if (kind === "" || number === "")
    throw new Fault(
      "invalid",
      `There is no instrument "${name}" in the register; write a new one as its kind and number, for example "decreto-supremo 71".`,
      [],
      `No hay un instrumento «${name}» en autoridades y cargos; escriba uno nuevo como clase y número, por ejemplo «decreto-supremo 71».`,
    );
  const when = date === undefined ? undefined : alone(date);
  const year = when?.min?.slice(0, 4);
  const wanted = [kind, slugOf(number), ...(year === undefined ? [] : [year])].filter((part) => part !== "").join("-");
  const before = await readStanding(tx, "instrument", wanted);
  if (before !== undefined) return { id: before.id };
  if (await wasSaid(tx, "instrument", wanted))
    throw new Fault(
      "conflict",
      `The instrument "${wanted}" was retracted; \`voceria register reinstate instrument/${wanted}\` takes that back.`,
      [],
      `El instrumento «${wanted}» fue retractado; se repone con «Reponer lo retractado» o con \`voceria register reinstate instrument/${wanted}\`.`,
    );
  const data: InstrumentData = {
    kind,
    number,
    ...(when === undefined ? {} : { date: when }),
    ...(title === undefined ? {} : { title: { es: title } }),
    ...(link === undefined ? {} : { link }),
    effects: [{ ...effect, ...(when === undefined ? {} : { date: when }) }],
  };
  return {
    id: wanted,
    item: { format: "voceria/register/v1", kind: "instrument", id: wanted, change: "new", data, source },
  };
}
