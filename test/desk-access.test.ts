import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { askForLink, askingForOneAddress, askingFromOneNetwork } from "../src/access/ask-link.ts";
import { networkOf } from "../src/access/attempts.ts";
import { linkPath } from "../src/access/links.ts";
import { start } from "../src/cli/start.ts";
import { enter } from "../src/cli/enter.ts";
import { callCommand } from "./call-command.ts";
import { deskOffice, deskOfficer, type Fields, formOf, signedIn } from "./desk-office.ts";
import { servedOffice } from "./site-office.ts";
import { smtpSink } from "./smtp-sink.ts";

let office: Awaited<ReturnType<typeof deskOffice>>;

beforeAll(async () => {
  office = await deskOffice();
});
afterAll(() => office.close());

const asked = (url: string, email: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/desk/enter`, {
    method: "POST",
    body: formOf({ email }),
    headers: { origin: url, "accept-language": "es", ...headers },
    redirect: "manual",
  });

describe("a link by mail", () => {
  /** How many jobs were ever added: the queue numbers them. */
  const jobsAdded = async () => {
    const { rows } = await sql<{ added: number }>`select coalesce(max(last_value), 0)::int as added from pg_sequences
      where schemaname = 'voceria_jobs' and sequencename like '%jobs_id%'`.execute(office.installation.db);
    return rows[0]!.added;
  };

  test("is asked for at the door, arrives over SMTP, and lets in once", async () => {
    const sink = await smtpSink();
    const served = await servedOffice("segegob", { smtpUrl: sink.url, mailFrom: "prensa@segegob.example" });
    onTestFinished(() => served.close());
    await deskOfficer(served, "ana@segegob.example", []);
    expect((await asked(served.url, " ANA@segegob.example ")).status).toBe(200);
    const [mail] = await sink.until(1);
    expect(mail?.from?.value[0]?.address).toBe("prensa@segegob.example");
    expect(mail?.to).toMatchObject({ value: [{ address: "ana@segegob.example" }] });
    expect(mail?.subject).toContain("Enlace para ingresar");
    const link = /http:\S+/.exec(mail?.text ?? "")?.[0] ?? "";
    expect(link.startsWith(`${served.url}/desk/enter/link/`)).toBe(true);
    expect(await (await fetch(link)).text()).toContain("Ingresar como Ana Soto");
    const entered = await fetch(link, {
      method: "POST",
      body: formOf({}),
      headers: { origin: served.url },
      redirect: "manual",
    });
    const token = /voceria=([\w-]{43})/.exec(entered.headers.get("set-cookie") ?? "")?.[1] ?? "";
    expect((await (await signedIn(served.url, token)).get("/desk")).status).toBe(200);
    expect((await fetch(link)).status).toBe(404);
    const { db } = served.installation;
    // A letter that the database keeps for another try holds no way in.
    expect(JSON.stringify(await sql`select * from voceria_jobs._private_jobs`.execute(db))).not.toContain("link/");
    expect(served.failures).toEqual([]);
  });

  test("constant answers: nobody learns from the door whether an address is an officer's, by words, headers or work done", async () => {
    const answers = new Set<string>();
    const done = new Set<number>();
    const suspended = await deskOfficer(office, "gone@desk.example", []);
    await office.installation.db
      .updateTable("officer")
      .set({ suspended_at: new Date() })
      .where("id", "=", suspended.actor.officer)
      .execute();
    for (const email of ["writer@desk.example", "nobody@desk.example", "gone@desk.example"]) {
      const before = await jobsAdded();
      const response = await asked(office.url, email);
      const headers = [...response.headers].filter(([name]) => name !== "date" && name !== "content-length");
      answers.add(JSON.stringify([response.status, headers, (await response.text()).replaceAll(email, "X")]));
      // Whether it is an officer's is looked up by the job alone, after the answer.
      done.add((await jobsAdded()) - before);
    }
    expect(answers.size).toBe(1);
    expect([...done]).toEqual([1]);
  });

  test("login timing: the door asks the database the same questions for an officer and for a stranger", async () => {
    const { db, means } = office.installation;
    const questions = async (email: string, address: string) => {
      const asked: string[] = [];
      const watched = db.withPlugin({
        transformQuery: ({ node }) => {
          asked.push(node.kind);
          return node;
        },
        transformResult: async ({ result }) => result,
      });
      await askForLink(watched, { email, address }, means);
      return asked;
    };
    expect(await questions("editor@desk.example", "10.1.2.3")).toEqual(
      await questions("stranger@desk.example", "10.1.2.4"),
    );
  });

  test("is not sent without end: an address gets so many, a network may ask for so many, and is then told to wait", async () => {
    const { db, means } = office.installation;
    const before = await jobsAdded();
    for (let n = 0; n < askingForOneAddress.tries + 3; n++)
      await askForLink(db, { email: "publisher@desk.example", address: `10.9.${n}.1` }, means);
    expect((await jobsAdded()) - before).toBe(askingForOneAddress.tries);
    for (let n = 0; n < askingFromOneNetwork.tries; n++)
      await askForLink(db, { email: `n${n}@desk.example`, address: "2001:db8:1:2::1" }, means);
    await expect(
      askForLink(db, { email: "writer@desk.example", address: "2001:db8:1:2:ffff::9" }, means),
    ).rejects.toMatchObject({ code: "too-many" });
    expect(networkOf("::1")).toBe("0:0:0:0::/64");
    expect(networkOf("::ffff:10.0.0.1")).toBe("10.0.0.1");
  });

  test("without a relay lies in the outbox", async () => {
    const page = await asked(office.url, "stenographer@desk.example");
    expect(await page.text(), "the page says where the link went").toContain("bin/voceria enter --as");
    const folder = join(office.installation.data, "outbox");
    for (;;) {
      const names = await readdir(folder).catch(() => []);
      const mails = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
      if (mails.some((mail) => mail.includes("stenographer@desk.example") && mail.includes("/desk/enter/link/"))) break;
    }
    expect(office.notes.join("\n")).not.toContain("/desk/enter/link/");
  });
});

test("the address that limits and the trail see is the proxy's word only with --behind-proxy, and then its last one", async () => {
  for (const [behindProxy, seen] of [
    [false, "127.0.0.1"],
    [true, "203.0.113.7"],
  ] as const) {
    const served = await servedOffice("blank", { behindProxy, url: "https://voceria.example" });
    onTestFinished(() => served.close());
    await deskOfficer(served, "ana@segegob.example", []);
    const { code, lines } = await callCommand(enter, ["--as", "ana@segegob.example"], {
      installation: served.installation,
    });
    expect(code).toBe(0);
    const response = await fetch(served.listening + new URL(lines[0]!).pathname, {
      method: "POST",
      body: formOf({}),
      headers: { origin: served.url, "x-forwarded-for": "198.51.100.1, 203.0.113.7" },
      redirect: "manual",
    });
    expect(response.status).toBe(303);
    const { db } = served.installation;
    expect(await db.selectFrom("session").select("address").execute()).toEqual([{ address: seen }]);
    expect(
      (await db.selectFrom("trail").select("address").where("action", "=", "session.opened").execute())[0],
    ).toEqual({
      address: seen,
    });
  }
});

describe("voceria enter", () => {
  test("makes the first administrator, who can work at once, then the only administrator's link, then asks whose", async () => {
    const served = await servedOffice("segegob");
    onTestFinished(() => served.close());
    const { installation, url } = served;
    const link = async (...words: string[]) =>
      new URL((await callCommand(enter, words, { installation })).lines[0]!).pathname;
    const first = await link();
    expect(await (await fetch(url + first, { headers: { "accept-language": "en" } })).text()).toContain(
      "You will be the first",
    );
    const send = (path: string, fields: Fields) =>
      fetch(url + path, { method: "POST", body: formOf(fields), headers: { origin: url }, redirect: "manual" });
    const bad = await send(first, { name: "Ana Soto", email: "no es un correo", language: "es" });
    expect(bad.status).toBe(400);
    const typed = await bad.text();
    expect(typed).toContain('value="no es un correo"');
    expect(typed).toContain("no es una dirección de correo");
    const good = await send(first, { name: "Ana Soto", email: "Ana@Segegob.example", language: "es" });
    expect([good.status, good.headers.get("location")]).toEqual([303, "/desk"]);
    const held = await installation.db.selectFrom("officer_right").select(["institution", "right"]).execute();
    expect(held.map(({ right }) => right)).toEqual(
      expect.arrayContaining(["administrator", "editor", "publisher", "register-keeper", "writer"]),
    );
    expect(await (await fetch(url + (await link()))).text()).toContain("Ana Soto");
    await deskOfficer(served, "eva@segegob.example", [{ institution: held[0]!.institution, right: "administrator" }]);
    await expect(link()).rejects.toThrow(/several administrators.*--as EMAIL/);
    await expect(link("--as", "eve@segegob.example")).rejects.toThrow(/No officer has the address/);
    expect(await (await fetch(url + (await link("--as", "eva@segegob.example")))).text()).toContain("Eva Soto");
    expect(start.settings).toContain("mail-from");
  });
});

describe("administration", () => {
  const officers = "/desk/administration/officers";

  test("belongs to administrators: no other right opens any of its pages or does any of its acts", async () => {
    const { clearer, editor, publisher, writer, stenographer, "register-keeper": keeper, nothing } = office.officer;
    const victim = office.officer.writer.actor.officer;
    for (const officer of [clearer, editor, publisher, writer, stenographer, keeper, nothing]) {
      const { get, post } = await officer.enter();
      for (const page of ["officers", "officers/new", `officers/${victim}`, "sessions", "trail", "office"])
        expect([page, (await get(`/desk/administration/${page}`)).status]).toEqual([page, 403]);
      for (const [act, fields] of [
        ["officers/new", { name: "Eva", email: "eva@evil.example", language: "es" }],
        [
          `officers/${victim}`,
          { name: "X", email: "x@evil.example", language: "es", grant: `${office.institution} administrator` },
        ],
        [`officers/${victim}/suspend`, {}],
        [`officers/${victim}/renew`, {}],
        [`officers/${victim}/restore`, {}],
        ["sessions/1/end", {}],
        ["office/contact", { contact: "evil@evil.example", reason: "x" }],
        ["office/topics", { slug: "evil", es: "Mal", en: "Evil" }],
      ] as const)
        expect([act, (await post(`/desk/administration/${act}`, fields)).status]).toEqual([act, 403]);
    }
    expect((await (await office.officer.writer.enter()).get("/desk")).status).toBe(200);
    expect(await office.installation.db.selectFrom("officer").where("email", "like", "%evil%").execute()).toEqual([]);
  });

  test("invites an officer with rights by institution, changes them, and each is on the trail with who did it", async () => {
    const administrator = await office.officer.administrator.enter();
    const own = office.institution;
    expect(
      (
        await administrator.post(`${officers}/new`, {
          name: "Íñigo Peña",
          email: "INIGO@segegob.example",
          language: "en",
          grant: [`${own} writer`, `${own} editor`],
        })
      ).headers.get("location"),
    ).toBe(`${officers}?saved=1`);
    const list = await (await administrator.get(officers)).text();
    expect(list).toContain("Íñigo Peña");
    expect(list).toContain("Redacción y Edición");
    const again = await administrator.post(`${officers}/new`, {
      name: "Otro",
      email: "inigo@segegob.example",
      language: "es",
    });
    expect(again.status).toBe(409);
    expect(await again.text()).toContain('value="Otro"');
    const { db } = office.installation;
    const { id } = await db
      .selectFrom("officer")
      .select("id")
      .where("email", "=", "inigo@segegob.example")
      .executeTakeFirstOrThrow();
    await administrator.post(`${officers}/${id}`, {
      name: "Íñigo Peña",
      email: "inigo@segegob.example",
      language: "es",
      grant: `${own} publisher`,
    });
    expect(await db.selectFrom("officer_right").select("right").where("officer", "=", id).execute()).toEqual([
      { right: "publisher" },
    ]);
    const trail = await (await administrator.get("/desk/administration/trail?about=inigo@segegob.example")).text();
    expect(trail).toContain("Persona invitada");
    expect(trail).toContain("Datos o derechos cambiados");
    expect(trail).toContain("Administrator Soto");
    expect(trail).toContain("&quot;right&quot;: &quot;publisher&quot;");
  });

  test.each([
    [{ name: "" }, "Nombre"],
    [{ email: "a@b.example, c@d.example" }, "correo"],
    [{ email: "a@b.example\r\nBcc: c@d.example" }, "correo"],
    [{ language: "fr" }, "Idioma"],
    [{ grant: "segegob king" }, "no existe"],
    [{ grant: "atlantis writer" }, "atlantis"],
    [{ institution: "ministerio-atlantis", elsewhere: "clearer" }, "atlantis"],
  ])("an invitation with %o is refused in words, with what was typed", async (wrong, said) => {
    const administrator = await office.officer.administrator.enter();
    const response = await administrator.post(`${officers}/new`, {
      name: "<b>Eva</b>",
      email: "eva@segegob.example",
      language: "es",
      ...wrong,
    });
    expect(response.status).toBe(400);
    const page = await response.text();
    expect(/role="alert"\s*>\s*<p\s*>([^<]*)/.exec(page)?.[1]).toContain(said);
    expect(page).not.toContain("<b>Eva</b>");
  });

  test("an office never loses its last administrator, and nobody suspends themselves", async () => {
    const served = await deskOffice("blank");
    onTestFinished(() => served.close());
    const { administrator, everything } = served.officer;
    const one = await administrator.enter();
    const self = await one.post(`${officers}/${administrator.actor.officer}/suspend`);
    expect(self.status).toBe(403);
    expect((await one.post(`${officers}/${everything.actor.officer}/suspend`)).status).toBe(303);
    const { name, email } = administrator.actor;
    const last = await one.post(`${officers}/${administrator.actor.officer}`, { name, email, language: "es" });
    expect(last.status).toBe(409);
    expect(await last.text()).toContain("sin nadie que la administre");
    expect((await one.get(officers)).status).toBe(200);
  });

  test("suspending ends every session and link; a lost device loses passkeys and sessions and gets a new way in", async () => {
    const administrator = await office.officer.administrator.enter();
    const leaving = await deskOfficer(office, "leaves@desk.example", [
      { institution: office.institution, right: "writer" },
    ]);
    const session = await leaving.enter();
    const path = `${officers}/${leaving.actor.officer}`;
    const { code, lines } = await callCommand(enter, ["--as", "leaves@desk.example"], {
      installation: office.installation,
    });
    expect(code).toBe(0);
    await administrator.post(`${path}/suspend`);
    expect((await session.get("/desk")).status).toBe(303);
    expect((await office.get(new URL(lines[0]!).pathname)).status).toBe(404);
    await administrator.post(`${path}/restore`);
    expect((await session.get("/desk")).status).toBe(303);
    const fresh = await leaving.enter();
    await administrator.post(`${path}/renew`);
    expect((await fresh.get("/desk")).status).toBe(303);
  });

  test("the press contact and the topics are the office's own, the contact by an entry of the record", async () => {
    const administrator = await office.officer.administrator.enter();
    const path = "/desk/administration/office";
    const saved = await administrator.post(`${path}/contact`, {
      contact: "prensa@segegob.example",
      reason: "Nuevo correo.",
    });
    expect(saved.headers.get("location")).toBe(`${path}?saved=1`);
    expect((await office.read()).pressContact).toBe("prensa@segegob.example");
    await office.until("/", "prensa@segegob.example");
    const same = await administrator.post(`${path}/contact`, {
      contact: "prensa@segegob.example",
      reason: "Otra vez.",
    });
    expect([same.status, (await same.text()).includes("es el mismo de antes")]).toEqual([400, true]);
    await administrator.post(`${path}/topics`, { slug: "salud", es: "Salud y cuidados", en: "Health" });
    const wrong = await administrator.post(`${path}/topics`, { slug: "Salud pública", es: "Salud", en: "Health" });
    expect([wrong.status, (await wrong.text()).includes('value="Salud pública"')]).toEqual([400, true]);
    const salud = office.installation.db.selectFrom("topic").selectAll().where("slug", "like", "sal%");
    expect(await salud.execute()).toEqual([{ slug: "salud", name_es: "Salud y cuidados", name_en: "Health" }]);
  });

  test("each kind has a template in each language, which new drafts begin with", async () => {
    const administrator = await office.officer.administrator.enter();
    const path = "/desk/administration/office/templates/comunicado";
    const fields = {
      language: "es-CL",
      title: "",
      summary: "",
      body: "Santiago, hoy.\n",
      contact: "prensa@segegob.example",
    };
    expect((await administrator.post(path, fields)).headers.get("location")).toBe(`${path}?saved=1`);
    expect(await (await administrator.get(path)).text()).toContain("Santiago, hoy.");
    const refused = await administrator.post(path, { ...fields, language: "en", title: "x".repeat(5_000) });
    expect([refused.status, (await refused.text()).includes("Santiago, hoy.")]).toEqual([400, true]);
    expect(await (await administrator.get("/desk/administration/office")).text()).toContain("plantilla en es-CL");
    expect((await administrator.post(path, { language: "es-CL", remove: "1" })).status).toBe(303);
    expect((await administrator.post(path, { language: "es-CL", remove: "1" })).status).toBe(404);
    expect((await administrator.get(path.replace("comunicado", "decreto"))).status).toBe(404);
    expect((await (await office.officer.publisher.enter()).post(path, fields)).status).toBe(403);
  });

  test("the trail is only ever added to, and pages through", async () => {
    const { db } = office.installation;
    await expect(sql`update trail set action = 'nothing.happened'`.execute(db)).rejects.toThrow(/only ever added to/);
    await expect(sql`delete from trail`.execute(db)).rejects.toThrow(/only ever added to/);
    const administrator = await office.officer.administrator.enter();
    await sql`insert into trail (at, action, about) values (now(), 'draft.write', 'draft 7')`.execute(db);
    const about = await (await administrator.get("/desk/administration/trail?about=Borrador+7")).text();
    expect(about).toContain('<a href="/desk/drafts/7">Borrador 7</a>');
    await sql`insert into trail (at, action) select now(), 'test.done' from generate_series(1, 60)`.execute(db);
    const first = await (await administrator.get("/desk/administration/trail?action=test.done")).text();
    const older = /href="(\/desk\/administration\/trail\?[^"]*before=\d+)"/.exec(first)?.[1]?.replaceAll("&amp;", "&");
    expect(first.match(/<th scope="row">/g)).toHaveLength(50);
    expect((await (await administrator.get(older ?? "")).text()).match(/<th scope="row">/g)).toHaveLength(10);
  });
});

describe("IDOR", () => {
  test("an officer ends sessions and removes passkeys of their own alone; another's are as if they were not there", async () => {
    const { db } = office.installation;
    const [writer, editor] = [await office.officer.writer.enter(), await office.officer.editor.enter()];
    const { id } = await db
      .selectFrom("session")
      .select("id")
      .where("officer", "=", office.officer.editor.actor.officer)
      .orderBy("id", "desc")
      .executeTakeFirstOrThrow();
    await db
      .insertInto("passkey")
      .values({
        id: "editors-own",
        officer: office.officer.editor.actor.officer,
        public_key: Buffer.from("x"),
        counter: 0,
        name: "Su llave",
        created_at: new Date(),
        used_at: null,
      })
      .execute();
    const words = async (path: string) => {
      const response = await writer.post(path);
      return [response.status, await response.text()];
    };
    expect(await words(`/desk/account/sessions/${id}/end`)).toEqual(await words("/desk/account/sessions/999999/end"));
    expect(await words("/desk/account/passkeys/editors-own/remove")).toEqual(
      await words("/desk/account/passkeys/none/remove"),
    );
    for (const odd of ["0", "-1", "1e3", "x", "9999999999999999999", "1%20or%201=1"])
      expect((await writer.post(`/desk/account/sessions/${odd}/end`)).status).toBe(404);
    expect((await editor.get("/desk")).status).toBe(200);
    expect(await (await editor.get("/desk/account")).text()).toContain("Su llave");
    expect(await (await writer.get("/desk/account")).text()).not.toContain("Su llave");
    expect((await editor.post("/desk/account/passkeys/editors-own/remove")).status).toBe(303);
  });

  test("an officer sees and ends their own sessions, and all others at once", async () => {
    const clearer = office.officer.clearer.actor.officer;
    await office.installation.db
      .updateTable("session")
      .set({ ended_at: new Date() })
      .where("officer", "=", clearer)
      .execute();
    const [one, two, three] = [
      await office.officer.clearer.enter(),
      await office.officer.clearer.enter(),
      await office.officer.clearer.enter(),
    ];
    const page = await (await one.get("/desk/account")).text();
    const ids = [...page.matchAll(/\/desk\/account\/sessions\/(\d+)\/end"/g)].map(([, id]) => Number(id));
    expect(ids).toHaveLength(2);
    expect((await one.post(`/desk/account/sessions/${Math.max(...ids)}/end`)).status).toBe(303);
    expect((await three.get("/desk")).status).toBe(303);
    expect((await two.get("/desk")).status).toBe(200);
    await one.post("/desk/account/sessions/end-others");
    expect((await two.get("/desk")).status).toBe(303);
    expect((await one.get("/desk")).status).toBe(200);
  });
});

test("the desk speaks the language that its officer chose", async () => {
  const officer = await office.officer["register-keeper"].enter();
  expect(await (await officer.get("/desk/account", { "accept-language": "en" })).text()).toContain("Sus derechos");
  await officer.post("/desk/account/language", { language: "en" });
  expect(await (await officer.get("/desk/account", { "accept-language": "es" })).text()).toContain("Your rights");
  expect(linkPath("x")).toBe("/desk/enter/link/x");
});
