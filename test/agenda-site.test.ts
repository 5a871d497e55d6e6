import ICAL from "ical.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serve } from "../src/app.ts";
import type { AgendaTyped } from "../src/briefings/agenda-item.ts";
import { cancelItem } from "../src/briefings/cancel-item.ts";
import { changeItem } from "../src/briefings/change-item.ts";
import { planItem } from "../src/briefings/plan-item.ts";
import { publishItem } from "../src/briefings/publish-item.ts";
import { saveTopic } from "../src/register/topics.ts";
import { typedItem } from "./agenda-typed.ts";
import { deskOffice } from "./desk-office.ts";
import { SetClock } from "./founded-office.ts";

const clock = new SetClock("2026-11-25T11:00:00Z");
let office: Awaited<ReturnType<typeof deskOffice>>;
beforeAll(async () => {
  office = await deskOffice("segegob", {}, clock);
  await saveTopic(office.installation.db, { slug: "salud", name: { es: "Salud", en: "Health" } });
});
afterAll(() => office.close());

const typed: AgendaTyped = { ...typedItem, until: "11:15" };

async function planned(change: Partial<AgendaTyped>): Promise<number> {
  const { db, means } = office.installation;
  return (await planItem(db, { ...typed, ...change }, office.officer.writer.actor, means)).id;
}

async function published(change: Partial<AgendaTyped>): Promise<{ id: number; number: string }> {
  const { db, means } = office.installation;
  const id = await planned(change);
  return { id, ...(await publishItem(db, id, { read: 1 }, office.officer.editor.actor, means)) };
}

async function eventsOf(path: string): Promise<ICAL.Event[]> {
  const response = await office.get(path);
  expect([path, response.status, response.headers.get("content-type")]).toEqual([
    path,
    200,
    "text/calendar; charset=utf-8",
  ]);
  const calendar = new ICAL.Component(ICAL.parse(await response.text()) as unknown[]);
  return calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
}

const said = (event: ICAL.Event, name: string) => String(event.component.getFirstPropertyValue(name));

describe("subscribers' calendars", () => {
  test("take what is published, changed and cancelled under one UID, and never lose what is cancelled", async () => {
    const { db, means } = office.installation;
    const by = office.officer.editor.actor;
    const { id, number } = await published({ title: "Anuncio; con comas, y más" });
    const one = `/agenda/${number}.ics`;
    const [first] = await eventsOf(one);
    expect([first?.summary, first?.location, first?.startDate.toString(), first?.endDate.toString()]).toEqual([
      "Anuncio; con comas, y más",
      "La Moneda",
      "2026-11-25T13:30:00Z",
      "2026-11-25T14:15:00Z",
    ]);
    expect([first?.sequence, said(first!, "status"), said(first!, "dtstamp")]).toEqual([
      0,
      "CONFIRMED",
      "2026-11-25T11:00:00Z",
    ]);
    clock.set("2026-11-25T11:05:00Z");
    const later = { ...typed, title: first!.summary, time: "11:00", until: "", read: 2, change: "Se atrasa." };
    await changeItem(db, id, later, by, means);
    await office.until(`/agenda/${number}`, "Se atrasa.");
    const [moved] = await eventsOf(one);
    expect([moved?.uid, moved?.sequence, moved?.startDate.toString(), moved?.endDate.toString()]).toEqual([
      first?.uid,
      1,
      "2026-11-25T14:00:00Z",
      // Until when is not known, so that nothing is said of it.
      "2026-11-25T14:00:00Z",
    ]);
    clock.set("2026-11-25T11:10:00Z");
    await cancelItem(db, id, { read: 3, reason: "Por el temporal." }, by, means);
    await office.until(`/agenda/${number}`, "Por el temporal.");
    const [gone] = await eventsOf(one);
    expect([gone?.uid, gone?.sequence, said(gone!, "status"), said(gone!, "last-modified")]).toEqual([
      first?.uid,
      2,
      "CANCELLED",
      "2026-11-25T11:10:00Z",
    ]);
    expect(gone?.description).toContain("Por el temporal.");
    expect((await eventsOf("/agenda.ics")).map(({ uid }) => uid)).toContain(first?.uid);
  });

  test("give what has no hour as whole days with its words, and never an hour that nobody said", async () => {
    const whole = { time: "", until: "", day: "2026-12-02" };
    await published({ ...whole, title: "De mañana", precision: "part", part: "morning" });
    await published({ ...whole, title: "De semana", precision: "week" });
    await published({ ...whole, title: "De mes", precision: "month" });
    await published({ ...whole, title: "De días", precision: "days", last: "2026-12-04" });
    const { number } = await published({ ...whole, title: "De día", precision: "day" });
    await office.until(`/agenda/${number}`, "De día");
    const found = (await eventsOf("/agenda.ics")).filter(({ summary }) => / ?De /.test(summary));
    expect(
      found.map((event) => [
        event.summary,
        event.startDate.isDate,
        event.startDate.toString(),
        event.endDate.toString(),
        said(event, "transp"),
      ]),
    ).toEqual(
      [
        ["Durante diciembre de 2026: De mes", true, "2026-12-01", "2027-01-01", "TRANSPARENT"],
        ["Semana del 30 de noviembre: De semana", true, "2026-11-30", "2026-12-07", "TRANSPARENT"],
        ["De días", true, "2026-12-02", "2026-12-05", "TRANSPARENT"],
        ["Hora por confirmar: De día", true, "2026-12-02", "2026-12-03", "TRANSPARENT"],
        ["Por la mañana: De mañana", true, "2026-12-02", "2026-12-03", "TRANSPARENT"],
      ].toSorted(
        (a, b) =>
          found.findIndex(({ summary }) => summary === a[0]) - found.findIndex(({ summary }) => summary === b[0]),
      ),
    );
  });

  test("are right on both sides of the nights on which Chile changes its clocks", async () => {
    // Clocks go back at midnight of 4 April 2027, and forward at midnight of 5 September.
    const at = async (day: string, time: string) => {
      const { number } = await published({ title: `A las ${time}`, day, time, until: "" });
      await office.until(`/agenda/${number}`, `A las ${time}`);
      return (await eventsOf(`/agenda/${number}.ics`))[0]?.startDate.toString();
    };
    expect([
      await at("2027-04-03", "10:00"),
      await at("2027-04-04", "10:00"),
      await at("2027-09-04", "23:30"),
      await at("2027-09-05", "01:30"),
    ]).toEqual(["2027-04-03T13:00:00Z", "2027-04-04T14:00:00Z", "2027-09-05T03:30:00Z", "2027-09-05T04:30:00Z"]);
  });

  test("can follow one kind, topic, institution or person alone; what nothing public names is not there", async () => {
    const { number } = await published({
      title: "Solo salud",
      kind: "visita",
      topics: ["salud"],
      people: ["camila-vallejo"],
    });
    await office.until(`/agenda/${number}`, "Solo salud");
    for (const path of [
      "/agenda/kinds/visita.ics",
      "/agenda/topics/salud.ics",
      "/agenda/people/camila-vallejo.ics",
      "/agenda.ics?kind=visita&topic=salud",
    ])
      expect([path, (await eventsOf(path)).map(({ summary }) => summary)]).toEqual([path, ["Solo salud"]]);
    expect((await eventsOf(`/agenda/institutions/${office.institution}.ics`)).length).toBeGreaterThan(3);
    for (const path of [
      "/agenda/kinds/gira.ics",
      "/agenda/people/nadie.ics",
      "/agenda/2026-9999.ics",
      "/agenda.ics?topic=x",
    ])
      expect([path, (await office.get(path)).status]).toEqual([path, 404]);
  });
});

