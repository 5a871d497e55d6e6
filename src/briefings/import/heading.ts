import { searchKey } from "../../register/name.ts";
import { beginsTitle } from "./post-words.ts";
import { withinEdits } from "./spelling.ts";

/** What a heading calls whom it does not name: somebody of the press, whoever gives the word, or a voice. */
export type Role = "press" | "moderator" | "voice";

/** How a turn begins: "NAME, POST:", "PREGUNTA:". */
export type Heading = {
  /** As the source has it, without the mark behind it. */
  as: string;
  /** ":" mostly; ";" or "." where it was mistyped, "" where it was left out. */
  mark: string;
  /** What stands behind it in the same paragraph. */
  rest: string;
  /** Whom it names; absent where it names a role alone. */
  name?: string;
  /** What stands beside the name: a post mostly, the outlet of somebody of the press. */
  post?: string;
  /** In brackets: "Interpretación del inglés". */
  aside?: string;
  role?: Role;
  /** Several people speak at once: nobody is named. */
  several?: true;
};

/**
 * The heading that a paragraph begins with, or undefined where it is speech. `known` are the names that head other turns
 * of this text: beside one of them a colon that was left out is missed.
 */
export function readHeading(paragraph: string, known: ReadonlySet<string> = new Set()): Heading | undefined {
  return withColon(paragraph) ?? mistypedRole(paragraph) ?? withoutColon(paragraph, known);
}

const longestHeading = 400;

function withColon(paragraph: string): Heading | undefined {
  const at = paragraph.slice(0, longestHeading).search(/:(?!\d)/u);
  if (at < 1) return undefined;
  const as = paragraph.slice(0, at);
  const { words, aside } = withoutAside(as);
  if (!isShouted(words)) return undefined;
  return { as, mark: ":", rest: paragraph.slice(at + 1), ...named(words), ...(aside === "" ? {} : { aside }) };
}

