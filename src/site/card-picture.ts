import sharp from "sharp";
import { qrSvg } from "../page/qr.ts";
import { drawInTurn } from "./draw-in-turn.ts";
import { alarm, type Drawn, drawWords, type Face, fitWords } from "./drawn-text.ts";

/** As a link shows it elsewhere, and as it is sent in a chat: in pixels. */
export const cardShapes = { card: { width: 1200, height: 630 }, square: { width: 1080, height: 1080 } } as const;
export type CardShape = keyof typeof cardShapes;

/** What a picture says of words of the office: enough to be found again, whatever becomes of it. */
export type Card = {
  /** What kind of thing it is, and its number: «Vocería 2026-0007». */
  label: string;
  /** What a reader must know before the words: that they are not certified, or no longer stand. */
  warning?: string;
  words: string;
  /** In the words' own quotation marks; undefined where the words are a title. */
  marks?: readonly [string, string];
  who: string;
  when: string;
  office: string;
  /** On a record that is a trial: what that means. */
  trial?: string;
  /** What the code opens; it stands beside it to be typed. */
  url: string;
};

/** The card as a PNG of the shape's size, whatever its words are. Drawn one at a time in a process: throws as `drawInTurn`. */
export function drawCard(card: Card, shape: CardShape): Promise<Buffer> {
  return drawInTurn(() => draw(card, shape));
}

const paper = "#fbfaf6";
const ink = "#15191f";
const quiet = "#566070";
const accent = "#0b4a8f";
const rule = "#dcd8ce";
const trial = { ground: "#fdf3d7", ink: "#6a4a00" };

