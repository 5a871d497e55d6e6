import { Fault } from "../fault.ts";
import type { Html } from "../page/html.ts";
import { html } from "../page/html.ts";

/** A form holds words, a 200-page paste among them; files come by an address of their own. */
const largest = 8 * 1024 * 1024;
/** The largest form of ours has some hundreds. Whoever is not signed in could else make millions of eight megabytes of "&". */
const mostFields = 2_000;

/** The fields of a form, read to their end in bounded memory. Fault("too-large") beyond it. */
export async function readForm(request: Request): Promise<FormData> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/.test(type)) return new FormData();
  const bytes = await readBounded(request);
  if (fieldsIn(bytes, type) > mostFields) throw tooMany();
  try {
    return await new Response(bytes, { headers: { "content-type": type } }).formData();
  } catch {
    throw new Fault("invalid", "The form could not be read.", [], "El formulario no se pudo leer.");
  }
}

/** At most so many fields can be read of it, counted before any is. */
function fieldsIn(bytes: Buffer, type: string): number {
  const boundary = /boundary="?([^";]+)/i.exec(type)?.[1];
  const between = boundary === undefined ? "&" : `--${boundary}`;
  let count = 1;
  for (
    let at = bytes.indexOf(between);
    at !== -1 && count <= mostFields;
    at = bytes.indexOf(between, at + between.length)
  )
    count++;
  return count;
}

/** The members of a JSON object that an island sends, within the same bounds. */
export async function readJson(request: Request): Promise<Record<string, unknown>> {
  const text = (await readBounded(request)).toString("utf8");
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below, as for any other thing that is no object.
  }
  throw new Fault("invalid", "What was sent is no JSON object.", [], "Lo enviado no es un objeto JSON.");
}

async function readBounded(request: Request): Promise<Buffer<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > largest) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > largest) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** One field as text; empty where the form has none. */
export function fieldOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.replaceAll("\r\n", "\n") : "";
}

export function fieldsOf(form: FormData, name: string): string[] {
  return form.getAll(name).filter((value) => typeof value === "string");
}

export const tokenField = "voceria-form";

/** All that was typed, to be sent once more. */
export function keptFields(form: FormData): Html[] {
  return [...form].flatMap(([name, value]) =>
    name === tokenField || typeof value !== "string"
      ? []
      : [html`<input type="hidden" name="${name}" value="${value}" />`],
  );
}

function tooMany(): Fault {
  return new Fault(
    "too-large",
    `The form has more than ${mostFields} fields, and none of the desk's has so many.`,
    [],
    `El formulario trae más de ${mostFields} campos, y ninguno de la mesa tiene tantos.`,
  );
}

function tooLarge(): Fault {
  return new Fault(
    "too-large",
    "The form holds more than 8 MB: shorten the text, and attach files apart.",
    [],
    "El formulario pesa más de 8 MB: acorte el texto y adjunte los archivos aparte.",
  );
}
