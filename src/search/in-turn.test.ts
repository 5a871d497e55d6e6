import { expect, test } from "vitest";
import { inTurn } from "./in-turn.ts";

test("four are asked at once, two of the dear ones; a common word goes before a dear one that waits, and who waits too long is told", async () => {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const later = performance.now() + 60_000;
  const ask = (name: string, dear: boolean, until = later) =>
    inTurn(
      until,
      () => {
        begun.push(name);
        return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
      },
      { dear },
    );
  const dear = ["a", "b", "c"].map((name) => ask(name, true));
  const common = ["1", "2", "3"].map((name) => ask(name, false));
  const late = ask("late", false, performance.now());
  expect(begun).toEqual(["a", "b", "1", "2"]);
  expect(await late).toBeUndefined();
  ends.get("1")?.();
  expect(await common[0]).toBe("1");
  expect(begun, "the dear one came before it, and waits").toEqual(["a", "b", "1", "2", "3"]);
  ends.get("a")?.();
  expect(await dear[0]).toBe("a");
  expect(begun).toEqual(["a", "b", "1", "2", "3", "c"]);
  for (const end of ends.values()) end();
  expect(await Promise.all([...dear, ...common])).toEqual(["a", "b", "c", "1", "2", "3"]);
  expect(begun).not.toContain("late");
});
