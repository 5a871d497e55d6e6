import { createHash, createHmac, generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { identityProvider, oidcCallbackPath } from "../src/access/oidc.ts";
import { deskOffice } from "./desk-office.ts";

/** What the hostile provider answers; each test changes what it must not. */
type Answer = {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  /** How the token is sealed: with the provider's key, with the client's secret, or not at all. */
  seal: "key" | "secret" | "none";
};

const secret = "a secret between the two";
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
let office: Awaited<ReturnType<typeof deskOffice>>;
let provider: Awaited<ReturnType<typeof hostileProvider>>;

beforeAll(async () => {
  provider = await hostileProvider();
  office = await deskOffice("segegob", { oidc: provider.settings });
});
afterAll(async () => {
  expect(office.failures).toEqual([]);
  await office.close();
  await provider.close();
});

type Begun = { state: string; nonce: string; entry: string };

/** A browser that has been sent to the provider and not come back. */
async function begin(headers: Record<string, string> = {}, path = "/desk/enter/oidc"): Promise<Begun> {
  const response = await office.get(path, { headers });
  expect(response.status).toBe(303);
  const asked = new URL(response.headers.get("location")!).searchParams;
  const [entry = ""] = response.headers.get("set-cookie")!.split(";");
  return { state: asked.get("state")!, nonce: asked.get("nonce")!, entry };
}

const come = (query: Record<string, string>, cookie: string) =>
  office.get(`${oidcCallbackPath}?${new URLSearchParams(query)}`, { headers: { cookie } });

async function inside(): Promise<number> {
  return (await office.installation.db.selectFrom("session").select("id").where("method", "=", "oidc").execute())
    .length;
}

/** Whoever comes back so is let in nowhere, and no identity is tied to anybody. */
async function refused(response: Response): Promise<void> {
  expect(response.status).toBe(403);
  expect(response.headers.get("set-cookie") ?? "").not.toMatch(/voceria=[\w-]{43}/);
}

describe("an identity provider's answer", () => {
  test("that is right lets its officer in, and only once", async () => {
    const { state, nonce, entry } = await begin();
    provider.answers(nonce);
    const response = await come({ code: "c", state }, entry);
    expect([response.status, response.headers.get("location")]).toEqual([303, "/desk"]);
    expect(response.headers.get("set-cookie")).toMatch(/^voceria=[\w-]{43};/);
    await refused(await come({ code: "c", state }, entry));
  });

  test.each<[string, (answer: Answer, nonce: string) => void]>([
    ["was given for another sign-in (nonce)", ({ claims }) => (claims["nonce"] = "n".repeat(43))],
    ["names no sign-in at all", ({ claims }) => delete claims["nonce"]],
    ["is of another issuer (mix-up)", ({ claims }) => (claims["iss"] = "https://honest.example")],
    ["was given to another client", ({ claims }) => (claims["aud"] = "another-client")],
    ["was given to several, and not to us", ({ claims }) => Object.assign(claims, { aud: ["voceria", "x"], azp: "x" })],
    ["has expired", ({ claims }) => (claims["exp"] = 1_700_000_000)],
    ["names nobody", ({ claims }) => delete claims["sub"]],
    ["is not sealed", (answer) => Object.assign(answer, { header: { alg: "none" }, seal: "none" })],
    [
      "is sealed with what the client knows itself",
      (answer) => Object.assign(answer, { header: { alg: "HS256" }, seal: "secret" }),
    ],
  ])("whose token %s lets nobody in", async (_what, spoil) => {
    const before = await inside();
    const { state, nonce, entry } = await begin();
    provider.answers(nonce, spoil);
    await refused(await come({ code: "c", state }, entry));
    expect(await inside()).toBe(before);
    // And what was begun is spent: a second, better answer to it does not count.
    provider.answers(nonce);
    await refused(await come({ code: "c", state }, entry));
  });

  test.each<[string, (mine: Begun, other: Begun) => [Record<string, string>, string]]>([
    ["with another sign-in's state", (mine, other) => [{ code: "c", state: other.state }, mine.entry]],
    ["in another browser", (mine, other) => [{ code: "c", state: mine.state }, other.entry]],
    ["in a browser that began nothing", (mine) => [{ code: "c", state: mine.state }, ""]],
    ["without a state", (mine) => [{ code: "c" }, mine.entry]],
    [
      "from another issuer (RFC 9207)",
      (mine) => [{ code: "c", state: mine.state, iss: "https://evil.example" }, mine.entry],
    ],
    ["as an error", (mine) => [{ error: "access_denied", state: mine.state }, mine.entry]],
    ["with a token in its address", (mine) => [{ id_token: "x.y.z", state: mine.state }, mine.entry]],
  ])("that comes %s lets nobody in", async (_how, spoiled) => {
    const before = await inside();
    const [mine, other] = [await begin(), await begin()];
    provider.answers(mine.nonce);
    await refused(await come(...spoiled(mine, other)));
    expect(await inside()).toBe(before);
  });

  test("cannot be sent twice at once", async () => {
    const before = await inside();
    const { state, nonce, entry } = await begin();
    provider.answers(nonce);
    const all = await Promise.all(Array.from({ length: 6 }, () => come({ code: "c", state }, entry)));
    expect(all.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 403, 403, 403, 403, 403]);
    expect(await inside()).toBe(before + 1);
  });

  test("about another person than the one who signed in is no address of theirs (userinfo)", async () => {
    const before = await inside();
    const { state, nonce, entry } = await begin();
    provider.answers(nonce, ({ claims }) => {
      claims["sub"] = "nobody-yet";
      delete claims["email"];
    });
    provider.userinfo = { sub: "somebody-else", email: "administrator@desk.example", email_verified: true };
    await refused(await come({ code: "c", state }, entry));
    const { state: next, nonce: anew, entry: again } = await begin();
    provider.answers(anew, ({ claims }) =>
      Object.assign(claims, { sub: "x", email: "administrator@desk.example", email_verified: "true" }),
    );
    await refused(await come({ code: "c", state: next }, again));
    expect(await inside()).toBe(before);
  });

  test("ties an identity to nobody but whoever asked for it, still signed in", async () => {
    const [writer, editor] = [await office.officer.writer.enter(), await office.officer.editor.enter()];
    const tying = () => begin({ cookie: writer.cookie, "sec-fetch-site": "same-origin" }, "/desk/account/identity");
    const taken = async () =>
      (await office.installation.db.selectFrom("oidc_identity").select("subject").execute()).map(
        ({ subject }) => subject,
      );
    for (const cookie of [editor.cookie, ""]) {
      const { state, nonce, entry } = await tying();
      provider.answers(nonce, ({ claims }) => (claims["sub"] = "writers-own"));
      await refused(await come({ code: "c", state }, [cookie, entry].filter(Boolean).join("; ")));
      expect(await taken()).not.toContain("writers-own");
    }
    const { state, nonce, entry } = await tying();
    provider.answers(nonce, ({ claims }) => (claims["sub"] = "writers-own"));
    expect((await come({ code: "c", state }, `${writer.cookie}; ${entry}`)).status).toBe(303);
    expect(await taken()).toContain("writers-own");
  });
});

