import { listStanding } from "../register/assertions.ts";
import type { VoiceItem } from "@voceria/record";
import { inWords } from "../register/display.ts";
import { institutionNameOn, nameOn } from "../register/holdings.ts";
import type { Capacity } from "../register/item.ts";
import type { Reader } from "../store/database.ts";
import type { Tongue } from "../page/language.ts";
import { distance, nearInstant } from "../page/near-dates.ts";
import { type Html, html } from "../page/html.ts";
import type { VisitorRequest } from "./context.ts";

/** What the register calls these institutions, by their ids; an id that it does not know stands for itself. */
export async function institutionNames(
  db: Reader,
  ids: readonly string[],
  { language, today }: { language: Tongue; today: string },
): Promise<(id: string) => string> {
  const found = ids.length === 0 ? [] : await listStanding(db, "institution", { ids: [...new Set(ids)] });
  const names = new Map(found.map(({ id, data }) => [id, institutionNameOn(data, today)[language]]));
  return (id) => names.get(id) ?? id;
}

/** «hoy a las 18:00», as a time that programs can read. */
export function when({ language, office }: VisitorRequest, at: Date, now: Date): Html {
  return html`<time datetime="${at.toISOString()}">${nearInstant(at, now, language, office.timeZone)}</time>`;
}

/** «hasta hoy a las 18:00 (en 35 minutos)», or, in alarm, since when it is over. */
export function deadline(request: VisitorRequest, at: Date, now: Date): Html {
  const { t, language } = request;
  if (at.getTime() < now.getTime())
    return html`<span class="tag alarm">${t.overdue(distance(at, now, language))}</span>`;
  const near = at.getTime() - now.getTime() < 24 * 3_600_000;
  return html`${t.until(when(request, at, now))}${near && html` <span class="nowrap">(${distance(at, now, language)})</span>`}`;
}

/** «Camila Vallejo, ministra secretaria general de Gobierno, titular», of each voice of a text of that day. */
export async function voicesInWords(
  db: Reader,
  voice: readonly VoiceItem[],
  day: string,
  language: Tongue,
): Promise<string[]> {
  if (voice.length === 0) return [];
  const [people, posts] = await Promise.all([
    listStanding(db, "person", { ids: voice.map(({ person }) => person) }),
    listStanding(db, "post", { ids: voice.map(({ post }) => post) }),
  ]);
  return voice.map((one) => {
    const person = people.find(({ id }) => id === one.person)?.data;
    const post = posts.find(({ id }) => id === one.post)?.data;
    if (person === undefined || post === undefined) return one.person;
    const holder = { gender: person.gender, title: post.title, capacity: one.capacity as Capacity };
    return inWords({ name: nameOn(person, day).full, ...holder }, language);
  });
}
