import { Fault } from "../../fault.ts";
import type { ItemKind } from "../item.ts";
import { type Field, fieldsOf, type Shape } from "./fields.ts";
import { segments } from "./json-ld-context.ts";

type Node = { readonly [key: string]: unknown };

/** The assertion that a node of our own JSON-LD stands for, unchecked: readItem checks it. Fault("invalid") for another's node. */
export function itemOfNode(node: Node): unknown {
  const { kind, id } = named(node["@id"]);
  const cited = objectAt(objectAt(node, "assertion"), "qualifiedPrimarySource");
  return {
    format: "voceria/register/v1",
    kind,
    id,
    change: "new",
    data: decodeFields(fieldsOf[kind], node, kind === "tenure" ? "memberDuring" : "during"),
    source: { id: named(cited["entity"]).id, locator: cited["locator"] },
  };
}

const kindAt = new Map(Object.entries(segments).map(([kind, segment]) => [segment, kind as ItemKind]));

function named(id: unknown): { kind: ItemKind; id: string } {
  const [, segment = "", slug = ""] =
    /(?:^|\/)register\/([a-z]+)\/([^/#?]+)$/.exec(typeof id === "string" ? id : "") ?? [];
  const kind = kindAt.get(segment);
  if (kind === undefined)
    throw new Fault(
      "invalid",
      `${JSON.stringify(id)?.slice(0, 80) ?? "Nothing"} is not the address of a thing in a register.`,
    );
  return { kind, id: slug };
}

function decodeFields(fields: Readonly<Record<string, Field>>, node: Node, interval: string): Node {
  const data: Record<string, unknown> = {};
  const during = node[interval] === undefined ? {} : objectAt(node, interval);
  for (const [name, { shape, term = name }] of Object.entries(fields)) {
    const end = shape === "when" ? { start: "hasBeginning", end: "hasEnd" }[name] : undefined;
    const value = end === undefined ? node[term] : during[end];
    if (value !== undefined) data[name] = decode(shape, value);
  }
  return data;
}

function decode(shape: Shape, value: unknown): unknown {
  if (shape === "when") return decodeWhen(asNode(value));
  if (shape === "forms") return decodeForms(asNode(value));
  if (typeof shape === "string") return value;
  if ("reference" in shape) return named(value).id;
  if ("list" in shape) {
    if (!Array.isArray(value)) throw new Fault("invalid", `${JSON.stringify(value).slice(0, 60)} is not a list.`);
    return value.map((member: unknown) => decode(shape.list, member));
  }
  return decodeFields(shape.object, asNode(value), "during");
}

function decodeForms(node: Node): Node {
  const inLanguage = (language: "es" | "en") =>
    Object.fromEntries(["feminine", "masculine", "neutral"].map((form) => [form, objectAt(node, form)[language]]));
  return { es: inLanguage("es"), en: inLanguage("en") };
}

function decodeWhen({ raw, edtf, ongoing, earliest, latest, within, interpretation }: Node): Node {
  return {
    raw,
    edtf: ongoing === true ? ".." : (edtf ?? ""),
    ...bounds(earliest, latest),
    ...(within === undefined ? {} : { within: bounds(asNode(within)["earliest"], asNode(within)["latest"]) }),
    ...(interpretation === undefined ? {} : { interpretation }),
  };
}

function bounds(min: unknown, max: unknown): Node {
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function objectAt(node: Node, key: string): Node {
  return asNode(node[key], key);
}

function asNode(value: unknown, key = "a part of it"): Node {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Node;
  throw new Fault(
    "invalid",
    `${key} holds ${(JSON.stringify(value) ?? "nothing").slice(0, 60)}; it must be an object.`,
  );
}
