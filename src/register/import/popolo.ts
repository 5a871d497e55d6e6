import { Fault } from "../../fault.ts";
import type { InstitutionData, PersonData, PostData } from "../item.ts";
import {
  type About,
  aloneEnd,
  aloneOf,
  type Candidate,
  charactersLeftOut,
  finding,
  type Finding,
  type Format,
  type Reading,
  type SourceRow,
} from "./candidate.ts";
import {
  type Context,
  type Document,
  idOf,
  keyOf,
  openDocument,
  placeOf,
  text,
  type Thing,
} from "./popolo-document.ts";
import { membership, nameless, unnamed } from "./popolo-membership.ts";
import { readDate } from "./read-date.ts";
import { clean, losesCharacters, nameOf, titleOf } from "./words.ts";

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

function tried(
  context: Context,
  thing: Thing,
  read: () => { about: About[]; states: Candidate[]; findings?: Finding[] },
): SourceRow {
  try {
    const { about, states, findings = [] } = read();
    const lossy = Object.keys(thing).filter((name) => losesCharacters(written(thing[name])));
    if (lossy.length > 0) findings.push(charactersLeftOut(lossy));
    return { file: context.file, at: placeOf(thing), about, states, findings };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return refusedRow(context, thing, finding("invalid", error.message));
  }
}

const written = (value: unknown) => (typeof value === "string" ? value : "");

function refusedRow({ file }: Context, thing: Thing, refused: Finding): SourceRow {
  return { file, at: placeOf(thing), about: [], states: [], findings: [], refused };
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
