import { type Claim, numberPattern, type StatementContent } from "@voceria/record";
import { Fault } from "../fault.ts";
import { isDay } from "../register/day.ts";
import { type Kind, limits } from "./statement.ts";
import { fieldInSpanish } from "./field-names.ts";
import { takeLine } from "./text.ts";

/** Another text of this office, by its number; without an edition, its newest. */
export type ReferenceDraft = { number: string; edition?: number };

/** What a text says of itself beyond title and body, as it is handed in and as a draft keeps it. */
export type DetailsDraft = {
  /** Of a denial: somebody else's claim, in words; where it goes round; `when` it was first seen: 2026, 2026-11 or 2026-11-22. */
  claim?: { text: string; where?: string; when?: string };
  /** Of a translation: the text it was made from. */
  translates?: ReferenceDraft;
  /** Of a speech: the text that was prepared, or the one that was delivered. */
  delivery?: string;
  /** Of the later of a speech's two texts: the earlier. */
  counterpart?: ReferenceDraft;
  /** Of a bulletin: without an ordinal, the next one of that series. */
  series?: { name: string; ordinal?: number };
  /** Whom the press may ask about this text; without one, the office's own press contact. */
  contact?: string;
};

/** The same once its form has been read; what it refers to is for the database to say. */
export type Details = {
  claim?: Omit<Claim, "image">;
  translates?: ReferenceDraft;
  delivery?: "prepared" | "delivered";
  counterpart?: ReferenceDraft;
  series?: { name: string; ordinal?: number };
  contact?: string;
};

/** As an edition has them, and as the record has them. */
export type EditionDetails = Pick<
  StatementContent,
  "claim" | "translates" | "delivery" | "counterpart" | "series" | "contact"
>;

const names = ["claim", "translates", "delivery", "counterpart", "series", "contact"] as const;

/** The details among the fields of a content: what the row of its edition keeps. */
export function detailsOf(content: StatementContent): EditionDetails {
  return Object.fromEntries(names.flatMap((name) => (content[name] === undefined ? [] : [[name, content[name]]])));
}

/**
 * Reads what is given, each field by its own rule and only where the kind has it. A draft may lack what a publication
 * must have: `checkComplete` says so. Fault("invalid") names the field.
 */
export function readDetails(kind: Kind, draft: DetailsDraft): Details {
  for (const [field, only] of Object.entries(onlyOf))
    if (draft[field as keyof typeof onlyOf] !== undefined && kind !== only)
      throw new Fault(
        "invalid",
        `${field}: only a ${only} has it, and this is a ${kind}. Leave it out.`,
        [],
        `${fieldInSpanish(field)}: lo lleva solo un texto de la clase «${only}», y este es de la clase «${kind}». Quítelo.`,
      );
  const { claim, translates, delivery, counterpart, series, contact } = draft;
  if (counterpart !== undefined && delivery === undefined)
    throw new Fault(
      "invalid",
      "counterpart: it names the other text of a speech; say with delivery which of the two this one is: prepared or delivered.",
      [],
      "el otro texto del discurso: diga también cuál de los dos es este, el preparado o el pronunciado.",
    );
  if (series !== undefined && translates !== undefined)
    throw new Fault(
      "invalid",
      "series: a translated bulletin has the number of its original. Leave series out.",
      [],
      "serie: la traducción de un balance lleva el número de su original. Deje la serie vacía.",
    );
  return {
    ...(claim === undefined ? {} : { claim: readClaim(claim) }),
    ...(translates === undefined ? {} : { translates: readReference("translates", translates) }),
    ...(delivery === undefined ? {} : { delivery: readDelivery(delivery) }),
    ...(counterpart === undefined ? {} : { counterpart: readReference("counterpart", counterpart) }),
    ...(series === undefined ? {} : { series: readSeries(series) }),
    ...(contact === undefined || contact.trim() === ""
      ? {}
      : { contact: takeLine("contact", contact, limits.contact) }),
  };
}

/** With the picture among the attachments that shows the claim, or with none. */
export function withImage(details: EditionDetails, image: string | undefined): EditionDetails {
  if (details.claim === undefined) {
    if (image === undefined) return details;
    throw new Fault(
      "invalid",
      "attachments: a picture is marked as the claim denied, and this text denies none.",
      [],
      "adjuntos: una imagen está marcada como lo que se desmiente, y este texto no desmiente nada. Quítele la marca.",
    );
  }
  const { image: _, ...claim } = details.claim;
  return { ...details, claim: { ...claim, ...(image === undefined ? {} : { image }) } };
}

