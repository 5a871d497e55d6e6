import { afterAll, beforeAll, expect, test } from "vitest";
import { confirmIncumbent, type Confirming } from "../src/register/confirm.ts";
import { addDays, dayIn } from "../src/register/day.ts";
import { type ServedOffice, servedOffice } from "./site-office.ts";

let office: ServedOffice;
beforeAll(async () => {
  office = await servedOffice();
});
afterAll(() => office?.close());

async function confirm(asked: Omit<Confirming, "source">): Promise<void> {
  const { db, means } = office.installation;
  const source = { name: "Diario Oficial", locator: "p. 1", date: asked.on };
  const { entry } = await confirmIncumbent(db, { ...asked, source }, means);
  await office.sequencer.flush();
  await office.until(`/record/entries/${entry}`, "autoridades y cargos");
}

test("once the register has somebody else in the post, the texts of before and the source's words say so, and stay as they were", async () => {
  const today = dayIn("America/Santiago", office.installation.means.clock.now());
  await confirm({ on: today });
  const { number } = await office.publish({ title: "Con voz", speaker: "Camila Vallejo" });
  await office.sequencer.flush();
  const path = `/statements/${number}`;
  const voiced = await office.until(path, "Camila Vallejo</a>, ministra secretaria general de Gobierno, titular");
  expect(voiced).not.toContain("dice hoy otra cosa");
  const institution = "/register/institutions/segegob";
  const told = await (await office.get(institution)).text();
  expect(told).toMatch(/<blockquote[^>]*>[^]*La actual ministra[^]*<\/blockquote>[^]*Así lo dice la fuente/);
  expect(told).not.toContain("dice hoy otra cosa");
  const before = (await (await office.get(`${path}.json`)).json()) as { voice: unknown };

  await confirm({ person: "Zañartu Quiroga, Blanca", gender: "feminine", on: today, since: addDays(today, -1) });
  const after = await office.until(path, "dice hoy otra cosa sobre ese día");
  expect(after).toMatch(/otra cosa sobre ese día: [^<]*Blanca Zañartu Quiroga/);
  expect(after).toContain("Camila Vallejo</a>, ministra secretaria general de Gobierno, titular");
  expect(await (await office.get(`/en${path}`)).text()).toMatch(
    /otherwise about that day today: [^<]*Blanca Zañartu Quiroga/,
  );
  expect(((await (await office.get(`${path}.json`)).json()) as { voice: unknown }).voice).toEqual(before.voice);
  expect(await office.until(institution, "dice hoy otra cosa")).toMatch(/quién está en el cargo: [^<]*Blanca Zañartu/);
  expect(await (await office.get(`/en${institution}`)).text()).toMatch(/about who is in office: [^<]*Blanca Zañartu/);
});
