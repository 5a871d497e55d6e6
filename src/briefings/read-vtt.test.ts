import fc from "fast-check";
import { expect, test } from "vitest";
import { readVtt } from "./read-vtt.ts";
import { writeVtt } from "./write-vtt.ts";

const vtt = `\uFEFFWEBVTT - Punto de prensa\r\nKind: captions\r\n\r\nNOTE\r\nTranscrito a mano.\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\n1\r\n00:01.000 --> 00:04.500 line:0 align:start\r\n<v.loud Camila Vallejo>Buenos días,\r\n<i>a todos</i></v>\r\n\r\nuno-dos\r\n01:00:04.500 --> 01:00:06.000\r\n<v Camila Vallejo>y a todas &amp; &lt;más&gt;.\r\n\r\n1:00:07.000 --> 01:00:08.000\r\n<v Ana>¿Cuándo?</v> <v Camila Vallejo>Mañana.</v>\r\n\r\n01:00:09.000 --> 01:00:10.000\r\nFin.\r\n`;

test("a file as captioners' programs write it is read: signature, notes, styles, identifiers, hours or none, voices, references", () => {
  expect(readVtt(vtt)).toEqual([
    { voice: "Camila Vallejo", atMs: 1_000, text: "Buenos días, a todos\n\ny a todas & <más>." },
    { voice: "Ana", atMs: 3_607_000, text: "¿Cuándo?" },
    { voice: "Camila Vallejo", atMs: 3_607_000, text: "Mañana." },
    { voice: "", atMs: 3_609_000, text: "Fin." },
  ]);
});

test("where words would be lost, the line is named, in both languages", () => {
  const cue = "00:01.000 --> 00:02.000\nPalabras.";
  const bad: [string, number][] = [
    [cue, 1],
    ["WEBVTT\n\nPalabras sueltas.", 4],
    ["WEBVTT\n\n1\nPalabras.", 4],
    ["WEBVTT\n\n00:01,000 --> 00:02.000\nPalabras.", 3],
    ["WEBVTT\n\n00:01.000 -> 00:02.000\nPalabras.", 4],
    ["WEBVTT\n\n00:71.000 --> 00:72.000\nPalabras.", 3],
    [`WEBVTT\n\nNOTE esto\n${cue}`, 4],
    [`WEBVTT\n\n${cue}\n\n00:03.000 --> 00:04.000\n<v>Palabras.`, 8],
  ];
  for (const [file, line] of bad) {
    const es: unknown = expect.stringContaining(`Línea ${line}`);
    const message: unknown = expect.stringContaining(`Line ${line}`);
    expect(() => readVtt(file)).toThrow(expect.objectContaining({ code: "invalid", message, es }));
  }
  expect(() => readVtt("WEBVTT\n\n")).toThrow("Nothing is said");
  for (const late of ["100:00:00.000", "9999999999:00:00.000"])
    expect(() => readVtt(`WEBVTT\n\n${late} --> 99999999999:00:00.000\nTarde.`)).toThrow("later than 100 hours");
  for (const deep of ["<c>".repeat(3_000), "<i>".repeat(400_000), "x\n".repeat(3_000)])
    expect(() => readVtt(`WEBVTT\n\n00:01.000 --> 00:02.000\n${deep}`)).toThrow("5000 between two empty lines");
});

test("what we write ourselves is read as it was said, and the W3C's parser finds no fault in it", () => {
  const word = fc.stringMatching(/^[a-zñA-Z0-9&<>;.\-¿?]{1,8}$/);
  const nameWord = fc.stringMatching(/^[a-zñA-Z&<>;.]{1,8}$/);
  const turn = fc.record({
    name: fc.array(nameWord, { minLength: 1, maxLength: 3 }).map((words) => words.join(" ")),
    text: fc.array(word, { minLength: 1, maxLength: 20 }).map((words) => words.join(" ")),
    pause: fc.nat({ max: 90 }),
  });
  fc.assert(
    fc.property(fc.array(turn, { minLength: 1, maxLength: 12 }), (said) => {
      let at = 0;
      const turns = said.map(({ name, text, pause }, index) => ({
        turn: index + 1,
        kind: "speech" as const,
        speaker: { name },
        text,
        at: (at += pause),
      }));
      const written = writeVtt({ turns, title: "Punto --> de prensa", language: "es-CL" }) ?? "";
      const joined: { voice: string; text: string }[] = [];
      for (const { speaker, text } of turns)
        if (joined.at(-1)?.voice === speaker.name) joined.at(-1)!.text += ` ${text}`;
        else joined.push({ voice: speaker.name, text });
      const read = readVtt(written).map(({ voice, text }) => ({ voice, text: text.replaceAll("\n\n", " ") }));
      expect(read).toEqual(joined);
    }),
  );
  const arrow = [{ turn: 1, kind: "speech" as const, speaker: { name: "Ana --" }, text: "Sí --> no.", at: 0 }];
  const written = writeVtt({ turns: arrow, title: "T", language: "es" }) ?? "";
  expect(readVtt(written)).toEqual([{ voice: "Ana –", atMs: 0, text: "Sí --> no." }]);
});
