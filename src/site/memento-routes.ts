import { everyLanguage, inLanguage, type Language } from "../page/language.ts";
import type { Context, Hono } from "hono";
import { Fault } from "../fault.ts";
import { readEditionTimes } from "../newsroom/edition-times.ts";
import { everywhere, fileHeaders } from "../page/headers.ts";
import {
  chosenMemento,
  httpDate,
  linkFormat,
  type Memento,
  mementoLinks,
  originalLinks,
  readHttpDate,
  type Timed,
  timemapOf,
} from "../page/memento.ts";
import { type PageRequest, type SiteContext, tagsHeader } from "./context.ts";

type AnswerFile = (c: Context, make: () => Promise<Response>) => Promise<Response>;

const number = "[0-9H]+-[0-9]+";

/** Memento (RFC 7089): the editions of a statement are its states; each language of the interface is a page of its own. */
export function mementoFiles(app: Hono, site: SiteContext, file: AnswerFile): void {
  for (const language of everyLanguage) {
    app.get(inLanguage(language, `/timegate/statements/:number{${number}}`), (c) =>
      file(c, () => timegate(site, language, c.req.param("number") ?? "", c.req.header("accept-datetime"))),
    );
    app.get(inLanguage(language, `/timemap/statements/:file{${number}\\.link}`), (c) =>
      file(c, () => timemap(site, language, (c.req.param("file") ?? "").slice(0, -".link".length))),
    );
  }
}

/** Says on a statement's page where its past states are found and, on that of an edition, that it is one of them. */
export async function withMementoLinks(
  { site, language, horizon, past }: PageRequest,
  response: Response,
  statement: string,
  edition?: number,
): Promise<Response> {
  const timed = timedOf(site, language, statement);
  if (edition === undefined) {
    response.headers.set("link", originalLinks(timed));
    return response;
  }
  const mementos = await mementosOf(site, language, statement, (past?.now ?? horizon).size);
  const shown = mementos[edition - 1];
  if (shown === undefined) return response;
  response.headers.set("memento-datetime", httpDate(shown.at));
  response.headers.set("link", mementoLinks(timed, mementos, shown));
  return response;
}

async function timegate(
  site: SiteContext,
  language: Language,
  statement: string,
  asked: string | undefined,
): Promise<Response> {
  const at = asked === undefined ? undefined : readHttpDate(asked);
  if (asked !== undefined && at === undefined)
    throw new Fault(
      "invalid",
      `Accept-Datetime: ${JSON.stringify(asked.slice(0, 60))} is no date of HTTP; write it as "Wed, 11 Mar 2026 15:00:00 GMT".`,
    );
  const mementos = await mementosOf(site, language, statement);
  const chosen = chosenMemento(mementos, at);
  if (chosen === undefined) throw nothing(statement);
  return new Response(null, {
    status: 302,
    headers: {
      location: chosen.url,
      vary: "accept-datetime",
      link: mementoLinks(timedOf(site, language, statement), mementos, chosen),
      "cache-control": "no-cache",
      "access-control-allow-origin": "*",
      ...everywhere(site.url),
    },
  });
}

async function timemap(site: SiteContext, language: Language, statement: string): Promise<Response> {
  const mementos = await mementosOf(site, language, statement);
  if (mementos.length === 0) throw nothing(statement);
  return new Response(timemapOf(timedOf(site, language, statement), mementos), {
    headers: { ...fileHeaders(site.url, linkFormat), [tagsHeader]: `number:${statement}` },
  });
}

async function mementosOf(
  site: SiteContext,
  language: Language,
  statement: string,
  upTo = site.horizon().size,
): Promise<Memento[]> {
  const times = await readEditionTimes(site.installation.db, statement, upTo);
  return times.map(({ edition, at }) => ({
    url: site.url + inLanguage(language, `/statements/${statement}/editions/${edition}`),
    at,
  }));
}

function timedOf(site: SiteContext, language: Language, statement: string): Timed {
  const address = (path: string) => site.url + inLanguage(language, path);
  return {
    original: address(`/statements/${statement}`),
    timegate: address(`/timegate/statements/${statement}`),
    timemap: address(`/timemap/statements/${statement}.link`),
  };
}

function nothing(statement: string): Fault {
  return new Fault("not-found", `There is no statement ${statement}.`);
}
