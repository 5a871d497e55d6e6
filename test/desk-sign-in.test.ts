import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { oidcCallbackPath } from "../src/access/oidc.ts";
import { faultsOf, launchBrowser } from "./browser.ts";
import { browserOf, deskOfficer, type DeskOfficer } from "./desk-office.ts";
import { identityProviderHere } from "./identity-provider.ts";
import { servedOffice, type ServedOffice } from "./site-office.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

describe("passkeys", () => {
  let office: ServedOffice;
  let ana: DeskOfficer;
  let site: { url: string };

  beforeAll(async () => {
    office = await servedOffice("segegob");
    ana = await deskOfficer(office, "ana@segegob.example", []);
    // Browsers make no passkey for an IP address.
    site = { url: office.url.replace("127.0.0.1", "localhost") };
  });
  afterAll(() => office.close());

  test("an officer adds one with their device, signs in with it without typing a word, and removes it", async () => {
    const context = await browserOf(browser, site, ana);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const faults = faultsOf(page);
    await virtualDevice(context, page);
    await page.goto(`${site.url}/desk/account`);
    await page.fill("#add-passkey input", "Mi teléfono");
    await page.click("#add-passkey button");
    await page.waitForURL(/saved=1/);
    expect(await page.textContent("main")).toContain("Mi teléfono");

    await page.click(".officer button");
    await page.waitForURL(/\/desk\/enter/);
    await page.goto(`${site.url}/desk/account`);
    expect(page.url()).toContain("next=%2Fdesk%2Faccount");
    await page.click("#use-passkey button");
    await page.waitForURL(`${site.url}/desk/account`);
    expect(await page.textContent("main")).toContain("con llave de acceso");

    await page.getByRole("button", { name: "Quitar la llave Mi teléfono" }).click();
    await page.waitForURL(/saved=1/);
    await page.click(".officer button");
    await page.waitForURL(/\/desk\/enter/);
    await page.click("#use-passkey button");
    await page.waitForSelector('#use-passkey [role="alert"]:not([hidden])');
    expect(await page.textContent("#use-passkey [role=alert]")).toContain("pida un enlace por correo");
    expect(faults).toEqual([]);
    expect(office.failures).toEqual([]);
  });

  test("what a device answered lets in once: the same answer again, or to another's question, is refused", async () => {
    const context = await browserOf(browser, site, ana);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await virtualDevice(context, page);
    await page.goto(`${site.url}/desk/account`);
    await page.fill("#add-passkey input", "Llave");
    await page.click("#add-passkey button");
    await page.waitForURL(/saved=1/);
    await page.click(".officer button");
    await page.waitForURL(/\/desk\/enter/);
    const sent = page.waitForRequest((request) => request.url().endsWith("/desk/enter/passkey"));
    await page.click("#use-passkey button");
    const answer = (await sent).postData() ?? "";
    await page.waitForURL(`${site.url}/desk`);
    await context.clearCookies({ name: "voceria" });
    const again = (answered: string) =>
      page.evaluate(async (body) => {
        const ask = (path: string, text: string) =>
          fetch(path, { method: "POST", body: text, headers: { accept: "application/json" } });
        const replayed = await ask("/desk/enter/passkey", body);
        await ask("/desk/enter/passkey/ask", "{}");
        return [replayed.status, (await ask("/desk/enter/passkey", body)).status];
      }, answered);
    expect(await again(answer)).toEqual([403, 403]);
    for (const odd of [
      "{}",
      '{"response":null}',
      '{"response":{"id":7}}',
      `{"response":{"id":"${"x".repeat(3_000)}"}}`,
    ])
      expect(await again(odd)).toEqual([403, 403]);
    expect(office.failures).toEqual([]);
  });

  test("a device that claims another officer's passkey for its own gets nothing, and the passkey stays whose it was", async () => {
    const { db } = office.installation;
    const eva = await deskOfficer(office, "eva-passkey@segegob.example", []);
    const context = await browserOf(browser, site, eva);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await virtualDevice(context, page);
    await page.goto(`${site.url}/desk/account`);
    let taken = "";
    await page.route("**/desk/account/passkeys", async (route) => {
      taken = (route.request().postDataJSON() as { response: { id: string } }).response.id;
      const row = { officer: ana.actor.officer, public_key: Buffer.from("hers"), counter: 0, name: "De Ana" };
      await db
        .insertInto("passkey")
        .values({ id: taken, ...row, transports: [], created_at: new Date(), used_at: null })
        .execute();
      await route.continue();
    });
    const answer = page.waitForResponse("**/desk/account/passkeys");
    await page.fill("#add-passkey input", "Mi teléfono");
    await page.click("#add-passkey button");
    expect((await answer).status()).toBe(400);
    const kept = await db.selectFrom("passkey").selectAll().where("id", "=", taken).executeTakeFirstOrThrow();
    expect(kept).toMatchObject({ officer: ana.actor.officer, public_key: Buffer.from("hers") });
    expect(office.failures).toEqual([]);
    await db.deleteFrom("passkey").where("id", "=", taken).execute();
  });

  test("a suspended officer's passkey lets nobody in", async () => {
    const eva = await deskOfficer(office, "eva@segegob.example", []);
    const context = await browserOf(browser, site, eva);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await virtualDevice(context, page);
    await page.goto(`${site.url}/desk/account`);
    await page.fill("#add-passkey input", "Llave");
    await page.click("#add-passkey button");
    await page.waitForURL(/saved=1/);
    const { db } = office.installation;
    await db.updateTable("officer").set({ suspended_at: new Date() }).where("id", "=", eva.actor.officer).execute();
    await page.goto(`${site.url}/desk`);
    await page.click("#use-passkey button");
    await page.waitForSelector('#use-passkey [role="alert"]:not([hidden])');
    expect(new URL(page.url()).pathname).toBe("/desk/enter");
  });

  test("under a numeric address the account says where passkeys work, and the door does not offer them", async () => {
    const context = await browserOf(browser, office, ana);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(`${office.url}/desk/account`);
    expect(await page.textContent("main")).toContain(`${site.url}/desk/account`);
    await context.clearCookies();
    await page.goto(`${office.url}/desk/enter`);
    expect(await page.$("#use-passkey")).toBeNull();
  });
});

