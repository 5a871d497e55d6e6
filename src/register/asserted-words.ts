import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import { listStanding } from "./assertions.ts";
import { type Day, dayInWords } from "./day.ts";
import { agree, capacityInWords, type Language, titleInWords } from "./display.ts";
import type {
  Capacity,
  CapacityPeriod,
  ConfirmationData,
  DataOf,
  GapData,
  ItemKind,
  PersonData,
  PostData,
  TenureData,
  When,
} from "./item.ts";

type Said = Record<Language, string>;
type Row = { kind: ItemKind; slug: string; change: string; data: unknown; before: unknown };

/** What a batch enters, sentence by sentence in the order of its items, each as it will be read: who holds what from when, and what that changes. */
export async function assertedInWords(db: Reader, batch: number, today: Day): Promise<Said[]> {
  const { rows } = await sql<Row>`
    select a.kind, a.slug, a.change, a.data, b.data as before from register_assertion a
    left join register_assertion b on b.kind = a.kind and b.slug = a.slug and b.superseded = a.batch and b.batch < a.batch
    where a.batch = ${batch} order by a.item`.execute(db);
  const known = await namesFor(db, rows, batch);
  return rows.flatMap((row) => {
    const es = sentence(row, known, today, "es");
    const en = sentence(row, known, today, "en");
    return es === undefined || en === undefined ? [] : [{ es, en }];
  });
}

type Known = {
  person: (id: string) => { name: string; gender?: PersonData["gender"] };
  post: (id: string) => PostData | undefined;
  tenure: (id: string) => TenureData | undefined;
};

/** As it stands with the batch, and of what the batch takes back as it stood before. */
async function namesFor(db: Reader, rows: readonly Row[], batch: number): Promise<Known> {
  const tenures = new Map<string, TenureData>();
  const wanted = new Set(
    rows.flatMap(({ kind, data }) => (kind === "confirmation" ? [(data as ConfirmationData).tenure] : [])),
  );
  for (const { kind, slug, data, before } of rows) {
    if (kind === "tenure") tenures.set(slug, (isEmpty(data) ? before : data) as TenureData);
    if (kind === "confirmation" && isEmpty(data)) wanted.add((before as ConfirmationData).tenure);
  }
  const both = async <K extends "tenure" | "person" | "post">(kind: K, ids: readonly string[]) =>
    new Map<string, DataOf[K]>(
      [...(await listStanding(db, kind, { ids, asOf: batch - 1 })), ...(await listStanding(db, kind, { ids }))].map(
        ({ id, data }) => [id, data],
      ),
    );
  for (const [id, data] of await both("tenure", [...wanted].filter(Boolean)))
    if (!tenures.has(id)) tenures.set(id, data);
  const things = rows.map(({ data, before }) => (isEmpty(data) ? before : data) as { person?: string; post?: string });
  const named = [...things, ...tenures.values()];
  const own = (kind: ItemKind) => rows.filter((row) => row.kind === kind).map(({ slug }) => slug);
  const people = await both("person", [...named.flatMap(({ person }) => person ?? []), ...own("person")]);
  const posts = await both("post", [...named.flatMap(({ post }) => post ?? []), ...own("post")]);
  return {
    person: (id) => {
      const data = people.get(id);
      return { name: data?.names.at(-1)?.full ?? id, ...(data?.gender === undefined ? {} : { gender: data.gender }) };
    },
    post: (id) => posts.get(id),
    tenure: (id) => tenures.get(id),
  };
}

function sentence(row: Row, known: Known, today: Day, language: Language): string | undefined {
  const { kind, slug, data, before } = row;
  const say = words[language];
  // A correction of what does not stand takes back a retraction.
  if (row.change === "correction" && before === null)
    return say.reinstated(describe(kind, slug, data, known, language));
  if (row.change === "retraction") return say.retracted(describe(kind, slug, before, known, language));
  switch (kind) {
    case "person":
      return before === null ? say.newPerson((data as PersonData).names.at(-1)?.full ?? slug) : undefined;
    case "tenure":
      return before === null
        ? comes(data as TenureData, known, today, language)
        : changes(before as TenureData, data as TenureData, known, language);
    case "gap": {
      const gap = data as GapData;
      const title = titleOf(gap.post, known, undefined, language);
      return before === null
        ? say.vacant(title, span(gap, language))
        : say.vacancyEnds(title, theWhen(gap.end, language));
    }
    case "confirmation": {
      const { tenure, day, until } = data as ConfirmationData;
      const held = known.tenure(tenure);
      if (held === undefined) return undefined;
      return say.confirmed(
        holderOf(held, known, "titular", language),
        dayInWords(day, language),
        dayInWords(until, language),
      );
    }
    case "source": {
      const { name, date } = data as DataOf["source"];
      return say.source(name, date === undefined ? undefined : dayInWords(date, language));
    }
    case "instrument": {
      const { kind: law, number, date } = data as DataOf["instrument"];
      return before === null
        ? say.instrument(
            [law.replaceAll("-", " "), number].filter(Boolean).join(" "),
            date === undefined ? undefined : whenWords(date, language),
          )
        : undefined;
    }
    case "post":
    case "institution":
    case "office":
      return undefined;
  }
}

