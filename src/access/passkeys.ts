import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, type Reader, transact } from "../store/database.ts";
import { type AtTheDoor, enter } from "./enter.ts";
import { findOfficer } from "./officers.ts";
import type { Actor } from "./rights.ts";
import { beginSignIn, spendSignIn } from "./sign-ins.ts";
import { writeTrail } from "./trail.ts";

/** What a passkey is bound to: a host name (never an IP address), and the whole origin that pages come from. */
export type RelyingParty = { id: string; origin: string; name: string };

export type Passkey = { id: string; name: string; createdAt: Date; usedAt: Date | undefined };

export async function listPasskeys(db: Reader, officer: number): Promise<Passkey[]> {
  const rows = await db
    .selectFrom("passkey")
    .selectAll()
    .where("officer", "=", officer)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    usedAt: row.used_at ?? undefined,
  }));
}

/** What the browser is asked, to make a passkey for the officer; `token` finds it again. */
export async function beginPasskey(db: Database, party: RelyingParty, actor: Actor, means: Means) {
  const { generateRegistrationOptions } = await import("@simplewebauthn/server");
  const options = await generateRegistrationOptions({
    rpName: party.name,
    rpID: party.id,
    userName: actor.email,
    userDisplayName: actor.name,
    userID: Buffer.from(`officer ${actor.officer}`),
    attestationType: "none",
    excludeCredentials: (await listPasskeys(db, actor.officer)).map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  const data = { challenge: options.challenge, officer: actor.officer };
  return { options, token: await beginSignIn(db, "new-passkey", data, means) };
}

/** When this returns, the passkey lets the officer in. Fault("invalid") where the browser's answer is not to what was asked. */
export async function addPasskey(
  db: Database,
  party: RelyingParty,
  { token, name, response }: { token: string | undefined; name: string; response: unknown },
  actor: Actor,
  means: Means,
): Promise<void> {
  const { verifyRegistrationResponse } = await import("@simplewebauthn/server");
  const now = means.clock.now();
  const asked = await spendSignIn(db, "new-passkey", token, now);
  if (asked?.["officer"] !== actor.officer) throw notAnswered();
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: response as RegistrationResponseJSON,
    expectedChallenge: String(asked["challenge"]),
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
  }).catch(() => {
    throw notAnswered();
  });
  if (!verified) throw notAnswered();
  const { id, publicKey, counter, transports } = registrationInfo.credential;
  const called = name.normalize("NFC").replace(/\s+/g, " ").trim().slice(0, 80) || "Passkey";
  await transact(db, async (tx) => {
    // A device may claim any name for its passkey: one that is taken stays whose it is.
    const added = await tx
      .insertInto("passkey")
      .values({
        id,
        officer: actor.officer,
        public_key: Buffer.from(publicKey),
        counter,
        transports: [...(transports ?? [])],
        name: called,
        created_at: now,
        used_at: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning("id")
      .executeTakeFirst();
    if (added === undefined) throw notAnswered();
    await writeTrail(tx, { at: now, actor, action: "passkey.added", details: { name: called } });
  });
}

/** When this returns, that passkey of the officer's own lets nobody in; another's is as if it were not there. */
export async function removePasskey(db: Database, id: string, actor: Actor, means: Means): Promise<void> {
  await transact(db, async (tx) => {
    const removed = await tx
      .deleteFrom("passkey")
      .where("id", "=", id)
      .where("officer", "=", actor.officer)
      .returning("name")
      .executeTakeFirst();
    if (removed === undefined)
      throw new Fault("not-found", "You have no such passkey.", [], "Usted no tiene esa llave de acceso.");
    await writeTrail(tx, {
      at: means.clock.now(),
      actor,
      action: "passkey.removed",
      details: { name: removed.name },
    });
  });
}

/** What a browser at the door is asked: the same for everybody, so that it tells nothing of who is an officer. */
export async function askForPasskey(db: Database, party: RelyingParty, means: Means) {
  const { generateAuthenticationOptions } = await import("@simplewebauthn/server");
  const options = await generateAuthenticationOptions({ rpID: party.id, userVerification: "required" });
  return { options, token: await beginSignIn(db, "passkey", { challenge: options.challenge }, means) };
}

/** When this returns, the token given back is a session of the passkey's officer. Fault("forbidden") in one sentence for whatever is amiss. */
export async function enterByPasskey(
  db: Database,
  party: RelyingParty,
  { token, response }: { token: string | undefined; response: unknown },
  door: AtTheDoor,
  means: Means,
): Promise<string> {
  const { verifyAuthenticationResponse } = await import("@simplewebauthn/server");
  const now = means.clock.now();
  // Spent before anything is looked at: one challenge, one answer, however it turns out.
  const asked = await spendSignIn(db, "passkey", token, now);
  if (asked === undefined) throw notLetIn();
  const { id } = (response ?? {}) as { id?: unknown };
  if (typeof id !== "string" || id.length > 2_000) throw notLetIn();
  return transact(db, async (tx) => {
    const row = await tx.selectFrom("passkey").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
    if (row === undefined) throw notLetIn();
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as AuthenticationResponseJSON,
      expectedChallenge: String(asked["challenge"]),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: { id: row.id, publicKey: new Uint8Array(row.public_key), counter: row.counter },
    }).catch(() => {
      throw notLetIn();
    });
    const officer = await findOfficer(tx, row.officer);
    if (!verified || officer === undefined || officer.suspendedAt !== undefined) throw notLetIn();
    await tx
      .updateTable("passkey")
      .set({ counter: authenticationInfo.newCounter, used_at: now })
      .where("id", "=", id)
      .execute();
    return enter(tx, officer.id, "passkey", door, means);
  });
}

function notLetIn(): Fault {
  return new Fault(
    "forbidden",
    "This passkey lets nobody in here: try again, or ask for a link by mail.",
    [],
    "Esta llave de acceso no abre aquí: inténtelo de nuevo o pida un enlace por correo.",
  );
}

function notAnswered(): Fault {
  return new Fault(
    "invalid",
    "The passkey was not made: try again from your account.",
    [],
    "La llave de acceso no se creó: inténtelo de nuevo desde su cuenta.",
  );
}