describe("an identity provider", () => {
  test("lets in whom it vouches for by a verified address, and from then on by its own name for them", async () => {
    const { office, provider } = await withProvider({ postOnly: false, scope: "openid email profile" });
    const ana = await deskOfficer(office, "ana@segegob.example", []);
    provider.account.now = { sub: "a-1", email: "Ana@Segegob.example", email_verified: true };
    expect(await signIn(office)).toMatchObject({
      path: "/desk/account",
      text: expect.stringContaining("Ana Soto") as string,
    });
    // The address has changed on either side since; the identity has not.
    const { db } = office.installation;
    await db
      .updateTable("officer")
      .set({ email: "a.soto@segegob.example" })
      .where("id", "=", ana.actor.officer)
      .execute();
    provider.account.now = { sub: "a-1" };
    expect(await signIn(office)).toMatchObject({ path: "/desk/account" });
    expect(await db.selectFrom("session").select("method").distinct().execute()).toEqual([{ method: "oidc" }]);
  });

  test("lets in nobody by an address that it has not verified, no stranger, and no suspended officer", async () => {
    const { office, provider } = await withProvider({ postOnly: false, scope: "openid email profile" });
    const ana = await deskOfficer(office, "ana@segegob.example", []);
    for (const account of [
      { sub: "b-1", email: "ana@segegob.example" },
      { sub: "b-2", email: "ana@segegob.example", email_verified: false },
      { sub: "b-3", email: "eva@segegob.example", email_verified: true },
    ]) {
      provider.account.now = account;
      expect(await signIn(office)).toMatchObject({ path: oidcCallbackPath, status: 403 });
    }
    const { db } = office.installation;
    await db.updateTable("officer").set({ suspended_at: new Date() }).where("id", "=", ana.actor.officer).execute();
    provider.account.now = { sub: "b-4", email: "ana@segegob.example", email_verified: true };
    expect(await signIn(office)).toMatchObject({ path: oidcCallbackPath, status: 403 });
    expect(await db.selectFrom("oidc_identity").selectAll().execute()).toEqual([]);
    expect(office.failures).toEqual([]);
  });

  test("like ClaveÚnica gives no address: an officer ties their identity once, and enters with it from then on", async () => {
    const { office, provider } = await withProvider({ postOnly: true, scope: "openid run name" });
    const ana = await deskOfficer(office, "ana@segegob.example", []);
    provider.account.now = { sub: "11111111", RolUnico: { numero: 11_111_111, DV: "1" } };
    expect(await signIn(office)).toMatchObject({ path: oidcCallbackPath, status: 403 });
    expect(provider.asked).toContain("POST /me");
    expect(provider.asked).not.toContain("GET /me");
    const context = await browserOf(browser, office, ana);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(`${office.url}/desk/account`);
    await page.getByRole("link", { name: "Vincular mi identidad de ClaveÚnica" }).click();
    await page.waitForURL(/saved=1/);
    expect(await page.textContent("main")).toContain("está vinculada");
    expect(await signIn(office)).toMatchObject({
      path: "/desk/account",
      text: expect.stringContaining("Ana Soto") as string,
    });
    // Nobody ties another's identity to an account of their own.
    const eva = await deskOfficer(office, "eva@segegob.example", []);
    const other = await browserOf(browser, office, eva);
    onTestFinished(() => other.close());
    const evas = await other.newPage();
    await evas.goto(`${office.url}/desk/account`);
    const answer = evas.waitForResponse((response) => response.url().includes(`${oidcCallbackPath}?`));
    await evas.getByRole("link", { name: "Vincular mi identidad de ClaveÚnica" }).click();
    expect((await answer).status()).toBe(409);
  });

  test("login CSRF: an answer that this browser did not ask for, or asked for before, lets nobody in", async () => {
    const { office, provider } = await withProvider({ postOnly: false, scope: "openid email profile" });
    await deskOfficer(office, "ana@segegob.example", []);
    provider.account.now = { sub: "a-1", email: "ana@segegob.example", email_verified: true };
    const mine = await browser.newContext();
    onTestFinished(() => mine.close());
    const page = await mine.newPage();
    let answered = "";
    page.on("request", (request) => {
      if (request.url().includes(`${oidcCallbackPath}?`)) answered = request.url();
    });
    await page.goto(`${office.url}/desk/enter/oidc`);
    expect(new URL(page.url()).pathname).toBe("/desk");
    const theirs = await browser.newContext();
    onTestFinished(() => theirs.close());
    const victim = await theirs.newPage();
    expect((await victim.goto(answered))?.status()).toBe(403);
    await mine.clearCookies({ name: "voceria" });
    expect((await page.goto(answered))?.status()).toBe(403);
    expect((await theirs.cookies()).filter(({ name }) => name === "voceria")).toEqual([]);
  });

  test("that is away is said so, and tried again the next time", async () => {
    const { office, provider } = await withProvider({ postOnly: false, scope: "openid email profile" }, false);
    await deskOfficer(office, "ana@segegob.example", []);
    provider.account.now = { sub: "a-1", email: "ana@segegob.example", email_verified: true };
    expect(await signIn(office)).toMatchObject({
      status: 503,
      text: expect.stringContaining("enlace por correo") as string,
    });
    provider.serve(office.url + oidcCallbackPath);
    expect(await signIn(office)).toMatchObject({ path: "/desk/account" });
  });
});

