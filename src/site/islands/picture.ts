/** What the page hands to the worker that reads. */
export type PictureAsked = { file: Blob };

/** What the worker tells: how far the model has come, then how far the reading, at last the text or why there is none. */
export type PictureTold =
  | { is: "loading"; percent: number }
  | { is: "reading"; percent: number }
  | { is: "read"; text: string }
  | { is: "refused"; why: "not-a-picture" | "too-large" | "no-words" | "no-reader" };

/** A screenshot of a phone has 1 MB; a photograph 8 MB. */
export const largestPicture = 20 * 1024 * 1024;
/** What is decoded at all, and what is read: beyond it letters become no clearer, only slower. */
export const mostPixels = 60_000_000;
const readPixels = 6_000_000;
/** Letters of a screen at its own size are too small for the model, and its full stops and commas first of all; at up to three times they are read. */
const wellWide = 2_000;

/** In the negative of a dark conversation the bubbles are a grey above this, and paper; as they are, no line is found in a small picture. */
const turnedPaper = 180;

/** By how much a picture is drawn larger or smaller before it is read. */
export function scaleOf(width: number, height: number): number {
  const wanted = Math.min(3, Math.max(1, wellWide / width));
  return Math.min(wanted, Math.sqrt(readPixels / (width * height)));
}

/**
 * A picture in greys as a file of the plainest kind (PGM), light where most of it is dark: the model learnt from dark letters on paper.
 * Transparent places are paper.
 */
export function greysOf(rgba: Uint8ClampedArray, width: number, height: number): Uint8Array {
  const head = new TextEncoder().encode(`P5\n${width} ${height}\n255\n`);
  const file = new Uint8Array(head.length + width * height);
  file.set(head);
  let sum = 0;
  for (let at = 0; at < width * height; at++) {
    const [red = 0, green = 0, blue = 0] = [rgba[at * 4], rgba[at * 4 + 1], rgba[at * 4 + 2]];
    const grey = (red * 299 + green * 587 + blue * 114) / 1000;
    file[head.length + at] = grey;
    sum += grey;
  }
  if (sum / (width * height) < 112)
    for (let at = head.length; at < file.length; at++)
      file[at] = Math.min(255, ((255 - (file[at] ?? 0)) * 255) / turnedPaper);
  return file;
}

/** The words as they are put before a person: without empty lines in a row and what frames and icons leave behind. */
export function tidied(text: string): string {
  const lines = text.split("\n").map((line) => line.replace(/\s+/g, " ").trim());
  const kept = lines.filter((line, at) =>
    line === "" ? lines[at - 1] !== "" : /[\p{L}\p{N}]{2}|^[\p{L}\p{N}]$/u.test(line),
  );
  return kept
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
