import { Fault } from "../../fault.ts";
import type { Day } from "../day.ts";
import type { InstitutionData, PersonData, PostData } from "../item.ts";
import {
  type About,
  aloneEnd,
  aloneOf,
  type Candidate,
  finding,
  type Finding,
  type Format,
  type Reading,
  type SourceFile,
  type SourceRow,
  spanOf,
  titular,
} from "./candidate.ts";
import { readDate, type ReadDate, saysVacant } from "./read-date.ts";
import { capacityIn, clean, nameOf, titleOf } from "./words.ts";

type Thing = Record<string, unknown>;
type Document = { file: string; scope: string; lists: Record<string, Thing[]>; wrong: SourceRow[] };

const listed = ["organizations", "posts", "persons", "people", "memberships", "events", "areas"];

/**
 * Popolo: organizations, posts, persons, memberships, and events for legislative periods; parlparse's ministers.json too, which names no
 * people. A membership without dates keeps them blank; its term bounds them and is never taken for a date of office.
 * In a folder each file is a body of its own: ids hold within it, except those that are unique in the world (UUIDs and addresses).
 */
export const popolo: Format = {
  name: "popolo",
  extensions: [".json"],
  async *read(files, reading) {
    for (const file of files) yield* readFile(await openDocument(file, files.length > 1), reading);
  },
};

async function openDocument(file: SourceFile, many: boolean): Promise<Document> {
  const empty = { file: file.name, scope: many ? `${file.name}: ` : "", lists: {}, wrong: [] as SourceRow[] };
  let content: unknown;
  try {
    content = JSON.parse(await file.text());
  } catch (error) {
    if (error instanceof Fault && !many) throw error;
    const sentence = error instanceof Fault ? error.message : `${file.name} is not JSON: ${(error as Error).message}.`;
    return { ...empty, wrong: [unread(file.name, sentence)] };
  }
  if (typeof content !== "object" || content === null || Array.isArray(content))
    return {
      ...empty,
      wrong: [
        unread(file.name, `${file.name} is not a Popolo document: it must be an object with persons, memberships, ….`),
      ],
    };
  const lists: Record<string, Thing[]> = {};
  for (const name of listed) {
    const list = (content as Thing)[name];
    if (list === undefined || list === null) continue;
    if (!Array.isArray(list)) {
      empty.wrong.push({ ...unread(file.name, `"${name}" must be a list.`), at: name });
      continue;
    }
    lists[name] = list
      .map((member: unknown, index) => {
        if (typeof member === "object" && member !== null && !Array.isArray(member))
          return { ...(member as Thing), [place]: `${name}[${index}]` };
        empty.wrong.push({
          ...unread(file.name, `It is not an object: ${JSON.stringify(member)?.slice(0, 80)}.`),
          at: `${name}[${index}]`,
        });
        return {};
      })
      .filter((member) => place in member);
  }
  if (Object.keys(lists).length === 0 && empty.wrong.length === 0)
    empty.wrong.push(unread(file.name, `${file.name} has none of ${listed.join(", ")}.`));
  return { ...empty, lists };
}

const place = Symbol("where it stands in its file");

function unread(file: string, sentence: string): SourceRow {
  return { file, states: [], about: [], findings: [], refused: finding("malformed", sentence) };
}

function* readFile({ file, scope, lists, wrong }: Document, reading: Reading): Generator<SourceRow> {
  yield* wrong;
  const of = (name: string) => lists[name] ?? [];
  const context: Context = {
    file,
    scope,
    reading,
    periods: byId(of("events")),
    organizations: byId(of("organizations")),
    posts: byId(of("posts")),
    people: byId([...of("persons"), ...of("people")]),
    unnamed: new Set(),
  };
  for (const one of of("organizations")) yield tried(context, one, () => organization(context, one));
  for (const one of [...of("persons"), ...of("people")]) yield tried(context, one, () => person(context, one));
  for (const one of of("posts")) yield tried(context, one, () => post(context, one));
  for (const one of of("memberships")) yield tried(context, one, () => membership(context, one));
  for (const one of of("events"))
    yield refusedRow(
      context,
      one,
      finding("outside-the-register", "A period is no post: it bounds the memberships that name it."),
    );
  for (const one of of("areas"))
    yield refusedRow(context, one, finding("outside-the-register", "An area is a place, not a post."));
}

