import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

let program: Promise<string> | undefined;

/** What axe finds wrong with a page as it stands: each rule with the elements that break it. */
export async function axeFaults(page: Page): Promise<string[]> {
  program ??= readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await page.evaluate(await program);
  return page.evaluate(async () => {
    type Run = { violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[] };
    const { axe } = globalThis as unknown as { axe: { run(context: object, options: object): Promise<Run> } };
    const { violations } = await axe.run((globalThis as unknown as { document: object }).document, {
      // What passes is not told apart, which is most of the work.
      resultTypes: ["violations"],
      rules: { "label-content-name-mismatch": { enabled: true }, "target-size": { enabled: true } },
    });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary}`).join("; ")}`,
    );
  });
}
