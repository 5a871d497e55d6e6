import { beforeAll, describe, expect, test } from "vitest";
import { canonicalize, readJson, utf8, type Bundle, type Json, type Report, type VerifyOptions } from "../src/index.ts";
import { claimsLess, remembering, verify } from "./claims.ts";
import { checkEd25519 } from "./crypto.ts";
import { fileOf, filesOf, makeWitness, OfficeLog, policyOf, start, tenure } from "./office-log.ts";

// Everything that a bundle can carry, all of it established, so that every byte has something to lose.
const witnesses = [makeWitness("one"), makeWitness("two"), makeWitness("three")];
let bundle: Bundle;
let options: VerifyOptions & { policy: string };
let honest: Report;

beforeAll(async () => {
  const log = new OfficeLog();
  const entry = log.assertRegister([tenure("ana-rojas", "ministra"), tenure("luis-soto", "vocero")]);
  const named = {
    capacity: "titular",
    institution: "segegob",
    person: "luis-soto",
    post: "vocero",
    register: { entry, item: 1 },
  };
  log.publish();
  const index = log.publish(
    (attachments) => ({
      voice: [named],
      topics: ["agua"],
      summary: "Ñuñoa, 2 € «no»",
      attachments: attachments.map((file) => ({ ...file, alt: "Captura" })),
      claim: { image: attachments[0]!.commitment, text: "Que no.", when: "2026-11-22", where: "Redes" },
      contact: "prensa@example.cl",
      counterpart: { edition: 1, number: "2026-0001" },
      delivery: "delivered",
      series: { name: "Lluvias", ordinal: 4 },
      translates: { edition: 1, number: "2026-0001" },
    }),
    [utf8("un anexo")],
  );
  const cosigned = witnesses.map((witness, at) => ({ witness, time: start + 60 * (at + 1) }));
  const signed = log.sign(cosigned);
  log.publish();
  bundle = log.bundle(index, signed, { state: log.sign(cosigned) });
  options = {
    policy: policyOf(log, witnesses, 2),
    attachments: filesOf(log, index),
    checkEd25519: remembering(checkEd25519),
  } as unknown as typeof options;
  honest = await verify(bundle, options);
});

test("The honest bundle establishes every finding", () => {
  expect(honest.findings.map(({ status }) => status)).toEqual(Array(9).fill("established"));
});

describe("Refused, or establishing less, and saying so, is every bundle", () => {
  test("with one byte changed: each bit of each byte, and each to other letters, digits and marks", async () => {
    const file = fileOf(bundle);
    const untouched: string[] = [];
    let tried = 0;
    for (let at = 0; at < file.length; at++) {
      const byte = file[at]!;
      for (const value of new Set([...bits.map((bit) => byte ^ bit), ...other])) {
        if (value === byte) continue;
        file[at] = value;
        if (!claimsLess(await verify(file, options), honest)) untouched.push(`byte ${at}: ${byte} to ${value}`);
        tried++;
      }
      file[at] = byte;
    }
    expect(untouched).toEqual([]);
    expect(tried).toBeGreaterThan(file.length * 10);
  }, 300_000);

  test("with one byte taken out or put in", async () => {
    const file = fileOf(bundle);
    const untouched: number[] = [];
    for (let at = 0; at <= file.length; at++) {
      const without = Uint8Array.from([...file.subarray(0, at), ...file.subarray(at + 1)]);
      const within = Uint8Array.from([...file.subarray(0, at), 0x31, ...file.subarray(at)]);
      for (const changed of at < file.length ? [without, within] : [within]) {
        if (!claimsLess(await verify(changed, options), honest)) untouched.push(at);
      }
    }
    expect(untouched).toEqual([]);
  }, 300_000);

  test("cut short anywhere", async () => {
    const file = fileOf(bundle);
    for (let length = 0; length < file.length; length += 7) {
      expect(claimsLess(await verify(file.subarray(0, length), options), honest)).toBe(true);
    }
  });

  test("with a key or an item taken out, put in, doubled, moved or renamed, and written canonically again", async () => {
    const untouched: string[] = [];
    let tried = 0;
    const unchanged = canonicalize(bundle);
    for (const { how, value } of structuralChanges(bundle)) {
      if (canonicalize(value) === unchanged) continue;
      if (!claimsLess(await verify(utf8(canonicalize(value)), options), honest)) untouched.push(how);
      tried++;
    }
    expect(untouched).toEqual([]);
    expect(tried).toBeGreaterThan(300);
  });

  test("whose keys stand in another order, or that is not in its canonical form", async () => {
    const whole = readJson(fileOf(bundle), "bundle") as Record<string, Json>;
    const reversed = JSON.stringify(Object.fromEntries(Object.entries(whole).toReversed()));
    const twice = canonicalize(whole).replace("{", `{"format":"voceria-bundle@1",`);
    for (const text of [
      reversed,
      twice,
      JSON.stringify(whole, null, 1),
      `${canonicalize(whole)}\n`,
      `\ufeff${canonicalize(whole)}`,
    ]) {
      expect((await verify(utf8(text), options)).findings[0]).toMatchObject({ status: "refused", reason: "malformed" });
    }
  });
});

