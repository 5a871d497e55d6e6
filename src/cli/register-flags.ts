import { Fault } from "../fault.ts";
import type { NamedInstrument } from "../register/cite-instrument.ts";
import type { Citing } from "../register/cite-source.ts";
import { dayInWords } from "../register/day.ts";
import type { Entered } from "../register/enter-on-source.ts";
import type { Capacity, Gender } from "../register/item.ts";
import type { Came } from "../register/plan-appointment.ts";
import { readTyped } from "../register/typed-date.ts";
import { signNow } from "../recorder/sequence.ts";
import type { Installation } from "../store/installation.ts";
import type { Config } from "../config.ts";

/** On whose word: the same for all that enters the register by hand. */
export const sourceFlags = {
  source: { kind: "text", says: "the source's name", value: "NAME" },
  locator: { kind: "text", says: "where in the source, or its address", value: "WHERE" },
  "source-date": {
    kind: "text",
    says: "the source's own date: for what is to come, that of the announcement",
    value: "DAY",
  },
} as const;
export const postFlag = {
  kind: "text",
  says: "the post, by its id; by default the one that speaks",
  value: "POST",
} as const;
export const personFlags = {
  person: { kind: "text", says: 'an id, a full name, or for somebody new "Surnames, Given names"', value: "NAME" },
  gender: { kind: "text", says: "feminine or masculine: titles of somebody new agree with it", value: "GENDER" },
} as const;
export const instrumentFlags = {
  instrument: {
    kind: "text",
    says: 'the law or decree: its id, or kind and number, "decreto-supremo 71"',
    value: "NAME",
  },
  "instrument-date": { kind: "text", says: "the day of an instrument that is new to the register", value: "DATE" },
  "instrument-link": { kind: "text", says: "where it can be read", value: "URL" },
} as const;
export const datesTaken =
  "Dates are written 2026-03-11, 11-03-2026, 2026-03, 2026 or «11 de marzo de 2026», an instant 2026-03-11T12:00.";

export function citingOf(flags: {
  source?: string | undefined;
  locator?: string | undefined;
  "source-date"?: string | undefined;
}): Citing {
  const { source, locator, "source-date": date } = flags;
  if (source === undefined || locator === undefined || source.trim() === "" || locator.trim() === "")
    throw new Fault(
      "usage",
      "What enters the register rests on a source's word: name it with --source and say where in it with --locator.",
    );
  return { name: source, locator, ...(date === undefined ? {} : { date }) };
}

export function genderOf(gender: string | undefined): { gender?: Gender } {
  if (gender === undefined) return {};
  if (gender === "feminine" || gender === "masculine") return { gender };
  throw new Fault("usage", `--gender ${gender}: it is feminine or masculine; leave it out where you do not know.`);
}

const capacities = ["titular", "subrogante", "suplente", "interino", "on-leave", "concurrent"];

export function capacityOf<Known extends Capacity>(capacity: string, known: readonly Known[]): Known {
  const found = known.find((one) => one === capacity);
  if (found !== undefined) return found;
  const also = capacities.includes(capacity) ? ", here" : "";
  throw new Fault("usage", `--capacity ${capacity}: it is${also} one of ${known.join(", ")}.`);
}

export function instrumentOf(
  flags: {
    instrument?: string | undefined;
    "instrument-date"?: string | undefined;
    "instrument-link"?: string | undefined;
  },
  timeZone: string,
): { instrument?: NamedInstrument } {
  const { instrument, "instrument-date": date, "instrument-link": link } = flags;
  if (instrument === undefined) {
    if (date !== undefined || link !== undefined)
      throw new Fault(
        "usage",
        "--instrument-date and --instrument-link are of an instrument: name it with --instrument.",
      );
    return {};
  }
  return {
    instrument: {
      name: instrument,
      ...(date === undefined ? {} : { date: readTyped(date, "--instrument-date", timeZone) }),
      ...(link === undefined ? {} : { link }),
    },
  };
}

/** Whose tenure is meant: its id as the argument, or --person and --post. */
export function meantOf(
  tenure: string | undefined,
  { person, post }: { person?: string | undefined; post?: string | undefined },
): { tenure?: string; person?: string; post?: string } {
  if (tenure !== undefined && (person !== undefined || post !== undefined))
    throw new Fault("usage", "Name the tenure by its id, or by --person and --post, not both.");
  return given({ tenure, person, post });
}

/** Only the fields that were given. */
export function given<T extends Record<string, unknown>>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** When this returns, a signed checkpoint stands over the entry, so that pages may show it. */
export async function signEntered(installation: Installation, config: Config): Promise<void> {
  await signNow(installation, { lock: config.lock });
}

export function cameInWords({ name, post, tenure, confirmed, pending, filled, entry }: Came & Entered): string[] {
  const relied =
    confirmed === undefined
      ? pending
        ? "It is still to begin: once it has, confirm it with `voceria register confirm`."
        : "No source vouches for it since: `voceria register confirm` does, where it goes on."
      : `Confirmed for ${dayInWords(confirmed.day, "en")}, relied on until ${dayInWords(confirmed.until, "en")}.`;
  return [
    `${name} in ${post}: tenure ${tenure}, entry ${entry} of the record.`,
    relied,
    ...filled.map((gap) => `The vacancy ${gap} ends there.`),
  ];
}
