import type { Configuration } from "openid-client";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { type AtTheDoor, enter } from "./enter.ts";
import { readEmail } from "./officer.ts";
import { findOfficer, findOfficerByEmail } from "./officers.ts";
import type { Actor } from "./rights.ts";
import { beginSignIn, spendSignIn } from "./sign-ins.ts";
import { writeTrail } from "./trail.ts";

export type OidcSettings = {
  issuer: string;
  clientId: string;
  clientSecret?: string;
  /** What is asked for: "openid email profile"; ClaveÚnica knows "openid run name". */
  scope: string;
  /** How the button calls it. */
  name: string;
  /** How userinfo is asked: ClaveÚnica answers to POST alone. */
  userinfo: "get" | "post";
};

export const oidcCallbackPath = "/desk/enter/oidc/callback";

/** One identity provider, its addresses read from it at the first sign-in and kept. */
export type IdentityProvider = {
  settings: OidcSettings;
  /** Where the browser is sent, and the token that finds the sign-in again. `link`: an officer ties an identity to their account. */
  begin: (asked: { siteUrl: string; next: string; link?: Actor }) => Promise<{ url: string; token: string }>;
  /** When this returns, the token given back is a session; undefined where an identity was tied to an account. */
  finish: (
    answer: { siteUrl: string; query: string; token: string | undefined },
    door: AtTheDoor,
    actor: Actor | undefined,
  ) => Promise<{ session: string | undefined; next: string }>;
};

export function identityProvider(db: Database, settings: OidcSettings, means: Means): IdentityProvider {
  let discovering: Promise<Configuration> | undefined;

  /** A provider that could not be reached is asked again at the next sign-in. */
  function discovered(): Promise<Configuration> {
    if (discovering === undefined) {
      const begun = discover(settings);
      discovering = begun;
      begun.catch(() => {
        if (discovering === begun) discovering = undefined;
      });
    }
    return discovering;
  }

  return {
    settings,
    async begin({ siteUrl, next, link }) {
      const client = await import("openid-client");
      const config = await discovered().catch(away);
      const verifier = client.randomPKCECodeVerifier();
      const [state, nonce] = [client.randomState(), client.randomNonce()];
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: siteUrl + oidcCallbackPath,
        scope: settings.scope,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        state,
        nonce,
      });
      const data = { verifier, state, nonce, next, link: link?.officer ?? null };
      return { url: url.href, token: await beginSignIn(db, "oidc", data, means) };
    },
    async finish({ siteUrl, query, token }, door, actor) {
      const client = await import("openid-client");
      const now = means.clock.now();
      const begun = await spendSignIn(db, "oidc", token, now);
      if (begun === undefined) throw notFinished();
      const config = await discovered().catch(away);
      const tokens = await client
        .authorizationCodeGrant(config, new URL(siteUrl + oidcCallbackPath + query), {
          pkceCodeVerifier: String(begun["verifier"]),
          expectedState: String(begun["state"]),
          expectedNonce: String(begun["nonce"]),
          idTokenExpected: true,
        })
        .catch(() => {
          throw notFinished();
        });
      const claims = tokens.claims();
      if (claims === undefined) throw notFinished();
      const identity = { issuer: claims.iss, subject: claims.sub };
      const next = String(begun["next"]);
      const link = begun["link"];
      if (typeof link === "number") {
        // Whoever began it is still the one who is signed in, in this very browser.
        if (actor?.officer !== link) throw notFinished();
        await transact(db, (tx) => tie(tx, identity, actor, now));
        return { session: undefined, next };
      }
      const officer = await known(db, identity);
      const email = officer === undefined ? await verifiedEmail(config, tokens.access_token, claims) : undefined;
      return transact(db, async (tx) => {
        const found =
          officer === undefined
            ? email === undefined
              ? undefined
              : await findOfficerByEmail(tx, email)
            : await findOfficer(tx, officer);
        if (found === undefined || found.suspendedAt !== undefined) throw stranger();
        if (officer === undefined) await tie(tx, identity, { officer: found.id, address: door.address }, now);
        return { session: await enter(tx, found.id, "oidc", door, means), next };
      });
    },
  };

  /** An address counts only where the provider says that it has verified it. */
  async function verifiedEmail(
    config: Configuration,
    accessToken: string,
    claims: { sub: string; email?: unknown; email_verified?: unknown },
  ): Promise<string | undefined> {
    const said = claims.email === undefined ? await userinfo(config, accessToken, claims.sub) : claims;
    if (typeof said.email !== "string" || said.email_verified !== true) return undefined;
    try {
      return readEmail(said.email);
    } catch {
      return undefined;
    }
  }

  async function userinfo(
    config: Configuration,
    accessToken: string,
    subject: string,
  ): Promise<{ email?: unknown; email_verified?: unknown }> {
    const client = await import("openid-client");
    const { userinfo_endpoint: endpoint } = config.serverMetadata();
    if (endpoint === undefined) return {};
    if (settings.userinfo === "get") return client.fetchUserInfo(config, accessToken, subject).catch(() => ({}));
    const response = await client
      .fetchProtectedResource(config, accessToken, new URL(endpoint), "POST")
      .catch(() => undefined);
    const said = (await response?.json().catch(() => undefined)) as
      | { sub?: unknown; email?: unknown; email_verified?: unknown }
      | undefined;
    // Of another person than the one who signed in (OpenID Connect Core, 5.3.2).
    return said === undefined || (said.sub !== undefined && said.sub !== subject) ? {} : said;
  }
}

