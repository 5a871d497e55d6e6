import { readBundleFile, utf8 } from "@voceria/record";
import { afterAll, beforeAll, expect, test } from "vitest";
import { correctStatement } from "../src/newsroom/correct-statement.ts";
import type { DetailsDraft } from "../src/newsroom/details.ts";
import { publishStatement } from "../src/newsroom/publish-statement.ts";
import { numbersRelatedTo, readRelatedTexts } from "../src/newsroom/related-texts.ts";
import type { CorrectionDraft, StatementDraft } from "../src/newsroom/statement-draft.ts";
import { findEdition, findStatement } from "../src/newsroom/statements.ts";
import { withdrawStatement } from "../src/newsroom/withdraw-statement.ts";
import { makeBundle } from "../src/recorder/bundle.ts";
import { startSequencer } from "../src/recorder/sequence.ts";
import { confirmIncumbent } from "../src/register/confirm.ts";
import { foundedOffice, newsroomDifferences, SetClock } from "./founded-office.ts";

const ana = { by: "Ana Soto" };
const clock = new SetClock("2026-11-23T15:00:00Z");
const all = Number.MAX_SAFE_INTEGER;
const claim = { text: "El agua no se puede beber.", where: "Cadenas de mensajes", when: "2026-11-22" };
let office: Awaited<ReturnType<typeof foundedOffice>>;

beforeAll(async () => {
  office = await foundedOffice("segegob", clock);
});
afterAll(async () => {
  expect(await newsroomDifferences(office)).toEqual([]);
  await office.drop();
});

test("a denial has the claim that it denies in what the record commits to, and its bundle carries it", async () => {
  const { number, entry } = await publish({ kind: "desmentido", details: { claim, contact: "prensa@example.cl" } });
  expect(await view(number)).toMatchObject({ claim, contact: "prensa@example.cl" });
  const sequencer = await startSequencer(office);
  await expect.poll(() => makeBundle(office.db, entry).catch(() => undefined)).toBeDefined();
  await sequencer.close();
  const { content } = readBundleFile(utf8(await makeBundle(office.db, entry)));
  expect(content).toMatchObject({ claim, contact: "prensa@example.cl", kind: "desmentido" });
});

test("what a text says of itself is refused by field, with what to write, and leaves nothing behind", async () => {
  const speech = await publish({ kind: "discurso", details: { delivery: "prepared" } });
  const { number } = await publish({});
  const english = await publish({ language: "en", details: { translates: { number } } });
  const refused: [Partial<StatementDraft>, string][] = [
    [{ kind: "desmentido" }, "claim: a desmentido says whose claim is false"],
    [{ kind: "desmentido", details: { claim: { text: " " } } }, "claim: it is empty"],
    [{ kind: "desmentido", details: { claim: { text: "a\nb" } } }, "claim: it holds a line break"],
    [{ kind: "desmentido", details: { claim: { text: "a\u202eb" } } }, "claim: "],
    [{ kind: "desmentido", details: { claim: { text: "x".repeat(501) } } }, "claim: it has 501 characters"],
    [{ kind: "desmentido", details: { claim: { ...claim, when: "2026-02-30" } } }, 'claim.when: "2026-02-30"'],
    [{ details: { claim } }, "claim: only a desmentido has it"],
    [{ details: { series: { name: "Lluvias" } } }, "series: only a balance has it"],
    [{ details: { delivery: "prepared" } }, "delivery: only a discurso has it"],
    [{ kind: "discurso", details: { delivery: "leído" } }, 'delivery: "leído" is neither'],
    [{ kind: "discurso", details: { counterpart: { number: speech.number } } }, "counterpart: it names the other text"],
    [
      { kind: "discurso", details: { delivery: "prepared", counterpart: { number: speech.number } } },
      "is not the delivered text",
    ],
    [{ kind: "discurso", details: { delivery: "delivered", counterpart: { number } } }, "is not the prepared text"],
    [{ kind: "balance", details: { series: { name: "Lluvias", ordinal: 0 } } }, "series.ordinal: 0"],
    [{ language: "en", details: { translates: { number: "42" } } }, 'translates: "42" is not the number'],
    [{ language: "en", details: { translates: { number: "2026-9999" } } }, "translates: there is no 2026-9999"],
    [{ language: "en", details: { translates: { number, edition: 9 } } }, "translates: there is no edition 9"],
    [{ language: "es-AR", details: { translates: { number } } }, "is in es-CL, and so is this text"],
    [{ language: "fr", details: { translates: { number: english.number } } }, "is a translation itself"],
    [{ language: "en", kind: "discurso", details: { translates: { number } } }, "is a comunicado"],
    [{ language: "en", speaker: "camila-vallejo", details: { translates: { number } } }, "Leave the speaker out"],
    [{ details: { contact: "x".repeat(301) } }, "contact: it has 301 characters"],
  ];
  const before = await entries();
  for (const [draft, sentence] of refused)
    await expect(publish(draft), sentence).rejects.toMatchObject({
      message: expect.stringContaining(sentence),
      // For the desk: no field by the name that it has in a file.
      es: expect.not.stringMatching(/^(?:claim|series|delivery|counterpart|translates|contact)\b/),
    });
  expect(await entries()).toBe(before);
});

