import { may } from "../access/rights.ts";
import { Fault } from "../fault.ts";
import { briefsOn, type BriefView } from "../newsroom/find-brief.ts";
import { startOfDay } from "../register/start-of-day.ts";
import { listStanding } from "../register/assertions.ts";
import { addDays, isDay } from "../register/day.ts";
import { capitalized, titleInWords } from "../register/display.ts";
import { speakersOn } from "../register/voice.ts";
import type { DeskRequest } from "./context.ts";

/** A person for whom there may be a brief on the day: who speaks then, and whoever has one. */
export type Spokesperson = { person: string; name: string; title?: string };

/** A request about the briefs of one day. */
export type BriefRequest = DeskRequest & {
  day: string;
  briefs: BriefView[];
  people: Spokesperson[];
  /** The one that is meant: of the person named by `for`, else the first. */
  brief: BriefView | undefined;
  person: Spokesperson | undefined;
};

/** Fault("not-found") for what is no day, and for whoever may not read lines here. */
export async function briefAsked(request: DeskRequest, asked = request.c.req.query("for")): Promise<BriefRequest> {
  const { desk, c, actor, office, language } = request;
  const { db } = desk.installation;
  const day = c.req.param("day") ?? "";
  if (!isDay(day) || !may(actor, "line.read", office.institution)) throw new Fault("not-found", "");
  const briefs = await briefsOn(db, office.institution, day, actor);
  const people: Spokesperson[] = (await speakersOn(db, day))
    .filter(({ holding }) => holding.post.spokesperson)
    .map(({ holding: { person, post, capacity } }) => ({
      person: person.slug,
      name: person.name,
      title: capitalized(titleInWords({ title: post.titles, gender: person.gender, capacity }, language)),
    }));
  const others = [...briefs.map((one) => one.person), asked ?? ""].filter(
    (id) => id !== "" && !people.some(({ person }) => person === id),
  );
  for (const { id, data } of await listStanding(db, "person", { ids: [...new Set(others)] }))
    people.push({ person: id, name: data.names.at(-1)?.full ?? id });
  const brief = asked === undefined ? briefs[0] : briefs.find(({ person }) => person === asked);
  const of = brief?.person ?? asked ?? people[0]?.person;
  return {
    ...request,
    day,
    briefs,
    people: distinct(people),
    brief,
    person: people.find(({ person }) => person === of),
  };
}

export function briefPath(day: string, person?: string, rest = ""): string {
  const query = person === undefined ? "" : `?${new URLSearchParams({ for: person }).toString()}`;
  return `/desk/brief/${day}${rest}${query}`;
}

const longest = 36 * 3_600_000;

/**
 * What tells the phone's own worker that it may keep this page, for which session, and until when: the end of the brief's
 * day where the office is, and a day and a half at most.
 */
export function keptByPhone({ desk, day, office, session }: BriefRequest): [string, string][] {
  const now = desk.installation.means.clock.now().getTime();
  const over = startOfDay(addDays(day, 1), office.timeZone).getTime();
  if (over <= now) return [];
  return [
    ["voceria-brief", String(session.id)],
    ["voceria-brief-until", new Date(Math.min(over, now + longest)).toISOString()],
  ];
}

function distinct(people: readonly Spokesperson[]): Spokesperson[] {
  return [...new Map(people.toReversed().map((one) => [one.person, one])).values()].toReversed();
}
