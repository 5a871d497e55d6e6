import { Fault } from "../fault.ts";

/** The fields of a text by the names that the desk's own forms give them; what is not among them goes by its own. */
const spanish: Readonly<Record<string, string>> = {
  title: "título",
  summary: "bajada",
  body: "texto",
  note: "nota pública",
  reason: "motivo",
  topics: "temas",
  contact: "contacto de prensa",
  "press contact": "contacto de prensa",
  claim: "lo que se desmiente",
  "claim.where": "dónde circula",
  series: "serie",
  translates: "traducción",
  delivery: "texto preparado o pronunciado",
  counterpart: "el otro texto del discurso",
  alt: "descripción de la imagen",
};

export function fieldInSpanish(field: string): string {
  const [, picture] = /^alt of (.+)$/.exec(field) ?? [];
  return picture === undefined ? (spanish[field] ?? field) : `descripción de «${picture}»`;
}

/** The same refusal, under the name of the field that it is about. */
export function underField(field: string, { code, message, details, es }: Fault): Fault {
  return new Fault(
    code,
    `${field}: ${message}`,
    details,
    es === undefined ? undefined : `${fieldInSpanish(field)}: ${es}`,
  );
}
