import type { Keeping, KeepingAct } from "../newsroom/keep-register.ts";
import { Fault } from "../fault.ts";
import type { NamedInstrument } from "../register/cite-instrument.ts";
import type { Citing } from "../register/cite-source.ts";
import type { Capacity, Gender } from "../register/item.ts";
import { type RetractableKind, retractableKinds } from "../register/retraction.ts";
import { readTyped } from "../register/typed-date.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf, fieldsOf } from "./form.ts";
import { personNamed, postNamed } from "./keeper-named.ts";

/** What a form may ask for. `who` is whose tenure: one that was chosen, or a person and a post. */
export type KeeperField =
  | "who"
  | "person"
  | "personMaybe"
  | "gender"
  | "post"
  | "capacity"
  | "from"
  | "until"
  | "on"
  | "at"
  | "outgoing"
  | "since"
  | "day"
  | "start"
  | "end"
  | "change"
  | "reason"
  | "why"
  | "note"
  | "leave"
  | "vacant"
  | "things"
  | "retracted"
  | "instrument"
  | "rank"
  | "seat"
  | "contested";

/** The fields of each act in their order; the source comes after them. `more`: seldom wanted, folded away. */
export const actFields: Record<KeepingAct, { fields: readonly KeeperField[]; more?: readonly KeeperField[] }> = {
  confirm: { fields: ["post", "personMaybe", "day"], more: ["since", "gender"] },
  appoint: {
    fields: ["person", "gender", "post", "capacity", "from", "until", "instrument"],
    more: ["rank", "seat", "contested"],
  },
  end: { fields: ["who", "on", "why", "vacant"], more: ["instrument"] },
  acting: { fields: ["person", "gender", "post", "capacity", "from", "until", "leave"], more: ["instrument"] },
  leave: { fields: ["who", "from", "until", "note"] },
  handover: { fields: ["post", "person", "gender", "at", "capacity", "instrument"], more: ["outgoing"] },
  vacancy: { fields: ["post", "from", "until", "note"] },
  date: { fields: ["who", "start", "end", "change", "reason"] },
  retract: { fields: ["things", "reason"] },
  reinstate: { fields: ["retracted", "reason"] },
};
export const keepingActs = Object.keys(actFields) as KeepingAct[];

export const capacitiesOf: Partial<Record<KeepingAct, readonly Exclude<Capacity, "on-leave">[]>> = {
  appoint: ["titular", "interino", "suplente", "subrogante", "concurrent"],
  acting: ["subrogante", "suplente", "interino"],
  handover: ["titular", "interino", "suplente", "subrogante"],
};

