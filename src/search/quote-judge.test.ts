import fc from "fast-check";
import { expect, test } from "vitest";
import { judge, type Judgement } from "./quote-judge.ts";
import { newEffort } from "./quote-effort.ts";
import { type Passage, statementPassages } from "./quote-passages.ts";
import { shinglesOf } from "./quote-shingles.ts";
import { readQuote, wordsOf } from "./quote-words.ts";

const said = `El Gobierno no cerrará los 48 hospitales de la Región de Ñuble durante este año. Si el Congreso aprueba la ley, la ministra Rojas
invertirá 1.250 millones de pesos en caminos rurales. ¿Vamos a subir los impuestos a las familias? No, vamos a bajar el precio del agua
potable en Petorca. La reforma COVID-19 queda lista el lunes, según el informe de la comisión.`;

const vocabulary = new Set([said].flatMap((text) => wordsOf(text).map(({ form }) => form)));

function ask(quote: string, passages: Passage[] = [{ role: "office", text: said }]): Judgement<string> {
  return judge(readQuote(quote), [{ text: "one", passages }], (form) => vocabulary.has(form));
}

test("accents, case, quotation marks, dashes, broken lines and slips of a reading machine are no difference", () => {
  for (const quote of [
    "El Gobierno no cerrará los 48 hospitales de la Región de Ñuble durante este año.",
    "«EL GOBIERNO NO CERRARA LOS 48 HOSPITALES DE LA REGION DE NUBLE»",
    "“la ministra Rojas invertirá 1.250 millones de pesos”",
    "La reforma COVID–19 queda lista el lunes",
    "El Gobi-\nerno no cerrará los 48 hospi-\r\ntales",
    "El GobIerno no cerrará los 48 hospita1es",
    "El Gobiemo no cerrará los 48 hospitales",
    "El Gobierno no cerrará […] durante este año",
    "El Gobierno no cerrará los 48 hospitales ... durante este año",
  ])
    expect(ask(quote).verdict, quote).toBe("said");
});

test("a negation, a number, a name, a unit, an order or a question is told, and told first", () => {
  const kinds = (quote: string) => {
    const { verdict, places } = ask(quote);
    expect(verdict, quote).toBe("differs");
    return places[0]?.kinds ?? [];
  };
  expect(kinds("El Gobierno cerrará los 48 hospitales de la Región de Ñuble durante este año")[0]).toBe("negation");
  expect(kinds("El Gobierno no cerrará los 84 hospitales de la Región de Ñuble")).toEqual(["number"]);
  expect(kinds("El Gobierno no cerrará los 48 hospitales de la Región de Maule durante este verano")).toEqual([
    "name",
    "unit",
  ]);
  expect(kinds("la ministra Rojas invertirá 1.250 millones de dólares en caminos rurales")).toEqual(["unit"]);
  expect(kinds("la ministra Rojas invertirá 1,250 millones de pesos en caminos rurales")).toEqual(["number"]);
  expect(kinds("La reforma COVID-19 queda lista el martes, según el informe")).toEqual(["date"]);
  expect(kinds("la ministra Rojas invertirá 1.250 millones de pesos en rurales caminos")).toEqual(["order"]);
  expect(kinds("Vamos a subir los impuestos a las familias, no vamos a bajar el precio")[0]).toBe("negation");
  expect(kinds("¿El Gobierno no cerrará los 48 hospitales de la Región de Ñuble durante este año?")).toEqual([
    "question",
  ]);
  expect(kinds("El Gobierno … cerrará los 48 hospitales de la Región de Ñuble durante este año")).toEqual(["negation"]);
});

