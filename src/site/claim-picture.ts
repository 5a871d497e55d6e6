import { languageFor, catalogueOf, type Language, tongueOf } from "../page/language.ts";
import { hex, readBase64 } from "@voceria/record";
import sharp from "sharp";
import { Fault } from "../fault.ts";
import { readBytes } from "../files/stored-files.ts";
import { findEdition, type StatementView } from "../newsroom/statements.ts";
import { plainDay } from "../page/dates.ts";
import { readAttachmentByCommitment } from "../recorder/served.ts";
import { type SiteContext, tagsHeader } from "./context.ts";
import { drawInTurn } from "./draw-in-turn.ts";
import { alarm, type Drawn, drawWords, fitWords } from "./drawn-text.ts";
import { fileHeaders } from "../page/headers.ts";

export const claimPictures = ["claim.png", "claim-image.jpg"] as const;

/**
 * `claim-image.jpg`: the picture that a denial denies, struck through and stamped in its own pixels, so that neither a
 * screenshot nor a saved copy of it can pass for the office's. `claim.png`: the claim with its stamp and the answer, as one
 * picture to be passed on. Both in the text's own language, for an edition that may be shown.
 */
export async function claimPicture(
  site: SiteContext,
  number: string,
  edition: number,
  name: (typeof claimPictures)[number],
): Promise<Response> {
  const view = await findEdition(site.installation.db, number, edition, site.horizon().size);
  if (view?.claim === undefined || view.status === "erased")
    throw new Fault("not-found", `There is no claim denied in edition ${edition} of ${number}.`);
  const language = languageFor(view.language);
  const office = (await site.office()).name[tongueOf(language)];
  const stamped = await drawInTurn(() => stampedImage(site, view, office, language));
  if (name === "claim-image.jpg" && stamped === undefined)
    throw new Fault("not-found", `The claim that ${number} denies has no picture.`);
  const drawn =
    name === "claim-image.jpg"
      ? stamped?.data
      : await drawInTurn(() => card(site, view, { office, language, stamped }));
  return new Response(new Uint8Array(drawn ?? Buffer.alloc(0)), {
    headers: {
      ...fileHeaders(site.url, name === "claim.png" ? "image/png" : "image/jpeg"),
      "cross-origin-resource-policy": "cross-origin",
      [tagsHeader]: `number:${number}`,
    },
  });
}

const paper = "#fbfaf6";
const ink = "#15191f";
const quiet = "#566070";
const white = "#ffffff";

function stampWords({ withdrawal }: StatementView, language: Language): string {
  const t = catalogueOf(language);
  return (withdrawal === undefined ? t.claimStamp : t.claimStampWithdrawn).toUpperCase();
}

async function stampedImage(
  site: SiteContext,
  view: StatementView,
  office: string,
  language: Language,
): Promise<Drawn | undefined> {
  const image = view.claim?.image;
  if (image === undefined) return undefined;
  const { db } = site.installation;
  const opened = await readAttachmentByCommitment(db, hex(readBase64(image, "image")));
  if (opened.answer !== "held") return undefined;
  const parts: Buffer[] = [];
  for await (const part of readBytes(db, opened.file.id)) parts.push(part);
  const seen = await sharp(Buffer.concat(parts))
    .resize({ width: 1000, height: 1000, fit: "inside" })
    .flatten({ background: white })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = seen.info;
  const stamp = await stampOf(stampWords(view, language), Math.round(Math.hypot(width, height) * 0.6), {
    width,
    height,
  });
  const line = await fitWords(
    { text: `${catalogueOf(language).claimStamp} · ${office} · ${view.number}`, face: "sans-bold", color: white },
    { width: width - 32, height: 80, sizes: [30, 26, 22, 18, 14] },
  );
  const strip = line.height + 28;
  const data = await sharp(seen.data)
    .composite([
      { input: Buffer.from(strikes(width, height)) },
      { input: stamp.data, left: Math.round((width - stamp.width) / 2), top: Math.round((height - stamp.height) / 2) },
    ])
    .png()
    .toBuffer();
  const whole = await sharp(data)
    .extend({ bottom: strip, background: alarm })
    .composite([{ input: line.data, left: 16, top: height + 14 }])
    .jpeg({ quality: 86, mozjpeg: true })
    .toBuffer({ resolveWithObject: true });
  return { data: whole.data, width: whole.info.width, height: whole.info.height };
}