/** What the form asks to be entered; what was typed for people and posts is looked up. Fault("invalid") for what cannot be read. */
export async function keepingIn(request: DeskRequest, act: KeepingAct, form: FormData): Promise<Keeping> {
  const { db } = request.desk.installation;
  const { timeZone } = request.office;
  const text = (name: string) => fieldOf(form, name).trim();
  const maybe = <K extends string>(name: string, as: K): { [key in K]?: string } =>
    (text(name) === "" ? {} : { [as]: text(name) }) as { [key in K]?: string };
  const source = sourceIn(text);
  const post = async () => given("post", await postNamed(request, db, text("post")));
  const person = async () => (await personNamed(db, text("person"))) ?? "";
  const who = async () =>
    text("tenure") === ""
      ? { ...(await post()), ...given("person", await personNamed(db, text("person"))) }
      : { tenure: text("tenure") };
  const instrument = () => given("instrument", instrumentIn(text, timeZone));
  switch (act) {
    case "appoint": {
      const seat = text("seat");
      if (seat !== "" && !/^[1-9]\d{0,3}$/.test(seat))
        throw new Fault("invalid", `seat: "${seat}" is not a number.`, [], `asiento: «${seat}» no es un número.`);
      return {
        act,
        asked: {
          person: required("person", "persona", await person()),
          ...genderIn(text("gender")),
          ...(await post()),
          capacity: capacityIn(act, text("capacity")),
          from: required("from", "desde", text("from")),
          ...maybe("until", "until"),
          ...maybe("rank", "rank"),
          ...(seat === "" ? {} : { seat: Number(seat) }),
          contested: text("contested") !== "",
          ...instrument(),
          source,
        },
      };
    }
    case "end":
      return {
        act,
        asked: {
          ...(await who()),
          on: required("last day", "último día", text("on")),
          ...maybe("why", "reason"),
          vacant: text("vacant") !== "",
          ...instrument(),
          source,
        },
      };
    case "acting":
      return {
        act,
        asked: {
          person: required("person", "persona", await person()),
          ...genderIn(text("gender")),
          ...(await post()),
          capacity: capacityIn(act, text("capacity")) as "subrogante" | "suplente" | "interino",
          from: required("from", "desde", text("from")),
          ...maybe("until", "until"),
          ...(text("leave") === "" ? {} : { leave: maybe("note", "note") }),
          ...instrument(),
          source,
        },
      };
    case "leave":
      return {
        act,
        asked: {
          ...(await who()),
          capacity: "on-leave",
          ...maybe("from", "from"),
          ...maybe("until", "until"),
          ...maybe("note", "note"),
          source,
        },
      };
    case "date":
      if (text("start") === "" && text("end") === "")
        throw new Fault(
          "invalid",
          "Say what changes: the first day, the last, or both.",
          [],
          "Indique qué cambia: el primer día, el último, o ambos.",
        );
      return {
        act,
        asked: {
          ...(await who()),
          ...maybe("start", "start"),
          ...maybe("end", "end"),
          change: text("change") === "change" ? "change" : "correction",
          reason: required("reason", "motivo", text("reason")),
          source,
        },
      };
    case "confirm":
      return {
        act,
        asked: {
          ...(await post()),
          ...given("person", await personNamed(db, text("person"))),
          ...genderIn(text("gender")),
          ...maybe("since", "since"),
          on: text("day"),
          source,
        },
      };
    case "handover":
      return {
        act,
        asked: {
          ...(await post()),
          person: required("person", "persona", await person()),
          ...genderIn(text("gender")),
          at: required("at", "en qué instante", text("at")),
          capacity: capacityIn(act, text("capacity")),
          ...given("outgoing", await personNamed(db, text("outgoing"))),
          ...instrument(),
          source,
        },
      };
    case "vacancy":
      return {
        act,
        asked: {
          ...(await post()),
          from: required("from", "desde", text("from")),
          ...maybe("until", "until"),
          ...(text("note") === "" ? {} : { note: { es: text("note") } }),
          source,
        },
      };
    case "retract":
      return {
        act,
        asked: {
          things: fieldsOf(form, "thing").map(thingIn),
          reason: required("reason", "motivo", text("reason")),
          source,
        },
      };
    case "reinstate":
      return {
        act,
        asked: { thing: thingIn(text("thing")), reason: required("reason", "motivo", text("reason")), source },
      };
  }
}

function sourceIn(text: (name: string) => string): Citing {
  return {
    name: required("source", "fuente", text("source")),
    locator: required("where in the source", "dónde en la fuente", text("locator")),
    ...(text("source-date") === "" ? {} : { date: text("source-date") }),
  };
}

function instrumentIn(text: (name: string) => string, timeZone: string): NamedInstrument | undefined {
  const [name, date, link] = [text("instrument"), text("instrument-date"), text("instrument-link")];
  if (name === "") return undefined;
  if (link !== "" && !/^https?:\/\//i.test(link))
    throw new Fault(
      "invalid",
      "The instrument's address begins with https://.",
      [],
      "La dirección del instrumento empieza con https://.",
    );
  return {
    name,
    ...(date === "" ? {} : { date: readTyped(date, "instrument", timeZone) }),
    ...(link === "" ? {} : { link }),
  };
}

function genderIn(text: string): { gender?: Gender } {
  return text === "feminine" || text === "masculine" ? { gender: text } : {};
}

function capacityIn(act: KeepingAct, text: string): Exclude<Capacity, "on-leave"> {
  const known = capacitiesOf[act] ?? [];
  return known.find((one) => one === text) ?? known[0] ?? "titular";
}

function thingIn(text: string): { kind: RetractableKind; id: string } {
  const [, name, id = ""] = /^([a-z]+)\/([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(text) ?? [];
  const kind = retractableKinds.find((one) => one === name);
  if (kind !== undefined) return { kind, id };
  throw new Fault("invalid", "Choose from the list which it is.", [], "Elija de la lista de qué se trata.");
}

const longestField = 2_000;

function required(field: string, campo: string, text: string): string {
  if (text !== "" && text.length <= longestField) return text;
  throw new Fault(
    "invalid",
    `${field}: fill it in, with at most ${longestField} characters.`,
    [],
    `${campo}: complételo, con ${longestField} caracteres como máximo.`,
  );
}

function given<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [key in K]?: V };
}