test("a translation speaks in the voice of its original, also when that person speaks for the office no more", async () => {
  clock.set("2026-11-24T15:00:00Z");
  await confirmIncumbent(
    office.db,
    { on: "2026-11-24", source: { name: "Diario Oficial", locator: "1" } },
    office.means,
  );
  const { person } = await office.db
    .selectFrom("tenure")
    .innerJoin("confirmation", "confirmation.tenure", "tenure.slug")
    .select("tenure.person")
    .where("tenure.superseded", "is", null)
    .executeTakeFirstOrThrow();
  const original = await publish({ speaker: person });
  clock.set("2027-11-24T15:00:00Z");
  await expect(publish({ speaker: person })).rejects.toMatchObject({ code: "unconfirmed" });
  const translation = await publish({ language: "en", details: { translates: { number: original.number } } });
  const [first, second] = [await view(original.number), await view(translation.number)];
  expect(first.voice).toHaveLength(1);
  expect(second.voice).toEqual(first.voice);
  expect(second.translates).toEqual({ number: original.number, edition: 1 });
});

test("a translation is behind while its original has an edition that it was not made from", async () => {
  const original = await publish({ title: "Original" });
  const translation = await publish({ language: "en", details: { translates: { number: original.number } } });
  const standing = async () => {
    const [own] = (await related(original.number)).translations;
    const of = (await related(translation.number)).original;
    expect(own).toMatchObject({ number: translation.number, moved: of?.moved, edition: of?.edition });
    return { edition: of?.edition, moved: of?.moved };
  };
  expect(await standing()).toEqual({ edition: 1, moved: false });
  await correct(original.number, { body: "Otro.\n" });
  expect(await standing()).toEqual({ edition: 1, moved: true });
  // A translator who finds that nothing is to be changed says so: the text may stay.
  await correct(translation.number, { details: { translates: { number: original.number } } });
  expect(await standing()).toEqual({ edition: 2, moved: false });
  await expect(correct(translation.number, { details: { translates: { number: "2026-0001" } } })).rejects.toMatchObject(
    { message: expect.stringContaining("translates: a correction cannot change that") },
  );
});

test("both texts of a speech know each other, whichever of them is asked", async () => {
  const prepared = await publish({ kind: "discurso", body: "Diré.\n", details: { delivery: "prepared" } });
  expect((await related(prepared.number)).counterpart).toBeUndefined();
  const delivered = await publish({
    kind: "discurso",
    body: "Dije.\n",
    details: { delivery: "delivered", counterpart: { number: prepared.number } },
  });
  expect((await related(prepared.number)).counterpart).toMatchObject({
    number: delivered.number,
    delivery: "delivered",
  });
  expect((await related(delivered.number)).counterpart).toMatchObject({
    number: prepared.number,
    delivery: "prepared",
  });
  await expect(correct(prepared.number, { details: { delivery: "delivered" } })).rejects.toMatchObject({
    message: expect.stringContaining("delivery: a correction cannot change that"),
  });
});

test("bulletins of a series count up without a gap, also when ten come at once", async () => {
  const series = { name: "Incendios en Biobío" };
  const bulletin = (details: DetailsDraft) => publish({ kind: "balance", details });
  await bulletin({ series: { ...series, ordinal: 7 } });
  await expect(bulletin({ series: { ...series, ordinal: 9 } })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("so this one is number 8, not 9"),
  });
  const made = await Promise.all(Array.from({ length: 10 }, () => bulletin({ series })));
  const views = await Promise.all(made.map(({ number }) => view(number)));
  expect(views.map((one) => one.series?.ordinal ?? 0).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 10 }, (_, at) => at + 8),
  );
  await bulletin({ series: { name: "Otra cosa" } });
  const last = views.find((one) => one.series?.ordinal === 17)!;
  const { bulletins, ordinal } = await related(last.number);
  expect(ordinal).toBe(17);
  expect(bulletins.map((one) => one.ordinal)).toEqual([16, 15, 14, 13, 12, 11, 10, 9, 8, 7]);
  const translation = await publish({
    kind: "balance",
    language: "en",
    details: { translates: { number: last.number } },
  });
  expect(await related(translation.number)).toMatchObject({ ordinal: 17, bulletins: { length: 10 } });
  await expect(correct(last.number, { details: { series: { ...series, ordinal: 18 } } })).rejects.toMatchObject({
    message: expect.stringContaining("series: a correction cannot change that"),
  });
});

