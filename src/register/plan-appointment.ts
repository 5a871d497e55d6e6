import { Fault } from "../fault.ts";
import type { Transaction } from "../store/database.ts";
import type { Standing } from "./assertions.ts";
import { instrumentItem, type NamedInstrument } from "./cite-instrument.ts";
import { confirmationId, freeId } from "./cite-source.ts";
import { addDays, type Day, earlier, later } from "./day.ts";
import { assertion, type Entering } from "./enter-on-source.ts";
import { tenuresOf } from "./find-tenure.ts";
import { readGaps } from "./gaps.ts";
import { type Bounds, certainlyHolds } from "./interval.ts";
import type { Capacity, Gender, RegisterItem, TenureData } from "./item.ts";
import { readName, slugOf } from "./name.ts";
import { findPerson } from "./people.ts";
import { boundsOfTenure, type Dated, ongoing, sinceInWords, spanned, takesSeat, unbounded } from "./tenure.ts";
import { readTyped } from "./typed-date.ts";

/** Who comes, to which post, in what capacity, and from when; dates as they are typed. */
export type Coming = {
  /** An id, a full name, or for somebody new "Surnames, Given names". */
  person: string;
  gender?: Gender;
  post: Standing<"post">;
  capacity: Capacity;
  from: Dated;
  /** Ongoing without it. */
  until?: Dated;
  seat?: number;
  rank?: string;
  instrument?: NamedInstrument;
  /** Enter it although it contradicts what the register has; the findings name both. */
  contested?: boolean;
};
export type Came = {
  person: string;
  name: string;
  post: string;
  tenure: string;
  /** The source vouches for this day, and the office relies on it until that one. Absent while the tenure is still to begin. */
  confirmed?: { day: Day; until: Day };
  /** Announced, and still to begin when it was. */
  pending: boolean;
  /** Vacancies that ended by it. */
  filled: string[];
};

/** The items that one person's coming makes; `leaving` are tenures that the same batch ends. Throws the faults of appoint. */
export async function planAppointment(
  tx: Transaction,
  entering: Entering,
  coming: Coming,
  leaving: ReadonlyMap<string, TenureData> = new Map(),
): Promise<{ items: RegisterItem[]; done: Came }> {
  const { post, capacity, from, until, instrument } = coming;
  const { cited, saidOn } = entering;
  const known = await findPerson(tx, coming.person);
  const name = known?.data.names.at(-1) ?? readName(coming.person);
  const person = known?.id ?? (await freeId(tx, "person", slugOf(name.full)));
  const law =
    instrument === undefined
      ? undefined
      : await instrumentItem(tx, instrument, { act: "appoints", post: post.id }, cited);
  const span = spanned(from, until ?? ongoing, until === undefined ? saidOn : undefined);
  const data: TenureData = {
    person,
    post: post.id,
    ...span,
    ...(until === undefined && saidOn !== undefined ? { assertedOn: saidOn } : {}),
    ...(coming.seat === undefined ? {} : { seat: coming.seat }),
    capacities: [{ capacity, ...(coming.rank === undefined ? {} : { rank: coming.rank }) }],
    ...(law === undefined ? {} : { instrument: law.id }),
  };
  if (coming.contested !== true) await checkRoom(tx, post, data, leaving);
  const year = (span.start.min ?? span.start.max ?? "").slice(0, 4);
  const tenure = await freeId(tx, "tenure", [person, ...(year === "" ? [] : [year])].join("-"));
  const items: RegisterItem[] = [];
  if (law?.item !== undefined) items.push(law.item);
  if (known === undefined)
    items.push(
      assertion(
        "person",
        person,
        "new",
        {
          names: [name],
          ...(coming.gender === undefined ? {} : { gender: coming.gender, genderSource: "reading" as const }),
        },
        cited,
      ),
    );
  items.push(assertion("tenure", tenure, "new", data, cited));
  const filled = takesSeat(data) ? await endVacancies(tx, entering, post.id, from) : [];
  items.push(...filled);
  const confirmed = until === undefined ? vouchedFor(span.start.max, entering) : undefined;
  if (confirmed !== undefined) {
    const { id } = await confirmationId(tx, `${tenure}-${confirmed.day}`, cited);
    items.push(assertion("confirmation", id, "new", { tenure, ...confirmed }, cited));
  }
  return {
    items,
    done: {
      person,
      name: name.full,
      post: post.id,
      tenure,
      ...(confirmed === undefined ? {} : { confirmed }),
      pending: (span.start.min ?? "") > entering.today,
      filled: filled.map(({ id }) => id),
    },
  };
}

/** The day that the source vouches for: its own, else that of the appointment; none before the tenure certainly began. */
function vouchedFor(began: Day | undefined, { saidOn, today, office }: Entering): Came["confirmed"] {
  if (began === undefined) return undefined;
  const day = saidOn ?? began;
  if (day < began || day > today) return undefined;
  return { day, until: addDays(day, office.confirmationDays) };
}

