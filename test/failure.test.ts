import { expect, test } from "vitest";
import { withoutRows } from "../src/store/failure.ts";
import { freshDatabase } from "./database.ts";

test("what the database tells of a row that it refused does not reach the log", async () => {
  const { db, drop } = await freshDatabase();
  const secret = "El texto que nadie ha publicado";
  const failure: unknown = await db
    .insertInto("draft")
    .values({
      purpose: "publication",
      institution: "segegob",
      title: secret,
      body: secret,
      particulars: JSON.stringify({}),
      fingerprint: "x",
      version: 1,
      state: "published",
      started_at: new Date(),
      changed_at: new Date(),
    })
    .execute()
    .catch((error: unknown) => error);
  expect(JSON.stringify(failure)).toContain(secret);
  const told = withoutRows(new Error("a page could not be made", { cause: failure }));
  expect(JSON.stringify(told)).not.toContain(secret);
  expect(told).toMatchObject({ message: "a page could not be made", cause: { code: "23514", table: "draft" } });
  await drop();
});
