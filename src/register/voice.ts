import type { VoiceItem } from "@voceria/record";
import { Fault } from "../fault.ts";
import type { Reader } from "../store/database.ts";
import { listStanding } from "./assertions.ts";
import { type Day, dayInWords, isDay } from "./day.ts";
import { type Holding, holdingsOn, readTenures, type TenureRow } from "./holdings.ts";
import { type Office, readOffice } from "./office.ts";
import { findPerson, slugsByName } from "./people.ts";

/**
 * The voice of a named speaker (a person's id, or a full name) on a day: the post that speaks, or else a post of the
 * office's institution, that the person certainly holds that day, in a capacity that is certain and not on leave.
 * `at` is the instant of that day, for a handover whose hour the register knows.
 * Fault("not-found") for somebody who is not in the register, Fault("invalid") for a name that several bear,
 * Fault("unconfirmed") where the register does not say with certainty that they hold such a post, with what to do.
 */
export async function voiceFor(
  tx: Reader,
  { speaker, day, at }: { speaker: string; day: Day; at?: Date },
): Promise<VoiceItem> {
  checkDay(day);
  const office = await readOffice(tx);
  const person = await findPerson(tx, speaker);
  if (person === undefined)
    throw new Fault(
      "not-found",
      `The register knows nobody called "${speaker}"; name a person by id or full name, or leave the speaker out to speak in the office's own voice.`,
    );
  const rows = await readTenures(tx, { people: [person.id] });
  const found = voiceAmong(rows, office, day, at);
  if (found !== undefined) return found;
  throw new Fault("unconfirmed", whyNot(person.data.names.at(-1)?.full ?? person.id, rows, office, day));
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
  const speaking = holdingsOn(rows, day).filter(
    (holding) =>
      speaksHere(holding, office) &&
      holding.certainty === "certain" &&
      holding.capacityCertain &&
      holding.capacity !== "on-leave" &&
      (at === undefined || holdsAt(holding, at, office.timeZone)),
  );
  // On a day when somebody goes from one post to another, the one begun is the one they speak in.
  const first = speaking.toSorted((a, b) => rank(a) - rank(b))[0];
  if (first === undefined) return undefined;
  const { capacity, institution, instrument, person, post, register } = first;
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

function whyNot(name: string, rows: readonly TenureRow[], office: Office, day: Day): string {
  const date = dayInWords(day, "en");
  const possible = holdingsOn(rows, day).filter((holding) => speaksHere(holding, office));
  const [holding] = possible;
  if (holding === undefined)
    return `The register has ${name} in no post that speaks for this office on ${date}; see \`voceria register as-of ${day}\`.`;
  const title = holding.post.title.en;
  if (
    holding.certainty === "certain" &&
    holding.role !== "holds" &&
    /T/.test(`${holding.start.edtf} ${holding.end.edtf}`)
  )
    return `The register has ${name}, ${title}, ${holding.role} ${holding.role === "until" ? holding.end.edtf : holding.start.edtf}; at this hour somebody else speaks.`;
  if (holding.certainty === "certain" && holding.capacity === "on-leave")
    return `The register has ${name}, ${title}, on leave on ${date}; let the acting holder speak, or leave the speaker out.`;
  if (holding.certainty === "certain")
    return `In what capacity ${name} was ${title} on ${date} is not certain in the register; enter its dates first.`;
  if (holding.incumbent === "no")
    return `That ${name} was ${title} on ${date} is possible but not certain: the register has "${holding.startText}" to "${holding.endText}".`;
  const last = holding.confirmation;
  const since =
    last === undefined
      ? `"${holding.source.name}" calls ${name} ${holding.endText === "" ? "the holder" : holding.endText.toLowerCase()}, and nobody has confirmed it`
      : `${name} was last confirmed on ${dayInWords(last.day, "en")}, which is relied on until ${dayInWords(last.until, "en")}`;
  return `Who speaks on ${date} is not confirmed: ${since}. Confirm or replace the ${title} with \`voceria register confirm\`, naming a source.`;
}

function checkDay(day: string): void {
  if (!isDay(day)) throw new Fault("invalid", `"${day}" is not a day that exists; write it as 2026-11-23.`);
}
