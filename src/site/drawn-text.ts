import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import sharp from "sharp";

export type Face = "serif" | "sans" | "sans-bold";
/** Sizes in pixels; the colour as #rrggbb. `struck` draws a line through the words. */
export type Words = { text: string; face: Face; size: number; color: string; struck?: boolean };
export type Drawn = { data: Buffer; width: number; height: number };

const faces: Record<Face, { file: string; name: string }> = {
  serif: {
    file: "@fontsource/source-serif-4/files/source-serif-4-latin-600-normal.woff",
    name: "Source Serif 4 SemiBold",
  },
  sans: { file: "@fontsource/public-sans/files/public-sans-latin-400-normal.woff", name: "Public Sans" },
  "sans-bold": { file: "@fontsource/public-sans/files/public-sans-latin-700-normal.woff", name: "Public Sans" },
};

/** Words set in the site's own faces, broken into lines of `width`: an image as high as they are, on nothing. */
export async function drawWords({ text, face, size, color, struck = false }: Words, width: number): Promise<Drawn> {
  const files = await (fontFiles ??= unpackFonts());
  const weight = face === "sans-bold" ? ' weight="700"' : "";
  const strike = struck ? ` strikethrough="true" strikethrough_color="${alarm}"` : "";
  const markup = `<span foreground="${color}" insert_hyphens="false"${weight}${strike}>${escaped(text)}</span>`;
  const { data, info } = await sharp({
    text: {
      text: markup,
      font: `${faces[face].name}, ${size}`,
      fontfile: files[face],
      width,
      wrap: "word-char",
      rgba: true,
      dpi: 72,
    },
  })
    .png()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** In the largest of the sizes in which they are no higher than `height`; in the least, as many words as fit. */
export async function fitWords(
  words: Omit<Words, "size">,
  { width, height, sizes }: { width: number; height: number; sizes: readonly number[] },
): Promise<Drawn> {
  for (const size of sizes) {
    const drawn = await drawWords({ ...words, size }, width);
    if (drawn.height <= height) return drawn;
  }
  const size = sizes.at(-1) ?? 24;
  for (let kept = words.text.split(" "); kept.length > 1;) {
    kept = kept.slice(0, Math.max(1, Math.floor(kept.length * 0.85)));
    const drawn = await drawWords({ ...words, text: `${kept.join(" ")} …`, size }, width);
    if (drawn.height <= height) return drawn;
  }
  return drawWords({ ...words, text: "…", size }, width);
}

export const alarm = "#a8201a";

function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f]/g, " ")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");
}

let fontFiles: Promise<Record<Face, string>> | undefined;

/** What draws reads fonts from files alone, and not the form in which browsers get them. A folder of this process's own. */
async function unpackFonts(): Promise<Record<Face, string>> {
  const folder = await mkdtemp(join(tmpdir(), "voceria-fonts-"));
  const require = createRequire(import.meta.url);
  const unpack = async (face: Face) => {
    const path = join(folder, `${face}.ttf`);
    await writeFile(path, fontOf(await readFile(require.resolve(faces[face].file))));
    return path;
  };
  const [serif, sans, bold] = await Promise.all([unpack("serif"), unpack("sans"), unpack("sans-bold")]);
  return { serif, sans, "sans-bold": bold };
}

/** A font as it was before it was packed for the web (WOFF 1.0): its tables, each unpacked, behind their directory. */
function fontOf(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const head = Buffer.alloc(12 + 16 * count);
  woff.copy(head, 0, 4, 8);
  const power = Math.floor(Math.log2(count));
  head.writeUInt16BE(count, 4);
  head.writeUInt16BE(16 << power, 6);
  head.writeUInt16BE(power, 8);
  head.writeUInt16BE(16 * count - (16 << power), 10);
  const parts = [head];
  let at = head.length;
  for (let table = 0; table < count; table++) {
    const from = 44 + 20 * table;
    const [offset, packed, length, sum] = [4, 8, 12, 16].map((field) => woff.readUInt32BE(from + field)) as [
      number,
      number,
      number,
      number,
    ];
    const raw = woff.subarray(offset, offset + packed);
    const padded = Buffer.alloc((length + 3) & ~3);
    (packed < length ? inflateSync(raw) : raw).copy(padded);
    const to = 12 + 16 * table;
    woff.copy(head, to, from, from + 4);
    head.writeUInt32BE(sum, to + 4);
    head.writeUInt32BE(at, to + 8);
    head.writeUInt32BE(length, to + 12);
    parts.push(padded);
    at += padded.length;
  }
  return Buffer.concat(parts);
}
