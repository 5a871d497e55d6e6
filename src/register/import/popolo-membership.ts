import { Fault } from "../../fault.ts";
import type { Day } from "../day.ts";
import type { PostData } from "../item.ts";
import { aloneEnd, aloneOf, type Candidate, finding, type Finding, spanOf, titular } from "./candidate.ts";
import { type Context, keyOf, text, type Thing } from "./popolo-document.ts";
import { readDate, type ReadDate } from "./read-date.ts";
import { saysVacant } from "./vacant.ts";
import { capacityIn, clean, titleOf } from "./words.ts";
import { reading } from "../reading.ts";

/** Somebody in a post, or a vacancy: with the post where only a role says it, and the person where the source names none. */
export function membership(context: Context, one: Thing) {
  const personId = text(one, "person_id");
  const findings: Finding[] = [];
  const states: Candidate[] = [];
  const { key: postKey, title } = heldPost(context, one, states);
  const { start, end } = datesOf(context, one, findings);
  const { inverted, ...span } = spanOf(start, end, context.reading);
  if (inverted)
    findings.push(
      finding("inverted-interval", `It ends (${end.raw}) before it begins (${start.raw}); it is kept as it is.`),
    );
  const raw = rawOf(one);
  const key = membershipKey(context, one);
  if (personId === "" && saysVacant(text(one, "label") || text(one, "role"))) {
    const { start: from, end: until } = span;
    const gap = { post: postKey, state: "vacant" as const, start: from, end: until };
    return {
      about: [{ kind: "gap" as const, key }],
      states: [...states, { kind: "gap" as const, key, wanted: `${title} vacant ${start.edtf}`, data: gap }],
      findings,
    };
  }
  if (personId === "") throw new Fault("invalid", `It names no person: ${JSON.stringify(raw).slice(0, 160)}.`);
  const personKey = keyOf(context, "person", personId);
  const listedPerson = context.people.get(personId);
  if (listedPerson === undefined && context.people.size === 0) {
    if (!context.unnamed.has(personId))
      findings.push(finding("no-name", `Person ${personId} has no name in this source; they stand under their id.`));
    context.unnamed.add(personId);
    states.push({
      kind: "person",
      key: personKey,
      wanted: personId,
      data: { names: [unnamed(personId)], note: nameless },
    });
  }
  const words = [text(one, "role"), text(one, "label"), title].join(" ");
  const data = {
    person: personKey,
    post: postKey,
    ...span,
    capacities: [{ capacity: capacityIn(words) ?? titular[0]!.capacity }],
    raw,
  };
  const name = listedPerson === undefined ? personId : text(listedPerson, "name") || personId;
  states.push({ kind: "tenure", key, wanted: `${name} ${/^\d{4}/.exec(start.edtf)?.[0] ?? title}`, data });
  return { about: [{ kind: "tenure" as const, key }], states, findings };
}

/** The post that the membership names, or the one that its role in its organization is. */
function heldPost(context: Context, one: Thing, states: Candidate[]): { key: string; title: string } {
  const [postId, organizationId, role] = [text(one, "post_id"), text(one, "organization_id"), text(one, "role")];
  const named = context.posts.get(postId);
  if (named !== undefined || (postId !== "" && organizationId === ""))
    return {
      key: keyOf(context, "post", postId),
      title: named === undefined ? postId : text(named, "label") || text(named, "role") || postId,
    };
  if (organizationId === "") throw new Fault("invalid", "It names neither a post nor an organization.");
  const organizationThing = context.organizations.get(organizationId);
  const organizationName =
    organizationThing === undefined ? organizationId : text(organizationThing, "name") || organizationId;
  const key = keyOf(
    context,
    role === "" ? "membership without a role in organization" : `role "${role}" in organization`,
    organizationId,
  );
  const seats = organizationThing?.["seats"];
  const data: PostData = {
    institution: keyOf(context, "organization", organizationId),
    title: role === "" ? unnamedPost(organizationName) : titleOf(role),
    functions: [],
    ...(role === "member" && Number.isInteger(seats) && (seats as number) >= 1 && (seats as number) <= 10_000
      ? { seats: seats as number }
      : {}),
    ...(role === "" ? { note: "The source names no role: only that somebody belonged to the organization." } : {}),
  };
  states.push({ kind: "post", key, wanted: role === "" ? organizationName : `${role} ${organizationName}`, data });
  return { key, title: role || organizationName };
}

