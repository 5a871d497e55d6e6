import { expect, test } from "vitest";
import { drawInTurn } from "./draw-in-turn.ts";

test("pictures are drawn one at a time, in the order in which they were asked for, and beyond so many the next is asked to come back", async () => {
  let drawing = 0;
  let most = 0;
  const order: number[] = [];
  const asked = Array.from({ length: 80 }, (_, index) =>
    drawInTurn(async () => {
      most = Math.max(most, ++drawing);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(index);
      drawing--;
      if (index === 3) throw new Error("no font");
    }),
  );
  const ends = await Promise.allSettled(asked);
  expect(most).toBe(1);
  expect(order).toEqual(Array.from({ length: 64 }, (_, index) => index));
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(63);
  expect(ends.at(-1)).toMatchObject({ reason: { code: "unavailable" } });
  expect(await drawInTurn(async () => "again")).toBe("again");
});
