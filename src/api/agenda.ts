import * as v from "valibot";
import { agendaKinds } from "../briefings/agenda-item.ts";
import { findPublicItem, listPublicItemsAfter, type PublicItem } from "../briefings/find-agenda.ts";
import { Fault } from "../fault.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { endpoint } from "./endpoint.ts";
import * as is from "./forms.ts";
import * as schema from "./schemas.ts";

export const agendaEndpoints = [
  endpoint({
    path: "/agenda",
    id: "listAgenda",
    group: "Agenda",
    summary: "What is public of the agenda, by the first day that each can fall on.",
    query: {
      kind: v.optional(v.picklist(agendaKinds, `use one of: ${agendaKinds.join(", ")}.`)),
      topic: v.optional(is.slug),
      institution: v.optional(is.slug),
      person: v.optional(is.slug),
      from: v.optional(is.day),
      to: v.optional(is.day),
      limit: is.limit,
      cursor: is.cursor,
    },
    answer: { name: "AgendaList", schema: schema.listOf(schema.agendaItem) },
    async handle({ context: { installation, url }, query: { limit, cursor, from, to, ...named } }) {
      const place = readCursor("agenda", cursor, v.strictTuple([is.day, is.number]));
      const filter = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
      const { items, next } = await listPublicItemsAfter(installation.db, {
        ...filter,
        from,
        to,
        limit,
        after: place && { day: place[0], number: place[1] },
      });
      return {
        body: { items: items.map((item) => itemJson(url, item)) },
        next: next && writeCursor("agenda", [next.day, next.number]),
        tags: ["agenda"],
      };
    },
  }),
  endpoint({
    path: "/agenda/{number}",
    id: "getAgendaItem",
    group: "Agenda",
    summary: "One item of the agenda.",
    params: { number: is.number },
    answer: { name: "AgendaItem", schema: schema.agendaItem },
    async handle({ context: { installation, url }, params: { number } }) {
      const item = await findPublicItem(installation.db, number);
      if (item === undefined) throw new Fault("not-found", `There is no ${number} in the agenda.`);
      return { body: itemJson(url, item), tags: ["agenda"], changedAt: item.toldAt };
    },
  }),
];

function itemJson(url: string, item: PublicItem) {
  return { ...item, url: `${url}/agenda/${item.number}` };
}