test("an apostrophe is one, whatever sign a keyboard has for it, and a contracted no is a no", () => {
  const text = "The Government won't close the hospitals, and we don’t need the Senate's help to keep them open.";
  const of = (quote: string) => ask(quote, [{ role: "office", text }]);
  for (const sign of ["'", "’", "‘", "`", "´", "ʼ", "′", "＇", ""])
    expect(of(text.replaceAll(/['’]/gu, sign)).verdict, sign).toBe("said");
  for (const quote of [
    "The Government will close the hospitals, and we don't need",
    "we need the Senate´s help to keep them open",
    "The Government can´t close the hospitals, and we don’t need",
  ])
    expect([of(quote).verdict, of(quote).places[0]?.kinds[0]]).toEqual(["differs", "negation"]);
});

test("what is left out may be long, but not take the no along that the words behind it hang on", () => {
  const text =
    "El ministro, que ayer no pudo venir a la sesión, dijo que la obra sigue. Creemos que las tarifas del agua no se van a subir este invierno.";
  const of = (quote: string) => ask(quote, [{ role: "office", text }]);
  for (const quote of [
    "Creemos que las tarifas […] se van a subir este invierno",
    "Creemos que las tarifas […] van a subir este invierno",
    "El ministro […] pudo venir a la sesión",
    "dijo que la obra sigue […] se van a subir este invierno",
  ])
    expect([quote, of(quote).verdict, of(quote).places[0]?.kinds[0]]).toEqual([quote, "differs", "negation"]);
  const whole = of("El ministro […] dijo que la obra sigue");
  expect([whole.verdict, whole.places[0]?.cut?.between]).toEqual(["said", ["no"]]);
});

test("what is left of a number is told, and a no that is none is not", () => {
  const text =
    "Sin embargo, en este momento menos de cuatro de cada diez casos son graves. Llegaron 30 millones de dosis. El plan de invierno que presentamos a los alcaldes de las comunas rurales sigue en pie, aunque llueva.";
  const cut = (quote: string) => ask(quote, [{ role: "office", text }]).places[0]?.cut;
  expect(cut("cuatro de cada diez casos son graves")).toMatchObject({ before: ["menos"], near: true });
  expect(cut("Sin embargo, en este momento menos de cuatro de cada diez casos")).toBeUndefined();
  expect(cut("menos de cuatro de cada diez casos son graves")).toBeUndefined();
  expect(cut("dosis. El plan de invierno que presentamos")?.near).toBe(false);
  expect(ask("en este momento más de cuatro de cada diez casos", [{ role: "office", text }]).places[0]?.kinds).toEqual([
    "amount",
  ]);
  expect(ask("graves. Llegaron 30", [{ role: "office", text }]).verdict).toBe("too-short");
  expect(cut("casos son graves. Llegaron 30")).toMatchObject({ after: ["millones"], near: true });
});

test("the difference is told word by word, as it was said and as it is quoted", () => {
  const [place] = ask("El Gobierno sí cerrará los 49 hospitales de la Región de Ñuble").places;
  expect(place?.changes).toEqual([
    { said: "El Gobierno", quoted: "El Gobierno" },
    { said: "no", quoted: "sí", kind: "negation" },
    { said: "cerrará los", quoted: "cerrará los" },
    { said: "48", quoted: "49", kind: "number" },
    { said: "hospitales de la Región de Ñuble", quoted: "hospitales de la Región de Ñuble" },
  ]);
});

test("a cut that leaves away what the sense hangs on is said, and shown in its whole sentence", () => {
  const without = ask("cerrará los 48 hospitales de la Región de Ñuble");
  expect(without.verdict).toBe("said");
  expect(without.places[0]?.cut?.before).toEqual(["no"]);
  expect(without.places[0]?.context.before).toBe("El Gobierno no ");
  expect(ask("la ministra Rojas invertirá 1.250 millones de pesos").places[0]?.cut?.before).toEqual(["Si"]);
  expect(ask("la ministra Rojas invertirá 1.250 millones de pesos").places[0]?.context.before).toMatch(
    /^Si el Congreso/,
  );
  expect(ask("El Gobierno […] cerrará los 48 hospitales").places[0]?.cut?.between).toEqual(["no"]);
  expect(ask("vamos a subir los impuestos a las familias").places[0]?.cut?.question).toBe(true);
  expect(ask("El Gobierno no cerrará los 48 hospitales de la Región de Ñuble").places[0]?.cut).toBeUndefined();
});

test("words of a journalist, of a block quote and of a denied claim are not the office's", () => {
  const passages = statementPassages({
    title: "Conferencia de prensa",
    summary: null,
    voice: ["camila rojas"],
    body: `MINISTRA ROJAS: Vamos a construir dos hospitales nuevos.

JOURNALIST: Ministra, el alcalde dijo que usted cerrará la escuela.

> Esta obra no sirve para nada a los vecinos.
>
> — Ana Soto, alcaldesa

ROJAS: No es así como funcionan las cosas.

> El agua volverá mañana a las casas.
>
> — Camila Rojas
`,
  });
  expect(ask("usted cerrará la escuela", passages).verdict).toBe("said-by-other");
  const cited = ask("Esta obra no sirve para nada a los vecinos", passages);
  expect([cited.verdict, cited.places[0]?.speaker]).toEqual(["said-by-other", "Ana Soto, alcaldesa"]);
  expect(ask("Vamos a construir dos hospitales nuevos", passages).verdict).toBe("said");
  expect(ask("El agua volverá mañana a las casas", passages).verdict).toBe("said");
  const denial: Passage[] = [
    { role: "claim", text: "El Gobierno eliminará la pensión universal" },
    { role: "office", text: "Es falso que “el Gobierno eliminará la pensión universal”. La pensión sigue." },
  ];
  expect(ask("el gobierno eliminará la pensión universal", denial).verdict).toBe("denied");
  expect(ask("el gobierno eliminará la antigua pensión universal", denial).verdict).toBe("denied");
  const more: Passage[] = [
    { role: "claim", text: "El Gobierno eliminará casi todas las pensiones de gracia durante este invierno" },
    { role: "office", text: "No es cierto. Nada cambia." },
  ];
  const fewer = "El Gobierno eliminará casi pocas las pensiones de gracia durante este invierno";
  expect(ask(fewer, more).verdict).toBe("differs");
  expect(ask("el gobierno no eliminará la pensión universal", denial).verdict).toBe("differs");
});

test("a few common words in common are not alike; one word changed of as few is", () => {
  const of = (quote: string, text: string) => ask(quote, [{ role: "office", text }]).verdict;
  expect(
    of("I will be doing over the weekend.", "What the Treasurer will be doing over the months ahead is this."),
  ).toBe("none");
  expect(of("We will be doing it over Easter.", "And we will be doing it over Christmas.")).toBe("differs");
});

test("what is nowhere is in no record, and a few words tell nothing", () => {
  expect(ask("Los pingüinos emperador migran hacia el norte cada invierno austral").verdict).toBe("none");
  expect(ask("de la Región").verdict).toBe("too-short");
  expect(ask("").verdict).toBe("too-short");
});

const words = said.split(/\s+/);
const span = fc
  .tuple(fc.nat(words.length - 9), fc.integer({ min: 8, max: 30 }))
  .map(([from, length]) => words.slice(from, from + length));

test("every stretch of a text is said, whatever is done to its signs, and shares a number with it", () => {
  const found = new Set(shinglesOf(wordsOf(said)));
  fc.assert(
    fc.property(span, fc.boolean(), fc.constantFrom(" ", "\n", "  "), (stretch, upper, space) => {
      const quote = stretch.join(space).normalize("NFD");
      const asked = upper ? quote.toUpperCase() : quote;
      expect(ask(asked).verdict).toBe("said");
      expect(shinglesOf(readQuote(asked).segments.flat()).some((shingle) => found.has(shingle))).toBe(true);
    }),
  );
});

test("a word changed, taken out of the middle or put into it is never said", () => {
  fc.assert(
    fc.property(span, fc.nat(), fc.constantFrom("quizás", "no", "47", "Maule", ""), (stretch, place, other) => {
      const at = 1 + (place % (stretch.length - 2));
      for (const changed of [stretch.toSpliced(at, 1, other), stretch.toSpliced(at, 0, other || "nunca")]) {
        const quote = changed.filter((word) => word !== "").join(" ");
        if (said.includes(quote)) continue;
        expect(ask(quote).verdict, quote).not.toBe("said");
      }
    }),
  );
});

test("whatever is pasted is judged", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.string({ maxLength: 300 }), (quote, text) => {
      expect(() => ask(quote, [{ role: "office", text }])).not.toThrow();
    }),
  );
});

test("whoever chooses the words does not choose how long they are compared, and nothing is said of what was not looked at", () => {
  const words = "el agua de la casa va al río y no se ve el sol en la a o u i".split(" ");
  const mixed = (length: number, step: number) =>
    Array.from({ length }, (_, at) => words[(at * step + (at % 7) * (at % 11)) % words.length]).join(" ");
  const long = Array.from({ length: 20 }, (_, at) => ({
    text: "long",
    passages: [{ role: "office" as const, text: mixed(20_000, at + 3) }],
  }));
  const near = { text: "near", passages: [{ role: "office" as const, text: said }] };
  for (const quote of [
    "a b c d e ".repeat(1_000),
    mixed(3_000, 2),
    "de … la … que … ".repeat(600),
    "no ".repeat(3_333),
  ]) {
    const effort = newEffort();
    const { verdict } = judge(readQuote(quote), long, () => false, effort);
    expect([quote.slice(0, 20), effort.left >= 0, verdict === "none" ? effort.over : true]).toEqual([
      quote.slice(0, 20),
      true,
      true,
    ]);
  }
  const effort = newEffort();
  const altered = said.replace("48", "49");
  expect(judge(readQuote(altered), [near, ...long], () => false, effort).verdict).toBe("differs");
  expect(judge(readQuote(said), [...long, near], () => false, newEffort()).verdict).toBe("said");
});
