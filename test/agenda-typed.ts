import type { AgendaTyped } from "../src/briefings/agenda-item.ts";

/** A press point as a form sends it, for tests that change what they are about. */
export const typedItem: AgendaTyped = {
  kind: "punto-de-prensa",
  title: "Punto de prensa",
  precision: "exact",
  day: "2026-11-25",
  time: "10:30",
  until: "",
  part: "",
  last: "",
  place: "La Moneda",
  note: "",
  internalNote: "",
  link: "",
  press: "open",
  pressNote: "",
  people: [],
  topics: [],
};
