import { plain } from "./read-date.ts";

/** Whether a cell says that nobody held the post. */
export function saysVacant(text: string): boolean {
  return vacantWords.test(plain(text));
}

/** What a cell says behind that: "Office vacant (20 April 1812 – 4 March 1813)" → "20 April 1812 - 4 March 1813". */
export function behindVacant(text: string): string {
  return text
    .normalize("NFC")
    .replace(/\s+/g, " ")
    .replace(new RegExp(vacantWords.source, "iu"), "")
    .replace(/^[^\p{L}\d]+|[^\p{L}\d]+$/gu, "");
}

const vacantWords =
  /^(\W*)(the )?((office|post|position|seat|cargo|puesto|oficina)( is| was)? )?(vacant|vacante|vacancy|sin titular)\b/;