test("nothing of a related text shows before it may be shown", async () => {
  const original = await publish({});
  const translation = await publish({ language: "en", details: { translates: { number: original.number } } });
  const before = await view(original.number);
  expect((await readRelatedTexts(office.db, before, translation.entry)).translations).toEqual([]);
  expect((await readRelatedTexts(office.db, before, translation.entry + 1)).translations).toHaveLength(1);
  const { entry } = await withdrawStatement(
    office.db,
    translation.number,
    { reason: "Mal traducido." },
    ana,
    office.means,
  );
  const statusUpTo = async (upTo: number) =>
    (await readRelatedTexts(office.db, before, upTo)).translations.map(({ status }) => status);
  expect(await statusUpTo(entry)).toEqual(["current"]);
  expect(await statusUpTo(entry + 1)).toEqual(["withdrawn"]);
});

test("an act on one text names every text whose page says something of it", async () => {
  const series = { name: "Nevazones" };
  const first = await publish({ kind: "balance", details: { series } });
  const english = await publish({ kind: "balance", language: "en", details: { translates: { number: first.number } } });
  const second = await publish({ kind: "balance", details: { series } });
  const alone = await publish({});
  const of = async (number: string) => (await numbersRelatedTo(office.db, [number])).toSorted();
  expect(await of(second.number)).toEqual([first.number, english.number, second.number].toSorted());
  expect(await of(english.number)).toEqual([first.number, english.number].toSorted());
  expect(await of(alone.number)).toEqual([alone.number]);
});

test("a correction changes the claim and the contact, keeps the rest, and each edition has its own", async () => {
  const { number } = await publish({ kind: "desmentido", details: { claim, contact: "uno@example.cl" } });
  await correct(number, { details: { claim: { text: "Otra versión del rumor." } } });
  await correct(number, { details: { contact: "dos@example.cl" } });
  expect(await findEdition(office.db, number, 1, all)).toMatchObject({ claim, contact: "uno@example.cl" });
  expect(await findEdition(office.db, number, 2, all)).toMatchObject({ contact: "uno@example.cl" });
  expect(await view(number)).toMatchObject({ claim: { text: "Otra versión del rumor." }, contact: "dos@example.cl" });
  expect((await view(number)).claim).toEqual({ text: "Otra versión del rumor." });
  await expect(correct(number, { details: { contact: "dos@example.cl" } })).rejects.toMatchObject({
    message: expect.stringContaining("changes nothing"),
  });
});

test("a row whose details were changed behind the record's back is named by the audit", async () => {
  const { number } = await publish({ kind: "desmentido", details: { claim } });
  const set = (details: unknown) =>
    office.db
      .updateTable("edition")
      .set({ details: JSON.stringify(details) })
      .where("statement_id", "=", office.db.selectFrom("statement").select("id").where("number", "=", number))
      .returning("details")
      .execute();
  await set({ claim: { ...claim, text: "Otra cosa." } });
  expect(await newsroomDifferences(office)).toEqual([
    expect.objectContaining({ what: "details differs from the record", where: `edition 1 of ${number}` }),
  ]);
  await set({ claim });
});

function publish(draft: Partial<StatementDraft>) {
  return publishStatement(
    office.db,
    { title: "Aviso", kind: "comunicado", language: "es-CL", topics: [], body: "Texto.\n", ...draft },
    ana,
    office.means,
  );
}

function correct(number: string, draft: Partial<CorrectionDraft>) {
  return correctStatement(office.db, number, { note: "Se corrige.", severity: "major", ...draft }, ana, office.means);
}

async function view(number: string) {
  return (await findStatement(office.db, number, all))!;
}

async function related(number: string) {
  return readRelatedTexts(office.db, await view(number), all);
}

async function entries(): Promise<number> {
  return (await office.db.selectFrom("record_counter").select("next_index").executeTakeFirstOrThrow()).next_index;
}
