import type { VoiceItem } from "@voceria/record";
import { sql } from "kysely";
import { Fault } from "../fault.ts";
import type { Reader } from "../store/database.ts";
import { listStanding, standing } from "./assertions.ts";
import { type Day, dayInWords, isDay } from "./day.ts";
import type { Language } from "./display.ts";
import { type Holding, holdingsOn } from "./holdings.ts";
import { type Office, readOffice } from "./office.ts";
import { findPerson, slugsByName } from "./people.ts";
import { readTenures, type TenureRow } from "./tenures.ts";

/**
 * The voice of a named speaker (a person's id, or a full name) on a day: the post that speaks, or else a post of the
 * office's institution, that the person certainly holds that day, in a capacity that is certain and not on leave.
 * `at` is the instant of that day, for a handover whose hour the register knows; `post`: in no other post than this.
 * Fault("not-found") for somebody who is not in the register, Fault("invalid") for a name that several bear,
 * Fault("unconfirmed") where the register does not say with certainty that they hold such a post, with what to do.
 */
export async function voiceFor(
  tx: Reader,
  { speaker, post, day, at }: { speaker: string; post?: string; day: Day; at?: Date },
): Promise<VoiceItem> {
  checkDay(day);
  const office = await readOffice(tx);
  const person = await findPerson(tx, speaker);
  if (person === undefined)
    throw new Fault(
      "not-found",
      `The register knows nobody called "${speaker}"; name a person by id or full name, or leave the speaker out to speak in the office's own voice.`,
      [],
      `Autoridades y cargos no conoce a «${speaker}»; nombre a una persona por su identificador o nombre completo, o no nombre a nadie para hablar en la voz de la oficina.`,
    );
  const held = await readTenures(tx, { people: [person.id] });
  const rows = post === undefined ? held : held.filter(({ data }) => data.post === post);
  const found = voiceAmong(rows, office, day, at);
  if (found !== undefined) return found;
  const { en, es } = whyNot(person.data.names.at(-1)?.full ?? person.id, rows, office, day);
  throw new Fault("unconfirmed", en, [], es);
}

/** Somebody in whose voice a text may be, or why it may not. */
export type Offered = { holding: Holding; voice?: VoiceItem; why?: Record<Language, string> };

/**
 * Who holds a post that speaks for this office on a day: those in the posts of the spokesperson first, then those in the
 * other posts of its institution; whoever acts for somebody beside whom they act for. Each either with the voice that a
 * text of that day would have, or with the reason why it may not be theirs and what to do.
 */
export async function speakersOn(db: Reader, day: Day, at?: Date): Promise<Offered[]> {
  checkDay(day);
  const office = await readOffice(db);
  const { rows: posts } = await sql<{ slug: string }>`
    select p.slug from post p
    where (p.spokesperson or p.institution = ${office.institution}) and ${standing("p", undefined)}`.execute(db);
  if (posts.length === 0) return [];
  const rows = await readTenures(db, { posts: posts.map(({ slug }) => slug) }, { day });
  return holdingsOn(rows, day)
    .map((holding): Offered => {
      if (maySpeak(holding, office, at)) return { holding, voice: voiceOf(holding) };
      const own = rows.filter(({ slug }) => slug === holding.tenure);
      return { holding, why: whyNot(holding.person.name, own, office, day) };
    })
    .toSorted((a, b) => Number(b.holding.post.spokesperson) - Number(a.holding.post.spokesperson));
}

/**
 * The voices of many speakers at once, for archives: in the order asked, undefined wherever voiceFor would refuse.
 * Three queries, however many are asked.
 */
export async function voicesByNameAndDay(
  db: Reader,
  asked: readonly { name: string; day: Day }[],
): Promise<(VoiceItem | undefined)[]> {
  if (asked.length === 0) return [];
  for (const { day } of asked) checkDay(day);
  const office = await readOffice(db);
  const names = [...new Set(asked.map(({ name }) => name))];
  const named = await slugsByName(db, names);
  const ids = new Set((await listStanding(db, "person", { ids: names })).map(({ id }) => id));
  const slugOf = (name: string) => {
    const slugs = ids.has(name) ? [name] : (named.get(name) ?? []);
    return slugs.length === 1 ? slugs[0] : undefined;
  };
  const people = [...new Set(names.flatMap((name) => slugOf(name) ?? []))];
  const rows = Map.groupBy(people.length === 0 ? [] : await readTenures(db, { people }), (row) => row.data.person);
  return asked.map(({ name, day }) => voiceAmong(rows.get(slugOf(name) ?? "") ?? [], office, day));
}

function voiceAmong(rows: readonly TenureRow[], office: Office, day: Day, at?: Date): VoiceItem | undefined {
  const speaking = holdingsOn(rows, day).filter((holding) => maySpeak(holding, office, at));
  // On a day when somebody goes from one post to another, the one begun is the one they speak in.
  const first = speaking.toSorted((a, b) => rank(a) - rank(b))[0];
  return first === undefined ? undefined : voiceOf(first);
}

