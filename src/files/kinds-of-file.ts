import { Fault } from "../fault.ts";

/** What may be attached, by the media type that its own bytes show. `media` is what it is served and committed as. */
type Kind = { media: string; endings: readonly string[]; called: string; es: string };

const picture = { endings: [".jpg", ".jpeg", ".png", ".webp", ".avif"] };
const kinds: Readonly<Record<string, Kind>> = {
  "image/jpeg": { media: "image/jpeg", called: "a JPEG picture", es: "una imagen JPEG", ...picture },
  "image/png": { media: "image/png", called: "a PNG picture", es: "una imagen PNG", ...picture },
  "image/webp": { media: "image/webp", called: "a WebP picture", es: "una imagen WebP", ...picture },
  "image/avif": { media: "image/avif", called: "an AVIF picture", es: "una imagen AVIF", ...picture },
  "application/pdf": { media: "application/pdf", called: "a PDF", es: "un PDF", endings: [".pdf"] },
  "audio/mpeg": { media: "audio/mpeg", called: "MP3 sound", es: "un audio MP3", endings: [".mp3"] },
  "audio/x-m4a": { media: "audio/mp4", called: "M4A sound", es: "un audio M4A", endings: [".m4a"] },
  "audio/mp4": { media: "audio/mp4", called: "M4A sound", es: "un audio M4A", endings: [".m4a"] },
  "audio/ogg": { media: "audio/ogg", called: "Ogg sound", es: "un audio Ogg", endings: [".ogg", ".oga", ".opus"] },
  "audio/wav": { media: "audio/wav", called: "WAV sound", es: "un audio WAV", endings: [".wav"] },
  "audio/flac": { media: "audio/flac", called: "FLAC sound", es: "un audio FLAC", endings: [".flac"] },
  "audio/x-flac": { media: "audio/flac", called: "FLAC sound", es: "un audio FLAC", endings: [".flac"] },
  ...office(
    "openxmlformats-officedocument.wordprocessingml.document",
    ".docx",
    "a Word document",
    "un documento de Word",
  ),
  ...office("openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", "an Excel workbook", "una planilla de Excel"),
  ...office("oasis.opendocument.text", ".odt", "an OpenDocument text", "un texto OpenDocument"),
  ...office("oasis.opendocument.spreadsheet", ".ods", "an OpenDocument spreadsheet", "una planilla OpenDocument"),
};

function office(name: string, ending: string, called: string, es: string): Record<string, Kind> {
  const media = `application/vnd.${name}`;
  return { [media]: { media, called, es, endings: [ending] } };
}

export const attachable =
  "pictures (JPEG, PNG, WebP, AVIF), PDF, sound (MP3, M4A, Ogg, WAV, FLAC), and documents of Word, Excel and OpenDocument";

const attachableEs =
  "imágenes (JPEG, PNG, WebP, AVIF), PDF, audio (MP3, M4A, Ogg, WAV, FLAC) y documentos de Word, Excel y OpenDocument";

/** A picture is held whole while it is made anew; anything else never is. */
export const largestPicture = 30 * 1024 * 1024;
/** The most that any file may have where the office sets no other limit. */
export const largestFile = 200_000_000;

/** «imagen PNG», "PNG picture": a file's kind for people; of one that is no kind of ours, its media type. */
export function fileKindInWords(media: string, language: "es" | "en"): string {
  const kind = Object.values(kinds).find((one) => one.media === media);
  if (kind === undefined) return media;
  return language === "es" ? kind.es.replace(/^una? /, "") : kind.called.replace(/^an? /, "");
}

export function isPicture(media: string): boolean {
  return media.startsWith("image/");
}

/** What a file is, once its bytes have been looked at: Fault("invalid") unless it may be attached under that name. */
export function readKindOfFile(name: string, shown: { mime: string; ext: string } | undefined): string {
  const kind = shown && kinds[shown.mime.split(";")[0] ?? ""];
  if (kind === undefined) {
    const heic = shown !== undefined && /^image\/hei[cf]/.test(shown.mime);
    const zip = shown?.ext === "zip";
    throw new Fault(
      "invalid",
      [
        `"${name}" ${shown === undefined ? "is of no kind that is known by its bytes" : `is a ${shown.ext} file`}, whatever its name says, and cannot be attached: ${attachable} can.`,
        heic ? "Save the photo as JPEG (on an iPhone: Settings, Camera, Formats, Most Compatible)." : "",
        zip ? "Unpack it and attach what is in it." : "",
      ]
        .filter((part) => part !== "")
        .join(" "),
      [],
      [
        `«${name}» ${shown === undefined ? "no es de ninguna clase que se reconozca por su contenido" : `es un archivo ${shown.ext}`}, diga lo que diga su nombre, y no se puede adjuntar. Se pueden adjuntar ${attachableEs}.`,
        heic ? "Guarde la foto como JPEG (en un iPhone: Ajustes, Cámara, Formatos, El más compatible)." : "",
        zip ? "Descomprímalo y adjunte lo que contiene." : "",
      ]
        .filter((part) => part !== "")
        .join(" "),
    );
  }
  const ending = /\.[^.]*$/.exec(name)?.[0].toLowerCase() ?? "";
  if (!kind.endings.includes(ending))
    throw new Fault(
      "invalid",
      `"${name}" is ${kind.called}, and its name does not end in ${kind.endings.join(" or ")}. Give it the name of what it is, or attach another file.`,
      [],
      `«${name}» es ${kind.es}, y su nombre no termina en ${kind.endings.join(" o ")}. Póngale el nombre de lo que es, o adjunte otro archivo.`,
    );
  return kind.media;
}

/**
 * A name as it may stand beside a text and in a download: no folder, nothing hidden, at most 120 characters. What a browser
 * sends as a name is anybody's text, and a path is not followed but cut off.
 */
export function readFileName(raw: string): string {
  const last = raw.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const name = last
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}<>:"|?*]/gu, "-")
    .replace(/\s+/gu, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  if (name === "")
    throw new Fault(
      "invalid",
      `A file has no name that can be used (${JSON.stringify(raw.slice(0, 60))}). Rename it.`,
      [],
      `Un archivo no tiene un nombre que se pueda usar (${JSON.stringify(raw.slice(0, 60))}). Cámbiele el nombre.`,
    );
  if ([...name].length <= 120) return name;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? "";
  return (
    [...name]
      .slice(0, 120 - ending.length)
      .join("")
      .trimEnd() + ending
  );
}