function byId(list: readonly Thing[]): Map<string, Thing> {
  return new Map(
    list.map((one) => {
      const { id } = one;
      return [typeof id === "string" || typeof id === "number" ? clean(String(id)).trim() : "", one];
    }),
  );
}

type Context = {
  file: string;
  scope: string;
  reading: Reading;
  periods: ReadonlyMap<string, Thing>;
  organizations: ReadonlyMap<string, Thing>;
  posts: ReadonlyMap<string, Thing>;
  people: ReadonlyMap<string, Thing>;
  /** People of whom the source gives an id alone, once said. */
  unnamed: Set<string>;
};

function tried(
  context: Context,
  thing: Thing,
  read: () => { about: About[]; states: Candidate[]; findings?: Finding[] },
): SourceRow {
  try {
    const { about, states, findings = [] } = read();
    return { file: context.file, at: placeOf(thing), about, states, findings };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return refusedRow(context, thing, finding("invalid", error.message));
  }
}

function refusedRow({ file }: Context, thing: Thing, refused: Finding): SourceRow {
  return { file, at: placeOf(thing), about: [], states: [], findings: [], refused };
}

function placeOf(thing: Thing): string {
  const id = thing["id"];
  const where = (thing as Record<symbol, string>)[place] ?? "";
  return typeof id === "string" && id !== "" ? `${where} (id ${id.slice(0, 120)})` : where;
}

/** A text field, "" where it is absent; a number is read as its digits. */
function text(thing: Thing, name: string): string {
  const value = thing[name];
  if (value === undefined || value === null) return "";
  if (typeof value === "number") return String(value);
  if (typeof value !== "string")
    throw new Fault("invalid", `"${name}" holds ${JSON.stringify(value)?.slice(0, 80)}; it must be a text.`);
  return clean(value).trim();
}

function idOf(thing: Thing): string {
  const id = text(thing, "id");
  if (id === "")
    throw new Fault(
      "invalid",
      `It has no id${text(thing, "name") === "" ? "" : ` ("${text(thing, "name").slice(0, 80)}")`}.`,
    );
  return id;
}

/** Ids that are unique in the world keep their meaning in other files; others hold within their own. */
function keyOf({ scope }: Context, kind: string, id: string): string {
  const worldwide =
    /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i.test(id) || /^(https?:|urn:|ocd-|Q\d+$)/.test(id);
  return `${worldwide ? "" : scope}${kind} ${id}`;
}

function organization(context: Context, one: Thing) {
  const id = idOf(one);
  const key = keyOf(context, "organization", id);
  const name = text(one, "name");
  const findings = name === "" ? [finding("no-name", `Organization ${id} has no name; it stands under its id.`)] : [];
  const [parent, short] = [text(one, "parent_id"), shortName(one)];
  const start = readDate(text(one, "founding_date"));
  const end = readDate(text(one, "dissolution_date"));
  const data: InstitutionData = {
    kind: text(one, "classification") || "organization",
    names: [{ name: { en: name || id }, ...(short === "" || short === name ? {} : { short }) }],
    ...(parent === "" ? {} : { parent: keyOf(context, "organization", parent) }),
    ...(start.edtf === "" ? {} : { start: aloneOf(start) }),
    ...(end.edtf === "" ? {} : { end: aloneEnd(end, context.reading.endConvention) }),
  };
  const about = [{ kind: "institution" as const, key }];
  return { about, states: [{ kind: "institution" as const, key, wanted: name || id, data }], findings };
}

function shortName(one: Thing): string {
  const others = Array.isArray(one["other_names"]) ? (one["other_names"] as Thing[]) : [];
  const short = others.find(
    (other) => typeof other === "object" && other !== null && /abbrev|short/i.test(text(other, "note")),
  );
  return short === undefined ? "" : text(short, "name");
}

