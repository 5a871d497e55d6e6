import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");
const source = join(root, "src");

/** From left to right: a folder imports only from folders to its left. Folders of one rank never import each other. */
const order: readonly (readonly string[])[] = [
  ["recorder"],
  ["register"],
  ["access"],
  ["press"],
  ["newsroom", "briefings"],
  ["delivery", "search"],
  ["page"],
  ["site", "desk", "api", "cli"],
];
/** Everyone may import these; they know no domain and import none. */
const ground = ["store", "text", "files"];
const groundFiles = ["clock.ts", "fault.ts"];
/** The composition root: imports anyone, imported by nobody but its own files and, for its type, the command line. */
const compositionRoot = ["main.ts", "app.ts", "config.ts"];

test("each folder imports only from its left, or from the ground everyone stands on", () => {
  const edges = importEdges();
  expect(edges.length).toBeGreaterThan(150);
  expect(edges.filter((edge) => !permitted(edge)).map((edge) => `${edge.from} -> ${edge.to}`)).toEqual([]);
});

test("no file imports itself, by whatever others", () => {
  const imports = Map.groupBy(importEdges(), ({ from }) => from);
  expect([...imports.keys()].filter((file) => reaches(imports, file, file))).toEqual([]);
});

test("only the configuration reads the environment", () => {
  const readers = sourceFiles(source)
    .filter((file) => !file.endsWith(".test.ts"))
    .filter((file) => /\bprocess\s*\.\s*env\b/u.test(readFileSync(file, "utf8")))
    .map((file) => relative(source, file));
  expect(readers).toEqual(["config.ts"]);
});

test("the record package imports nothing but its own files", () => {
  const folder = join(root, "packages/record/src");
  const files = sourceFiles(folder).filter((file) => !file.endsWith(".test.ts"));
  expect(files.length).toBeGreaterThan(10);
  for (const file of files)
    for (const specifier of specifiers(file)) expect(specifier, relative(root, file)).toMatch(/^\.\/[a-z0-9-]+\.ts$/u);
});

test("file names are kebab-case words of the glossary and say what they hold", () => {
  const files = [...sourceFiles(source), ...sourceFiles(join(root, "packages/record/src"))];
  for (const file of files) {
    const name = relative(root, file);
    expect(name).toMatch(/\/[a-z0-9]+(-[a-z0-9]+)*(\.test|\.d)?\.ts$/u);
    expect(name).not.toMatch(/\b(utils?|helpers?|manager|service|common|misc)\b/u);
  }
});

test("whatever the desk can come to refuse is said in Spanish too", () => {
  const edges = Map.groupBy(importEdges("run"), ({ from }) => from);
  const reached = new Set(sourceFiles(join(source, "desk")).map((file) => relative(source, file)));
  for (const file of reached) for (const { to } of edges.get(file) ?? []) if (to.endsWith(".ts")) reached.add(to);
  expect(reached).toContain("register/edtf.ts");
  const inEnglishAlone = [...reached].flatMap((file) => {
    const text = readFileSync(join(source, file), "utf8");
    return [...text.matchAll(/\bnew Fault\(/gu)]
      .map(({ index }) => argumentsAt(text, index + "new Fault(".length))
      .filter(([, sentence, , spanish]) => sentence !== '""' && (spanish ?? "undefined") === "undefined")
      .map(([, sentence]) => `${file}: ${sentence}`);
  });
  expect(inEnglishAlone).toEqual([]);
});

type Edge = { from: string; to: string };

function reaches(imports: Map<string, Edge[]>, from: string, target: string, seen = new Set<string>()): boolean {
  return (imports.get(from) ?? []).some(({ to }) => {
    if (to === target) return true;
    if (seen.has(to)) return false;
    seen.add(to);
    return reaches(imports, to, target, seen);
  });
}

/** `run`: only what is loaded when the program runs, not what types are taken from. */
function importEdges(which: "all" | "run" = "all"): Edge[] {
  return sourceFiles(source)
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) =>
      specifiers(file, which)
        .filter((specifier) => specifier.startsWith("."))
        .map((specifier) => ({ from: relative(source, file), to: relative(source, resolve(file, "..", specifier)) })),
    );
}

function permitted({ from, to }: Edge): boolean {
  const [here, there] = [top(from), top(to)];
  if (here === there && from.includes("/")) return true;
  if (groundFiles.includes(to)) return true;
  if (to === "config.ts" && (here === "cli" || here === "store")) return true;
  if (compositionRoot.includes(from)) return true;
  if (compositionRoot.includes(to)) return here === "cli";
  if (ground.includes(there)) return true;
  return rank(there) !== -1 && rank(here) > rank(there);
}

function rank(folder: string): number {
  return order.findIndex((peers) => peers.includes(folder));
}

function top(path: string): string {
  return path.split("/")[0] ?? path;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name))
    .toSorted();
}

function specifiers(file: string, which: "all" | "run" = "all"): string[] {
  const whole = readFileSync(file, "utf8");
  const text = which === "all" ? whole : whole.replaceAll(/^(?:import|export) type\b[^;]*;/gmu, "");
  const found = text.matchAll(
    /^\s*(?:import|export)\b[^;'"]*?from\s*["']([^"']+)["']|^\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)|new URL\(\s*["'](\.[^"']+\.ts)["']/gmu,
  );
  return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? match[4] ?? "");
}

/** The arguments of a call as they are written, from its opening parenthesis on. */
function argumentsAt(text: string, from: number): string[] {
  const given = [""];
  const open: string[] = [];
  for (let at = from; at < text.length; at++) {
    const [sign = "", within] = [text[at], open.at(-1)];
    const quoted = within === '"' || within === "'" || within === "`";
    if (quoted && sign === "\\") given[given.length - 1] += sign + text[++at];
    else if (open.length === 0 && sign === ")") return given.map((one) => one.trim());
    else if (open.length === 0 && sign === ",") given.push("");
    else {
      given[given.length - 1] += sign;
      if ((quoted && sign === within) || (!quoted && /[)\]}]/u.test(sign))) open.pop();
      else if (within === "`" ? text.startsWith("${", at - 1) : !quoted && /["'`([{]/u.test(sign)) open.push(sign);
    }
  }
  throw new Error("a call has no end");
}
