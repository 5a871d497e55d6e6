import { createHash } from "node:crypto";
import { canonicalize } from "@voceria/record";
import { Fault } from "../fault.ts";
import type { AttachmentDraft } from "./attachments.ts";
import { type DetailsDraft, detailsFor, readDetails } from "./details.ts";
import { fieldInSpanish, underField } from "./field-names.ts";
import { intake } from "../text/intake.ts";
import { normalizeMarkdown } from "../text/markdown.ts";
import { type Kind, limits, readKind, readLanguage, readSeverity, readTopics, type Severity } from "./statement.ts";

export const purposes = ["publication", "correction", "translation"] as const;
export type Purpose = (typeof purposes)[number];

export type DraftText = { title: string; summary: string; body: string };

/** A voice of the text: the person, and the post in which they speak. Several speak jointly; none is the office's own voice. */
export type Speaker = { person: string; post: string };

/** All that is published with a text. `details` belongs to the kind; `note` and `severity` are of corrections alone. */
export type Particulars = {
  kind: Kind;
  language: string;
  topics: string[];
  speakers: Speaker[];
  /** Whom the press may ask about it, on one line; without one, the office's own. */
  pressContact?: string;
  details: KindDetails;
  /** Its files, in their order; a picture may still lack its words. */
  attachments: AttachmentDraft[];
  note?: string;
  severity?: Severity;
};

/** What belongs to some kinds alone; whom the press may ask stands apart from it. */
export type KindDetails = Omit<DetailsDraft, "contact">;

export type DraftContent = DraftText & Particulars;

/** Particulars as they are handed in: what is absent stays as it was; null takes away what may be absent. */
export type ParticularsChange = {
  kind?: string;
  language?: string;
  topics?: readonly string[];
  speakers?: readonly Speaker[];
  pressContact?: string | null;
  details?: KindDetails;
  note?: string | null;
  severity?: string | null;
};

/** While it is being written a title may still be too long to be published, but not without bound. In code points. */
const longestTitle = 2_000;
const longestSummary = 5_000;
const longestContact = 300;
const mostSpeakers = 20;

/**
 * A draft's text as it is kept: fit for the record but for what is still missing. Fault("invalid") names what could never
 * be published as it stands (a control character, say); whoever handed it in still has it.
 */
export function readDraftText({ title, summary, body }: DraftText): DraftText {
  return {
    title: readLine("title", title, longestTitle),
    summary: readLine("summary", summary, longestSummary),
    body: readBody(body),
  };
}

export function changedParticulars(before: Particulars, change: ParticularsChange): Particulars {
  const { pressContact, note, severity, ...kept } = before;
  const kind = change.kind === undefined ? kept.kind : readKind(change.kind);
  const contact = change.pressContact === undefined ? pressContact : readContact(change.pressContact ?? "");
  const newNote = change.note === undefined ? note : (change.note ?? undefined);
  const newSeverity = change.severity === undefined ? severity : (change.severity ?? undefined);
  return {
    ...kept,
    kind,
    // What another kind had and this one cannot have stays in the versions before.
    details: change.details === undefined ? detailsFor(kind, kept.details) : readDetails(kind, change.details),
    ...(change.language === undefined ? {} : { language: readLanguage(change.language) }),
    ...(change.topics === undefined ? {} : { topics: readTopics(change.topics) }),
    ...(change.speakers === undefined ? {} : { speakers: readSpeakers(change.speakers) }),
    ...(contact === undefined ? {} : { pressContact: contact }),
    ...(newNote === undefined ? {} : { note: within("note", intake(newNote).trim(), limits.note) }),
    ...(newSeverity === undefined ? {} : { severity: readSeverity(newSeverity) }),
  };
}

/** The list of a draft's files as it is kept; that they are there and this draft's own is for the database to say. */
export function readAttachmentDrafts(attachments: readonly AttachmentDraft[]): AttachmentDraft[] {
  if (attachments.length > limits.attachments)
    throw new Fault(
      "invalid",
      `attachments: ${attachments.length} are given, at most ${limits.attachments} are allowed. Leave some out.`,
      [],
      `adjuntos: hay ${attachments.length}; se permiten ${limits.attachments} como máximo. Quite algunos.`,
    );
  return attachments.map(({ file, alt = "", claim = false }) => {
    const words = readLine("alt", alt, limits.alt).trim();
    return { file, ...(words === "" ? {} : { alt: words }), ...(claim ? { claim } : {}) };
  });
}

/** The same for the same words under the same names, whoever wrote them and whenever. */
export function fingerprintOf({ title, summary, body, ...particulars }: DraftContent): string {
  return createHash("sha256").update(canonicalize({ title, summary, body, particulars })).digest("base64url");
}

export function readContact(text: string): string | undefined {
  const contact = readLine("press contact", text, longestContact).trim();
  return contact === "" ? undefined : contact;
}

function readLine(field: string, text: string, limit: number): string {
  return within(field, takeIn(field, text).replaceAll(/\s*\n\s*/g, " "), limit);
}

function readBody(text: string): string {
  const body = takeIn("body", text);
  return within("body", body.trim() === "" ? "" : normalizeMarkdown(body), limits.body);
}

function takeIn(field: string, text: string): string {
  try {
    return intake(text);
  } catch (error) {
    if (error instanceof Fault) throw underField(field, error);
    throw error;
  }
}

function readSpeakers(speakers: readonly Speaker[]): Speaker[] {
  if (speakers.length > mostSpeakers)
    throw new Fault(
      "invalid",
      `speakers: ${speakers.length} are named, at most ${mostSpeakers} speak jointly. Leave some out.`,
      [],
      `voces: hay ${speakers.length}; hablan en conjunto ${mostSpeakers} como máximo. Quite algunas.`,
    );
  const seen = new Set<string>();
  return speakers.flatMap(({ person, post }) => {
    for (const slug of [person, post])
      if (!/^[a-z0-9-]{1,200}$/.test(slug))
        throw new Fault(
          "invalid",
          `speakers: ${JSON.stringify(slug)} is not an id of the register. Choose from its list.`,
          [],
          `voces: ${JSON.stringify(slug)} no es un identificador de autoridades y cargos. Elija de la lista.`,
        );
    if (seen.has(person)) return [];
    seen.add(person);
    return [{ person, post }];
  });
}

function within(field: string, text: string, limit: number): string {
  // A string has no more code points than units.
  if (text.length <= limit || Array.from(text).length <= limit) return text;
  throw new Fault(
    "too-large",
    `${field}: it has more than ${limit} characters. Shorten it.`,
    [],
    `${fieldInSpanish(field)}: tiene más de ${limit} caracteres. Acórtelo.`,
  );
}