async function checkRoom(
  tx: Transaction,
  post: Standing<"post">,
  data: TenureData,
  leaving: ReadonlyMap<string, TenureData>,
): Promise<void> {
  const { start, end, seats } = post.data;
  const wanted = asTold(data);
  const contestEs = "o asiéntelo igual como controvertido: el repaso nombrará ambos";
  const contest = "or enter it all the same as contested, which the findings then name";
  if (start?.min !== undefined && wanted.endMax < start.min)
    throw new Fault(
      "conflict",
      `The post ${post.id} exists only from ${start.edtf} in the register; correct that first, ${contest}.`,
      [],
      `El cargo ${post.id} existe solo desde ${start.edtf} en autoridades y cargos; corrija eso primero, ${contestEs}.`,
    );
  if (start?.min !== undefined && wanted.startMax < start.min)
    throw new Fault(
      "conflict",
      `The post ${post.id} exists only from ${start.edtf} in the register; check the date, correct the post, ${contest}.`,
      [],
      `El cargo ${post.id} existe solo desde ${start.edtf} en autoridades y cargos; revise la fecha o el cargo, ${contestEs}.`,
    );
  if (end?.max !== undefined && wanted.startMin > end.max)
    throw new Fault(
      "conflict",
      `The post ${post.id} ended on ${end.edtf} in the register; name the post that came after it, ${contest}.`,
      [],
      `El cargo ${post.id} terminó el ${end.edtf} en autoridades y cargos; indique el cargo que vino después, ${contestEs}.`,
    );
  const others = (await tenuresOf(tx, post.id))
    .map(({ id, data: before }) => ({ id, data: leaving.get(id) ?? before }))
    .filter((other) => overlaps(asTold(other.data), wanted));
  const own = others.find((other) => other.data.person === data.person);
  if (own !== undefined)
    throw new Fault(
      "conflict",
      `The register has ${data.person} in ${post.id} ${sinceInWords(own.data)} already (${own.id}); change that tenure, ${contest}.`,
      [],
      `Autoridades y cargos ya tiene a ${data.person} en ${post.id} (${own.id}); cambie ese período, ${contestEs}.`,
    );
  if (!takesSeat(data) || seats === undefined) return;
  const seated = others.filter((other) => takesSeat(other.data));
  const full = seated.some(({ data: at }) => {
    const day = addDays(later(asTold(at).startMax, wanted.startMax), 1);
    return seated.filter((one) => certainlyHolds(asTold(one.data), day)).length >= seats;
  });
  if (full)
    throw new Fault(
      "conflict",
      `${seats === 1 ? "The one seat" : `All ${seats} seats`} of ${post.id} ${seats === 1 ? "is" : "are"} held: ${seated.map((one) => `${one.data.person} ${sinceInWords(one.data)} (${one.id})`).join("; ")}. End that first, hand over at an instant, ${contest}.`,
      [],
      `Están ocupados todos los asientos de ${post.id} (${seats}): ${seated.map((one) => `${one.data.person} (${one.id})`).join("; ")}. Asiente primero el cese, o un cambio de mando, ${contestEs}.`,
    );
}

/** Bounds by what the register was told last: whoever was not said to have gone is still there. */
function asTold(data: TenureData): Bounds {
  const bounds = boundsOfTenure(data);
  return data.end.edtf === ".." ? { ...bounds, endMin: bounds.endMax } : bounds;
}

/** Certainly by more than the day of a handover. */
function overlaps(a: Bounds, b: Bounds): boolean {
  return later(a.startMax, b.startMax) < earlier(a.endMin, b.endMin);
}

/** Whatever was said to be vacant, or unknown, without an end ends where somebody comes. */
async function endVacancies(tx: Transaction, { cited }: Entering, post: string, from: Dated): Promise<RegisterItem[]> {
  const gaps = await readGaps(tx, [post]);
  return gaps
    .filter(({ data, bounds }) => data.end.edtf === ".." && bounds.startMin <= (spanned(from, ongoing).start.max ?? ""))
    .map(({ id, data }) => {
      const { assertedOn: _, ...gap } = data;
      return assertion(
        "gap",
        id,
        "change",
        { ...gap, ...spanned(unbounded(gap.start), { raw: "", edtf: from.edtf }) },
        cited,
      );
    });
}

/** The dates of somebody's coming, as typed. */
export function datesOf(
  { from, until }: { from: string; until?: string | undefined },
  timeZone: string,
): { from: Dated; until?: Dated } {
  return {
    from: readTyped(from, "From when", timeZone),
    ...(until === undefined ? {} : { until: readTyped(until, "Until when", timeZone) }),
  };
}
