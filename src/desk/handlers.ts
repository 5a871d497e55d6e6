import { timingSafeEqual } from "node:crypto";
import type { Context, Handler } from "hono";
import { readSession } from "../access/sessions.ts";
import { catalogues } from "../page/catalogue.ts";
import type { Tongue } from "../page/language.ts";
import { html } from "../page/html.ts";
import { inLanguage } from "../page/language.ts";
import { expiredPage, faultAnswer, sendAgainPage } from "./answer-fault.ts";
import { seeOther } from "./answer.ts";
import { largestBody, readBody } from "./body.ts";
import { clientAddress } from "../page/client-address.ts";
import type { DeskContext, DeskRequest, VisitorRequest } from "./context.ts";
import { sessionToken } from "./cookies.ts";
import { readForm, tokenField } from "./form.ts";
import { checkHost, checkSameSite, safeNext } from "./same-site.ts";

/** A page of the desk (GET): for an officer who is signed in; anybody else is led to the door and back. */
export function deskPage(desk: DeskContext, make: (request: DeskRequest) => Promise<Response>): Handler {
  return guarded(desk, async (visitor) => {
    const request = await signedIn(visitor);
    if (request !== undefined) return inside(request, () => make(request));
    const { pathname, search } = new URL(visitor.c.req.url);
    return seeOther(visitor, `/desk/enter?next=${encodeURIComponent(safeNext(pathname + search))}`);
  });
}

/**
 * What changes something (POST, by a form of the desk): sent by a page of ours, by an officer who is signed in, with the
 * token of their session. Where the session has ended meanwhile the answer is 401, where something failed on our side 5xx,
 * and either gives back all that was typed.
 */
export function deskAct(desk: DeskContext, act: (request: DeskRequest, form: FormData) => Promise<Response>): Handler {
  return guarded(desk, async (visitor) => {
    checkSameSite(desk, visitor.c);
    const form = await readForm(visitor.c.req.raw);
    const own = async (request: DeskRequest) =>
      bears(request, form.get(tokenField)) ? act(request, form) : sendAgainPage(request, form);
    return inside(
      visitor,
      async () => {
        const request = await signedIn(visitor);
        return request === undefined ? expiredPage(visitor, form) : inside(request, () => own(request), form);
      },
      form,
    );
  });
}

/**
 * The same for an island, which sends the token as the header `voceria-form` and a body of at most so many bytes. Who it is, and
 * what they may, is read anew once the body is whole: whoever sends it for minutes does not keep rights that were taken away meanwhile.
 */
export function deskSend(
  desk: DeskContext,
  act: (request: DeskRequest, body: Uint8Array) => Promise<Response>,
  most = largestBody,
): Handler {
  return guarded(desk, async (visitor) => {
    checkSameSite(desk, visitor.c);
    const request = await signedIn(visitor);
    if (request === undefined) return expiredPage(visitor, new FormData());
    return inside(request, async () => {
      if (!bears(request, visitor.c.req.header(tokenField))) return expiredPage(visitor, new FormData());
      const body = await readBody(visitor.c.req.raw, most);
      const still = body.length === 0 ? request : await signedIn(visitor, false);
      return still === undefined ? expiredPage(visitor, new FormData()) : act(still, body);
    });
  });
}

/** A page for people without an account: the door, a clearance that was asked by mail. */
export function visitorPage(desk: DeskContext, make: (request: VisitorRequest) => Promise<Response>): Handler {
  return guarded(desk, make);
}

/** What changes something, sent by a form of such a page, of at most so many bytes; the body of an island is left to be read. */
export function visitorAct(
  desk: DeskContext,
  act: (request: VisitorRequest, form: FormData) => Promise<Response>,
  most?: number,
): Handler {
  return guarded(desk, async (visitor) => {
    checkSameSite(desk, visitor.c);
    const form = await readForm(visitor.c.req.raw, most);
    return inside(visitor, () => act(visitor, form), form);
  });
}

/** Who is signed in, if anybody is. `seen` as in `readSession`. */
export async function signedIn(visitor: VisitorRequest, seen = true): Promise<DeskRequest | undefined> {
  const { desk, c, address } = visitor;
  const { db, means } = desk.installation;
  const found = await readSession(db, sessionToken(desk, c), means.clock.now(), address, seen);
  if (found === undefined) return undefined;
  const { actor, session } = found;
  return {
    ...visitor,
    language: actor.language,
    t: catalogues[actor.language],
    href: hrefIn(actor.language),
    actor,
    session,
    formToken: () => html`<input type="hidden" name="${tokenField}" value="${session.formToken}" />`,
  };
}

function guarded(desk: DeskContext, make: (visitor: VisitorRequest) => Promise<Response>): Handler {
  return async (c) => {
    const visitor = await visitorRequest(desk, c);
    return inside(visitor, async () => {
      checkHost(desk, c);
      return make(visitor);
    });
  };
}

/** `form`: what was typed, which an answer that failed on our side gives back. */
async function inside(request: VisitorRequest, make: () => Promise<Response>, form?: FormData): Promise<Response> {
  try {
    return await make();
  } catch (error) {
    return faultAnswer(request, error, form);
  }
}

export async function visitorRequest(desk: DeskContext, c: Context): Promise<VisitorRequest> {
  const language = preferred(c.req.header("accept-language"));
  const [office, record] = await Promise.all([desk.office(), desk.record()]);
  const address = clientAddress(c, desk.behindProxy);
  return { desk, c, language, t: catalogues[language], office, record, address, href: hrefIn(language) };
}

function hrefIn(language: Tongue): (path: string) => string {
  return (path) =>
    /^\/(?:desk|clearance|accreditation|questions\/(?:ask|status))(?=[/?]|$)/.test(path)
      ? path
      : inLanguage(language, path);
}

/** The first of our languages that the browser names; Spanish where it names none. */
function preferred(header: string | undefined): Tongue {
  const [first] = (header ?? "")
    .split(",")
    .map((part) => /^\s*(es|en)\b/i.exec(part)?.[1]?.toLowerCase())
    .filter((language) => language !== undefined);
  return first === "en" ? "en" : "es";
}

function bears({ session }: DeskRequest, token: unknown): boolean {
  const [given, own] = [Buffer.from(typeof token === "string" ? token : ""), Buffer.from(session.formToken)];
  return given.length === own.length && timingSafeEqual(given, own);
}