/** Those of the details that a text of that kind may have. */
export function detailsFor(kind: Kind, details: DetailsDraft): DetailsDraft {
  const only: Partial<Record<string, Kind>> = onlyOf;
  return Object.fromEntries(Object.entries(details).filter(([field]) => (only[field] ?? kind) === kind));
}

/** What a kind of text cannot be published without. */
export function checkComplete(kind: Kind, { claim }: Details): void {
  if (kind === "desmentido" && claim === undefined)
    throw new Fault(
      "invalid",
      "claim: a desmentido says whose claim is false, and this one names none. Write the claim that it denies, in its own words.",
      [],
      "lo que se desmiente: falta. Escriba en la ficha la afirmación falsa, con las palabras con que circula.",
    );
}

const onlyOf = {
  claim: "desmentido",
  delivery: "discurso",
  counterpart: "discurso",
  series: "balance",
} as const satisfies Partial<Record<keyof DetailsDraft, Kind>>;

function readClaim({ text, where, when }: NonNullable<DetailsDraft["claim"]>): Omit<Claim, "image"> {
  return {
    text: takeLine("claim", text, limits.claim),
    ...(where === undefined || where.trim() === "" ? {} : { where: takeLine("claim.where", where, limits.where) }),
    ...(when === undefined || when.trim() === "" ? {} : { when: readWhen(when.trim()) }),
  };
}

function readWhen(when: string): string {
  const [year = "", month = "01", day = "01"] = when.split("-");
  if (/^\d{4}(-\d{2}){0,2}$/.test(when) && isDay(`${year}-${month}-${day}`)) return when;
  throw new Fault(
    "invalid",
    `claim.when: "${when}" is not a day, month or year. Write it as 2026-11-22, 2026-11 or 2026.`,
    [],
    `desde cuándo circula: «${when}» no es un día, un mes ni un año. Escríbalo como 2026-11-22, 2026-11 o 2026.`,
  );
}

function readDelivery(delivery: string): "prepared" | "delivered" {
  if (delivery === "prepared" || delivery === "delivered") return delivery;
  throw new Fault(
    "invalid",
    `delivery: "${delivery}" is neither prepared (the text handed out) nor delivered (what was said). Use one of the two.`,
    [],
    `discurso: «${delivery}» no es ni el texto preparado ni el pronunciado. Elija uno de los dos.`,
  );
}

function readSeries({ name, ordinal }: NonNullable<DetailsDraft["series"]>): NonNullable<Details["series"]> {
  if (ordinal !== undefined && !(Number.isSafeInteger(ordinal) && ordinal >= 1 && ordinal <= 1_000_000))
    throw new Fault(
      "invalid",
      `series.ordinal: ${ordinal} is not a number from 1 on. Leave it out to take the next.`,
      [],
      `número del balance: ${ordinal} no es un número desde 1. Déjelo vacío para que tome el que sigue.`,
    );
  return { name: takeLine("series", name, limits.series), ...(ordinal === undefined ? {} : { ordinal }) };
}

function readReference(field: string, { number, edition }: ReferenceDraft): ReferenceDraft {
  if (!numberPattern.test(number))
    throw new Fault(
      "invalid",
      `${field}: "${number}" is not the number of a text. Numbers look like 2026-0042, or H-000001 for imported ones.`,
      [],
      `${fieldInSpanish(field)}: «${number}» no es el número de un texto. Son como 2026-0042, o H-000001 los importados.`,
    );
  if (edition !== undefined && !(Number.isSafeInteger(edition) && edition >= 1 && edition <= 2_147_483_647))
    throw new Fault(
      "invalid",
      `${field}: ${edition} is not an edition. Count from 1, or leave it out for the newest.`,
      [],
      `${fieldInSpanish(field)}: ${edition} no es una edición. Se cuentan desde 1; sin decirla, vale la última.`,
    );
  return { number, ...(edition === undefined ? {} : { edition }) };
}

/** "2026-0042", or "2026-0042/2" for its second edition. */
export function parseReference(field: string, text: string): ReferenceDraft {
  const [number = "", edition, ...more] = text.trim().split("/");
  const reference = { number, ...(edition === undefined ? {} : { edition: Number(edition) }) };
  return readReference(field, more.length > 0 ? { number: text } : reference);
}
