import { agree } from "../display.ts";
import { firstDayOut } from "../first-day-out.ts";
import type { DataOf, ItemKind, When } from "../item.ts";
import type { Exported, Labels, Page } from "./read-register.ts";

type Fields = { [key: string]: unknown };

/** Where Popolo has a place for a kind; what it has no place for stands in lists of the extension. */
const lists: Partial<Record<ItemKind, string>> = {
  institution: "organizations",
  post: "posts",
  person: "persons",
  tenure: "memberships",
};

/**
 * The register as Popolo JSON (popoloproject.com), with an extension: Popolo's dates are YYYY[-MM[-DD]] alone, so each
 * object has besides its Popolo fields `voceria`, the assertion itself with raw texts, EDTF, bounds, capacity
 * periods, source and recorded time (docs/register-exports.md). A date that Popolo cannot write is left out of its
 * field, never made up. One object a line.
 */
export async function* writePopolo(pages: AsyncIterable<Page>): AsyncGenerator<string> {
  yield `{"voceria_format":"voceria/popolo/v1"`;
  let open: ItemKind | undefined;
  for await (const { kind, things, labels } of pages) {
    const opening =
      kind === open ? ",\n" : `${open === undefined ? "" : "\n]"},\n${JSON.stringify(listName(kind))}:[\n`;
    open = kind;
    yield opening + things.map((thing) => JSON.stringify(objectOf(thing, labels))).join(",\n");
  }
  yield `${open === undefined ? "" : "\n]"}}\n`;
}

function listName(kind: ItemKind): string {
  return lists[kind] ?? `voceria_${kind}s`;
}

function objectOf({ item, recorded }: Exported, labels: Labels): Fields {
  const { kind, id, change, data, source } = item;
  const out =
    item.kind === "tenure" || item.kind === "gap" ? firstDayOut(item.data, labels.sources.get(source.id)) : undefined;
  return {
    id,
    ...popoloFields(item, labels),
    voceria: {
      kind,
      change,
      data,
      source,
      ...(out === undefined ? {} : { firstDayOut: out }),
      recorded: { entry: recorded.entry, item: recorded.item, at: recorded.at.toISOString() },
    },
  };
}

function popoloFields(item: Exported["item"], labels: Labels): Fields {
  const { kind, data } = item;
  const cited = labels.sources.get(item.source.id);
  const sources = [
    {
      note: [cited?.name ?? item.source.id, item.source.locator].join(", "),
      ...(cited?.url === undefined ? {} : { url: cited.url }),
    },
  ];
  if (kind === "institution") return { ...organization(data), sources };
  if (kind === "post") return { ...post(data), sources };
  if (kind === "person") return { ...person(data), sources };
  if (kind === "tenure") return { ...membership(data, labels), sources };
  return {};
}

function organization({ kind, names, parent, start, end }: DataOf["institution"]): Fields {
  const [present, ...former] = names.toReversed();
  return {
    name: present?.name.es ?? present?.name.en,
    classification: kind,
    ...(parent === undefined ? {} : { parent_id: parent }),
    ...dated("founding_date", start),
    ...dated("dissolution_date", end),
    ...(former.length === 0
      ? {}
      : {
          other_names: former.map((one) => ({
            name: one.name.es ?? one.name.en,
            ...dated("start_date", one.start),
            ...dated("end_date", one.end),
          })),
        }),
  };
}

function post({ institution, title, functions, start, end }: DataOf["post"]): Fields {
  return {
    label: title.es.neutral,
    ...(functions[0] === undefined ? {} : { role: functions[0] }),
    organization_id: institution,
    ...dated("start_date", start),
    ...dated("end_date", end),
  };
}

function person({ names, gender, birth, identifiers }: DataOf["person"]): Fields {
  const [present, ...former] = names.toReversed();
  return {
    name: present?.full,
    given_name: present?.given,
    family_name: present?.surnames.join(" "),
    sort_name:
      present === undefined
        ? undefined
        : [present.surnames.join(" "), present.given].filter((part) => part !== "").join(", "),
    ...(gender === undefined ? {} : { gender: gender === "feminine" ? "female" : "male" }),
    ...dated("birth_date", birth),
    ...(identifiers === undefined
      ? {}
      : { identifiers: identifiers.map(({ scheme, id }) => ({ scheme, identifier: id })) }),
    ...(former.length === 0
      ? {}
      : {
          other_names: former.map((one) => ({
            name: one.full,
            ...dated("start_date", one.start),
            ...dated("end_date", one.end),
          })),
        }),
  };
}

function membership({ person: holder, post: held, start, end }: DataOf["tenure"], labels: Labels): Fields {
  const post = labels.posts.get(held);
  return {
    person_id: holder,
    post_id: held,
    ...(post === undefined
      ? {}
      : { organization_id: post.institution, role: agree(post.title.es, labels.people.get(holder)?.gender) }),
    ...dated("start_date", start),
    ...dated("end_date", end),
  };
}

function dated(field: string, when: When | undefined): Fields {
  return when !== undefined && /^\d{4}(-\d{2}){0,2}$/.test(when.edtf) ? { [field]: when.edtf } : {};
}