describe("the agenda's pages", () => {
  test("show nothing of what is internal, neither by name nor by what is missing", async () => {
    const paths = ["/", "/agenda", "/en/agenda", "/agenda?month=2026-12", "/agenda.ics", "/sitemap.xml"];
    const read = async () => Promise.all(paths.map(async (path) => (await office.get(path)).text()));
    const before = await read();
    const id = await planned({ title: "Zurbamandra", kind: "gira", day: "2026-12-09", people: ["camila-vallejo"] });
    expect(await read()).toEqual(before);
    for (const path of [`/agenda/${id}`, `/agenda/${id}.ics`, "/agenda?kind=gira", "/agenda/kinds/gira.ics"])
      expect([path, (await office.get(path)).status]).toEqual([path, 404]);
  });

  test("say what is known in both languages, with what schema.org knows of it", async () => {
    const { number } = await published({
      title: "Visita a <Palena>",
      precision: "part",
      part: "afternoon",
      time: "",
      until: "",
      day: "2026-12-03",
      press: "accredited",
      pressNote: "Hasta las 18:00",
      people: ["camila-vallejo"],
    });
    const page = await office.until(`/agenda/${number}`, "Palena");
    expect(page).toContain("Jueves 3 de diciembre de 2026, por la tarde");
    expect(page).toContain("Prensa con acreditación. Hasta las 18:00");
    expect(page).not.toContain("<Palena>");
    expect(await (await office.get(`/en/agenda/${number}`)).text()).toContain("in the afternoon");
    const data = JSON.parse(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(page)![1]!) as object;
    expect(data).toMatchObject({
      "@type": "Event",
      name: "Visita a <Palena>",
      startDate: "2026-12-03",
      eventStatus: "https://schema.org/EventScheduled",
      location: { name: "La Moneda" },
    });
    const list = await (await office.get("/agenda")).text();
    expect(list).toContain("webcal://");
    expect(list.indexOf("Palena")).toBeGreaterThan(list.indexOf("De mañana"));
    expect(await (await office.get("/")).text()).toContain("Lo que viene");
  });

  test("are fresh in every process once something changes, and leave behind what is over", async () => {
    const { db, means } = office.installation;
    const second = await serve(office.installation, { host: "127.0.0.1", port: 0 });
    try {
      clock.set("2026-11-26T11:00:00Z");
      const { id, number } = await published({
        title: "Muy temprano",
        day: "2026-11-26",
        time: "09:00",
        until: "09:30",
      });
      await office.until("/", "Muy temprano");
      const elsewhere = async (path: string) => (await fetch(second.url + path)).text();
      while (!(await elsewhere(`/agenda/${number}`)).includes("Muy temprano"));
      const change = { ...typed, title: "Muy temprano", day: "2026-11-26", time: "09:15", until: "09:30", read: 2 };
      await changeItem(db, id, { ...change, change: "Quince minutos después." }, office.officer.editor.actor, means);
      while (!(await elsewhere(`/agenda/${number}`)).includes("Quince minutos después."));
      clock.set("2026-11-26T12:29:00Z");
      expect(await (await office.get("/")).text()).toContain("Muy temprano");
      clock.set("2026-11-26T12:30:00Z");
      expect(await (await office.get("/")).text()).not.toContain("Muy temprano");
      expect(await (await office.get("/agenda")).text()).toContain("Muy temprano");
    } finally {
      await second.close();
    }
  });
});
