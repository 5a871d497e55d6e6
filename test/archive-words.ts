import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { textFromHtml } from "../src/text/from-html.ts";
import { normalizeMarkdown, renderMarkdown } from "../src/text/markdown.ts";
import { plainText } from "../src/text/plain.ts";

/**
 * Compares, for each `every`th text of an archive of JSON lines, the words of its HTML with those of its Markdown, and
 * what normalising and rendering it again give. Words of the HTML are found by its tags alone, without the parser
 * that the conversion stands on.
 */
export async function checkArchiveWords(
  path: string,
  every: number,
): Promise<{ checked: number; faults: string[]; lost: Map<string, number> }> {
  const faults: string[] = [];
  const lost = new Map<string, number>();
  let row = 0;
  let checked = 0;
  for await (const line of createInterface({ input: createReadStream(path).pipe(createGunzip()) })) {
    if (row++ % every !== 0) continue;
    const { source_id: id, html } = JSON.parse(line) as { source_id: string; html: string };
    const converted = textFromHtml(html);
    checked++;
    for (const what of converted.lost) {
      const kind = what.replace(/ × \d+/, "");
      lost.set(kind, (lost.get(kind) ?? 0) + Number(/ × (\d+)/.exec(what)?.[1] ?? 0));
    }
    if (normalizeMarkdown(converted.markdown) !== converted.markdown) faults.push(`${id}: normalising changes it`);
    if (renderMarkdown(converted.markdown) !== converted.html) faults.push(`${id}: its Markdown renders otherwise`);
    const wanted = wordsOfHtml(html);
    for (const [where, found] of [
      ["Markdown", words(plainText(converted.markdown))],
      ["rendered HTML", wordsOfHtml(renderMarkdown(converted.markdown))],
    ] as const) {
      const at = wanted.findIndex((word, index) => word !== found[index]);
      if (at !== -1 || found.length !== wanted.length) {
        faults.push(
          `${id}: its ${where} has “${found.slice(at, at + 5).join(" ")}” where its HTML has “${wanted.slice(at, at + 5).join(" ")}”`,
        );
      }
    }
  }
  return { checked, faults, lost };
}

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " " };

function wordsOfHtml(html: string): string[] {
  const text = html
    .replace(/[\u0080-\u009f]/g, " ")
    .replace(/<\/?(?:strong|b|em|i|a|span|font|sup|u|pi|o)\b[^>]*>/gi, "")
    .replace(/<[a-z/][^>]*>/gi, " ")
    .replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole);
  return words(text);
}

function words(text: string): string[] {
  return text.normalize("NFC").match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

if (import.meta.main) {
  const [path = "", every = "1"] = process.argv.slice(2);
  const { checked, faults, lost } = await checkArchiveWords(path, Number(every));
  process.stdout.write(
    `${checked} texts, ${faults.length} faults\n${[...faults.slice(0, 20), ...[...lost].map(([kind, count]) => `${count} × ${kind}`)].join("\n")}\n`,
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
}