test("a provider that says it is another one is none", async () => {
  const liar = await hostileProvider("https://accounts.honest.example");
  onTestFinished(() => liar.close());
  const { db, means } = office.installation;
  const asked = { siteUrl: office.url, next: "/desk" };
  await expect(identityProvider(db, liar.settings, means).begin(asked)).rejects.toMatchObject({ code: "unavailable" });
});

/** Answers as whoever holds it likes, and is of no library's making: it says of itself what `issuer` is. */
async function hostileProvider(issuer?: string) {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const says = issuer ?? here;
  let token = "";
  const hostile = {
    settings: {
      issuer: here,
      clientId: "voceria",
      clientSecret: secret,
      scope: "openid email",
      name: "Provider",
      userinfo: "post" as const,
    },
    userinfo: {} as Record<string, unknown>,
    /** The next code is exchanged for this token. */
    answers(nonce: string, spoil: (answer: Answer, nonce: string) => void = () => undefined) {
      const now = Math.floor(Date.now() / 1_000);
      const answer: Answer = {
        header: { alg: "RS256", typ: "JWT" },
        claims: {
          iss: says,
          sub: "writer-1",
          aud: "voceria",
          iat: now,
          exp: now + 60,
          nonce,
          email: "writer@desk.example",
          email_verified: true,
        },
        seal: "key",
      };
      spoil(answer, nonce);
      const text = [answer.header, answer.claims].map((part) => base64(JSON.stringify(part))).join(".");
      const seal =
        answer.seal === "none"
          ? ""
          : answer.seal === "key"
            ? base64(sign("sha256", Buffer.from(text), privateKey))
            : base64(createHmac("sha256", secret).update(text).digest());
      token = `${text}.${seal}`;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  server.on("request", (request, response) => {
    const path = (request.url ?? "").split("?")[0];
    const body: Record<string, unknown> | undefined = {
      "/.well-known/openid-configuration": {
        issuer: says,
        authorization_endpoint: `${here}/authorize`,
        token_endpoint: `${here}/token`,
        userinfo_endpoint: `${here}/userinfo`,
        jwks_uri: `${here}/jwks`,
        response_types_supported: ["code"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
      },
      "/jwks": {
        keys: [{ ...publicKey.export({ format: "jwk" }), kid: createHash("sha1").update("k").digest("hex") }],
      },
      "/token": { access_token: "t", token_type: "Bearer", expires_in: 60, id_token: token },
      "/userinfo": hostile.userinfo,
    }[path ?? ""];
    request.resume();
    response.writeHead(body === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(body ?? {}));
  });
  return hostile;
}

function base64(bytes: string | Buffer): string {
  return Buffer.from(bytes).toString("base64url");
}
