import type * as v from "valibot";
import type { PublicContext, Tag } from "../page/kept.ts";

export type Schemas = Record<string, v.GenericSchema<string | undefined, unknown>>;
type Values<S extends Schemas> = { [K in keyof S]: v.InferOutput<S[K]> };

/** What a request came to ask, each parameter read by its schema. */
export type Asked<P extends Schemas = Schemas, Q extends Schemas = Schemas> = {
  context: PublicContext;
  params: Values<P>;
  query: Values<Q>;
};

export type Answer = {
  body: Record<string, unknown>;
  /** What it depends on, where the same is answered to all who ask without parameters. */
  tags?: readonly Tag[];
  /** The cursor of what comes after, of a list that goes on. */
  next?: string | undefined;
  /** When something last became of what is answered, where that is known of all of it. */
  changedAt?: Date | undefined;
};

/** One address of the API: how it is asked, what is answered, and the words that the OpenAPI document has for it. */
export type Endpoint = {
  /** Below /api/v1, as OpenAPI writes it: `/statements/{number}`. */
  path: string;
  /** The name that generated clients give to the call. */
  id: string;
  group: string;
  summary: string;
  params: Schemas;
  query: Schemas;
  /** The name of the answer's schema in the document, and the schema. */
  answer: { name: string; schema: v.GenericSchema };
  handle: (asked: Asked<never, never>) => Promise<Answer>;
  /** The same sent by POST, where what is asked belongs in no address. */
  post?: Posted;
};

/** What is sent by POST, as JSON or as a form with the same members. `refusals`: what a refusal of this address may be, by its status. */
export type Posted = {
  id: string;
  summary: string;
  body: { name: string; schema: v.GenericSchema };
  refusals: Record<number, string>;
};

export function endpoint<P extends Schemas, Q extends Schemas>(
  one: Omit<Endpoint, "params" | "query" | "handle"> & {
    params?: P;
    query?: Q;
    handle: (asked: Asked<P, Q>) => Promise<Answer>;
  },
): Endpoint {
  return { ...one, params: one.params ?? {}, query: one.query ?? {} };
}
