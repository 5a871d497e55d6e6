import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { enterByLink, linkForFirstAdministrator, linkFromConsole } from "../src/access/enter.ts";
import { linkPath, makeLink } from "../src/access/links.ts";
import { atMost, idleFor } from "../src/access/sessions.ts";
import { safeNext } from "../src/desk/same-site.ts";
import { transact } from "../src/store/database.ts";
import { deskOffice, deskOfficer, formOf, tokenIn } from "./desk-office.ts";
import { servedOffice } from "./site-office.ts";

let office: Awaited<ReturnType<typeof deskOffice>>;

beforeAll(async () => {
  office = await deskOffice();
});
afterAll(() => office.close());

const visitor = { agent: "test", address: "127.0.0.1" };

describe("CSRF", () => {
  test.each([
    ["another site's page", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
    [
      "another site's page, in a browser that sends Origin alone",
      { origin: "https://evil.example", "sec-fetch-site": "" },
    ],
    ["a page of a neighbouring host", { origin: "http://127.0.0.1:1", "sec-fetch-site": "same-site" }],
    ["a sandboxed frame", { origin: "null", "sec-fetch-site": "cross-site" }],
    ["an address typed or a bookmark", { "sec-fetch-site": "none" }],
  ])("a form sent by %s does nothing, whatever token it bears", async (_who, headers) => {
    const officer = await office.officer.writer.enter();
    const response = await officer.post("/desk/leave", {}, headers);
    expect(response.status).toBe(403);
    expect((await officer.get("/desk")).status).toBe(200);
  });

  test("a form sent by what is no browser, without saying from where, does nothing", async () => {
    const { cookie, formToken, get } = await office.officer.writer.enter();
    const body = formOf({ "voceria-form": formToken });
    expect((await fetch(`${office.url}/desk/leave`, { method: "POST", body, headers: { cookie } })).status).toBe(403);
    expect((await get("/desk")).status).toBe(200);
  });

  test("a form without the session's token, or with another session's, does nothing and gives back what was typed", async () => {
    const [one, other] = [await office.officer.writer.enter(), await office.officer.writer.enter()];
    for (const token of ["", "x", other.formToken]) {
      const response = await one.post("/desk/leave", { "voceria-form": token, text: "Lo que <escribí>" });
      expect(response.status).toBe(403);
      expect(await response.text()).toContain('name="text" value="Lo que &lt;escribí&gt;"');
      expect((await one.get("/desk")).status).toBe(200);
    }
  });

  test("another site cannot make a browser enter with a link of the attacker's own", async () => {
    const { token } = await linkFromConsole(office.installation.db, "writer@desk.example", office.installation.means);
    const sent = (headers: Record<string, string>) =>
      fetch(office.url + linkPath(token), { method: "POST", body: formOf({}), headers, redirect: "manual" });
    expect((await sent({ origin: "https://evil.example", "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await sent({ origin: office.url })).status).toBe(303);
  });
});

describe("session fixation", () => {
  test("a token that was planted before signing in is not the session, and a session brought along is over", async () => {
    const { db, means } = office.installation;
    const planted = "A".repeat(43);
    const before = await office.officer.writer.enter();
    for (const cookie of [`voceria=${planted}`, before.cookie]) {
      const { token } = await linkFromConsole(db, "writer@desk.example", means);
      const response = await fetch(office.url + linkPath(token), {
        method: "POST",
        body: formOf({}),
        headers: { origin: office.url, cookie },
        redirect: "manual",
      });
      const given = /voceria=([\w-]{43})/.exec(response.headers.get("set-cookie") ?? "")?.[1];
      expect(given).toBeDefined();
      expect(cookie).not.toContain(given);
      expect((await office.get("/desk", { headers: { cookie } })).status).toBe(303);
      expect((await office.get("/desk", { headers: { cookie: `voceria=${given}` } })).status).toBe(200);
    }
  });
});

describe("clickjacking", () => {
  test.each(["/desk", "/desk/enter", "/desk/nothing-here", "/clearance/nothing"])(
    "no page of another site may frame %s, nobody keeps it, and no search engine takes it",
    async (path) => {
      const { get } = await office.officer.everything.enter();
      const { headers } = await get(path);
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("content-security-policy")).toMatch(
        /default-src 'none'.*script-src 'self';.*style-src 'self';/,
      );
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("x-robots-tag")).toContain("noindex");
      expect(headers.get("referrer-policy")).toBe("same-origin");
    },
  );
});

describe("open redirect", () => {
  test.each([
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/desk//evil.example\\",
    "/desk@evil.example",
    "/desk\r\nlocation: https://evil.example",
    "/statements",
    "javascript:alert(1)",
    `/desk/${"a".repeat(600)}`,
  ])("signing in leads to no place outside the desk: %s", async (next) => {
    expect(safeNext(next)).toBe("/desk");
    const { get } = await office.officer.writer.enter();
    const response = await get(`/desk/enter?next=${encodeURIComponent(next)}`);
    expect(response.headers.get("location")).toBe("/desk");
  });

  test("and does lead back to the page of the desk that was asked for", async () => {
    const asked = await office.get("/desk/drafts/7?tab=versions");
    expect(asked.status).toBe(303);
    expect(asked.headers.get("location")).toBe(`/desk/enter?next=${encodeURIComponent("/desk/drafts/7?tab=versions")}`);
    expect(safeNext("/desk/drafts/7?tab=versions")).toBe("/desk/drafts/7?tab=versions");
  });
});

describe("link guessing", () => {
  test("a link that never was, was used, has expired or lies about its length lets nobody in, all in the same words", async () => {
    const { db, means } = office.installation;
    const used = await linkFromConsole(db, "writer@desk.example", means);
    await enterByLink(db, used.token, visitor, means);
    const late = { ...means, clock: { now: () => new Date(Date.now() - 2 * 3_600_000) } };
    const expired = await linkFromConsole(db, "editor@desk.example", late);
    const answers = new Set<string>();
    for (const token of [used.token, expired.token, "A".repeat(43), "x", "A".repeat(2_000), "%00", "..%2f..%2fdesk"]) {
      const page = await office.get(linkPath(token));
      expect(page.status).toBe(404);
      answers.add(await page.text());
      const entered = await office.get(linkPath(token), {
        method: "POST",
        body: formOf({}),
        headers: { origin: office.url },
      });
      expect([entered.status, entered.headers.get("set-cookie")]).toEqual([404, null]);
    }
    expect(answers.size).toBe(1);
  });

  test("opening a link uses nothing up, and it lets in once", async () => {
    const { token } = await linkFromConsole(office.installation.db, "writer@desk.example", office.installation.means);
    for (const _scanner of [1, 2, 3])
      expect(await (await office.get(linkPath(token))).text()).toContain("Ingresar como Writer Soto");
    const enter = () =>
      office.get(linkPath(token), { method: "POST", body: formOf({}), headers: { origin: office.url } });
    const answers = await Promise.all(Array.from({ length: 8 }, enter));
    expect(answers.map(({ status }) => status).filter((status) => status === 303)).toHaveLength(1);
  });

  test("a link that is asked for anew takes the place of the one before", async () => {
    const { db, means } = office.installation;
    const first = await linkFromConsole(db, "writer@desk.example", means);
    const second = await linkFromConsole(db, "writer@desk.example", means);
    expect((await office.get(linkPath(first.token))).status).toBe(404);
    expect((await office.get(linkPath(second.token))).status).toBe(200);
  });

  test("the database keeps nothing that lets anybody in", async () => {
    const { db, means } = office.installation;
    const { token } = await linkFromConsole(db, "writer@desk.example", means);
    const session = await office.officer.writer.enter();
    const kept = JSON.stringify([
      await db.selectFrom("one_time_link").selectAll().execute(),
      await db.selectFrom("session").selectAll().execute(),
      await db.selectFrom("trail").selectAll().execute(),
    ]);
    for (const secret of [token, session.token, session.formToken]) {
      expect(kept).not.toContain(secret);
      expect(kept).not.toContain(JSON.stringify(Buffer.from(secret)));
      expect(kept).not.toContain(JSON.stringify(Buffer.from(secret, "base64url")));
    }
  });
});

describe("cookies", () => {
  test("a session's cookie is out of reach of programs and of other sites", async () => {
    const { token } = await linkFromConsole(office.installation.db, "writer@desk.example", office.installation.means);
    const response = await office.get(linkPath(token), {
      method: "POST",
      body: formOf({}),
      headers: { origin: office.url },
    });
    expect(response.headers.get("set-cookie")).toMatch(
      /^voceria=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  test("over https it is of this host alone (__Host-), for https alone, and the page's own origin is the only one", async () => {
    const url = "https://voceria.example";
    const served = await servedOffice("blank", { url });
    onTestFinished(() => served.close());
    const here = served.listening;
    await deskOfficer(served, "ana@segegob.example", []);
    const { installation } = served;
    const enter = async (origin: string) => {
      const { token } = await linkFromConsole(installation.db, "ana@segegob.example", installation.means);
      return fetch(here + linkPath(token), {
        method: "POST",
        body: formOf({}),
        headers: { origin },
        redirect: "manual",
      });
    };
    expect((await enter(here)).status).toBe(403);
    const response = await enter(url);
    const given = response.headers.get("set-cookie") ?? "";
    expect(given).toMatch(/^__Host-voceria=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(response.headers.get("strict-transport-security")).toBe("max-age=31536000");
    const token = /=([\w-]{43})/.exec(given)?.[1];
    const get = (cookie: string) => fetch(`${here}/desk`, { headers: { cookie }, redirect: "manual" });
    expect((await get(`__Host-voceria=${token}`)).status).toBe(200);
    // A name that another site of the domain could have planted is not looked at.
    expect((await get(`voceria=${token}`)).status).toBe(303);
  });

  test("over plain http the desk answers to this machine's own names alone", async () => {
    const { get } = await office.officer.writer.enter();
    expect((await get("/desk")).status).toBe(200);
    const response = await askAs("rebound.example");
    expect(response).toContain("403");
    expect(response).toContain("https");
    expect(response).not.toContain("Writer Soto");

    async function askAs(host: string): Promise<string> {
      const { request } = await import("node:http");
      const { cookie } = await office.officer.writer.enter();
      return new Promise((resolve, reject) => {
        request(`${office.url}/desk`, { headers: { host, cookie } }, (answer) => {
          let text = String(answer.statusCode);
          answer.setEncoding("utf8").on("data", (part: string) => (text += part));
          answer.on("end", () => resolve(text));
        })
          .on("error", reject)
          .end();
      });
    }
  });
});

describe("a session", () => {
  test("ends when its officer signs out, on that device alone", async () => {
    const [one, other] = [await office.officer.writer.enter(), await office.officer.writer.enter()];
    const left = await one.post("/desk/leave");
    expect(left.headers.get("set-cookie")).toMatch(/^voceria=; Max-Age=0/);
    expect((await one.get("/desk")).status).toBe(303);
    expect((await other.get("/desk")).status).toBe(200);
  });

  test("that is idle too long, or too old however busy, is over: what was typed comes back with a 401", async () => {
    const { db } = office.installation;
    for (const past of [
      { seen_at: new Date(Date.now() - idleFor - 1_000) },
      { created_at: new Date(Date.now() - atMost - 1_000) },
    ]) {
      const officer = await office.officer.writer.enter();
      await db.updateTable("session").set(past).where("officer", "=", office.officer.writer.actor.officer).execute();
      const response = await officer.post("/desk/leave", { body: "Media frase" });
      expect(response.status).toBe(401);
      expect(await response.text()).toContain('name="body" value="Media frase"');
      expect(await (await officer.send("/desk/leave", undefined)).json()).toMatchObject({ code: "signed-out" });
    }
  });

  test("of an officer who is suspended in mid-session is over at the next request", async () => {
    const officer = await deskOfficer(office, "leaving@desk.example", [
      { institution: office.institution, right: "writer" },
    ]);
    const { get } = await officer.enter();
    expect((await get("/desk")).status).toBe(200);
    const suspended = office.installation.db.updateTable("officer").where("id", "=", officer.actor.officer);
    await suspended.set({ suspended_at: new Date() }).execute();
    expect((await get("/desk")).status).toBe(303);
    await expect(officer.enter()).rejects.toMatchObject({ code: "not-found" });
  });

  test("of somebody else is no way in: what looks like a token is never asked of the database as text", async () => {
    for (const cookie of [
      "voceria='; drop table session; --",
      "voceria=",
      `voceria=${"A".repeat(100_000)}`.slice(0, 9_000),
    ])
      expect((await office.get("/desk", { headers: { cookie } })).status).toBe(303);
  });
});

describe("whoever is not signed in", () => {
  test("is led to the door from every address of the desk, whether there is anything there or not", async () => {
    for (const path of ["/desk", "/desk/", "/desk/administration/officers", "/desk/nothing-at-all", "/desk/drafts/1"]) {
      const response = await office.get(path);
      expect([path, response.status, response.headers.get("location")?.startsWith("/desk/enter?next=")]).toEqual([
        path,
        303,
        true,
      ]);
    }
  });

  test("finds nothing of the desk in what the page cache keeps", async () => {
    const { get } = await office.officer.writer.enter();
    expect(await (await get("/desk")).text()).toContain("Writer Soto");
    expect((await office.get("/desk")).status).toBe(303);
    expect(office.failures).toEqual([]);
  });
});

test("the first administrator's link is for an office without one, and of two who use it at once one founds it", async () => {
  const { db, means } = office.installation;
  expect(await linkForFirstAdministrator(db, means)).toBeUndefined();
  const stale = await transact(db, (tx) => makeLink(tx, { officer: undefined, madeBy: "administrator" }, means));
  expect((await office.get(linkPath(stale))).status).toBe(404);
  const fields = { name: "Mallory", email: "mallory@evil.example", language: "es" };
  const response = await office.get(linkPath(stale), {
    method: "POST",
    body: formOf(fields),
    headers: { origin: office.url },
  });
  expect(response.status).toBe(409);
  expect(await db.selectFrom("officer").where("email", "=", fields.email).selectAll().execute()).toEqual([]);
});

test("tokens are read from pages of the desk alone", async () => {
  const { get } = await office.officer.writer.enter();
  expect(tokenIn(await (await get("/desk")).text())).toMatch(/^[\w-]{43}$/);
  expect(() => tokenIn("")).toThrow(/nobody is signed in/);
});
