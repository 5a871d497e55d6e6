import { conflictsAmong, type Conflict } from "../briefings/agenda-conflict.ts";
import type { DeskItem } from "../briefings/find-agenda.ts";
import { type AgendaNames, readAgendaNames } from "../page/agenda-names.ts";
import { timeInWords } from "../page/agenda-words.ts";
import { type Html, html } from "../page/html.ts";
import { speakersOn } from "../register/voice.ts";
import type { DeskRequest } from "./context.ts";

export function agendaPath({ id }: { id: number }, rest = ""): string {
  return `/desk/agenda/${id}${rest}`;
}

/** Whether it is for the desk alone, and what became of it. */
export function stateTags({ t }: DeskRequest, item: DeskItem, conflicts: readonly Collision[] = []): Html {
  const certain = conflicts.some(({ conflict }) => conflict.certainty === "certain");
  return html`${item.number === undefined ? html`<span class="tag ahead">${t.agendaInternal}</span>` : html`<span class="tag sure">${t.agendaPublic}</span>`}
  ${item.state === "cancelled" && html`<span class="tag alarm">${t.agendaCancelled}</span>`}
  ${conflicts.length > 0 && html`<span class="tag ${certain ? "alarm" : "turn"}">${certain ? t.agendaConflictCertain : t.agendaConflictPossible}</span>`}`;
}

/** Another thing that one collides with. */
export type Collision = { other: DeskItem; conflict: Conflict };

/** What collides with what among these, by the id of each. */
export function collisionsOf(items: readonly DeskItem[], timeZone: string): ReadonlyMap<number, Collision[]> {
  const found = new Map<number, Collision[]>();
  const add = (id: number, collision: Collision) => found.set(id, [...(found.get(id) ?? []), collision]);
  for (const { one, other, conflict } of conflictsAmong(items, timeZone)) {
    add(one.id, { other, conflict });
    add(other.id, { other: one, conflict });
  }
  return found;
}

/** Those that are worth a word beside a title: what has a whole week or month to be in leaves room for everything else. */
export function pressing(item: DeskItem, collisions: readonly Collision[] | undefined): Collision[] {
  const roomy = ({ time }: DeskItem) => time.precision === "week" || time.precision === "month";
  return (collisions ?? []).filter(({ other }) => !roomy(item) && !roomy(other));
}

/** Each with what it collides with, how surely, and why. */
export function collisionList(request: DeskRequest, collisions: readonly Collision[], names: AgendaNames): Html {
  const { t, language, office } = request;
  return html`<ul class="collisions">
    ${collisions.map(({ other, conflict }) => {
      const who = conflict.people.map((person) => names.people.get(person) ?? person).join(", ");
      const why = [
        ...(who === "" ? [] : [t.agendaConflictPeople(who)]),
        ...(conflict.place ? [t.agendaConflictPlace] : []),
      ].join("; ");
      const certain = conflict.certainty === "certain";
      return html`<li>
        <span class="tag ${certain ? "alarm" : "turn"}">${certain ? t.agendaConflictCertain : t.agendaConflictPossible}</span>
        <a href="${agendaPath(other)}">${other.title}</a>,
        ${timeInWords(other.time, { t, language, timeZone: office.timeZone })}: ${why}
      </li>`;
    })}
  </ul>`;
}

/** Whoever speaks on a day, those of the spokesperson's post first. */
export async function speakersAsked({ desk }: DeskRequest, day: string): Promise<{ id: string; name: string }[]> {
  const found = (await speakersOn(desk.installation.db, day)).map(({ holding: { person } }) => ({
    id: person.slug,
    name: person.name,
  }));
  return [...new Map(found.map((one) => [one.id, one])).values()];
}

export function namesFor(
  { desk, language }: DeskRequest,
  items: Parameters<typeof readAgendaNames>[1],
): Promise<AgendaNames> {
  return readAgendaNames(desk.installation.db, items, language);
}
