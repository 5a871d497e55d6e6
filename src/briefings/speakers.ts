import { sql } from "kysely";
import { Fault } from "../fault.ts";
import { standing } from "../register/assertions.ts";
import { findJournalist } from "../press/journalists.ts";
import type { Day } from "../register/day.ts";
import { titleInWords } from "../register/display.ts";
import { type Holding, readHoldings } from "../register/holdings.ts";
import type { Reader } from "../store/database.ts";
import { invalid, oneLine } from "../text/field.ts";
import type { Speaker } from "./turn.ts";

/** Who speaks, as the desk names them: a person of the register, in a post where they hold several; or somebody by name and outlet. */
export type SpeakerTyped = { person?: string; post?: string; name?: string; outlet?: string; journalist?: number };

/**
 * The speaker as the register has them on that day. Fault("invalid") for nobody, Fault("unconfirmed") for a person who, as far as
 * the register knows, holds no such post that day.
 */
export async function readSpeaker(db: Reader, typed: SpeakerTyped, day: Day): Promise<Speaker> {
  if (typed.person !== undefined) {
    const holdings = await readHoldings(db, day, { people: [typed.person] });
    const holding = holdings.find(({ post }) => typed.post === undefined || post.slug === typed.post);
    if (holding !== undefined) return speakerOf(holding);
    throw new Fault(
      "unconfirmed",
      "The register knows of no such post of theirs that day: name them without a post, or put the register right.",
      [],
      "En autoridades y cargos no consta que ejerciera ese cargo ese día: escriba su nombre sin cargo, o corrija el período en autoridades y cargos.",
    );
  }
  const name = oneLine("name", "nombre", typed.name ?? "");
  const outlet = oneLine("outlet", "medio", typed.outlet ?? "");
  if (name === "" && outlet === "")
    throw invalid("speaker: say who speaks.", "Falta quién habla: elíjalo, o escriba su nombre o su medio.");
  // Who was erased meanwhile is named as they were typed.
  const known = typed.journalist === undefined ? undefined : await findJournalist(db, typed.journalist);
  return {
    name,
    ...(outlet === "" ? {} : { outlet }),
    ...(known === undefined ? {} : { journalist: known.id }),
  };
}

/** Beyond so many posts a register is no list to pick from: then the posts that speak are offered. */
const mostOffered = 500;

/** Who may be picked as having spoken on a day: whoever holds a post then as far as the register knows, and `people` in theirs; the posts that speak first. */
export async function offeredSpeakers(db: Reader, day: Day, people: readonly string[]): Promise<Speaker[]> {
  const { rows: posts } = await sql<{ slug: string }>`
    select p.slug from post p where ${standing("p", undefined)} limit ${mostOffered + 1}`.execute(db);
  const whose = posts.length > mostOffered ? ({ speaking: true } as const) : { posts: posts.map(({ slug }) => slug) };
  const own = people.length === 0 ? [] : await readHoldings(db, day, { people });
  const holdings = new Map([...(await readHoldings(db, day, whose)), ...own].map((one) => [one.tenure, one]));
  return [...holdings.values()]
    .toSorted((a, b) => Number(b.post.spokesperson) - Number(a.post.spokesperson))
    .map(speakerOf);
}

/** A holder of a post as they speak: with the title they bear that day. */
export function speakerOf(holding: Holding): Speaker {
  const { person, post, institution, capacity, register } = holding;
  const titled = { title: post.titles, gender: person.gender, capacity };
  return {
    name: person.name,
    person: person.slug,
    post: post.slug,
    institution: institution.slug,
    capacity,
    register: { entry: register.entry, item: register.item },
    title: { es: titleInWords(titled, "es"), en: titleInWords(titled, "en") },
  };
}