function comes(data: TenureData, known: Known, today: Day, language: Language): string {
  const say = words[language];
  const { name, gender } = known.person(data.person);
  const capacity = data.capacities[0]?.capacity ?? "titular";
  const title = titleOf(data.post, known, { gender, capacity }, language);
  const speaks = known.post(data.post)?.functions.includes("spokesperson") === true && capacity !== "on-leave";
  const tense =
    (data.start.min ?? "") > today ? "will" : data.end.edtf === ".." || (data.end.max ?? "") >= today ? "does" : "did";
  return say.comes(span(data, language), name, title, capacityInWords(capacity, gender, language), tense, speaks);
}

function changes(before: TenureData, after: TenureData, known: Known, language: Language): string | undefined {
  const say = words[language];
  const who = holderOf(after, known, after.capacities[0]?.capacity ?? "titular", language);
  const parts: string[] = [];
  if (before.start.edtf !== after.start.edtf || before.start.raw !== after.start.raw)
    parts.push(say.startMoves(who, whenWords(before.start, language), whenWords(after.start, language)));
  if (before.end.edtf !== after.end.edtf || before.end.raw !== after.end.raw)
    parts.push(
      before.end.edtf === ".."
        ? say.ends(who, theWhen(after.end, language))
        : after.end.edtf === ".."
          ? say.goesOn(who, theWhen(before.end, language))
          : say.endMoves(who, whenWords(before.end, language), whenWords(after.end, language)),
    );
  for (const period of after.capacities) {
    const old = before.capacities.find(
      (one) => one.capacity === period.capacity && one.start?.edtf === period.start?.edtf,
    );
    const { gender } = known.person(after.person);
    const capacity = capacityInWords(period.capacity, gender, language);
    if (old === undefined) parts.push(say.capacity(who, capacity, span(period, language), period.note));
    else if (ending(old) !== ending(period) && period.end !== undefined)
      parts.push(say.capacityEnds(who, capacity, theWhen(period.end, language)));
  }
  return parts.length === 0 ? undefined : parts.join(" ");
}

function ending({ end }: CapacityPeriod): string {
  return end?.edtf ?? "..";
}

function describe(kind: ItemKind, slug: string, data: unknown, known: Known, language: Language): string {
  const say = words[language];
  if (kind === "tenure") {
    const held = data as TenureData;
    return `${holderOf(held, known, held.capacities[0]?.capacity ?? "titular", language)}, ${span(held, language)}`;
  }
  if (kind === "gap") {
    const gap = data as GapData;
    return say.vacant(titleOf(gap.post, known, undefined, language), span(gap, language)).replace(/\.$/, "");
  }
  if (kind === "confirmation") {
    const { tenure, day } = data as ConfirmationData;
    const held = known.tenure(tenure);
    return say.confirmationOf(
      held === undefined ? tenure : holderOf(held, known, "titular", language),
      dayInWords(day, language),
    );
  }
  if (kind === "person") return known.person(slug).name;
  if (kind === "post") return titleOf(slug, known, undefined, language);
  return `${kind} ${slug}`;
}

function holderOf({ person, post }: TenureData, known: Known, capacity: Capacity, language: Language): string {
  const { name, gender } = known.person(person);
  return `${name}, ${titleOf(post, known, { gender, capacity }, language)}`;
}

function titleOf(
  post: string,
  known: Known,
  holder: { gender?: PersonData["gender"] | undefined; capacity: Capacity } | undefined,
  language: Language,
): string {
  const title = known.post(post)?.title;
  if (title === undefined) return post;
  if (holder === undefined) return agree(title[language], undefined);
  return titleInWords({ title, gender: holder.gender, capacity: holder.capacity }, language);
}

/** A date as people say it; what is less certain than a day, in its own words. */
function whenWords(when: When, language: Language): string {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}).*)?$/.exec(when.edtf) ?? [];
  if (day === undefined) return when.edtf === "" ? words[language].unknown : when.raw || when.edtf;
  return time === undefined ? dayInWords(day, language) : words[language].at(dayInWords(day, language), time);
}

/** The same where a sentence needs the article before a whole day. */
function theWhen(when: When, language: Language): string {
  const said = whenWords(when, language);
  return /^\d{4}-\d{2}-\d{2}/.test(when.edtf) ? words[language].theDay(said) : said;
}

function span({ start, end }: { start?: When; end?: When }, language: Language): string {
  const say = words[language];
  const from = start === undefined ? undefined : theWhen(start, language);
  const until = end === undefined || end.edtf === ".." ? undefined : theWhen(end, language);
  return say.span(from, until);
}

function isEmpty(data: unknown): boolean {
  return data === null || Object.keys(data as object).length === 0;
}

type Tense = "will" | "does" | "did";
const large = (text: string) => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

