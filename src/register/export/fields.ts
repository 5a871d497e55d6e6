import type { DataOf, ItemKind } from "../item.ts";

/**
 * What a field holds, for every form the register is exported in. `forms` is a title in both languages with its
 * forms by gender; `cells` a row of a source, cell by cell; `reference` the id of another thing.
 */
export type Shape =
  | "text"
  | "count"
  | "day"
  | "link"
  | "when"
  | "localized"
  | "forms"
  | "cells"
  | { reference: ItemKind }
  | { list: Shape }
  | { object: Readonly<Record<string, Field>> };

/** `term` is the field's name in JSON-LD, where it is not the field's own: one term has one meaning there. */
export type Field = { shape: Shape; term?: string };

const text: Field = { shape: "text" };
const count: Field = { shape: "count" };
const day: Field = { shape: "day" };
const when: Field = { shape: "when" };
const localized: Field = { shape: "localized" };
const passage = { object: { original: text, text: localized } } as const satisfies Shape;
const to = (kind: ItemKind, term?: string): Field => ({
  shape: { reference: kind },
  ...(term === undefined ? {} : { term }),
});
const listOf = (fields: Readonly<Record<string, Field>>): Field => ({ shape: { list: { object: fields } } });

/** Every field of every kind (docs/register-data.md). The compiler refuses this table when a field is missing from it. */
export const fieldsOf: { readonly [K in ItemKind]: { readonly [F in keyof Required<DataOf[K]>]: Field } } = {
  office: {
    institution: to("institution"),
    name: { shape: "localized", term: "prefLabel" },
    shortName: text,
    motto: localized,
    timeZone: text,
    language: text,
    pressContact: text,
    confirmationDays: count,
  },
  source: {
    name: text,
    kind: text,
    url: { shape: "link" },
    date: { shape: "day", term: "issued" },
    licence: text,
    endConvention: text,
    note: text,
  },
  institution: {
    kind: text,
    names: listOf({ name: { shape: "localized", term: "prefLabel" }, short: text, start: when, end: when }),
    parent: to("institution", "subOrganizationOf"),
    start: when,
    end: when,
    title: { shape: passage, term: "heading" },
    lead: { shape: passage },
    history: { shape: { list: passage } },
    holders: { shape: passage },
    note: text,
  },
  instrument: {
    kind: text,
    number: text,
    date: when,
    title: { shape: "localized", term: "legalTitle" },
    link: { shape: "link", term: "url" },
    administration: text,
    effects: listOf({
      act: text,
      institution: to("institution"),
      resulting: to("institution"),
      post: to("post"),
      date: when,
    }),
    raw: text,
    note: { shape: "localized", term: "comment" },
  },
  post: {
    institution: to("institution", "postIn"),
    title: { shape: "forms" },
    functions: { shape: { list: "text" } },
    seats: count,
    rank: { shape: { object: { name: text, level: count } } },
    groups: listOf({ name: text, seniority: text }),
    start: when,
    end: when,
    instrument: to("instrument"),
    predecessor: to("post"),
    note: text,
  },
  person: {
    names: listOf({ full: text, given: text, surnames: { shape: { list: "text" } }, start: when, end: when }),
    gender: text,
    genderSource: text,
    birth: when,
    identifiers: listOf({ scheme: { shape: "text", term: "propertyID" }, id: { shape: "text", term: "value" } }),
    note: text,
  },
  tenure: {
    person: to("person", "member"),
    post: to("post"),
    seat: count,
    order: count,
    start: when,
    end: when,
    assertedOn: day,
    capacities: listOf({
      capacity: text,
      start: when,
      end: when,
      rank: { shape: "text", term: "rankName" },
      note: text,
    }),
    instrument: to("instrument"),
    interpretation: text,
    picture: text,
    notes: text,
    raw: { shape: "cells", term: "row" },
  },
  gap: {
    post: to("post"),
    state: text,
    start: when,
    end: when,
    assertedOn: day,
    note: { shape: "localized", term: "comment" },
  },
  confirmation: { tenure: to("tenure"), day, until: day },
};

/** What a thing of this kind rests on comes before it. */
export const kindsInOrder: readonly ItemKind[] = [
  "source",
  "institution",
  "instrument",
  "post",
  "person",
  "tenure",
  "gap",
  "confirmation",
  "office",
];
