import { type Context, Hono } from "hono";
import * as v from "valibot";
import { Fault } from "../fault.ts";
import { statusFor } from "../page/fault-status.ts";
import { notKept, type PublicContext, tagsHeader } from "../page/kept.ts";
import { networkOf } from "../access/attempts.ts";
import { clientAddress } from "../page/client-address.ts";
import { after, type BulkLimits, bulkSender } from "./bulk.ts";
import { bulkFiles } from "./bulk-files.ts";
import type { Answer, Endpoint, Schemas } from "./endpoint.ts";
import { base, endpoints } from "./endpoints.ts";
import { lastModified, openHeaders, preflight } from "./headers.ts";
import { openApi } from "./openapi.ts";
import { quoteRoutes } from "./quote.ts";
import { notAllowed, problemOf, WrongParameters } from "./problem.ts";

/** Where an unexpected failure is told, for the operator. */
export type Report = (error: unknown, path: string) => void;

/** What is public, for programs: everything below /api/v1, open to every origin, only read. */
export function apiRoutes(context: PublicContext, report: Report, limits: BulkLimits & { behindProxy: boolean }): Hono {
  const app = new Hono();
  const { url } = context;
  let document: string | undefined;
  const send = bulkSender(context, limits, (error) => report(error, `${base}/bulk`));

  const at = (path: string, make: (c: Context) => Promise<Response>, posted = false) => {
    app.get(path, (c) => guarded(c, make));
    app.options(path, () => preflight(url, posted));
    app.all(path, (c) => notAllowed(url, c.req.path, posted));
  };
  quoteRoutes(app, context, failed);
  for (const one of endpoints) at(base + honoPath(one.path), (c) => answer(c, one), one.post !== undefined);
  for (const [name, file] of Object.entries(bulkFiles))
    at(`${base}/bulk/${name}.jsonl`, (c) =>
      send(name, file, c.req.raw, {
        from: readQuery(c, { after }).after,
        network: networkOf(clientAddress(c, limits.behindProxy)),
      }),
    );
  at(`${base}/openapi.json`, async (c) => {
    readQuery(c, {});
    document ??= `${JSON.stringify(openApi(url))}\n`;
    return json(document, { type: "application/vnd.oai.openapi+json;version=3.1", tags: "assets" });
  });
  at(base, async (c) => {
    readQuery(c, {});
    return json(`${JSON.stringify(entrance(url))}\n`, { tags: "assets" });
  });
  app.notFound((c) => problemOf(url, c.req.path, new Fault("not-found", "")));
  app.onError((error, c) => failed(c, error));
  return app;

  async function guarded(c: Context, make: (c: Context) => Promise<Response>): Promise<Response> {
    try {
      return await make(c);
    } catch (error) {
      return failed(c, error);
    }
  }

  function failed(c: Context, error: unknown): Response {
    if (statusFor(error) >= 500 && !(error instanceof Fault)) report(error, c.req.path);
    return problemOf(url, c.req.path, error);
  }

  async function answer(c: Context, one: Endpoint): Promise<Response> {
    const params = readParams(c, one.params);
    const query = readQuery(c, one.query);
    const made: Answer = await one.handle({ context, params: params as never, query: query as never });
    const next = made.next === undefined ? undefined : addressAfter(c, made.next);
    const plain = c.req.url.includes("?") ? undefined : made.tags;
    return json(`${JSON.stringify(next === undefined ? made.body : { ...made.body, next })}\n`, {
      tags: plain?.join(" ") ?? notKept,
      headers: {
        ...lastModified(made.changedAt, context.installation.means.clock.now()),
        ...(next === undefined ? {} : { link: `<${next}>; rel="next"` }),
      },
    });
  }

  function json(
    body: string,
    { type = "application/json; charset=utf-8", tags, headers = {} }: { type?: string; tags: string; headers?: object },
  ): Response {
    return new Response(body, { headers: { ...openHeaders(url, type), [tagsHeader]: tags, ...headers } });
  }

  /** The same question, going on. */
  function addressAfter(c: Context, cursor: string): string {
    const next = new URL(c.req.path, url);
    for (const [name, value] of new URL(c.req.url).searchParams) next.searchParams.set(name, value);
    next.searchParams.set("cursor", cursor);
    return url + next.pathname + next.search;
  }
}

function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

/** What no schema takes in an address is at no address. */
function readParams(c: Context, schemas: Schemas): Record<string, unknown> {
  const read = v.safeParse(v.object(schemas), c.req.param());
  if (!read.success) throw new Fault("not-found", `There is nothing at this address: ${read.issues[0].message}`);
  return read.output;
}

/** A parameter that is misspelt, unknown or given twice is refused: a list that nobody narrowed would pass for one that was. */
function readQuery<S extends Schemas>(c: Context, schemas: S): { [K in keyof S]: v.InferOutput<S[K]> } {
  const given = c.req.queries();
  const twice = Object.entries(given).filter(([, values]) => values.length > 1);
  if (twice.length > 0) throw new WrongParameters(twice.map(([parameter]) => ({ parameter, detail: "give it once." })));
  const values = Object.fromEntries(Object.entries(given).map(([name, [value]]) => [name, value]));
  const read = v.safeParse(v.strictObject(schemas), values);
  if (read.success) return read.output;
  const known = Object.keys(schemas);
  throw new WrongParameters(
    read.issues.map((issue) => {
      const parameter = v.getDotPath(issue) ?? "";
      if (known.includes(parameter)) return { parameter, detail: issue.message };
      const can = known.length === 0 ? "this address takes none." : `this address takes ${known.join(", ")}.`;
      return { parameter, detail: `there is no such parameter; ${can}` };
    }),
  );
}

/** Where a program that knows the address alone finds all others. */
function entrance(url: string) {
  const lists = endpoints.filter(({ path }) => !path.includes("{"));
  return {
    openapi: `${url}${base}/openapi.json`,
    documentation: `${url}/api`,
    links: Object.fromEntries(lists.map(({ id, path }) => [id, url + base + path])),
    bulk: Object.fromEntries(Object.keys(bulkFiles).map((name) => [name, `${url}${base}/bulk/${name}.jsonl`])),
  };
}
