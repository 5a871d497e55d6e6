import { Fault } from "../fault.ts";
import { attachable } from "../files/kinds-of-file.ts";
import { type DetailsDraft, parseReference } from "../newsroom/details.ts";

/** The fields of a Markdown file that say more of a text than its title: see `voceria help publish`. */
export const detailNames = [
  "claim",
  "claim_where",
  "claim_when",
  "claim_image",
  "translates",
  "delivery",
  "counterpart",
  "series",
  "ordinal",
  "contact",
] as const;

export const detailHelp = `
More fields, each where the kind has it:
  claim, claim_where, claim_when   of a desmentido: what somebody else claims, where it goes round, since when (2026-11-22)
  translates                       of a translation: the original, 2026-0042 or 2026-0042/2 for its second edition
  delivery, counterpart            of a discurso: prepared or delivered, and the number of the earlier of its two texts
  series, ordinal                  of a balance: the name of its series; without an ordinal it takes the next
  contact                          whom the press may ask, in place of the office's own contact
  attachments                      files beside this one, as [plano.pdf, "foto.jpg | La ministra saluda"]: a picture says what it
                                   shows after a bar. ${attachable[0]!.toUpperCase()}${attachable.slice(1)}
  claim_image                      of a desmentido: the false picture itself, "aviso.png | Un aviso que llama a no beber el agua"`;

/** What the file says of the text beyond its title, taken out of `fields`; undefined where it says nothing. */
export function takeDetails(fields: Record<string, string>): DetailsDraft | undefined {
  const given = (name: (typeof detailNames)[number]) => {
    const value = fields[name]?.trim();
    return value === undefined || value === "" ? undefined : value;
  };
  const [claim, where, when] = [given("claim"), given("claim_where"), given("claim_when")];
  if (claim === undefined && (where ?? when) !== undefined)
    throw new Fault(
      "invalid",
      "claim: where and when it goes round are given, and not what is claimed. Write the claim.",
    );
  const [translates, delivery, counterpart] = [given("translates"), given("delivery"), given("counterpart")];
  const [series, ordinal, contact] = [given("series"), given("ordinal"), given("contact")];
  if (series === undefined && ordinal !== undefined)
    throw new Fault("invalid", "ordinal: it counts the bulletins of a series. Name the series too.");
  const details: DetailsDraft = {
    ...(claim === undefined
      ? {}
      : { claim: { text: claim, ...(where === undefined ? {} : { where }), ...(when === undefined ? {} : { when }) } }),
    ...(translates === undefined ? {} : { translates: parseReference("translates", translates) }),
    ...(delivery === undefined ? {} : { delivery }),
    ...(counterpart === undefined ? {} : { counterpart: parseReference("counterpart", counterpart) }),
    ...(series === undefined
      ? {}
      : { series: { name: series, ...(ordinal === undefined ? {} : { ordinal: readOrdinal(ordinal) }) } }),
    ...(contact === undefined ? {} : { contact }),
  };
  return Object.keys(details).length === 0 ? undefined : details;
}

function readOrdinal(text: string): number {
  if (/^[1-9][0-9]{0,6}$/.test(text)) return Number(text);
  throw new Fault("invalid", `ordinal: "${text}" is not a number from 1 on. Leave it out to take the next.`);
}
