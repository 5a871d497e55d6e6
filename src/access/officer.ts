import { Fault } from "../fault.ts";
import { type Grant, type Right, rights } from "./rights.ts";

/** One line, as people write their own name. */
export function readName(text: string): string {
  const name = text.normalize("NFC").replace(/\s+/g, " ").trim();
  if (name === "" || name.length > 200 || /\p{Cc}/u.test(name))
    throw new Fault(
      "invalid",
      "name: write the officer's name, with 1 to 200 characters.",
      [],
      "Nombre: escriba el nombre de la persona, con 1 a 200 caracteres.",
    );
  return name;
}

/** In small letters: however it is typed, one address is one officer. */
export function readEmail(text: string): string {
  const email = text.normalize("NFC").trim().toLowerCase();
  if (!looksLikeEmail(email))
    throw new Fault(
      "invalid",
      `email: ${JSON.stringify(text.slice(0, 80))} is not a mail address, such as ana.soto@example.cl.`,
      [],
      `Correo: ${JSON.stringify(text.slice(0, 80))} no es una dirección de correo, como ana.soto@example.cl.`,
    );
  return email;
}

/** One address and nothing else: no list, no display name, no second header. */
function looksLikeEmail(text: string): boolean {
  return (
    text.length <= 254 && /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.)+[\p{L}\p{N}-]{2,63}$/u.test(text)
  );
}

export function readOfficerLanguage(text: string): "es" | "en" {
  if (text === "es" || text === "en") return text;
  throw new Fault("invalid", 'language: choose "es" or "en".', [], "Idioma: elija español o inglés.");
}

/** `institution` is a slug of the register; that it exists is for the caller to say. */
export function readGrant(institution: string, right: string): Grant {
  if (!isRight(right))
    throw new Fault(
      "invalid",
      `right: "${right}" is none of ${rights.join(", ")}.`,
      [],
      `Derecho: "${right}" no existe.`,
    );
  return { institution, right };
}

export function isRight(text: string): text is Right {
  return (rights as readonly string[]).includes(text);
}

/** Everything but what another institution's people are for: the office can work from its first minute. */
export const firstAdministratorsRights = [
  "writer",
  "editor",
  "publisher",
  "register-keeper",
  "administrator",
] as const satisfies readonly Right[];
