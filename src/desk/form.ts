import { Fault } from "../fault.ts";
import type { Html } from "../page/html.ts";
import { html } from "../page/html.ts";
import { readBody } from "./body.ts";

/** The largest form of ours has some hundreds. Whoever is not signed in could else make millions of eight megabytes of "&". */
const mostFields = 2_000;

/** The fields of a form, read to their end in bounded memory. Fault("too-large") beyond it. */
export async function readForm(request: Request, most?: number): Promise<FormData> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/.test(type)) return new FormData();
  const bytes = await readBody(request, most);
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

/** One field as text; empty where the form has none. */
export function fieldOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.replaceAll("\r\n", "\n") : "";
}

/** What was ticked or chosen, never typed: a value that no form of ours has, and no database takes, is not there. */
export function fieldsOf(form: FormData, name: string): string[] {
  return form.getAll(name).flatMap((value) => (typeof value === "string" && !value.includes("\0") ? [value] : []));
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
