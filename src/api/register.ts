import * as v from "valibot";
import type { PublicContext } from "../page/kept.ts";
import {
  asOfJson,
  everyPostJson,
  type RegisterFolder,
  registerJson,
  registerKinds,
  shownBatch,
} from "../page/register-json.ts";
import { listStanding } from "../register/assertions.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import * as is from "./forms.ts";
import { Retracted } from "./problem.ts";
import * as schema from "./schemas.ts";

const date = v.pipe(
  v.string(),
  v.maxLength(60, "it is no date."),
  v.description("A day, a month or a year (EDTF): `1973-09-11`, `1973-09`, `1973`."),
);

const names = {
  institutions: ["Institution", "Institutions"],
  posts: ["Post", "Posts"],
  people: ["Person", "People"],
} as const;

export const registerEndpoints = [
  ...(["institutions", "posts", "people"] as const).flatMap(thingsOf),
  endpoint({
    path: "/register/as-of/{date}",
    id: "getHolders",
    group: "Register",
    summary: "Who held a post, or the posts that speak, on a day or during a month or a year.",
    params: { date },
    query: { post: v.optional(is.slug) },
    answer: { name: "Holders", schema: schema.holders },
    async handle({ context, params, query: { post } }) {
      return { body: await asOfJson(context, params.date, post), tags: ["register"] };
    },
  }),
  endpoint({
    path: "/register/posts/as-of/{date}",
    id: "listHolders",
    group: "Register",
    summary: "Every post of the register, or of one institution, then: who held it.",
    params: { date },
    query: { institution: v.optional(is.slug), limit: is.limit, cursor: is.cursor },
    answer: { name: "HolderList", schema: schema.everyPost },
    async handle({ context, params, query: { institution, limit, cursor } }) {
      const [after] = readCursor("posts as of", cursor, v.strictTuple([is.count])) ?? [0];
      const { next, ...body } = await everyPostJson(context, params.date, { institution, after, limit });
      return {
        body,
        next: next === undefined ? undefined : writeCursor("posts as of", [next]),
        tags: ["register"],
      };
    },
  }),
];

function thingsOf(folder: Exclude<RegisterFolder, "instruments">): Endpoint[] {
  const kind = registerKinds[folder];
  const [one, many] = names[folder];
  return [
    endpoint({
      path: `/register/${folder}`,
      id: `list${many}`,
      group: "Register",
      summary: `The ${folder} of the register as it stands, in the order of their ids.`,
      query: { limit: is.limit, cursor: is.cursor },
      answer: { name: "RegisterList", schema: schema.listOf(schema.registerItem) },
      async handle({ context, query: { limit, cursor } }) {
        const [after] = readCursor(folder, cursor, v.strictTuple([is.slug])) ?? [];
        const asOf = await shownBatch(context);
        const found = await listStanding(context.installation.db, kind, { asOf, after, limit: limit + 1 });
        const shown = found.slice(0, limit);
        const last = found.length > limit ? shown.at(-1) : undefined;
        return {
          body: { items: shown.map((item) => ({ kind, ...item, url: addressOf(context, folder, item.id) })) },
          next: last && writeCursor(folder, [last.id]),
          tags: ["register"],
        };
      },
    }),
    endpoint({
      path: `/register/${folder}/{id}`,
      id: `get${one}`,
      group: "Register",
      summary: `One ${kind}: what is asserted of it, all that was said before, and what hangs on it.`,
      params: { id: is.slug },
      answer: { name: "RegisterThing", schema: schema.registerThing },
      async handle({ context, params: { id } }) {
        const { gone, body } = await registerJson(context, folder, id);
        if (gone) throw new Retracted(`${id} was entered by mistake and retracted: ${addressOf(context, folder, id)}`);
        return { body, tags: ["register"] };
      },
    }),
  ];
}

function addressOf({ url }: PublicContext, folder: RegisterFolder, id: string): string {
  return `${url}/register/${folder}/${id}`;
}