function person(context: Context, one: Thing) {
  const id = idOf(one);
  const key = keyOf(context, "person", id);
  const name =
    text(one, "name") || [text(one, "given_name"), text(one, "family_name")].filter((part) => part !== "").join(" ");
  const findings = name === "" ? [finding("no-name", `Person ${id} has no name; they stand under their id.`)] : [];
  const gender = genders.get(text(one, "gender").toLowerCase());
  const birth = readDate(text(one, "birth_date"));
  const identifiers = identifiersOf(one);
  const hints = { given: text(one, "given_name"), family: text(one, "family_name"), sort: text(one, "sort_name") };
  const names = formerNames(one, context);
  const data: PersonData = {
    names: [...names, name === "" ? unnamed(id) : nameOf(name, hints)],
    ...(gender === undefined ? {} : { gender, genderSource: "source" as const }),
    ...(birth.edtf === "" || birth.edtf === ".." ? {} : { birth: aloneOf(birth) }),
    ...(identifiers.length === 0 ? {} : { identifiers }),
    ...(name === "" ? { note: nameless } : {}),
  };
  return {
    about: [{ kind: "person" as const, key }],
    states: [{ kind: "person" as const, key, wanted: name || id, data }],
    findings,
  };
}

const genders = new Map<string, NonNullable<PersonData["gender"]>>([
  ["female", "feminine"],
  ["f", "feminine"],
  ["male", "masculine"],
  ["m", "masculine"],
]);

const nameless = "The source gives no name; this is its id for the person.";
const unnamed = (id: string) => ({ full: id, given: "", surnames: [id] });

/** Names that were borne for a time: other spellings and languages without dates are no names over time. */
function formerNames(one: Thing, { reading }: Context): PersonData["names"] {
  const others = Array.isArray(one["other_names"]) ? (one["other_names"] as unknown[]) : [];
  const dated = others.filter(
    (other): other is Thing =>
      typeof other === "object" && other !== null && typeof (other as Thing)["end_date"] === "string",
  );
  return dated
    .map((other) => {
      const [start, end] = [readDate(text(other, "start_date")), readDate(text(other, "end_date"))];
      return {
        ...nameOf(text(other, "name"), { given: text(other, "given_name"), family: text(other, "family_name") }),
        ...(start.edtf === "" ? {} : { start: aloneOf(start) }),
        ...(end.edtf === "" ? {} : { end: aloneEnd(end, reading.endConvention) }),
      };
    })
    .filter(({ full }) => full !== "")
    .toSorted((a, b) => ((a.end?.edtf ?? "~") < (b.end?.edtf ?? "~") ? -1 : 1));
}

function identifiersOf(one: Thing): { scheme: string; id: string }[] {
  const list = Array.isArray(one["identifiers"]) ? (one["identifiers"] as unknown[]) : [];
  return list
    .filter((found): found is Thing => typeof found === "object" && found !== null)
    .map((found) => ({ scheme: text(found, "scheme"), id: text(found, "identifier") }))
    .filter(({ scheme, id }) => scheme !== "" && id !== "")
    .toSorted((a, b) => (`${a.scheme} ${a.id}` < `${b.scheme} ${b.id}` ? -1 : 1));
}

function post(context: Context, one: Thing) {
  const id = idOf(one);
  const key = keyOf(context, "post", id);
  const title = text(one, "label") || text(one, "role") || id;
  const [start, end] = [readDate(text(one, "start_date")), readDate(text(one, "end_date"))];
  const organizationId = text(one, "organization_id");
  if (organizationId === "") throw new Fault("invalid", `Post ${id} names no organization.`);
  const data: PostData = {
    institution: keyOf(context, "organization", organizationId),
    title: titleOf(title),
    functions: [],
    ...(start.edtf === "" ? {} : { start: aloneOf(start) }),
    ...(end.edtf === "" ? {} : { end: aloneEnd(end, context.reading.endConvention) }),
  };
  return { about: [{ kind: "post" as const, key }], states: [{ kind: "post" as const, key, wanted: title, data }] };
}

function membership(context: Context, one: Thing) {
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
    return { start, end: { ...end, edtf: "..", interpretation: "The source gives no end: read as ongoing." } };
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
    read.raw !== ""
      ? read
      : { ...read, within, interpretation: `The source gives no date here; it lies within the term "${name}".` };
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
