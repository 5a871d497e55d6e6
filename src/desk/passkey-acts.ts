import {
  addPasskey,
  askForPasskey,
  beginPasskey,
  enterByPasskey,
  type RelyingParty,
  removePasskey,
} from "../access/passkeys.ts";
import { checkPace } from "../access/sign-ins.ts";
import { Fault } from "../fault.ts";
import { answerJson, seeOther } from "./answer.ts";
import { membersIn, readBody } from "./body.ts";
import type { DeskRequest, VisitorRequest } from "./context.ts";
import { entryCookie, entryToken, sessionCookie, sessionToken } from "./cookies.ts";
import { relyingParty } from "./relying-party.ts";
import { safeNext } from "./same-site.ts";

/** The door asks whichever passkey the browser has. */
export async function askAct(request: VisitorRequest): Promise<Response> {
  const { db, means } = request.desk.installation;
  await checkPace(db, request.address, means);
  const { options, token } = await askForPasskey(db, party(request), means);
  return answerJson(request, options, 200, [["set-cookie", entryCookie(request.desk, token)]]);
}

export async function enterByPasskeyAct(request: VisitorRequest): Promise<Response> {
  const { desk, c, address } = request;
  const { db, means } = desk.installation;
  const { response, next } = membersIn(await readBody(c.req.raw));
  const door = { agent: c.req.header("user-agent") ?? "", address, cookie: sessionToken(desk, c) };
  const answer = { token: entryToken(desk, c), response };
  const session = await enterByPasskey(db, party(request), answer, door, means);
  return answerJson(request, { next: safeNext(typeof next === "string" ? next : undefined) }, 200, [
    ["set-cookie", sessionCookie(desk, session)],
  ]);
}

export async function beginPasskeyAct(request: DeskRequest): Promise<Response> {
  const { db, means } = request.desk.installation;
  const { options, token } = await beginPasskey(db, party(request), request.actor, means);
  return answerJson(request, options, 200, [["set-cookie", entryCookie(request.desk, token)]]);
}

export async function addPasskeyAct(request: DeskRequest, body: Uint8Array): Promise<Response> {
  const { desk, c, actor } = request;
  const { db, means } = desk.installation;
  const { response, name } = membersIn(body);
  const answer = { token: entryToken(desk, c), response, name: typeof name === "string" ? name : "" };
  await addPasskey(db, party(request), answer, actor, means);
  return answerJson(request, { next: "/desk/account?saved=1" });
}

export async function removePasskeyAct(request: DeskRequest): Promise<Response> {
  const { db, means } = request.desk.installation;
  await removePasskey(db, request.c.req.param("id") ?? "", request.actor, means);
  return seeOther(request, "/desk/account?saved=1");
}

function party(request: VisitorRequest): RelyingParty {
  const found = relyingParty(request);
  if (found !== undefined) return found;
  throw new Fault(
    "invalid",
    "Passkeys do not work under a numeric address: open the desk under a host name.",
    [],
    "Las llaves de acceso no funcionan bajo una dirección numérica: abra la mesa bajo un nombre.",
  );
}
