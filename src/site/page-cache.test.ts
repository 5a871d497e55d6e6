import fc from "fast-check";
import { expect, test } from "vitest";
import { negotiation, type Page, PageCache } from "./page-cache.ts";

const clock = { now: () => new Date(0) };

function page(text: string): Page {
  return { status: 200, headers: { "content-type": "text/html" }, body: Buffer.from(text) };
}

function textOf(cache: PageCache, address: string): string | undefined {
  return cache.find(address)?.answer(["identity"], undefined).body?.toString();
}

test("a page rendered while something was dropped is answered but not kept", () => {
  const cache = new PageCache({ clock });
  const generation = cache.generation;
  cache.drop(["another"]);
  expect(cache.keep("/", page("old"), ["lists"], generation).answer([], undefined).body?.toString()).toBe("old");
  expect(cache.find("/")).toBeUndefined();
});

test("no answer is older than the last drop of one of its tags, whatever the order of acts and renders", () => {
  type Step = { kind: "act" | "start" | "finish" | "ask"; subject: number };
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom("act", "start", "finish", "ask"),
    subject: fc.integer({ min: 0, max: 2 }),
  });
  const stale = fc.check(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const cache = new PageCache({ clock });
      const truth = [0, 0, 0];
      const rendering: { subject: number; text: string; generation: number }[] = [];
      for (const { kind, subject } of steps) {
        if (kind === "act") {
          truth[subject] = (truth[subject] ?? 0) + 1;
          cache.drop([`number:${subject}`]);
        } else if (kind === "start") {
          rendering.push({ subject, generation: cache.generation, text: String(truth[subject]) });
        } else if (kind === "finish") {
          const done = rendering.shift();
          if (done) cache.keep(`/${done.subject}`, page(done.text), [`number:${done.subject}`], done.generation);
        } else {
          const shown = textOf(cache, `/${subject}`);
          if (shown !== undefined && shown !== String(truth[subject])) return false;
        }
      }
      return true;
    }),
  );
  expect(stale.counterexample).toBeNull();
});

test("what is kept stays within its bytes, the least recently used going first", () => {
  const cache = new PageCache({ clock, bytes: 10_000 });
  const text = "x".repeat(900);
  for (let index = 0; index < 4; index++) cache.keep(`/${index}`, page(text), ["lists"], cache.generation);
  cache.find("/0");
  cache.keep("/4", page(text), ["lists"], cache.generation);
  expect(cache.bytes).toBeLessThanOrEqual(10_000);
  expect(cache.find("/0")).toBeDefined();
  expect(cache.find("/1")).toBeUndefined();
  cache.drop(["lists"]);
  expect([cache.size, cache.bytes]).toEqual([0, 0]);
});

test("compressed answers count among the bytes", () => {
  const cache = new PageCache({ clock });
  const kept = cache.keep("/", page("palabra ".repeat(1_000)), ["lists"], cache.generation);
  const before = cache.bytes;
  kept.answer(["br"], undefined);
  kept.answer(["gzip"], undefined);
  expect(cache.bytes).toBeGreaterThan(before);
  cache.drop(["lists"]);
  expect(cache.bytes).toBe(0);
});

test("an unchanged page is not sent again, in each encoding by its own validator", () => {
  const cache = new PageCache({ clock });
  const kept = cache.keep("/", page("palabra ".repeat(1_000)), [], cache.generation);
  const etag = (encoding: "br" | "identity") => {
    const { headers } = kept.answer([encoding], undefined);
    return headers[headers.indexOf("etag") + 1] ?? "";
  };
  expect(etag("br")).not.toBe(etag("identity"));
  expect(kept.answer(["br"], `"other", W/${etag("br")}`).status).toBe(304);
  expect(kept.answer(["br"], etag("identity")).status).toBe(200);
});

test("an encoding that was refused is not sent", () => {
  const encodings = (header: string) => negotiation(["Host", "x", "Accept-Encoding", header])[0];
  expect(encodings("gzip, deflate, br, zstd")).toEqual(["br", "gzip", "identity"]);
  expect(encodings("br;q=0, gzip;q=0.5")).toEqual(["gzip", "identity"]);
  expect(encodings("identity")).toEqual(["identity"]);
  expect(encodings("*")).toEqual(["br", "gzip", "identity"]);
});

test("a page that holds only until midnight is not found after it", () => {
  let now = 0;
  const cache = new PageCache({ clock: { now: () => new Date(now) } });
  cache.keep("/", page("today"), [], cache.generation, 1_000);
  expect(textOf(cache, "/")).toBe("today");
  now = 1_000;
  expect(textOf(cache, "/")).toBeUndefined();
});