function unnamedPost(organizationName: string): PostData["title"] {
  const same = (words: string) => ({ feminine: words, masculine: words, neutral: words });
  return { es: same(`sin cargo nombrado (${organizationName})`), en: same(`no post named (${organizationName})`) };
}

/** A blank start or end stays blank; the legislative period that it belongs to bounds it and is said to. */
function datesOf(context: Context, one: Thing, findings: Finding[]): { start: ReadDate; end: ReadDate } {
  const start = dated(one, "start_date", findings);
  const end = dated(one, "end_date", findings);
  const periodId = text(one, "legislative_period_id");
  const term = context.periods.get(periodId);
  if (term === undefined) {
    if (end.raw !== "" || periodId !== "" || start.edtf === "") return { start, end };
    return { start, end: { ...end, edtf: "..", interpretation: reading("ongoing") } };
  }
  const within = daysOf(context, term);
  if (within === undefined || (start.raw !== "" && end.raw !== "")) return { start, end };
  const name = text(term, "name") || periodId;
  const held = { min: earliest(start) ?? within.min, max: latest(end) ?? within.max };
  if (held.min !== undefined && held.max !== undefined && held.min > held.max) {
    findings.push(
      finding(
        "outside-its-term",
        `It has "${start.raw || end.raw}", outside the term "${name}" that it names; the term does not bound it.`,
      ),
    );
    return { start, end };
  }
  const which = start.raw !== "" ? "end is" : end.raw !== "" ? "start is" : "start and end are";
  findings.push(finding("bounded-by-term", `Its ${which} blank; the term "${name}" bounds it and gives it no date.`));
  const bounded = (read: ReadDate): ReadDate =>
    read.raw !== "" ? read : { ...read, within, interpretation: reading("within-term", { words: name }) };
  return { start: bounded(start), end: bounded(end) };
}

/** Undefined where the term has no days of its own, or none that exist. */
function daysOf({ reading }: Context, term: Thing): { min?: Day; max?: Day } | undefined {
  try {
    const { min } = aloneOf(readDate(text(term, "start_date")));
    const { max } = aloneEnd(readDate(text(term, "end_date")), reading.endConvention);
    if (min === undefined && max === undefined) return undefined;
    if (min !== undefined && max !== undefined && min > max) return undefined;
    return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

const earliest = (read: ReadDate) => (read.edtf === "" ? undefined : aloneOf(read).min);
const latest = (read: ReadDate) => (read.edtf === "" ? undefined : aloneOf(read).max);

function dated(one: Thing, name: string, findings: Finding[]): ReadDate {
  const read = readDate(text(one, name));
  // The furthest day that a database can write is its way of saying that there is no end.
  if (name === "end_date" && read.edtf.startsWith("9999")) return { ...read, edtf: ".." };
  if (read.unread === true)
    findings.push(
      finding(
        "date-not-understood",
        `"${name}" holds "${read.raw.slice(0, 80)}", which is no date that can be read; it stays unknown.`,
      ),
    );
  return read;
}

/** An id of its own, or else all that tells it from others; never its place in the file. */
function membershipKey(context: Context, one: Thing): string {
  const id = text(one, "id");
  if (id !== "") return keyOf(context, "membership", id);
  const parts = [
    "person_id",
    "organization_id",
    "post_id",
    "role",
    "legislative_period_id",
    "area_id",
    "on_behalf_of_id",
    "start_date",
  ];
  const said = parts
    .map((part) => text(one, part))
    .map((value, index) => (value === "" ? "" : `${parts[index]} ${value}`));
  return `${context.scope}membership of ${said.filter((part) => part !== "").join(", ")}`;
}

function rawOf(one: Thing): Record<string, string> {
  return Object.fromEntries(
    Object.entries(one).map(([name, value]) => [
      clean(name),
      clean(typeof value === "string" ? value : (JSON.stringify(value) ?? "")),
    ]),
  );
}

export const nameless = "The source gives no name; this is its id for the person.";
export const unnamed = (id: string) => ({ full: id, given: "", surnames: [id] });
