import type { Reference, VoiceItem } from "@voceria/record";
import { sql } from "kysely";
import { Fault } from "../fault.ts";
import type { Transaction } from "../store/database.ts";
import { type Details, type DetailsDraft, type EditionDetails, readDetails, type ReferenceDraft } from "./details.ts";
import type { Kind } from "./statement.ts";
import { fieldInSpanish } from "./field-names.ts";

export type Resolved = {
  fields: EditionDetails;
  /** Of a translation: the voice of the edition it was made from. The words are that person's in every language. */
  voice?: readonly VoiceItem[];
};

/**
 * What the details come to in this office now: each text that they name is there, a bulletin has its ordinal. Whoever
 * publishes in the same series waits from then until `tx` ends, so that no ordinal is taken twice.
 */
export async function resolveDetails(
  tx: Transaction,
  details: Details,
  { kind, language, contact }: { kind: Kind; language: string; contact?: string | undefined },
): Promise<Resolved> {
  const { claim, translates, delivery, counterpart, series } = details;
  const original = translates && (await findOriginal(tx, translates, kind, language));
  const whom = details.contact ?? contact;
  return {
    fields: {
      ...(claim === undefined ? {} : { claim }),
      ...(original === undefined ? {} : { translates: original.reference }),
      ...(delivery === undefined ? {} : { delivery }),
      ...(counterpart === undefined ? {} : { counterpart: await findCounterpart(tx, counterpart, delivery) }),
      ...(series === undefined ? {} : { series: await takeOrdinal(tx, series) }),
      ...(whom === undefined ? {} : { contact: whom }),
    },
    ...(original === undefined ? {} : { voice: original.voice }),
  };
}

/**
 * The details of a corrected edition: what is given takes the place of what was there, the rest stays. What a text is (a
 * translation of that original, that text of a speech, that bulletin) a correction cannot change.
 */
export async function resolveCorrection(
  tx: Transaction,
  { number, kind, language, before }: { number: string; kind: Kind; language: string; before: EditionDetails },
  given: DetailsDraft,
): Promise<EditionDetails> {
  const { claim, translates, delivery, counterpart, series, contact } = readDetails(kind, {
    ...(before.delivery === undefined ? {} : { delivery: before.delivery }),
    ...given,
  });
  const changed =
    delivery !== before.delivery
      ? "delivery"
      : translates !== undefined && translates.number !== before.translates?.number
        ? "translates"
        : series !== undefined &&
            (series.name !== before.series?.name || (series.ordinal ?? before.series.ordinal) !== before.series.ordinal)
          ? "series"
          : undefined;
  if (changed !== undefined)
    throw new Fault(
      "invalid",
      `${changed}: a correction cannot change that of ${number}. Withdraw it and publish a new statement.`,
      [],
      `${fieldInSpanish(changed)}: una corrección de ${number} no puede cambiarlo. Déjelo sin efecto y publique otro texto.`,
    );
  return {
    ...before,
    ...(claim === undefined ? {} : { claim }),
    ...(translates === undefined ? {} : { translates: (await findOriginal(tx, translates, kind, language)).reference }),
    ...(counterpart === undefined ? {} : { counterpart: await findCounterpart(tx, counterpart, delivery) }),
    ...(contact === undefined ? {} : { contact }),
  };
}

type Named = {
  number: string;
  kind: string;
  language: string;
  status: string;
  edition: number;
  editions: number;
  details: EditionDetails;
  voice: VoiceItem[];
};

