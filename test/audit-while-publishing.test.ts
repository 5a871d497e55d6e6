import type { KyselyPlugin } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditNewsroom } from "../src/newsroom/audit.ts";
import { correctStatement } from "../src/newsroom/correct-statement.ts";
import { publishStatement } from "../src/newsroom/publish-statement.ts";
import { withdrawStatement } from "../src/newsroom/withdraw-statement.ts";
import { foundedOffice, newsroomDifferences } from "./founded-office.ts";

let office: Awaited<ReturnType<typeof foundedOffice>>;
const ana = { by: "Ana Soto" };

beforeAll(async () => {
  office = await foundedOffice("blank");
});
afterAll(async () => {
  expect(await newsroomDifferences(office)).toEqual([]);
  await office.drop();
});

const publish = (title: string) =>
  publishStatement(
    office.db,
    { title, kind: "comunicado", language: "es-CL", topics: [], body: "El texto.\n" },
    ana,
    office.means,
  );

test("an audit while the office publishes, corrects and withdraws names nothing that is in order", async () => {
  const { number } = await publish("Corregido una y otra vez");
  let acts = 0;
  /** Between any two reads of the audit, the office acts. */
  const acting: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      acts += 1;
      const next = await publish(`Aviso ${acts}`);
      await withdrawStatement(office.db, next.number, { reason: "Se reemplaza." }, ana, office.means);
      await correctStatement(
        office.db,
        number,
        { body: `El texto ${acts}.\n`, note: "Se corrige.", severity: "minor" },
        ana,
        office.means,
      );
      return result;
    },
  };
  expect(await Array.fromAsync(auditNewsroom(office.db.withPlugin(acting)))).toEqual([]);
  expect(acts).toBeGreaterThan(5);
});