const bits = [1, 2, 4, 8, 16, 32, 64, 128];
const other = Array.from(utf8('A0="'));

/** Each change of one place in a value: objects lose, gain and rename keys; lists lose, double and swap items. */
function* structuralChanges(value: Json, path = "bundle"): Generator<{ how: string; value: Json }> {
  if (typeof value !== "object" || value === null) {
    for (const changed of scalarChanges(value)) yield { how: `${path} = ${JSON.stringify(changed)}`, value: changed };
    return;
  }
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    yield { how: `${path} with an item more`, value: [...items, "x"] };
    for (const [at, item] of items.entries()) {
      yield { how: `${path} without item ${at}`, value: items.toSpliced(at, 1) };
      yield { how: `${path} with item ${at} twice`, value: items.toSpliced(at, 0, item) };
      if (at > 0)
        yield { how: `${path} with item ${at} moved`, value: items.with(at, items[at - 1]!).with(at - 1, item) };
      for (const { how, value: changed } of structuralChanges(item, `${path}[${at}]`))
        yield { how, value: items.with(at, changed) };
    }
    return;
  }
  const held = value as { readonly [key: string]: Json };
  for (const added of ["x", "__proto__", "constructor", "leaf", "batch", "register"]) {
    if (!Object.hasOwn(held, added)) {
      for (const put of [0, [], {}]) yield { how: `${path} with ${added}`, value: extend(held, added, put) };
    }
  }
  for (const [key, inner] of Object.entries(held)) {
    const { [key]: _, ...rest } = held;
    yield { how: `${path} without ${key}`, value: rest };
    yield { how: `${path} with ${key} renamed`, value: extend(rest, `${key}x`, inner) };
    for (const put of [null, [], {}, "", 0]) yield { how: `${path}.${key} replaced`, value: { ...held, [key]: put } };
    for (const { how, value: changed } of structuralChanges(inner, `${path}.${key}`))
      yield { how, value: { ...held, [key]: changed } };
  }
}

function extend(held: { readonly [key: string]: Json }, key: string, value: Json): Json {
  return Object.fromEntries([...Object.entries(held), [key, value]]);
}

function* scalarChanges(value: Json): Generator<Json> {
  if (typeof value === "number")
    yield* [value + 1, value === 0 ? 7 : value - 1, value + 0.5, Number.MAX_SAFE_INTEGER, -1, String(value)];
  if (typeof value === "string")
    yield* [
      "",
      `${value}A`,
      `${value}\n`,
      value.slice(1),
      value.toUpperCase() === value ? value.toLowerCase() : value.toUpperCase(),
    ];
  if (typeof value === "boolean") yield !value;
}
