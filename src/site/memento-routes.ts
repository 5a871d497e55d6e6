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
import { type PageRequest, type SiteContext, type Tag, tagsHeader } from "./context.ts";
import { registerMementos, timedRegister } from "./register-mementos.ts";

type AnswerFile = (c: Context, make: () => Promise<Response>) => Promise<Response>;

const number = "[0-9H]+-[0-9]+";

/**
 * Memento (RFC 7089): the editions of a statement are its states, and those of a page of the register are as of each time that something
 * was entered in it. Each language of the interface is a page of its own.
 */
export function mementoFiles(app: Hono, site: SiteContext, file: AnswerFile): void {
  for (const language of everyLanguage) {
    app.get(inLanguage(language, `/timegate/statements/:number{${number}}`), (c) =>
      file(c, () => timegate(c, site.url, statementOf(site, language, c.req.param("number") ?? ""))),
    );
    app.get(inLanguage(language, `/timemap/statements/:file{${number}\\.link}`), (c) =>
      file(c, () => timemap(site, statementOf(site, language, (c.req.param("file") ?? "").slice(0, -".link".length)))),
    );
    for (const rest of ["", "/:rest{.+}"]) {
      app.get(inLanguage(language, `/timegate/register${rest}`), (c) =>
        file(c, () => timegate(c, site.url, registerOf(site, language, `/register${afterFolder(c)}`))),
      );
    }
    app.get(inLanguage(language, "/timemap/register.link"), (c) =>
      file(c, () => timemap(site, registerOf(site, language, "/register"))),
    );
    app.get(inLanguage(language, "/timemap/register/:rest{.+\\.link}"), (c) =>
      file(c, () => timemap(site, registerOf(site, language, `/register${afterFolder(c).slice(0, -".link".length)}`))),
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

/** A page whose past is asked for: its addresses, its states, and what changes when they do; undefined addresses for what is no page. */
type Asked = { timed: Timed | undefined; mementos: () => Promise<Memento[]>; tag: Tag; none: string };

function statementOf(site: SiteContext, language: Language, statement: string): Asked {
  return {
    timed: timedOf(site, language, statement),
    mementos: () => mementosOf(site, language, statement),
    tag: `number:${statement}`,
    none: `There is no statement ${statement}.`,
  };
}

function registerOf(site: SiteContext, language: Language, path: string): Asked {
  const asked = { url: site.url, language, path, upTo: site.horizon().size };
  return {
    timed: timedRegister(site.url, language, path),
    mementos: () => registerMementos(site.installation.db, asked),
    tag: "register",
    none: "There is no such page of the register.",
  };
}

/** As it is written in the address, so that what the gate leads to is what was asked for. */
function afterFolder(c: Context): string {
  return new URL(c.req.url).pathname.replace(/^.*?\/time(?:gate|map)\/register/, "");
}

async function timegate(c: Context, siteUrl: string, { timed, mementos, none }: Asked): Promise<Response> {
  const asked = c.req.header("accept-datetime");
  const at = asked === undefined ? undefined : readHttpDate(asked);
  if (asked !== undefined && at === undefined)
    throw new Fault(
      "invalid",
      `Accept-Datetime: ${JSON.stringify(asked.slice(0, 60))} is no date of HTTP; write it as "Wed, 11 Mar 2026 15:00:00 GMT".`,
    );
  const states = await mementos();
  const chosen = chosenMemento(states, at);
  if (chosen === undefined || timed === undefined) throw new Fault("not-found", none);
  return new Response(null, {
    status: 302,
    headers: {
      location: chosen.url,
      vary: "accept-datetime",
      link: mementoLinks(timed, states, chosen),
      "cache-control": "no-cache",
      "access-control-allow-origin": "*",
      ...everywhere(siteUrl),
    },
  });
}

async function timemap(site: SiteContext, { timed, mementos, tag, none }: Asked): Promise<Response> {
  const states = await mementos();
  if (states.length === 0 || timed === undefined) throw new Fault("not-found", none);
  return new Response(timemapOf(timed, states), {
    headers: { ...fileHeaders(site.url, linkFormat), [tagsHeader]: tag },
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
