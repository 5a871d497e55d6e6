import fc from "fast-check";
import { expect, test } from "vitest";
import { type Mention, startCast } from "./cast.ts";

function castOf(mentions: readonly Mention[]) {
  const gathering = startCast();
  for (const mention of mentions) gathering.add(mention);
  return gathering.settle();
}

/** "day name, post" each, the text being the day. */
function told(...lines: string[]): Mention[] {
  return lines.map((line) => {
    const [, day = "", name = "", post] = /^(\S+) ([^,]+)(?:, (.+))?$/u.exec(line) ?? [];
    return { text: day, day, name, ...(post === undefined ? {} : { post }) };
  });
}

function who(cast: ReturnType<typeof castOf>, line: string): string {
  const [mention] = told(line);
  if (mention === undefined) throw new Error(line);
  const found = cast.resolve(mention);
  if ("unresolved" in found) return found.unresolved;
  return `${found.person.spellings[0]}${found.post === undefined ? "" : `, ${found.post.titles[0]}`} (${found.basis})`;
}

test("within one text a bare name is who was introduced with a post, however it is typed", () => {
  const mentions = told(
    "2020-03-01 HUGO LÓPEZ-GATELL RAMÍREZ, SUBSECRETARIO DE SALUD",
    "2020-03-01 HUGO LÓPEZ-GATELL RAMÍREZ",
    "2020-03-01 HUGO LÓPEZ-GATEL RAMÍREZ",
    "2020-03-01 HUGO LOPEZ-GATELL",
  );
  const cast = castOf(mentions);
  expect(cast.members).toHaveLength(1);
  for (const name of ["HUGO LÓPEZ-GATEL RAMÍREZ", "HUGO LOPEZ-GATELL"])
    expect(who(cast, `2020-03-01 ${name}`)).toBe("HUGO LÓPEZ-GATELL RAMÍREZ, SUBSECRETARIO DE SALUD (in-this-text)");
});

test("across texts titles that can be one post make one person and one post, seen from the first day to the last", () => {
  const cast = castOf(
    told(
      "2020-03-01 JOSÉ LUIS ALOMÍA ZEGARRA, DIRECTOR GENERAL DE EPIDEMIOLOGÍA",
      "2020-03-01 JOSÉ LUIS ALOMÍA ZEGARRA, DIRECTOR GENERAL DE EPIDEMIOLOGÍA",
      "2020-03-09 JOSÉ LUIS ALOMIA ZEGARRA, DIRECTOR GENERAL EPIDEMIOLOGÍA",
      "2020-03-10 OSÉ LUIS ALOMÍA ZEGARRA, DIRECTOR GENERAL DEEPIDEMIOLOGÍA",
      "2020-03-20 JOSÉ LUIS ALOMÍA, DIRECTOR GENERAL DE EPIDEMOLOGÍA",
    ),
  );
  expect(cast.members).toMatchObject([{ posts: [{ first: "2020-03-01", last: "2020-03-20" }] }]);
  expect(who(cast, "2020-03-15 JOSÉ LUIS ALOMÍA ZEGARRA")).toMatch(/EPIDEMIOLOGÍA \(between-days\)$/u);
  expect(who(cast, "2020-03-21 JOSÉ LUIS ALOMÍA ZEGARRA")).toBe("JOSÉ LUIS ALOMÍA ZEGARRA (no-post)");
});

test.each([
  [
    "a woman and a man",
    ["2020-03-01 MARIO SOTO DÍAZ, DIRECTOR DE SALUD", "2020-03-02 MARÍA SOTO DÍAZ, DIRECTORA DE SALUD"],
  ],
  [
    "the same, titled alike",
    ["2020-03-01 MARIO SOTO DÍAZ, TITULAR DE SALUD", "2020-03-02 MARÍA SOTO DÍAZ, TITULAR DE SALUD"],
  ],
  ["LUIS and LUISA", ["2020-03-01 LUIS SOTO DÍAZ, TITULAR DE SALUD", "2020-03-01 LUISA SOTO DÍAZ"]],
  [
    "a bare name in another text",
    ["2020-03-01 OLIVA LÓPEZ ARELLANO, SECRETARIA DE SALUD", "2020-03-02 OLIVIA LÓPEZ ARELLANO"],
  ],
  ["another post", ["2020-03-01 ANA DÍAZ, JEFA DE PRENSA", "2020-03-02 ANA DÍAZ SOTO, ALCALDESA DE PUEBLA"]],
  ["one word", ["2020-03-01 DIANA SOTO DÍAZ, JEFA DE PRENSA", "2020-03-01 DIANA"]],
])("%s: never taken for one", (_, lines) => {
  const cast = castOf(told(...lines));
  const names = lines.map((line) => line.slice(11).split(",")[0] ?? "");
  expect(cast.members.filter(({ spellings }) => names.every((name) => spellings.includes(name)))).toEqual([]);
});

