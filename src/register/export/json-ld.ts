import { agree } from "../display.ts";
import { firstDayOut } from "../first-day-out.ts";
import type { ItemKind, InstrumentData, PostData, When } from "../item.ts";
import { type Field, fieldsOf, type Shape } from "./fields.ts";
import { context, segments, typesOf } from "./json-ld-context.ts";
import type { Exported, Labels, Page } from "./read-register.ts";

type Node = { [key: string]: unknown };

/**
 * The register as JSON-LD 1.1: W3C ORG for institutions, posts, tenures and what laws did to them, OWL-Time for when,
 * EDTF literals, PROV for sources and recorded time, schema.org beside them, and terms of our own for what none of those can say
 * (docs/register-exports.md). Its context is inline: reading it needs no network. `base` is the address of the site,
 * against which ids resolve. One node a line, so that it can be written and read however large it is.
 */
export async function* writeJsonLd(pages: AsyncIterable<Page>, base: string): AsyncGenerator<string> {
  const root = `${base.replace(/\/+$/, "")}/`;
  yield `{"@context":${JSON.stringify({ "@base": root, ...context })},\n"@graph":[`;
  let separator = "\n";
  for await (const { things, labels } of pages) {
    const lines = things.map((thing) => JSON.stringify(nodeOf(thing, labels)));
    yield separator + lines.join(",\n");
    separator = ",\n";
  }
  yield "\n]}\n";
}

/** The id of a thing, relative to the site. */
export function address(kind: ItemKind, id: string): string {
  return `register/${segments[kind]}/${id}`;
}

function nodeOf({ item, recorded }: Exported, labels: Labels): Node {
  const { kind, id, change, source } = item;
  return {
    "@id": address(kind, id),
    "@type": typesOf[kind],
    ...derived({ item, recorded }, labels),
    ...encodeFields(fieldsOf[kind], item.data, kind === "tenure" ? "memberDuring" : "during"),
    assertion: {
      "@id": `${address(kind, id)}#entry-${recorded.entry}-item-${recorded.item}`,
      "@type": "Assertion",
      change,
      entry: recorded.entry,
      item: recorded.item,
      generatedAtTime: recorded.at.toISOString(),
      qualifiedPrimarySource: {
        "@type": "PrimarySource",
        entity: address("source", source.id),
        locator: source.locator,
      },
    },
  };
}

/** What the standard vocabularies say in one step and our data in two. Not read back. */
function derived({ item }: Exported, labels: Labels): Node {
  if (item.kind === "institution") return { prefLabel: item.data.names.at(-1)?.name };
  if (item.kind === "person") return { fullName: item.data.names.at(-1)?.full };
  if (item.kind === "post") {
    const prefLabel = neutral(item.data);
    return { prefLabel, role: { "@type": "Role", prefLabel } };
  }
  if (item.kind === "tenure") {
    const { person, post, start, end } = item.data;
    const held = labels.posts.get(post);
    const gender = labels.people.get(person)?.gender;
    return {
      ...(held === undefined
        ? {}
        : {
            organization: address("institution", held.institution),
            roleName: { es: agree(held.title.es, gender), en: agree(held.title.en, gender) },
          }),
      ...plainDate("startDate", start),
      ...plainDate("endDate", end),
      ...outOf(item, labels),
    };
  }
  return item.kind === "gap" ? outOf(item, labels) : {};
}

/** The source's own end, where that is the first day out and `end` the last day in. */
function outOf(item: Extract<Exported["item"], { kind: "tenure" | "gap" }>, labels: Labels): Node {
  const out = firstDayOut(item.data, labels.sources.get(item.source.id));
  return out === undefined ? {} : { firstDayOut: out };
}

function neutral({ title }: PostData) {
  return { es: title.es.neutral, en: title.en.neutral };
}

function plainDate(key: string, { edtf }: When): Node {
  return /^\d{4}(-\d{2}){0,2}$/.test(edtf) ? { [key]: edtf } : {};
}

/** `start` and `end` of a thing become one interval. */
function encodeFields(fields: Readonly<Record<string, Field>>, data: object, interval: string): Node {
  const node: Node = {};
  const { start, end } = data as { start?: When; end?: When };
  for (const [name, { shape, term = name }] of Object.entries(fields)) {
    const value = (data as Record<string, unknown>)[name];
    if (value === undefined || (shape === "when" && (name === "start" || name === "end"))) continue;
    node[term] = encode(shape, value);
  }
  if (start !== undefined || end !== undefined) node[interval] = encodeInterval(start, end);
  if ("act" in fields)
    Object.assign(node, { "@type": "ChangeEvent" }, changed(data as InstrumentData["effects"][number]));
  return node;
}

function encode(shape: Shape, value: unknown): unknown {
  if (shape === "when") return encodeWhen(value as When);
  if (shape === "forms") return encodeForms(value as PostData["title"]);
  if (typeof shape === "string") return value;
  if ("reference" in shape) return address(shape.reference, value as string);
  if ("list" in shape) return (value as unknown[]).map((member) => encode(shape.list, member));
  return encodeFields(shape.object, value as object, "during");
}

function encodeForms(title: PostData["title"]): Node {
  const form = (gender: "feminine" | "masculine" | "neutral") => ({ es: title.es[gender], en: title.en[gender] });
  return { feminine: form("feminine"), masculine: form("masculine"), neutral: form("neutral") };
}

function encodeInterval(start: When | undefined, end: When | undefined): Node {
  const edtf = `${start?.edtf ?? ""}/${end?.edtf ?? ""}`;
  return {
    "@type": "Interval",
    ...(/\d/.test(edtf) ? { edtf } : {}),
    ...(start === undefined ? {} : { hasBeginning: encodeWhen(start) }),
    ...(end === undefined ? {} : { hasEnd: encodeWhen(end) }),
  };
}

function encodeWhen({ raw, edtf, min, max, within, interpretation }: When): Node {
  return {
    "@type": "Instant",
    raw,
    ...(edtf === ".." ? { ongoing: true } : edtf === "" ? {} : { edtf }),
    ...(min !== undefined && min === max && edtf !== "" && edtf !== ".." ? { inXSDDate: min } : {}),
    ...bounds({ min, max }),
    ...(within === undefined ? {} : { within: bounds(within) }),
    ...(interpretation === undefined ? {} : { interpretation }),
  };
}

function bounds({ min, max }: { min?: string | undefined; max?: string | undefined }): Node {
  return { ...(min === undefined ? {} : { earliest: min }), ...(max === undefined ? {} : { latest: max }) };
}

/** org:originalOrganization is what there was before, org:resultingOrganization what there was after. */
function changed({ act, institution, resulting }: InstrumentData["effects"][number]): Node {
  const before = act === "creates" ? undefined : institution;
  const after = act === "abolishes" ? resulting : (resulting ?? (act === "merges" ? undefined : institution));
  return {
    ...(before === undefined ? {} : { originalOrganization: address("institution", before) }),
    ...(after === undefined ? {} : { resultingOrganization: address("institution", after) }),
  };
}
