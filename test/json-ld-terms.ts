/**
 * Expands a JSON-LD 1.1 document by its own inline context, as far as our exports use it, and says what a processor
 * would drop or read otherwise: keys and types without a meaning, values that are not of their declared type.
 */
export function faultsOfJsonLd(document: unknown): string[] {
  const { "@context": context, "@graph": graph } = document as { "@context": Context; "@graph": unknown[] };
  const faults: string[] = [];
  for (const [term, definition] of Object.entries(context)) {
    if (term.startsWith("@")) continue;
    const iri = typeof definition === "string" ? definition : (definition as Definition)["@id"];
    if (!isAbsolute(expanded(iri, context))) faults.push(`term ${term} means ${iri}`);
  }
  for (const node of graph) walk(node, context, faults, "@graph");
  return faults;
}

type Definition = { "@id": string; "@type"?: string; "@container"?: string };
type Context = Record<string, string | number | Definition>;

function walk(value: unknown, context: Context, faults: string[], path: string): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    faults.push(`${path} holds ${JSON.stringify(value)} where a node is meant`);
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    const at = `${path}.${key}`;
    if (key === "@id") {
      if (!URL.canParse(String(member), context["@base"] as string)) faults.push(`${at}: no address`);
    } else if (key === "@type") {
      for (const type of [member].flat())
        if (!isAbsolute(expanded(String(type), context))) faults.push(`${at}: ${String(type)} means nothing`);
    } else if (context[key] === undefined) faults.push(`${at} means nothing`);
    else check(member, context[key] as Definition | string, context, faults, at);
  }
}

function check(value: unknown, definition: Definition | string, context: Context, faults: string[], at: string): void {
  const { "@type": type, "@container": container } =
    typeof definition === "string" ? ({ "@id": definition } as Definition) : definition;
  if (type === "@json") return;
  if (container === "@language") {
    for (const [language, text] of Object.entries(value as object))
      if (!/^[a-z]{2}$/.test(language) || typeof text !== "string")
        faults.push(`${at}: ${language} is no language of a text`);
    return;
  }
  if (Array.isArray(value) !== (container === "@list"))
    faults.push(`${at}: a list where none is declared, or none where one is`);
  for (const one of [value].flat()) {
    if (typeof one === "object") {
      if (type !== undefined) faults.push(`${at}: an object for ${type}`);
      walk(one, context, faults, at);
    } else if (!ofType(one, type)) faults.push(`${at}: ${JSON.stringify(one)} is no ${type}`);
  }
}

function ofType(value: unknown, type: string | undefined): boolean {
  if (type === undefined || type === "xsd:anyURI" || type === "@id")
    return typeof value === "string" && (type !== "@id" || /^register\/[a-z]+\/[a-z0-9-]+$/.test(value));
  if (type === "xsd:integer") return Number.isInteger(value);
  if (type === "xsd:boolean") return typeof value === "boolean";
  if (type === "xsd:date") return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
  if (type === "xsd:dateTime") return typeof value === "string" && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value);
  if (type.endsWith("/EDTF")) return typeof value === "string" && /\d/.test(value);
  return false;
}

function expanded(term: string, context: Context): string {
  if (term.startsWith("http")) return term;
  const [prefix = "", ...rest] = term.split(":");
  const definition = context[rest.length === 0 ? term : prefix];
  if (definition === undefined) return term;
  const iri = typeof definition === "object" ? definition["@id"] : String(definition);
  return rest.length === 0 ? expanded(iri, context) : expanded(iri, context) + rest.join(":");
}

function isAbsolute(iri: string): boolean {
  return /^https?:\/\/[^\s]+$/.test(iri);
}
