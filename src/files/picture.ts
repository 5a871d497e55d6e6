import sharp, { type OutputInfo } from "sharp";
import { Fault } from "../fault.ts";

export type Picture = { bytes: Buffer; media: "image/jpeg" | "image/png"; width: number; height: number };

/** On no screen is a text's picture wider; a phone's own photo of 12 megapixels becomes a tenth of its bytes. */
const longestSide = 2_000;
/** A phone's largest photo has 50 million. What has more unpacks to more memory than its bytes let expect. */
const mostPixels = 64_000_000;
/** Above this a picture without transparency is kept as JPEG, whatever it came as. */
const heavyPng = 1_500_000;

sharp.cache(false);

/**
 * The picture made anew from what can be seen of it: upright, at most 2,000 pixels long, in sRGB, without place, camera,
 * thumbnail or anything that followed it in its file. What comes out holds no byte of what came in. One at a time, since
 * each takes as much memory as its pixels. Fault("invalid") for what is none, is damaged, or unpacks to too much.
 */
export function remakePicture(name: string, bytes: Uint8Array): Promise<Picture> {
  const made = last.then(() => remake(name, bytes));
  last = made.then(
    () => undefined,
    () => undefined,
  );
  return made;
}

let last: Promise<void> = Promise.resolve();

async function remake(name: string, bytes: Uint8Array): Promise<Picture> {
  try {
    const { width, height, hasAlpha, format } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width * height > mostPixels)
      throw new Fault(
        "invalid",
        `"${name}" unpacks to ${width} × ${height} pixels, more than the ${mostPixels / 1_000_000} million that a picture may have. Save it smaller.`,
        [],
        `«${name}» se despliega en ${width} × ${height} píxeles, más de los ${mostPixels / 1_000_000} millones que puede tener una imagen. Guárdela más pequeña.`,
      );
    const seen = sharp(bytes, { limitInputPixels: mostPixels, failOn: "error" })
      .autoOrient()
      .resize({ width: longestSide, height: longestSide, fit: "inside", withoutEnlargement: true })
      .toColourspace("srgb");
    if (format !== "jpeg") {
      const png = await seen.clone().png({ compressionLevel: 9 }).toBuffer({ resolveWithObject: true });
      if (hasAlpha || png.data.length <= heavyPng) return pictureOf(png, "image/png");
    }
    const jpeg = await seen.jpeg({ quality: 84, mozjpeg: true }).toBuffer({ resolveWithObject: true });
    return pictureOf(jpeg, "image/jpeg");
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault(
      "invalid",
      `"${name}" cannot be read as a picture: it is damaged, or is not one. Open it, save it anew as JPEG or PNG, and attach that.`,
      [],
      `«${name}» no se puede leer como imagen: está dañada o no lo es. Ábrala, guárdela de nuevo como JPEG o PNG y adjunte esa.`,
    );
  }
}

function pictureOf({ data, info }: { data: Buffer; info: OutputInfo }, media: Picture["media"]): Picture {
  return { bytes: data, media, width: info.width, height: info.height };
}
