import type { SourceFile } from "./candidate.ts";
import { lostCharacters } from "./source-files.ts";
import { clean } from "./words.ts";

export type Json = Record<string, unknown>;
export type At = { line?: number; at?: string };
export type Read = { entity?: Json; at: At; wrong?: string };

const wholeFile = 64 << 20;

/** One entity, the `entities` by id, a list, or the lines of a dump. */
export async function* entitiesOf(file: SourceFile): AsyncGenerator<Read> {
  if (file.bytes <= wholeFile && !file.name.endsWith(".gz")) {
    const whole = parsed(await file.text());
    if (isObject(whole) && isObject(whole["entities"])) {
      for (const [id, entity] of Object.entries(whole["entities"]))
        yield isObject(entity)
          ? { entity, at: { at: `entities.${id}` } }
          : { at: { at: `entities.${id}` }, wrong: "It is not an object." };
      return;
    }
    if (isObject(whole))
      return void (yield { entity: whole, at: { at: typeof whole["id"] === "string" ? whole["id"] : "the entity" } });
    if (Array.isArray(whole)) {
      for (const [index, entity] of whole.entries())
        yield isObject(entity)
          ? { entity, at: { at: `[${index}]` } }
          : { at: { at: `[${index}]` }, wrong: "It is not an object." };
      return;
    }
  }
  let line = 0;
  for await (const written of file.lines()) {
    line++;
    const text = written.trim().replace(/,$/, "");
    if (text === "" || text === "[" || text === "]") continue;
    const lost = lostCharacters(text);
    const entity = lost === undefined ? parsed(text) : undefined;
    yield isObject(entity)
      ? { entity, at: { line } }
      : { at: { line }, wrong: lost ?? `The line is no JSON object: ${text.slice(0, 80)}` };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function statementsOf(entity: Json, property: string): Json[] {
  const claims = entity["claims"];
  const list = isObject(claims) ? claims[property] : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

/** How many of them cannot be read; a list that is none counts as one. */
export function brokenStatements(entity: Json, property: string): number {
  const claims = entity["claims"];
  const list = isObject(claims) ? claims[property] : undefined;
  if (list === undefined) return 0;
  return Array.isArray(list) ? list.filter((one) => !isObject(one)).length : 1;
}

export function labelOf(entity: Json): string {
  const labels = isObject(entity["labels"]) ? entity["labels"] : {};
  for (const language of ["es", "en", "mul", ...Object.keys(labels)]) {
    const found = labels[language];
    const value = isObject(found) ? found["value"] : found;
    if (typeof value === "string" && clean(value).trim() !== "") return clean(value).trim().slice(0, 300);
  }
  return "";
}

export function itemOf(snak: unknown): string | undefined {
  if (!isObject(snak) || snak["snaktype"] !== "value" || !isObject(snak["datavalue"])) return undefined;
  const value = snak["datavalue"]["value"];
  const id = isObject(value)
    ? (value["id"] ?? (typeof value["numeric-id"] === "number" ? `Q${value["numeric-id"]}` : undefined))
    : undefined;
  return typeof id === "string" && /^[QPL]\d{1,15}$/.test(id) ? id : undefined;
}

export function best(statements: readonly Json[]): Json | undefined {
  const standing = statements.filter((one) => one["rank"] !== "deprecated");
  return standing.find((one) => one["rank"] === "preferred") ?? standing[0];
}

export function qualifiers(statement: Json, property: string): Json[] {
  const all = statement["qualifiers"];
  const list = isObject(all) ? all[property] : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
}
