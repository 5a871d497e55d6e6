import { Fault } from "../fault.ts";

/**
 * A text as it may enter the record: NFC, LF line ends, no byte order mark. Throws Fault("invalid") naming
 * line, column and code point of the first control character (but LF and tab), lone surrogate or bidirectional
 * override or isolate: characters that a reader cannot see and that change what a reader sees.
 */
export function intake(text: string): string {
  const lines = withPlainLineEnds(text);
  const at = lines.search(refused);
  if (at !== -1) throw refusalOf(lines, at);
  return composed(lines);
}

/**
 * The same for archives, which cannot be sent back to be mended: takes the refused characters out and says
 * which and how many, by kind. C1 controls are what Windows-1252 punctuation becomes when it is read as
 * Latin-1; those are read as the punctuation they were.
 */
export function intakeLenient(text: string): { text: string; removed: string[] } {
  const lines = withPlainLineEnds(text);
  if (!refused.test(lines)) return { text: composed(lines), removed: [] };
  const counts = new Map<string, number>();
  const kept = lines.replace(everyRefused, (character) => {
    const meant = windows1252[character.charCodeAt(0) - 0x80] ?? "";
    const kind = describe(character) + (meant === "" ? "" : `, read as ${meant} (Windows-1252)`);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return meant;
  });
  const removed = [...counts].map(([kind, count]) => `${kind} × ${count}`);
  return { text: composed(kept), removed };
}

/** Throws as intake does, for characters written as entities, which it could not see; `line` is where their paragraph begins. */
export function refuseHidden(text: string, line: number | undefined): void {
  const at = text.search(refused);
  if (at === -1) return;
  const place = line === undefined ? "" : `Line ${line}: `;
  throw new Fault(
    "invalid",
    `${place}${describe(text.charAt(at))}, written as an entity, cannot stand in a text of the record; take it out.`,
    [],
    `${line === undefined ? "" : `Línea ${line}: `}${describeInSpanish(text.charAt(at))}, escrito como entidad, no puede estar en un texto del libro público; quítelo.`,
  );
}

/**
 * In NFC. No language puts more than a few marks on a letter, and the time that NFC takes grows with the square of their
 * number: a million would occupy a machine for hours. So over 30, the limit of the Stream-Safe Text Format (UAX #15),
 * throw Fault("invalid").
 */
export function composed(text: string): string {
  if (heap.test(text))
    throw new Fault(
      "invalid",
      "More than 30 combining marks stand on one letter; take them out of the text.",
      [],
      "Una letra lleva más de 30 signos encima; quítelos del texto.",
    );
  return text.normalize("NFC");
}

const heap = /\p{M}{31}/u;

// With the u flag a surrogate matches only where it stands alone.
const forbidden = String.raw`[\p{Cs}\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]`;
const refused = new RegExp(forbidden, "u");
const everyRefused = new RegExp(forbidden, "gu");

const windows1252: readonly string[] = [..."€", "", ..."‚ƒ„…†‡ˆ‰Š‹Œ", "", "Ž", "", "", ..."‘’“”•–—˜™š›œ", "", ..."žŸ"];

function withPlainLineEnds(text: string): string {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  return body.includes("\r") ? body.replace(/\r\n?/g, "\n") : body;
}

function refusalOf(text: string, at: number): Fault {
  const before = text.slice(0, at);
  const start = before.lastIndexOf("\n") + 1;
  const line = before.split("\n").length;
  const column = Array.from(before.slice(start)).length + 1;
  const character = text.charAt(at);
  return new Fault(
    "invalid",
    `Line ${line}, column ${column}: ${describe(character)} cannot stand in a text of the record; take it out.`,
    [],
    `Línea ${line}, columna ${column}: ${describeInSpanish(character)} no puede estar en un texto del libro público; quítelo.`,
  );
}

function describe(character: string): string {
  const code = character.charCodeAt(0);
  const name = nameOf(code);
  if (code >= 0xd800 && code <= 0xdfff) return `the lone surrogate ${name}`;
  if (code >= 0x202a) return `the bidirectional control ${name}`;
  return `the control character ${name}`;
}

function describeInSpanish(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0xd800 && code <= 0xdfff) return `el carácter a medias ${nameOf(code)}`;
  if (code >= 0x202a) return `el signo invisible ${nameOf(code)}, que cambia el sentido de la escritura,`;
  return `el carácter de control ${nameOf(code)}`;
}

function nameOf(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