async function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<Configuration> {
  const client = await import("openid-client");
  const server = new URL(issuer);
  const local = server.protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(server.hostname);
  return client.discovery(server, clientId, clientSecret, clientSecret === undefined ? client.None() : undefined, {
    timeout: 10,
    // For trials on this machine; a provider elsewhere is asked over https or not at all.
    ...(local ? { execute: [client.allowInsecureRequests] } : {}),
  });
}

async function known(db: Database, { issuer, subject }: Identity): Promise<number | undefined> {
  const row = await db
    .selectFrom("oidc_identity")
    .select("officer")
    .where("issuer", "=", issuer)
    .where("subject", "=", subject)
    .executeTakeFirst();
  return row?.officer;
}

type Identity = { issuer: string; subject: string };

/** One identity of a provider's is one officer's, and the newest of an officer's takes the place of the one before. */
async function tie(
  tx: Transaction,
  { issuer, subject }: Identity,
  actor: { officer: number; address?: string },
  now: Date,
): Promise<void> {
  const owner = await tx
    .selectFrom("oidc_identity")
    .select("officer")
    .where("issuer", "=", issuer)
    .where("subject", "=", subject)
    .executeTakeFirst();
  if (owner !== undefined && owner.officer !== actor.officer)
    throw new Fault(
      "conflict",
      "That identity is another officer's already.",
      [],
      "Esa identidad ya es de otra persona de esta oficina.",
    );
  await tx.deleteFrom("oidc_identity").where("issuer", "=", issuer).where("officer", "=", actor.officer).execute();
  await tx.insertInto("oidc_identity").values({ issuer, subject, officer: actor.officer, linked_at: now }).execute();
  await writeTrail(tx, { at: now, actor, action: "oidc.linked", about: issuer });
}

function away(): never {
  throw new Fault(
    "unavailable",
    "The identity provider does not answer: ask for a link by mail instead.",
    [],
    "El servicio de identidad no responde: pida un enlace por correo.",
  );
}

function notFinished(): Fault {
  return new Fault(
    "forbidden",
    "This sign-in was not completed, or is too old: begin again.",
    [],
    "Este ingreso no se completó o ya venció: comience de nuevo.",
  );
}

function stranger(): Fault {
  return new Fault(
    "forbidden",
    "That identity is no officer's here. If you are one, enter by a link once and tie it to your account.",
    [],
    "Esa identidad no es de nadie en esta oficina. Si usted trabaja aquí, ingrese una vez con un enlace y vincúlela en su cuenta.",
  );
}
