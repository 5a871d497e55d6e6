import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registerAsOfCommand } from "../src/cli/register-as-of.ts";
import { readAskedDate } from "../src/register/asked-date.ts";
import { everyPost } from "../src/register/every-post.ts";
import { callCommand } from "./call-command.ts";
import { bring, expectClean } from "./register-import-office.ts";
import type { Founded } from "./recorder-office.ts";
import { type ServedOffice, servedOffice } from "./site-office.ts";

/** Another government's register in an installation whose own office has nobody: three ministries, and a long list of prefects. */
const government = [
  "id,name,post,body,from,to,as,notes",
  "1,Ana Rojas Díaz,Dirección de Obras,Obras Públicas,2001-03-11,2003-06-30,,",
  "2,Luis Soto Vera,Dirección de Obras,Obras Públicas,2003-06-30,2006-03-11,,",
  "3,Pía Luna Paz,Ministra de Salud,Salud,2001,2005-01-01,,",
  "4,Juan Mar Gil,Ministro de Salud,Salud,2005-01-01,,suplente,",
  "5,Eva Sol Ríos,Subsecretaria de Salud,Salud,2002-02-02,2003-03-03,,",
  ...Array.from({ length: 230 }, (_, at) => {
    const number = String(at + 1).padStart(3, "0");
    return `${at + 10},Prefecta ${number} Apellido,Prefectura ${number},Interior,2003-01-01,2003-12-31,,`;
  }),
  ...Array.from({ length: 13 }, (_, at) => {
    const number = String(at + 1).padStart(3, "0");
    return `${at + 500},Sucesora ${number} Apellido,Prefectura ${number},Interior,2003-12-31,2004-02-01,,`;
  }),
].join("\n");
const mapping = {
  columns: {
    id: "id",
    person: "name",
    post: "post",
    institution: "body",
    start: "from",
    end: "to",
    capacity: "as",
    notes: "notes",
  },
  blankEnd: "ongoing",
};

let office: ServedOffice;
beforeAll(async () => {
  office = await servedOffice("blank");
  await bring(founded(), { format: "csv", from: government, mapping, on: "2005-12-01", source: "Gaceta" });
  await office.sequencer.flush();
  await office.until("/register/institutions", "Obras Públicas");
});
afterAll(async () => {
  await expectClean(founded());
  await office.close();
});

const founded = (): Founded => office.installation;
const read = async (path: string) => (await office.get(path)).text();
const asked = (date: string, more: { institution?: string; after?: number; limit?: number } = {}) =>
  everyPost(office.installation.db, { span: readAskedDate(date), ...more });

