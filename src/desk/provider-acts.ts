import type { IdentityProvider } from "../access/oidc.ts";
import { checkPace } from "../access/sign-ins.ts";
import { Fault } from "../fault.ts";
import { seeOther } from "./answer.ts";
import type { DeskRequest, VisitorRequest } from "./context.ts";
import { entryCookie, entryToken, sessionCookie, sessionToken } from "./cookies.ts";
import { signedIn } from "./handlers.ts";
import { checkOpenedHere, safeNext } from "./same-site.ts";

/** Sends the browser to the identity provider. By a link, since a form may lead to no other site (form-action). */
export async function providerPage(request: VisitorRequest): Promise<Response> {
  const { desk, c } = request;
  const next = safeNext(c.req.query("next"));
  const { db, means } = desk.installation;
  await checkPace(db, request.address, means);
  const { url, token } = await provider(request).begin({ siteUrl: desk.url, next });
  return seeOther(request, url, [["set-cookie", entryCookie(desk, token)]]);
}

/**
 * The same for an officer who ties an identity to their account. Another site that opened it, in a browser that it has signed in
 * to the provider as somebody else, would let that somebody in as this officer.
 */
export async function tiePage(request: DeskRequest): Promise<Response> {
  const { desk, actor, c } = request;
  checkOpenedHere(desk, c);
  const asked = { siteUrl: desk.url, next: "/desk/account?saved=1", link: actor };
  const { url, token } = await provider(request).begin(asked);
  return seeOther(request, url, [["set-cookie", entryCookie(desk, token)]]);
}

/** Where the provider sends the browser back to. */
export async function providerCallback(request: VisitorRequest): Promise<Response> {
  const { desk, c, address } = request;
  const officer = await signedIn(request);
  const door = { agent: c.req.header("user-agent") ?? "", address, cookie: sessionToken(desk, c) };
  const answer = { siteUrl: desk.url, query: new URL(c.req.url).search, token: entryToken(desk, c) };
  const { session, next } = await provider(request).finish(answer, door, officer?.actor);
  return seeOther(request, next, session === undefined ? [] : [["set-cookie", sessionCookie(desk, session)]]);
}

function provider({ desk }: VisitorRequest): IdentityProvider {
  if (desk.provider !== undefined) return desk.provider;
  throw new Fault("not-found", "");
}
