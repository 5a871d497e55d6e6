import { Fault } from "../fault.ts";

/** What a form, or what an island sends, may weigh: words, a 200-page paste among them; files come in pieces. */
export const largestBody = 8 * 1024 * 1024;
/** What is too much is read on so far and thrown away, so that the sender hears why: a connection that breaks says nothing. */
const heardOut = 64 * 1024 * 1024;

/** A body to its end in bounded memory, whatever length it claims. Fault("too-large") beyond `most` bytes. */
export async function readBody(request: Request, most = largestBody): Promise<Buffer<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > heardOut) throw tooLarge(most);
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    length += part.byteLength;
    if (length <= most) parts.push(part);
    else parts = [];
    if (length > heardOut) break;
  }
  if (length > most) throw tooLarge(most);
  return Buffer.concat(parts);
}

/** What an island sends as JSON. Fault("invalid") for what is none. */
export function jsonIn(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw notRead();
  }
}

/** The members of a JSON object that an island sends. */
export function membersIn(body: Uint8Array): Record<string, unknown> {
  const value = jsonIn(body);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw notRead();
}

export function notRead(): Fault {
  return new Fault("invalid", "What was sent could not be read.", [], "Lo que llegó no se pudo leer.");
}

function tooLarge(most: number): Fault {
  const size = most >= 1_000_000 ? `${Math.floor(most / 1024 / 1024)} MB` : `${most} bytes`;
  return new Fault(
    "too-large",
    `More came at once than the ${size} that fit here: shorten it or send it in parts, and attach files apart.`,
    [],
    `Llegó de una vez más que los ${size} que caben aquí: acórtelo o envíelo en partes, y adjunte los archivos aparte.`,
  );
}