function maySpeak(holding: Holding, office: Office, at?: Date): boolean {
  return (
    speaksHere(holding, office) &&
    holding.certainty === "certain" &&
    holding.capacityCertain &&
    holding.capacity !== "on-leave" &&
    (at === undefined || holdsAt(holding, at, office.timeZone))
  );
}

function voiceOf({ capacity, institution, instrument, person, post, register }: Holding): VoiceItem {
  return {
    capacity,
    institution: institution.slug,
    ...(instrument === undefined ? {} : { instrument }),
    person: person.slug,
    post: post.slug,
    register: { entry: register.entry, item: register.item },
  };
}

/** Whether, of the day on which somebody comes or goes at a known hour, the instant is theirs. */
function holdsAt({ role, start, end }: Holding, at: Date, timeZone: string): boolean {
  const edtf = role === "until" ? end.edtf : role === "from" ? start.edtf : "";
  const [, time, offset] = /T(\d{2}:\d{2}:\d{2})(Z|[+-].*)?$/.exec(edtf) ?? [];
  if (time === undefined) return true;
  // An hour without an offset is that of the office's own clocks.
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "medium" }).format(at);
  const reached =
    offset === undefined ? clock >= time : at.getTime() >= Date.parse(edtf.replace(/([+-]\d{2})$/, "$1:00"));
  return role === "until" ? !reached : reached;
}

function rank({ post, role }: Holding): number {
  return (post.spokesperson ? 0 : 2) + (role === "until" ? 1 : 0);
}

function speaksHere({ post, institution }: Holding, office: Office): boolean {
  return post.spokesperson || institution.slug === office.institution;
}

function whyNot(name: string, rows: readonly TenureRow[], office: Office, day: Day): Record<Language, string> {
  const date = { en: dayInWords(day, "en"), es: dayInWords(day, "es") };
  const possible = holdingsOn(rows, day).filter((holding) => speaksHere(holding, office));
  const [holding] = possible;
  if (holding === undefined)
    return {
      en: `The register has ${name} in no post that speaks for this office on ${date.en}; see \`voceria register as-of ${day}\`.`,
      es: `Autoridades y cargos no tiene a ${name} el ${date.es} en ningún cargo que hable por esta oficina; vea quién lo ejercía ese día.`,
    };
  const { en: title, es: cargo } = holding.post.title;
  if (
    holding.certainty === "certain" &&
    holding.role !== "holds" &&
    /T/.test(`${holding.start.edtf} ${holding.end.edtf}`)
  ) {
    const hour = holding.role === "until" ? holding.end.edtf : holding.start.edtf;
    return {
      en: `The register has ${name}, ${title}, ${holding.role} ${hour}; at this hour somebody else speaks.`,
      es: `Autoridades y cargos tiene a ${name}, ${cargo}, ${holding.role === "until" ? "hasta" : "desde"} ${hour}; a esta hora habla otra persona.`,
    };
  }
  if (holding.certainty === "certain" && holding.capacity === "on-leave")
    return {
      en: `The register has ${name}, ${title}, on leave on ${date.en}; let the acting holder speak, or leave the speaker out.`,
      es: `${name}, ${cargo}, está con licencia el ${date.es}; que hable quien subroga, o la oficina con su propia voz.`,
    };
  if (holding.certainty === "certain")
    return {
      en: `In what capacity ${name} was ${title} on ${date.en} is not certain in the register; enter its dates first.`,
      es: `No consta con certeza en qué calidad ${name} era ${cargo} el ${date.es}; ingrese primero sus fechas.`,
    };
  if (holding.incumbent === "no")
    return {
      en: `That ${name} was ${title} on ${date.en} is possible but not certain: the register has "${holding.startText}" to "${holding.endText}".`,
      es: `Que ${name} fuera ${cargo} el ${date.es} es posible, no seguro: consta "${holding.startText}" a "${holding.endText}".`,
    };
  const last = holding.confirmation;
  const since =
    last === undefined
      ? {
          en: `"${holding.source.name}" calls ${name} ${holding.endText === "" ? "the holder" : holding.endText.toLowerCase()}, and nobody has confirmed it`,
          es: `"${holding.source.name}" da a ${name} en el cargo, y nadie lo ha confirmado`,
        }
      : {
          en: `${name} was last confirmed on ${dayInWords(last.day, "en")}, which is relied on until ${dayInWords(last.until, "en")}`,
          es: `${name} fue confirmado por última vez el ${dayInWords(last.day, "es")}, lo que vale hasta el ${dayInWords(last.until, "es")}`,
        };
  return {
    en: `Who speaks on ${date.en} is not confirmed: ${since.en}. Confirm or replace the ${title} with \`voceria register confirm\`, naming a source.`,
    es: `No está confirmado quién habla el ${date.es}: ${since.es}. Confirme o reemplace a ${name}, ${cargo}, citando una fuente.`,
  };
}

function checkDay(day: string): void {
  if (!isDay(day))
    throw new Fault(
      "invalid",
      `"${day}" is not a day that exists; write it as 2026-11-23.`,
      [],
      `«${day}» no es un día que exista; escríbalo como 2026-11-23.`,
    );
}
