import { Fault } from "../fault.ts";
import { intake } from "../text/intake.ts";
import type { Segment } from "./caption.ts";

/** What a program may send at once, in bytes. */
export const largestCaptions = 256 * 1024;
const mostAtOnce = 500;
const longestText = 2_000;
const longestId = 100;
const longestSpeaker = 200;
/** A briefing is over by then: what counts further counts from somewhere else. */
const longestTime = 24 * 3_600_000;

/** One segment that could not be taken: which (counted from 1), where it says so, and why. */
export type RefusedSegment = { place: number; id?: string; fault: Fault };

export type CaptionsRead = { segments: { place: number; segment: Segment }[]; refused: RefusedSegment[] };

/**
 * What a captioner's program sent: one segment, an array of them, or one on each line. What is well formed is read whatever stands beside it.
 * `zeroMs`: where the program's own time begins, from the opening. Fault("invalid") where nothing can be read, Fault("too-large") for too many at once.
 */
export function readCaptions(body: string, zeroMs: number): CaptionsRead {
  const values = valuesIn(body.replace(/^\uFEFF/, "").trim());
  if (values.length > mostAtOnce)
    throw new Fault(
      "too-large",
      `${values.length} segments at once, and ${mostAtOnce} fit: send them in parts.`,
      [],
      `${values.length} segmentos de una vez, y caben ${mostAtOnce}: envíelos por partes.`,
    );
  const read: CaptionsRead = { segments: [], refused: [] };
  for (const [index, value] of values.entries()) {
    const place = index + 1;
    const { id } = (value ?? {}) as { id?: unknown };
    const named = typeof id === "string" || typeof id === "number" ? { id: String(id).slice(0, longestId) } : {};
    try {
      if (value instanceof Fault) throw value;
      read.segments.push({ place, segment: segmentOf(value, zeroMs) });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      read.refused.push({ place, ...named, fault: error });
    }
  }
  return read;
}

function valuesIn(body: string): unknown[] {
  if (body === "")
    throw invalid(
      'The body is empty: send {"id": "1", "start": 0, "end": 2.5, "text": "…", "final": true}.',
      'No llegó nada: envíe {"id": "1", "start": 0, "end": 2.5, "text": "…", "final": true}.',
    );
  try {
    const whole: unknown = JSON.parse(body);
    return Array.isArray(whole) ? whole : [whole];
  } catch (error) {
    const lines = body.split(/\r?\n/);
    // Whatever is one document says where that document breaks; lines are read each for itself.
    if (lines.length === 1 || /^\[|^\{\s*$/.test(lines[0] ?? "")) throw notJson(error);
    return lines.flatMap((line, index) => (line.trim() === "" ? [] : [valueOf(line, index + 1)]));
  }
}

function valueOf(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    return notJson(error, number);
  }
}

function notJson(error: unknown, line?: number): Fault {
  const why = error instanceof Error ? error.message.slice(0, 200) : "";
  const [, place] = /position (\d+)/.exec(why) ?? [];
  const [en, es] = line === undefined ? ["The body", "Lo que llegó"] : [`Line ${line}`, `La línea ${line}`];
  return invalid(
    `${en} is no JSON: ${why}.`,
    `${es} no es JSON${place === undefined ? "" : `: se interrumpe tras ${place} caracteres`}.`,
  );
}

function segmentOf(value: unknown, zeroMs: number): Segment {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid("A segment is an object.", "Un segmento es un objeto.");
  const sent = value as Record<string, unknown>;
  const id = sent["id"];
  if ((typeof id !== "string" && typeof id !== "number") || String(id) === "" || String(id).length > longestId)
    throw invalid(
      `id: a string or a number of at most ${longestId} characters, of its own for each segment.`,
      `id: un texto o un número de a lo más ${longestId} caracteres, propio de cada segmento.`,
    );
  const [startMs, endMs] = [timeOf(sent, "start", zeroMs), timeOf(sent, "end", zeroMs)];
  if (endMs < startMs) throw invalid("end: it is before start.", "end: está antes que start.");
  const { final, revision = 0 } = sent;
  if (typeof final !== "boolean")
    throw invalid(
      "final: true, or false while the words may still change.",
      "final: true, o false mientras las palabras puedan cambiar.",
    );
  if (typeof revision !== "number" || !Number.isInteger(revision) || revision < 0 || revision > 1_000_000)
    throw invalid("revision: a whole number from 0.", "revision: un número entero desde 0.");
  return {
    id: intake(String(id)),
    startMs: Math.max(0, startMs),
    endMs: Math.max(0, endMs),
    text: line(sent, "text", longestText),
    final,
    speaker: sent["speaker"] === null || sent["speaker"] === undefined ? "" : line(sent, "speaker", longestSpeaker),
    revision,
  };
}

/** Seconds, or whole milliseconds under the name with `_ms`. What begins up to a minute before the opening is taken as said at it. */
function timeOf(sent: Record<string, unknown>, name: string, zeroMs: number): number {
  const [seconds, milliseconds] = [sent[name], sent[`${name}_ms`]];
  const given = milliseconds ?? (typeof seconds === "number" ? seconds * 1000 : seconds);
  if (typeof given !== "number" || !Number.isFinite(given))
    throw invalid(
      `${name}: seconds as a number (${name}), or milliseconds (${name}_ms).`,
      `${name}: segundos como número (${name}), o milisegundos (${name}_ms).`,
    );
  const at = Math.round(given + zeroMs);
  if (at < -beforehand || at > longestTime)
    throw invalid(
      `${name}: it falls outside the briefing. Times count from its opening, or from the instant given as ?zero=.`,
      `${name}: cae fuera de la vocería. Los tiempos cuentan desde su apertura, o desde el instante dado con ?zero=.`,
    );
  return at;
}

const beforehand = 60_000;

function line(sent: Record<string, unknown>, name: string, longest: number): string {
  const value = sent[name];
  if (typeof value !== "string") throw invalid(`${name}: a string.`, `${name}: un texto.`);
  const taken = intake(value).replaceAll(/\s+/g, " ").trim();
  if (taken.length <= longest) return taken;
  throw new Fault(
    "too-large",
    `${name}: ${taken.length} characters, and ${longest} fit: send it in more segments.`,
    [],
    `${name}: ${taken.length} caracteres, y caben ${longest}: envíelo en más segmentos.`,
  );
}

function invalid(en: string, es: string): Fault {
  return new Fault("invalid", en, [], es);
}
