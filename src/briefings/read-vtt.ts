import webvtt from "webvtt-parser";
import references from "webvtt-parser/html-entities.json" with { type: "json" };
import { Fault } from "../fault.ts";
import { readTurnText } from "./turn.ts";

/** What one voice says without another between, from so many milliseconds of the file on; an empty voice where the file names none. */
export type VttTurn = { voice: string; atMs: number; text: string };

const longestFile = 2_000_000;
/** More lines without an empty one between are no caption; and nested deeper, they would be read for ever. */
const longestBlock = 5_000;
const longestTurn = 19_000;
const longestHours = 100;
/** A pause after which the same voice begins a paragraph. */
const paragraph = 5;

/**
 * The cues of a WebVTT file (W3C), in the order of their times, those of the same voice joined. Read by the W3C's own parser: what a browser
 * passes over silently is passed over where no word is lost by it (how a cue is placed, a tag that is not closed); where one would be, Fault("invalid") says the line.
 */
export function readVtt(file: string): VttTurn[] {
  const tooLong =
    file.length > longestFile || file.split(/\n\s*\n|\r\s*\r|\r\n\s*\r\n/).some((one) => one.length > longestBlock);
  if (tooLong)
    throw new Fault(
      "too-large",
      `A WebVTT file has at most ${longestFile} characters here, and ${longestBlock} between two empty lines: send it in parts.`,
      [],
      `Un archivo WebVTT tiene aquí a lo más ${longestFile} caracteres, y ${longestBlock} entre dos líneas vacías: envíelo por partes.`,
    );
  const { cues, errors } = new webvtt.WebVTTParser(references).parse(file, "captions");
  for (const { line, col, message } of errors) {
    const es = loses.get(message);
    if (es === undefined) continue;
    const [en, place] = [
      `Line ${line}${col === undefined ? "" : `, column ${col}`}`,
      `Línea ${line}${col === undefined ? "" : `, columna ${col}`}`,
    ];
    throw new Fault("invalid", `${en}: ${message}`, [], `${place}: ${es}`);
  }
  if (cues.some(({ startTime }) => startTime >= longestHours * 3_600))
    throw new Fault(
      "invalid",
      `A caption stands later than ${longestHours} hours from the beginning: put its time right.`,
      [],
      `Un subtítulo está más allá de ${longestHours} horas desde el comienzo: corrija su tiempo.`,
    );
  const turns: (VttTurn & { until: number })[] = [];
  for (const { startTime, endTime, tree } of cues)
    for (const { voice, text } of saidIn(tree)) {
      const last = turns.at(-1);
      if (last?.voice !== voice || last.text.length + text.length > longestTurn)
        turns.push({ voice, atMs: Math.round(startTime * 1000), text, until: endTime });
      else {
        last.text += startTime - last.until > paragraph ? `\n\n${text}` : ` ${text}`;
        last.until = Math.max(last.until, endTime);
      }
    }
  if (turns.length === 0)
    throw new Fault("invalid", "Nothing is said in this WebVTT file.", [], "En este archivo WebVTT no se dice nada.");
  return turns.map(({ voice, atMs, text }) => ({ voice, atMs, text: readTurnText(text) }));
}

/** The words of a cue by who says them (`<v Name>`), in their order. */
function saidIn(tree: Node): { voice: string; text: string }[] {
  const said: { voice: string; text: string }[] = [];
  const add = (voice: string, value: string) => {
    const last = said.at(-1);
    if (last?.voice === voice) last.text += value;
    else said.push({ voice, text: value });
  };
  const read = (node: Node, voice: string) => {
    if (node.type === "text") add(voice, node.value ?? "");
    const own = node.name === "v" ? unescaped(node.value ?? "") : voice;
    for (const child of node.children ?? []) read(child, own);
  };
  read(tree, "");
  return said.flatMap(({ voice, text }) => {
    const words = text.replaceAll(/\s+/g, " ").trim();
    return words === "" ? [] : [{ voice, text: words }];
  });
}

type Node = { type?: string; name?: string; value?: string; children?: Node[] };

/** A name may be written with the references that text has. */
function unescaped(name: string): string {
  return name.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&nbsp;", " ").replaceAll("&amp;", "&").trim();
}

/** What the parser says of what it cannot take, where words would be lost or given to nobody, and the same in Spanish. */
const loses = new Map([
  ['No valid signature. (File needs to start with "WEBVTT".)', "el archivo tiene que comenzar con «WEBVTT»."],
  [
    "Cannot have timestamp in a comment.",
    "hay una marca de tiempo dentro de un comentario (NOTE): falta una línea vacía.",
  ],
  [
    "Cannot have timestamp in a style block.",
    "hay una marca de tiempo dentro de un bloque STYLE: falta una línea vacía.",
  ],
  ["Cue identifier cannot be standalone.", "hay un texto sin sus tiempos («00:00:01.000 --> 00:00:04.000»)."],
  ["Cue identifier needs to be followed by timestamp.", "después del identificador faltan los tiempos."],
  ["No timestamp found.", "falta el tiempo."],
  ["Timestamp must start with a character in the range 0-9.", "el tiempo tiene que comenzar con un número."],
  ["No time unit separator found.", "en el tiempo faltan los dos puntos."],
  ["Must be exactly two digits.", "minutos y segundos llevan dos cifras."],
  ["No seconds found or minutes is greater than 59.", "faltan los segundos, o los minutos pasan de 59."],
  ['No decimal separator (".") found.', "faltan los milisegundos, con un punto: «00:00:01.000»."],
  ["Milliseconds must be given in three digits.", "los milisegundos llevan tres cifras."],
  ["You cannot have more than 59 minutes.", "los minutos pasan de 59."],
  ["You cannot have more than 59 seconds.", "los segundos pasan de 59."],
  ["No valid timestamp separator found.", "entre los dos tiempos va «-->»."],
  ["<v> cannot be nested inside itself.", "hay una voz (<v>) dentro de otra."],
  ["<v> requires an annotation.", "una voz (<v>) no dice de quién es."],
]);