test("what may be short for two people is nobody's, unless only one of them speaks in that text", () => {
  const cast = castOf(
    told(
      "2020-03-01 JOSÉ ERNESTO RAMÍREZ SOTO, TITULAR DE PRENSA",
      "2020-03-02 JORGE ERNESTO RAMÍREZ SOTO, TITULAR DE COMPRAS",
      "2020-03-03 ERNESTO RAMÍREZ SOTO",
      "2020-03-01 ERNESTO RAMÍREZ",
      "2020-03-04 ERNESTO RAMÍREZ",
    ),
  );
  expect(who(cast, "2020-03-03 ERNESTO RAMÍREZ SOTO")).toBe("ambiguous");
  expect(who(cast, "2020-03-04 ERNESTO RAMÍREZ")).toBe("ambiguous");
  expect(who(cast, "2020-03-01 ERNESTO RAMÍREZ")).toMatch(/^JOSÉ ERNESTO/u);
});

test("words that two posts of somebody have in common are of the one beside whose days they stand", () => {
  const cast = castOf(
    told(
      "2020-02-29 RICARDO CORTÉS, DIRECTOR DE SALUD DE LA SECRETARÍA",
      "2020-03-06 RICARDO CORTÉS, DIRECTOR GENERAL DE SALUD",
      "2020-03-16 RICARDO CORTÉS, DIRECTOR DE SALUD",
      "2021-03-21 RICARDO CORTÉS, DIRECTOR GENERAL DE SALUD",
    ),
  );
  expect(cast.members.map(({ posts }) => posts.map(({ titles }) => titles))).toEqual([
    [["DIRECTOR DE SALUD DE LA SECRETARÍA"], ["DIRECTOR GENERAL DE SALUD", "DIRECTOR DE SALUD"]],
  ]);
  expect(who(cast, "2020-06-02 RICARDO CORTÉS")).toBe("RICARDO CORTÉS, DIRECTOR GENERAL DE SALUD (between-days)");
});

test("who is who does not depend on the order of the texts, and nobody is lost", () => {
  const names = [
    "ANA DÍAZ SOTO",
    "ANA DIAZ SOTO",
    "ANA DÍAZ",
    "ANNA DÍAZ SOTO",
    "RUY MORA",
    "RUY MORA GIL",
    "RUI MORA GIL",
  ];
  const mention = fc.record({
    day: fc.integer({ min: 10, max: 14 }).map((day) => `2020-03-${day}`),
    name: fc.constantFrom(...names),
    post: fc.option(fc.constantFrom("JEFA DE PRENSA", "JEFA PRENSA", "ALCALDESA DE PUEBLA"), { nil: undefined }),
  });
  const mentions = fc
    .array(mention, { minLength: 1, maxLength: 12 })
    .map((all) =>
      all.map(({ day, name, post }): Mention => ({ text: day, day, name, ...(post === undefined ? {} : { post }) })),
    );
  fc.assert(
    fc.property(mentions, fc.nat(), (all, seed) => {
      const shuffled = all
        .map((one, index) => ({ one, at: (index * 7919 + seed) % 101 }))
        .toSorted((a, b) => a.at - b.at);
      const [here, there] = [castOf(all), castOf(shuffled.map(({ one }) => one))];
      const seen = (cast: typeof here) => all.map((one) => JSON.stringify(cast.resolve(one)));
      expect(seen(there)).toEqual(seen(here));
      expect(here.members.flatMap(({ spellings }) => spellings).toSorted()).toEqual(
        [...new Set(all.map(({ name }) => name))].toSorted(),
      );
    }),
  );
});