/** A veil over all of it, lines from corner to corner, a border: whatever is cut out of it bears a mark. */
function strikes(width: number, height: number): string {
  const stroke = Math.max(6, Math.round(Math.min(width, height) * 0.016));
  const lines = [-0.5, 0, 0.5].map(
    (shift) =>
      `<path d="M${shift * width} ${height}L${width + shift * width} 0M${shift * width} 0L${width + shift * width} ${height}"/>`,
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<rect width="${width}" height="${height}" fill="${white}" fill-opacity="0.38"/>` +
    `<g stroke="${alarm}" stroke-width="${stroke}" stroke-opacity="0.8" fill="none">${lines.join("")}` +
    `<rect x="${stroke / 2}" y="${stroke / 2}" width="${width - stroke}" height="${height - stroke}" stroke-width="${stroke}"/></g></svg>`
  );
}

/** The stamp, slanted, no larger than what it is put on. */
async function stampOf(words: string, across: number, within: { width: number; height: number }): Promise<Drawn> {
  const text = await drawWords({ text: words, face: "sans-bold", size: 96, color: white }, 4_000);
  const flat = await sharp(text.data)
    .extend({ top: 30, bottom: 30, left: 44, right: 44, background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .flatten({ background: alarm })
    .extend({ top: 8, bottom: 8, left: 8, right: 8, background: white })
    .extend({ top: 8, bottom: 8, left: 8, right: 8, background: alarm })
    .png()
    .toBuffer();
  const slanted = await sharp(flat)
    .resize({ width: across })
    .ensureAlpha()
    .rotate(-12, { background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .png()
    .toBuffer();
  const { data, info } = await sharp(slanted)
    .resize({ width: within.width, height: within.height, fit: "inside", withoutEnlargement: true })
    .png()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

const side = 1200;
const margin = 64;
const inner = side - 2 * margin;

type CardOf = { office: string; language: Language; stamped: Drawn | undefined };

async function card(site: SiteContext, view: StatementView, { office, language, stamped }: CardOf): Promise<Buffer> {
  const t = catalogueOf(language);
  const claim = view.claim?.text ?? "";
  const band = 118;
  const foot = 132;
  const [stamp, number, label, answer, title, name, address] = await Promise.all([
    fitWords(
      { text: stampWords(view, language), face: "sans-bold", color: white },
      { width: inner - 520, height: 80, sizes: [60, 48, 40, 34, 28] },
    ),
    drawWords(
      { text: `${view.number} · ${plainDay(view.spokenDay, language)}`, face: "sans", size: 24, color: white },
      500,
    ),
    drawWords({ text: t.claimLabel, face: "sans-bold", size: 28, color: alarm }, inner),
    drawWords({ text: t.claimAnswer, face: "sans-bold", size: 28, color: quiet }, inner),
    fitWords(
      { text: view.title, face: "serif", color: ink },
      { width: inner, height: 250, sizes: [68, 58, 50, 42, 36] },
    ),
    fitWords({ text: office, face: "sans-bold", color: ink }, { width: inner, height: 40, sizes: [30, 26, 22, 18] }),
    fitWords(
      { text: `${site.url}/statements/${view.number}`, face: "sans", color: quiet },
      { width: inner, height: 38, sizes: [26, 22, 18] },
    ),
  ]);
  const answerAt = side - foot - 28 - title.height - 16 - answer.height;
  const claimAt = band + 32 + label.height + 20;
  const room = answerAt - 44 - claimAt;
  const words = await fitWords(
    { text: `«${claim}»`, face: "serif", color: quiet, struck: true },
    stamped === undefined
      ? { width: inner - 64, height: room - 64, sizes: [60, 52, 44, 36, 30] }
      : { width: inner - 64, height: 92, sizes: [34, 30, 26] },
  );
  const picture =
    stamped &&
    (await sharp(stamped.data)
      .resize({ width: inner - 64, height: Math.max(120, room - words.height - 72), fit: "inside" })
      .png()
      .toBuffer({ resolveWithObject: true }));
  const seal =
    stamped === undefined && room - words.height > 150
      ? await stampOf(stampWords(view, language), 620, { width: inner - 128, height: room - words.height - 90 })
      : undefined;
  const wordsAt = claimAt + 26 + (picture === undefined ? 0 : picture.info.height + 20);
  const frame =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">` +
    `<rect width="${side}" height="${side}" fill="${paper}"/><rect width="${side}" height="${band}" fill="${alarm}"/>` +
    `<rect x="${margin}" y="${claimAt}" width="${inner}" height="${room}" fill="#fbecea" stroke="${alarm}" stroke-width="3" rx="8"/>` +
    `<path d="M${margin} ${side - foot}H${side - margin}" stroke="#dcd8ce" stroke-width="3"/></svg>`;
  return sharp(Buffer.from(frame))
    .composite([
      { input: stamp.data, left: margin, top: Math.round((band - stamp.height) / 2) },
      { input: number.data, left: side - margin - number.width, top: Math.round((band - number.height) / 2) },
      { input: label.data, left: margin, top: band + 32 },
      ...(picture === undefined
        ? []
        : [{ input: picture.data, left: Math.round((side - picture.info.width) / 2), top: claimAt + 26 }]),
      { input: words.data, left: margin + 32, top: wordsAt },
      ...(seal === undefined
        ? []
        : [
            {
              input: seal.data,
              left: Math.round((side - seal.width) / 2),
              top: wordsAt + words.height + Math.round((claimAt + room - wordsAt - words.height - seal.height) / 2),
            },
          ]),
      { input: answer.data, left: margin, top: answerAt },
      { input: title.data, left: margin, top: side - foot - 28 - title.height },
      { input: name.data, left: margin, top: side - foot + 24 },
      { input: address.data, left: margin, top: side - foot + 72 },
    ])
    .png({ palette: true, quality: 90, effort: 6 })
    .toBuffer();
}