async function draw(card: Card, shape: CardShape): Promise<Buffer> {
  const { width, height } = cardShapes[shape];
  const margin = shape === "card" ? 56 : 68;
  const across = width - 2 * margin;
  const strip = card.trial === undefined ? 0 : 46;
  const code = await qrOf(card.url, shape === "card" ? 196 : 236);
  const beside = across - code.width - 36;
  const line = (text: string, face: Face, color: string, sizes: readonly number[], most: number, room = beside) =>
    lineOf({ text, face, color }, { width: room, height: most, sizes });
  const [label, warning, who, when, office, address, notice] = await Promise.all([
    line(card.label, "sans-bold", accent, [26, 22, 18], 36, Math.round(across * 0.5)),
    card.warning === undefined
      ? nothing
      : line(card.warning, "sans-bold", "#ffffff", [24, 20, 16], 32, Math.round(across * 0.45)),
    line(card.who, "sans-bold", ink, [28, 25, 22, 19], 72),
    line(card.when, "sans", quiet, [23, 20, 17], 30),
    line(card.office, "sans", quiet, [23, 20, 17], 30),
    line(card.url.replace(/^https?:\/\//, ""), "sans", accent, [23, 20, 17, 14], 30),
    card.trial === undefined ? nothing : line(card.trial, "sans-bold", trial.ink, [22, 18, 14], 28, across),
  ]);
  const foot = strip + margin - 8;
  const least = Math.max(code.height, who.height + when.height + office.height + address.height + 40);
  const footAt = height - foot - least;
  const warned = warning.width === 0 ? undefined : { width: warning.width + 32, height: warning.height + 22 };
  const wordsAt = margin + label.height + 30;
  const words = await fitQuoted(card, { width: across, height: footAt - 30 - wordsAt });
  const wordsTop = wordsAt + Math.max(0, Math.round((footAt - 30 - wordsAt - words.height) / 2.6));
  const whoAt = footAt + 2;
  const whenAt = whoAt + who.height + 14;
  const officeAt = whenAt + when.height + 10;
  const warningAt = { left: width - margin - (warned?.width ?? 0), top: margin - 11 };
  const frame =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<rect width="${width}" height="${height}" fill="${paper}"/><rect width="14" height="${height}" fill="${accent}"/>` +
    (warned === undefined
      ? ""
      : `<rect x="${warningAt.left}" y="${warningAt.top}" width="${warned.width}" height="${warned.height}" rx="4" fill="${alarm}"/>`) +
    `<path d="M${margin} ${footAt - 24}H${width - margin}" stroke="${rule}" stroke-width="2"/>` +
    (strip === 0 ? "" : `<rect y="${height - strip}" width="${width}" height="${strip}" fill="${trial.ground}"/>`) +
    "</svg>";
  const placed: [Drawn, number, number][] = [
    [label, margin, margin],
    [warning, warningAt.left + 16, warningAt.top + 11],
    [words, margin, wordsTop],
    [who, margin, whoAt],
    [when, margin, whenAt],
    [office, margin, officeAt],
    [address, margin, officeAt + office.height + 12],
    [code, width - margin - code.width, footAt],
    [notice, margin, height - strip + Math.round((strip - notice.height) / 2)],
  ];
  return sharp(Buffer.from(frame))
    .composite(
      placed.filter(([{ width: its }]) => its > 0).map(([{ data }, left, top]) => ({ input: data, left, top })),
    )
    .png({ palette: true, colours: 64, effort: 4 })
    .toBuffer();
}

const nothing: Drawn = { data: Buffer.alloc(0), width: 0, height: 0 };

/** Each module of the code a whole number of pixels, so that it stays sharp; no larger than `most`. */
async function qrOf(url: string, most: number): Promise<Drawn> {
  const modules = Number(/viewBox="0 0 (\d+)/.exec(qrSvg(url))?.[1]);
  const side = Math.max(1, Math.floor(most / modules)) * modules;
  const data = await sharp(Buffer.from(qrSvg(url, side)))
    .png()
    .toBuffer();
  return { data, width: side, height: side };
}

/** Words that have no ink at all cannot be drawn, and need not be. */
async function lineOf(
  words: { text: string; face: Face; color: string },
  room: { width: number; height: number; sizes: readonly number[] },
): Promise<Drawn> {
  const text = words.text.slice(0, 600);
  return hasInk(text) ? fitWords({ ...words, text }, room) : nothing;
}

function hasInk(text: string): boolean {
  return /[^\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);
}

const sizes = [84, 74, 64, 56, 50, 44, 39, 35, 32];

/** More than any card holds: what follows is not even measured, so that no text takes longer than another. */
const mostCharacters = 1_400;

/** All of the words in the largest size that holds them; else, in the least, as much as fits, with «[…]» where it was cut: at the end of a sentence rather than of a word. */
async function fitQuoted({ words, marks }: Card, room: { width: number; height: number }): Promise<Drawn> {
  const [open, close] = marks ?? ["", ""];
  const line = words.slice(0, 20_000).replaceAll(/\s+/g, " ").trim();
  if (!hasInk(open + line)) return nothing;
  const set = (text: string, size: number) =>
    drawWords({ text: `${open}${text}${close}`, face: "serif", size, color: ink }, room.width);
  const fits = ({ height }: Drawn) => height <= room.height;
  if (line.length <= mostCharacters)
    for (const size of sizes) {
      // What is far too long is not drawn to learn it: a line is 1.25 and a character at least 0.3 of the size.
      if (line.length * 0.3 * 1.25 * size * size > 1.3 * room.width * room.height) continue;
      const drawn = await set(line, size);
      if (fits(drawn)) return drawn;
    }
  const size = sizes.at(-1) ?? 32;
  const ends = cutsIn(line.slice(0, mostCharacters));
  let [low, high] = [0, ends.length];
  let best = await set("[…]", size);
  let most = 0;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const drawn = await set(`${line.slice(0, ends[middle])} […]`, size);
    if (fits(drawn)) {
      [best, most] = [drawn, ends[middle] ?? 0];
      low = middle + 1;
    } else high = middle;
  }
  const sentence = sentenceEnds(line.slice(0, mostCharacters + 1)).findLast((end) => end <= most && end > most * 0.55);
  return sentence === undefined || sentence === most ? best : set(`${line.slice(0, sentence)} […]`, size);
}

/** Where a text may be cut: behind each word, and between characters where a word is longer than any word. */
function cutsIn(text: string): number[] {
  const cuts: number[] = [];
  let from = 0;
  for (const word of text.split(" ")) {
    if (word.length > 40)
      for (const { index } of new Intl.Segmenter("es", { granularity: "grapheme" }).segment(word))
        if (index > 0) cuts.push(from + index);
    from += word.length;
    if (from < text.length) cuts.push(from);
    from++;
  }
  return cuts;
}

function sentenceEnds(text: string): number[] {
  return [...new Intl.Segmenter("es", { granularity: "sentence" }).segment(text)].map(
    ({ segment, index }) => index + segment.trimEnd().length,
  );
}