async function findNamed(tx: Transaction, field: string, { number, edition }: ReferenceDraft): Promise<Named> {
  const { rows } = await sql<Named>`
    select s.number, s.kind, s.language, s.status, e.edition, s.editions, e.details, e.voice
    from statement s join edition e on e.statement_id = s.id and e.edition = ${edition ?? sql`s.editions`}
    where s.number = ${number}`.execute(tx);
  const [found] = rows;
  if (found === undefined)
    throw new Fault(
      "not-found",
      `${field}: there is no ${edition === undefined ? "" : `edition ${edition} of `}${number} here. Check the number.`,
      [],
      `${fieldInSpanish(field)}: aquí no existe ${edition === undefined ? "" : `la edición ${edition} de `}${number}. Revise el número.`,
    );
  if (found.status === "erased")
    throw new Fault(
      "invalid",
      `${field}: ${number} was erased. Name a text that can be read.`,
      [],
      `${fieldInSpanish(field)}: ${number} fue borrado. Nombre un texto que se pueda leer.`,
    );
  return found;
}

async function findOriginal(
  tx: Transaction,
  translates: ReferenceDraft,
  kind: Kind,
  language: string,
): Promise<{ reference: Reference; voice: VoiceItem[] }> {
  const original = await findNamed(tx, "translates", translates);
  const { number, edition, details } = original;
  if (details.translates !== undefined)
    throw new Fault(
      "invalid",
      `translates: ${number} is a translation itself, of ${details.translates.number}. Name the original.`,
      [],
      `traducción: ${number} ya es una traducción, de ${details.translates.number}. Nombre el original.`,
    );
  if (original.language.split("-")[0] === language.split("-")[0])
    throw new Fault(
      "invalid",
      `translates: ${number} is in ${original.language}, and so is this text. A translation is in another language.`,
      [],
      `traducción: ${number} está en ${original.language}, igual que este texto. Una traducción está en otro idioma: cámbielo en la ficha.`,
    );
  if (original.kind !== kind)
    throw new Fault(
      "invalid",
      `translates: ${number} is a ${original.kind}. Its translation is a ${original.kind} too.`,
      [],
      `traducción: ${number} es de la clase «${original.kind}», y su traducción también tiene que serlo. Cambie la clase en la ficha.`,
    );
  return { reference: { number, edition }, voice: original.voice };
}

async function findCounterpart(
  tx: Transaction,
  counterpart: ReferenceDraft,
  delivery: Details["delivery"],
): Promise<Reference> {
  const { number, edition, kind, details } = await findNamed(tx, "counterpart", counterpart);
  if (kind !== "discurso" || details.delivery === undefined || details.delivery === delivery)
    throw new Fault(
      "invalid",
      `counterpart: ${number} is not the ${delivery === "prepared" ? "delivered" : "prepared"} text of a speech. Name the other text of the same speech.`,
      [],
      `el otro texto del discurso: ${number} no es el texto ${delivery === "prepared" ? "pronunciado" : "preparado"} de un discurso. Nombre el otro texto del mismo discurso.`,
    );
  return { number, edition };
}

/** Any number, the same in every version: the class of the locks on series. */
const seriesLock = 0x736572;

async function takeOrdinal(tx: Transaction, series: NonNullable<Details["series"]>) {
  const { name, ordinal } = series;
  await sql`select pg_advisory_xact_lock(${seriesLock}::int, hashtext(${name}))`.execute(tx);
  const { rows } = await sql<{ number: string; ordinal: number }>`
    select s.number, (e.details #>> '{series,ordinal}')::int as ordinal
    from edition e join statement s on s.id = e.statement_id
    where e.details ? 'series' and e.details #>> '{series,name}' = ${name}
    order by 2 desc limit 1`.execute(tx);
  const [last] = rows;
  // The first of a series may have any ordinal: an emergency can be older than the office's use of this record.
  if (last === undefined) return { name, ordinal: ordinal ?? 1 };
  const next = last.ordinal + 1;
  if (ordinal !== undefined && ordinal !== next)
    throw new Fault(
      "conflict",
      `series: the last bulletin of "${name}" is number ${last.ordinal} (${last.number}), so this one is number ${next}, not ${ordinal}. Read the last one, or leave the ordinal out.`,
      [],
      `serie: el último balance de «${name}» es el número ${last.ordinal} (${last.number}); este es el número ${next}, no el ${ordinal}. Lea el último, o deje el número vacío.`,
    );
  return { name, ordinal: next };
}