/** A device that answers for whoever holds it, as a phone does once it was touched. */
async function virtualDevice(context: BrowserContext, page: Page): Promise<void> {
  const devices = await context.newCDPSession(page);
  await devices.send("WebAuthn.enable");
  await devices.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function withProvider({ postOnly, scope }: { postOnly: boolean; scope: string }, served = true) {
  const provider = await identityProviderHere({ postOnly });
  const office = await servedOffice("segegob", {
    oidc: {
      issuer: provider.issuer,
      clientId: provider.client.id,
      clientSecret: provider.client.secret,
      scope,
      name: "ClaveÚnica",
      userinfo: postOnly ? "post" : "get",
    },
  });
  onTestFinished(() => office.close());
  if (served) provider.serve(office.url + oidcCallbackPath);
  return { office, provider };
}

/** From the door of the account's page, in a browser that nobody has used before. */
async function signIn(office: ServedOffice): Promise<{ path: string; status: number | undefined; text: string }> {
  const context = await browser.newContext({ locale: "es-CL" });
  try {
    const page = await context.newPage();
    let status: number | undefined;
    page.on("response", (response) => {
      if (response.request().isNavigationRequest()) status = response.status();
    });
    await page.goto(`${office.url}/desk/account`);
    await page.getByRole("link", { name: "Ingresar con ClaveÚnica" }).click();
    await page.waitForLoadState();
    return { path: new URL(page.url()).pathname, status, text: (await page.textContent("main")) ?? "" };
  } finally {
    await context.close();
  }
}