/** "INTERLOCUTOR; El operativo", "PREGUNTA. Muchas gracias", "INTERLOCUTORA (inaudible)". */
function mistypedRole(paragraph: string): Heading | undefined {
  const [, as = "", mark = ""] = /^(\p{Lu}{4,})\s*([;.]|(?=\())/u.exec(paragraph) ?? [];
  if (as === "") return undefined;
  const role = roleOf(as);
  if (role === undefined) return undefined;
  const from = paragraph.indexOf(mark, as.length);
  return { as, mark, rest: paragraph.slice(mark === "" ? as.length : from + mark.length), role };
}

/** "DOLORES ORTEGA Yo soy …" where she has spoken under that name; "N. N., DIRECTORA GENERAL DE SALUD Buenas tardes." */
function withoutColon(paragraph: string, known: ReadonlySet<string>): Heading | undefined {
  const words = paragraph.slice(0, longestHeading).split(/(\s+)/u);
  let end = 0;
  while (end < words.length && isUpper(words[end] ?? "")) end += 2;
  // A single letter begins the sentence that follows: "A ver", "Y entonces".
  while (end > 0 && /^\p{L}$/u.test(words[end - 2] ?? "")) end -= 2;
  if (end < 4 || end > words.length) return undefined;
  const as = words.slice(0, end - 1).join("");
  const rest = paragraph.slice(as.length);
  if (rest.trim() === "") return undefined;
  const { words: shouted } = withoutAside(as);
  const heading = named(shouted);
  if (heading.name === undefined) return undefined;
  const titled = heading.post !== undefined && beginsTitle(heading.post.split(/\s/u)[0] ?? "") && as.includes(",");
  if (!titled && !(heading.post === undefined && known.has(searchKey(heading.name)))) return undefined;
  return { as, mark: "", rest, ...heading };
}

function isUpper(word: string): boolean {
  const letters = word.replace(/[^\p{L}]/gu, "");
  return letters !== "" && letters === letters.toUpperCase();
}

/** Words in capitals, but for a "del" or "y" among them; no digits in the name itself. */
function isShouted(text: string): boolean {
  const [name = ""] = text.split(",");
  if (!/^\p{Lu}/u.test(text) || /\d/u.test(name) || !/\p{L}{2}/u.test(name)) return false;
  if (text.split(/\s+/u).length > 45) return false;
  const words = text.split(/\s+/u).filter((word) => /\p{L}/u.test(word));
  return words.every((word) => isUpper(word) || /^(de|del|la|las|los|el|e|y|en|von|van|da|do|dos)$/u.test(word));
}

function withoutAside(text: string): { words: string; aside: string } {
  const asides: string[] = [];
  const words = text.replace(/\s*\(([^()]*)\)?/gu, (whole, inner: string) => {
    // An acronym belongs to the title; what is said in small letters or with a date is said about it.
    if (isUpper(inner) && !/\d/u.test(inner)) return whole;
    asides.push(inner);
    return " ";
  });
  return { words: words.trim(), aside: asides.join("; ") };
}

function named(words: string): Pick<Heading, "name" | "post" | "role" | "several"> {
  const text = words.replace(/\s+/gu, " ").trim();
  const role = roleOf(text);
  if (role !== undefined) return roleWithOutlet(text, role);
  const { name, post } = splitPost(text);
  const reporting = /^(?:PERIODISTA|REPORTER[OA]|CORRESPONSAL|COLUMNISTA)(?:\s+(?:DEL|DE|EN|PARA)\s+(.+))?$/iu.exec(
    post,
  );
  // "DOLORES ORTEGA, REPORTERA DE EL UNIVERSAL": somebody of the press, who is named.
  if (reporting !== null) return { name, role: "press", ...(reporting[1] === undefined ? {} : { post: reporting[1] }) };
  if (severalIn(name)) return { name, several: true, ...(post === "" ? {} : { post }) };
  return { name, ...(post === "" ? {} : { post }) };
}

/** "PERIODISTA DE REFORMA", "PREGUNTA, EL UNIVERSAL": the outlet stands beside the role. */
function roleWithOutlet(text: string, role: Role): Pick<Heading, "role" | "post"> {
  const beside = /^\S+(?:\s*,\s*|\s+DE\s+)(?!MUJER|HOMBRE)(.+)$/u.exec(text)?.[1];
  return { role, ...(role === "press" && beside !== undefined ? { post: beside.trim() } : {}) };
}

const roles: readonly (readonly [Role, readonly string[]])[] = [
  [
    "press",
    ["pregunta", "preguntas", "interlocutor", "interlocutora", "periodista", "reportero", "reportera", "prensa"],
  ],
  ["press", ["question", "journalist", "reporter"]],
  ["moderator", ["moderador", "moderadora", "presentador", "presentadora", "conductor", "conductora", "moderator"]],
  ["voice", ["voz", "voces", "intervencion", "participante", "asistente", "asistentes", "narrador", "narradora"]],
  ["voice", ["locutor", "locutora", "interprete", "traductor", "traductora", "coro", "voice", "voices"]],
];

/** The role that a heading's first word names, one slip of the typist allowed. Whoever has a second word in their name is nobody's role. */
function roleOf(text: string): Role | undefined {
  const [first = "", second] = searchKey(text).split(" ");
  const exact = roles.find(([, words]) => words.includes(first))?.[0];
  if (exact !== undefined || second !== undefined) return exact;
  return roles.find(([, words]) => words.some((word) => word.length >= 8 && withinEdits(first, word, 1)))?.[0];
}

/** The name and what stands beside it: behind a comma, or from the first word that begins a title. */
function splitPost(text: string): { name: string; post: string } {
  const [first = "", ...others] = text.split(/\s*[,;]\s*|(?<=\p{L}{3})\.\s+/u);
  if (others.length > 0) {
    // "GABRIELA RODRÍGUEZ, RAMÍREZ, SECRETARIA GENERAL": a comma that slipped into the name.
    const slipped =
      others.length > 1 && !/\s/u.test(others[0] ?? "") && !startsTitle(others[0]) && startsTitle(others[1]);
    const name = slipped ? `${first} ${others[0]}` : first;
    return { name, post: text.slice(text.indexOf(others[slipped ? 1 : 0] ?? "", first.length)).trim() };
  }
  const words = first.split(/\s+/u);
  if (startsTitle(first)) {
    // "PRESIDENTE ANDRÉS MANUEL LÓPEZ OBRADOR": the title stands before, one word and no more.
    return words.length >= 3 && !/^(de|del|general)$/iu.test(words[1] ?? "")
      ? { name: words.slice(1).join(" "), post: words[0] ?? "" }
      : { name: first, post: "" };
  }
  const at = words.findIndex((word, index) => index >= 2 && beginsTitle(word));
  return at === -1
    ? { name: first, post: "" }
    : { name: words.slice(0, at).join(" "), post: words.slice(at).join(" ") };
}

function startsTitle(text: string | undefined): boolean {
  return beginsTitle((text ?? "").split(/\s+/u)[0] ?? "");
}

/** Two whole names joined: "JUAN PÉREZ SOTO Y ANA DÍAZ". "JOSÉ ORTEGA Y GASSET" is one. */
function severalIn(name: string): boolean {
  if (name.includes("/")) return true;
  const parts = name.split(/\s+(?:Y|E|AND)\s+/iu);
  return parts.length > 1 && parts.every((part) => part.split(/\s+/u).length >= 2);
}
