import type { Browser, BrowserContext, BrowserContextOptions } from "playwright-core";
import { addOfficer, enterByLink } from "../src/access/enter.ts";
import { makeLink } from "../src/access/links.ts";
import { findOfficerByEmail, actorOf } from "../src/access/officers.ts";
import { type Actor, type Grant, type Right, rights } from "../src/access/rights.ts";
import { transact } from "../src/store/database.ts";
import type { Installation } from "../src/store/installation.ts";
import { type ServedOffice, servedOffice } from "./site-office.ts";

/** An office with its site and desk served, and an officer for each right: `writer@desk.example` holds "writer" and nothing else. */
export async function deskOffice(
  pack: "segegob" | "blank" = "segegob",
  ...served: ServedWith
): Promise<ServedOffice & { institution: string; officer: Record<Right | "everything" | "nothing", DeskOfficer> }> {
  const office = await servedOffice(pack, ...served);
  const { institution } = await office.read();
  const one = (name: string, held: readonly Right[]) =>
    deskOfficer(
      office,
      `${name}@desk.example`,
      held.map((right) => ({ institution, right })),
    );
  const officer = {
    everything: await one("everything", rights),
    nothing: await one("nothing", []),
  } as Record<Right | "everything" | "nothing", DeskOfficer>;
  for (const right of rights) officer[right] = await one(right, [right]);
  return { ...office, institution, officer };
}

type ServedWith = Parameters<typeof servedOffice> extends [unknown?, ...infer Rest] ? Rest : never;

export type DeskOfficer = {
  actor: Actor;
  /** Opens a session of its own each time, as if on another device. */
  enter: () => Promise<SignedIn>;
};

export type SignedIn = {
  /** As the browser sends it: "voceria=…". */
  cookie: string;
  token: string;
  /** What `voceria-form` must carry: the field of a form, or the header of an island. */
  formToken: string;
  get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  /** Sends a form as a page of the desk would. */
  post: (path: string, fields?: Fields, headers?: Record<string, string>) => Promise<Response>;
  /** Sends a body as an island would, and asks for JSON. */
  send: (path: string, body: BodyInit | undefined, headers?: Record<string, string>) => Promise<Response>;
};
export type Fields = Record<string, string | readonly string[]>;

/** One more officer, with any rights for any institutions. */
export async function deskOfficer(
  office: { installation: Installation; url: string },
  email: string,
  grants: readonly Grant[],
  language: "es" | "en" = "es",
): Promise<DeskOfficer> {
  const { db, means } = office.installation;
  const name = `${email.split("@")[0]!.replace(/^./, (letter) => letter.toUpperCase())} Soto`;
  await transact(db, async (tx) => {
    const now = means.clock.now();
    const officer = await addOfficer(tx, { name, email, language }, now);
    if (grants.length > 0)
      await tx
        .insertInto("officer_right")
        .values(grants.map((grant) => ({ ...grant, officer, granted_at: now, granted_by: null })))
        .execute();
  });
  const officer = (await findOfficerByEmail(db, email))!;
  // One after another: a new link ends the one before, which somebody else might be about to use.
  let entered: Promise<string> = Promise.resolve("");
  const enterOnce = async () => {
    const link = await transact(db, (tx) => makeLink(tx, { officer: officer.id, madeBy: "console" }, means));
    return enterByLink(db, link, { agent: "test", address: "127.0.0.1" }, means);
  };
  return {
    actor: actorOf(officer),
    enter: async () => {
      entered = entered.then(enterOnce);
      return signedIn(office.url, await entered);
    },
  };
}

export async function signedIn(url: string, token: string): Promise<SignedIn> {
  const cookie = `voceria=${token}`;
  const own = { cookie, origin: url, "sec-fetch-site": "same-origin" };
  const ask = (path: string, init: RequestInit) => fetch(url + path, { redirect: "manual", ...init });
  const get = (path: string, headers: Record<string, string> = {}) => ask(path, { headers: { cookie, ...headers } });
  const formToken = tokenIn(await (await get("/desk/account")).text());
  return {
    cookie,
    token,
    formToken,
    get,
    post: (path, fields = {}, headers = {}) =>
      ask(path, {
        method: "POST",
        body: formOf({ "voceria-form": formToken, ...fields }),
        headers: { ...own, ...headers },
      }),
    send: (path, body, headers = {}) =>
      ask(path, {
        method: "POST",
        ...(body === undefined ? {} : { body }),
        headers: { ...own, accept: "application/json", "voceria-form": formToken, ...headers },
      }),
  };
}

/** The token of the session, as a page of the desk carries it. */
export function tokenIn(page: string): string {
  const token = /<meta name="voceria-form" content="([\w-]{43})"/.exec(page)?.[1];
  if (token === undefined) throw new Error("the page carries no form token: nobody is signed in");
  return token;
}

export function formOf(fields: Fields): URLSearchParams {
  return new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as [string, string])),
  );
}

/** A browser in which that officer is signed in. */
export async function browserOf(
  browser: Browser,
  office: { url: string },
  officer: DeskOfficer,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: "es-CL", ...options });
  const { token } = await officer.enter();
  await context.addCookies([{ name: "voceria", value: token, url: office.url, httpOnly: true, sameSite: "Lax" }]);
  return context;
}