describe("who held every post of a register", () => {
  test("is answered for one institution in words, a handover as until and from, in both languages", async () => {
    const { sentence, counts, institutions } = await asked("2003-06-30", { institution: "obras-publicas" });
    expect(counts).toMatchObject({ people: 2, posts: 1, handovers: 1, without: 0 });
    expect(institutions[0]?.posts.map(({ verdict }) => verdict)).toEqual(["handover"]);
    expect(sentence).toEqual({
      es: "30 de junio de 2003: Ana Rojas Díaz, Dirección de Obras, titular, hasta ese día; Luis Soto Vera, Dirección de Obras, titular, desde ese día.",
      en: "30 June 2003: Ana Rojas Díaz, Dirección de Obras, titular, until that day; Luis Soto Vera, Dirección de Obras, titular, from that day.",
    });
  });

  test("of many posts, is how many there are, and in words those that changed hands", async () => {
    const { sentence, counts } = await asked("2003-06-30");
    expect(counts).toMatchObject({ people: 233, posts: 232, certain: 232, handovers: 1, institutions: 3, without: 3 });
    expect(sentence.es).toBe(
      "30 de junio de 2003: constan 233 personas en 232 cargos de 3 instituciones. Ese día un cargo cambió de manos. " +
        "Ana Rojas Díaz, Dirección de Obras, titular, hasta ese día; Luis Soto Vera, Dirección de Obras, titular, desde ese día.",
    );
    expect(sentence.en).toContain("One post changed hands that day.");
    expect(sentence.en).not.toContain("Among them");
    const many = await asked("2003-12-31");
    expect(many.sentence.es).toMatch(/Ese día 13 cargos cambiaron de manos\. Entre ellos: Prefecta 001 Apellido/);
    expect(many.sentence.es).not.toContain("Prefecta 013");
    // Where all begin, nothing changes hands.
    expect((await asked("2003-01-01")).counts).toMatchObject({ posts: 233, handovers: 0 });
  });

  test("tells which posts changed hands that day, what is only possible, and what a source alone says", async () => {
    const { institutions } = await asked("2005-01-01", { institution: "salud" });
    expect(
      institutions[0]?.posts.flatMap(({ holdings }) => holdings.map(({ person, role }) => [person.slug, role])),
    ).toEqual([
      ["pia-luna-paz", "until"],
      ["juan-mar-gil", "from"],
    ]);
    const year = await asked("2001-06-01", { institution: "salud" });
    expect(year.counts).toMatchObject({ posts: 1, certain: 0, without: 2 });
    expect(year.institutions[0]?.posts[0]).toMatchObject({
      verdict: "indeterminate",
      holdings: [{ certainty: "possible" }],
    });
    const later = await asked("2010-01-01");
    expect(later.sentence.es).toContain("Juan Mar Gil, Ministro de Salud, suplente, según la fuente");
    expect(later.counts).toMatchObject({ people: 1, posts: 1, certain: 0 });
  });

  test("is counted whole and listed in parts that make the whole, each post once", async () => {
    const seen: string[] = [];
    for (let after: number | undefined = 0; after !== undefined;) {
      const part = await asked("2003-03-03", { after, limit: 50 });
      expect(part.counts).toMatchObject({ people: 233, posts: 233, institutions: 3 });
      expect(part.institutions.flatMap(({ posts }) => posts).length).toBeLessThanOrEqual(50);
      seen.push(...part.institutions.flatMap(({ posts }) => posts.map(({ post }) => post.slug)));
      after = part.next;
    }
    expect([seen.length, new Set(seen).size]).toEqual([233, 233]);
  });

  test("asked of a year, gives all who held each at any time in it", async () => {
    const { institutions } = await asked("2003", { institution: "obras-publicas" });
    expect(
      institutions[0]?.posts.flatMap(({ holdings }) => holdings.map(({ person }) => person.slug)).toSorted(),
    ).toEqual(["ana-rojas-diaz", "luis-soto-vera"]);
  });

  test("says that nobody is known where nobody is, and refuses an institution that is not there", async () => {
    expect((await asked("1950-05-05")).sentence).toEqual({
      es: "5 de mayo de 1950: no consta quién ejerciera cargo alguno.",
      en: "5 May 1950: nobody is known to have held any post.",
    });
    await expect(asked("1950-05-05", { institution: "nada" })).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("where no post that speaks has ever had a holder", () => {
  test("the date question, the page of the day and its data answer for every post", async () => {
    for (const path of [
      "/register/as-of/2005-01-01",
      `/register?${new URLSearchParams({ date: "1 de enero de 2005" }).toString()}`,
    ]) {
      const page = await read(path);
      expect(page).toContain("Pía Luna Paz");
      expect(page).toContain("hasta ese día");
      expect(page).toContain("desde ese día");
      expect(page).toContain('<a href="/register/institutions/obras-publicas">Obras Públicas</a>');
    }
    const data = JSON.parse(await read("/register/as-of/2005-01-01.json")) as { counts: { posts: number } };
    expect(data.counts.posts).toBe(3);
  });

  test("a long day is paged, as a page and as data", async () => {
    const first = await read("/register/posts/as-of/2003-03-03");
    expect(first).toContain("Cargos 1–200 de 233.");
    expect(first).toContain('href="/register/posts/as-of/2003-03-03?page=2"');
    expect(await read("/register/posts/as-of/2003-03-03?page=2")).toContain("Cargos 201–233 de 233.");
    expect((await office.get("/register/posts/as-of/2003-03-03?page=3")).status).toBe(404);
    const data = JSON.parse(await read("/register/posts/as-of/2003-03-03.json")) as { next: string };
    const rest = JSON.parse(await read(new URL(data.next).pathname + new URL(data.next).search)) as {
      institutions: { posts: unknown[] }[];
      next?: string;
    };
    expect([rest.institutions.flatMap(({ posts }) => posts).length, rest.next]).toEqual([33, undefined]);
  });

  test("an institution's page asks for a day and leads to its address, in each language", async () => {
    expect(await read("/en/register/institutions/salud")).toContain("Who held posts here");
    const sent = await office.get(
      `/en/register/institutions/salud?${new URLSearchParams({ date: "1 January 2005" }).toString()}`,
    );
    expect([sent.status, sent.headers.get("location")]).toEqual([
      303,
      "/en/register/institutions/salud/as-of/2005-01-01",
    ]);
    const page = await read("/en/register/institutions/salud/as-of/2005-01-01");
    expect(page).toContain("Salud: who held its posts, 1 January 2005");
    expect(page).toContain("until that day");
    const bad = await office.get("/register/institutions/salud?date=ayer");
    expect([bad.status, (await bad.text()).includes("«ayer» no es una fecha")]).toEqual([400, true]);
    expect((await office.get("/register/institutions/nada/as-of/2005-01-01")).status).toBe(404);
    expect(office.failures).toEqual([]);
  });

  test("and so does the command line, by institution too", async () => {
    const { installation } = office;
    const all = await callCommand(registerAsOfCommand, ["2005-01-01"], { installation });
    expect(all.lines[1]).toMatch(/^1 January 2005: /);
    expect(all.lines.join("\n")).toContain("Gaceta, row 3");
    const one = await callCommand(registerAsOfCommand, ["2003", "--institution", "interior", "--limit", "2"], {
      installation,
    });
    expect(one.lines.at(-1)).toBe("… 2 of 230 posts; --after 2 lists more.");
    const both = callCommand(registerAsOfCommand, ["2003-01-01", "--post", "x", "--all"], { installation });
    await expect(both).rejects.toMatchObject({ code: "usage" });
  });
});