const words = {
  es: {
    unknown: "un día que no se sabe",
    theDay: (day: string) => `el ${day}`,
    at: (day: string, time: string) => `${day} a las ${time}`,
    span: (from: string | undefined, until: string | undefined) =>
      [from && `desde ${from}`, until && `hasta ${until}`].filter(Boolean).join(" ") || "desde siempre",
    comes: (span: string, name: string, title: string, capacity: string, tense: Tense, speaks: boolean) => {
      const verb = { will: "será", does: "es", did: "fue" }[tense];
      const speaking = {
        will: "hablará por el gobierno",
        does: "habla por el gobierno",
        did: "hablaba por el gobierno",
      }[tense];
      return speaks
        ? `${large(span)} ${speaking} ${name}, ${title}, ${capacity}.`
        : `${large(span)} ${name} ${verb} ${title}, ${capacity}.`;
    },
    ends: (who: string, day: string) => `${who}, ejerce hasta ${day}; ese día es el último.`,
    endMoves: (who: string, old: string, now: string) => `El último día de ${who}, pasa de «${old}» a «${now}».`,
    goesOn: (who: string, old: string) => `${who}, sigue en el cargo: ya no consta que terminara ${old}.`,
    startMoves: (who: string, old: string, now: string) => `El primer día de ${who}, pasa de «${old}» a «${now}».`,
    capacity: (who: string, capacity: string, span: string, note: string | undefined) =>
      `${who}: ${capacity} ${span}${note === undefined ? "" : ` (${note})`}.`,
    capacityEnds: (who: string, capacity: string, day: string) =>
      `${who}: está ${capacity} hasta ${day}, y no después.`,
    newPerson: (name: string) => `${name} es una persona nueva en autoridades y cargos.`,
    vacant: (title: string, span: string) => `El cargo de ${title} está vacante ${span}.`,
    vacancyEnds: (title: string, day: string) => `La vacancia de ${title} termina ${day}.`,
    confirmed: (who: string, day: string, until: string) =>
      `Se da fe de que el ${day} ejerce ${who}; se tiene por vigente hasta el ${until}.`,
    confirmationOf: (who: string, day: string) => `la confirmación de ${who}, al ${day}`,
    source: (name: string, date: string | undefined) =>
      `Fuente nueva: «${name}»${date === undefined ? "" : `, del ${date}`}.`,
    instrument: (name: string, date: string | undefined) =>
      `Instrumento legal nuevo: ${name}${date === undefined ? "" : `, del ${date}`}.`,
    reinstated: (what: string) => `Se repone lo retractado: ${what}. Vuelve a decirse como se decía.`,
    retracted: (what: string) => `Se retracta: ${what}. Nunca fue así; queda a la vista, tachado y con su motivo.`,
  },
  en: {
    unknown: "a day that is not known",
    theDay: (day: string) => day,
    at: (day: string, time: string) => `${day} at ${time}`,
    span: (from: string | undefined, until: string | undefined) =>
      [from && `from ${from}`, until && `until ${until}`].filter(Boolean).join(" ") || "always",
    comes: (span: string, name: string, title: string, capacity: string, tense: Tense, speaks: boolean) => {
      const verb = { will: "will be", does: "is", did: "was" }[tense];
      const speaking = { will: "will speak", does: "speaks", did: "spoke" }[tense];
      return speaks
        ? `${large(span)} ${name}, ${title}, ${capacity}, ${speaking} for the government.`
        : `${large(span)} ${name} ${verb} ${title}, ${capacity}.`;
    },
    ends: (who: string, day: string) => `${who}, is in office until ${day}, the last day.`,
    endMoves: (who: string, old: string, now: string) => `The last day of ${who}, moves from ${old} to ${now}.`,
    goesOn: (who: string, old: string) => `${who}, goes on in the post: that it ended on ${old} is taken back.`,
    startMoves: (who: string, old: string, now: string) => `The first day of ${who}, moves from ${old} to ${now}.`,
    capacity: (who: string, capacity: string, span: string, note: string | undefined) =>
      `${who}: ${capacity} ${span}${note === undefined ? "" : ` (${note})`}.`,
    capacityEnds: (who: string, capacity: string, day: string) => `${who}: no longer ${capacity} after ${day}.`,
    newPerson: (name: string) => `${name} is new to the register.`,
    vacant: (title: string, span: string) => `The post of ${title} is vacant ${span}.`,
    vacancyEnds: (title: string, day: string) => `The vacancy of ${title} ends on ${day}.`,
    confirmed: (who: string, day: string, until: string) =>
      `It is vouched for that ${who}, holds the post on ${day}; relied on until ${until}.`,
    confirmationOf: (who: string, day: string) => `the confirmation of ${who}, as of ${day}`,
    source: (name: string, date: string | undefined) =>
      `New source: “${name}”${date === undefined ? "" : `, of ${date}`}.`,
    instrument: (name: string, date: string | undefined) =>
      `New instrument: ${name}${date === undefined ? "" : `, of ${date}`}.`,
    reinstated: (what: string) => `Reinstated: ${what}. It is said again as it was.`,
    retracted: (what: string) => `Retracted: ${what}. It never was so; it stays in sight, crossed out with the reason.`,
  },
};
