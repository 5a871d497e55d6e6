import type { TranscriptContent } from "@voceria/record";
import { Fault } from "../fault.ts";
import { invalid, oneLine } from "../text/field.ts";
import { intake } from "../text/intake.ts";
import { type Attribution, isQuotable, publicSpeaker, readTurnText, type Speaker, type TurnStanding } from "./turn.ts";

export type TranscriptTurn = TranscriptContent["turns"][number];

/** A turn of the briefing as certification reads it, in the order in which it was said. */
export type SaidTurn = TurnStanding & {
  /** Its public number, once it was shown. */
  ordinal?: number;
  kind: "speech" | "question" | "answer" | "note";
  attribution: Attribution;
  speaker: Speaker;
  text: string;
  atMs?: number;
  /** The public number of the question that was taken with it. */
  question?: string;
};

/**
 * What of a briefing is certified: every turn that the public may have, exactly as it has it. What is on background, off the record or
 * removed leaves nothing behind, not even a gap. Fault("conflict") where something is still held, or under an embargo whose hour has not come:
 * the sentence says until when.
 */
export function certifiedTurns(
  turns: readonly SaidTurn[],
  now: Date,
  inWords: (at: Date) => { en: string; es: string },
): TranscriptTurn[] {
  const quotable = turns.filter((turn) => turn.kind !== "note" && isQuotable(turn));
  const embargo = latest(quotable.flatMap(({ embargoUntil }) => (embargoUntil === undefined ? [] : [embargoUntil])));
  if (embargo !== undefined && embargo > now) {
    const { en, es } = inWords(embargo);
    throw new Fault(
      "conflict",
      `Part of it is under embargo until ${en}: certify it after that, so that nothing of it is missing.`,
      [],
      `Una parte está embargada hasta el ${es}: certifíquela después, para que no le falte nada.`,
    );
  }
  const held = quotable.filter(
    ({ ordinal, revision, shownRevision }) => ordinal === undefined || shownRevision !== revision,
  );
  if (held.length > 0) {
    const { en, es } = inWords(latest(held.map(({ shownAfter }) => shownAfter)) ?? now);
    throw new Fault(
      "conflict",
      `${held.length} of its turns are not out yet; their hold ends ${en}. Certify it once the public has all of it.`,
      [],
      `${held.length} de sus intervenciones aún no salen; su retención termina el ${es}. Certifíquela cuando el público las tenga todas.`,
    );
  }
  if (quotable.length === 0)
    throw new Fault(
      "conflict",
      "There is nothing on the record to certify: type or paste what was said first.",
      [],
      "No hay nada atribuible que certificar: escriba o pegue primero lo que se dijo.",
    );
  return quotable.map(({ ordinal, kind, speaker, text, atMs, question }) => ({
    turn: ordinal ?? 0,
    kind: kind === "note" ? "speech" : kind,
    speaker: recordedSpeaker(speaker),
    text,
    ...(atMs === undefined ? {} : { at: Math.floor(atMs / 1000) }),
    ...(question === undefined ? {} : { question }),
  }));
}

function latest(instants: readonly Date[]): Date | undefined {
  return instants.length === 0 ? undefined : new Date(Math.max(...instants.map((at) => at.getTime())));
}

/** What an entry may say of a speaker; how a post is called stands in the register. */
export function recordedSpeaker(speaker: Speaker): TranscriptTurn["speaker"] {
  const { name, person, post, institution, capacity, register, outlet } = publicSpeaker(speaker);
  return {
    name,
    ...(person === undefined ? {} : { person }),
    ...(post === undefined ? {} : { post }),
    ...(institution === undefined ? {} : { institution }),
    ...(capacity === undefined ? {} : { capacity }),
    ...(register === undefined ? {} : { register }),
    ...(outlet === undefined ? {} : { outlet }),
  };
}

/** Who certifies, apart from the press office, and over which recording. */
export type Certification = Required<Pick<TranscriptContent, "certifier">> & Pick<TranscriptContent, "recording">;

export type CertificationTyped = {
  name: string;
  body: string;
  /** SHA-256 of the recording in hexadecimal, or nothing where there is none. */
  sha256: string;
  bytes: string;
  media: string;
  address: string;
};

/** Fault("invalid") names the field. */
export function readCertification(typed: CertificationTyped): Certification {
  const name = oneLine("name", "nombre", typed.name, 200);
  if (name === "") throw invalid("name: say who certifies it.", "nombre: indique quién la certifica.");
  const body = oneLine("body", "organismo", typed.body, 200);
  return {
    certifier: { name, ...(body === "" ? {} : { body }) },
    ...readRecording(typed),
  };
}

function readRecording(typed: CertificationTyped): Pick<TranscriptContent, "recording"> {
  const sha256 = typed.sha256.replaceAll(/\s/g, "").toLowerCase();
  const address = oneLine("address", "dirección", typed.address, 2_000);
  if (sha256 === "") {
    if (address === "") return {};
    throw invalid(
      "recording: its address proves nothing without its hash. Choose the file, or paste its SHA-256.",
      "grabación: su dirección no prueba nada sin su huella. Elija el archivo, o pegue su SHA-256.",
    );
  }
  if (!/^[0-9a-f]{64}$/.test(sha256))
    throw invalid("hash: a SHA-256 is 64 hexadecimal digits.", "huella: un SHA-256 son 64 dígitos hexadecimales.");
  if (address !== "" && URL.parse(address)?.protocol !== "https:")
    throw invalid("address: it begins with https://.", "dirección: empieza con https://.");
  const bytes = typed.bytes.trim() === "" ? undefined : Number(typed.bytes);
  if (bytes !== undefined && !(Number.isSafeInteger(bytes) && bytes > 0))
    throw invalid("size: whole bytes.", "tamaño: en bytes enteros.");
  const media = typed.media.trim().toLowerCase();
  return {
    recording: {
      sha256: Buffer.from(sha256, "hex").toString("base64"),
      ...(bytes === undefined ? {} : { bytes }),
      ...(/^(?:audio|video)\/[a-z0-9][a-z0-9.+-]{0,60}$/.test(media) ? { media } : {}),
      ...(address === "" ? {} : { address }),
    },
  };
}

/**
 * What an edition changes of one turn. A text that is left empty leaves the turn out; a name can be put right where the register has none;
 * `speaker`: whose words they are instead.
 */
export type TurnEdit = {
  turn: number;
  text: string;
  name?: string;
  outlet?: string;
  speaker?: TranscriptTurn["speaker"];
};

/** The turns after these edits; a turn that none speaks of stays. Fault("invalid") for a turn that is not there. */
export function editTurns(turns: readonly TranscriptTurn[], edits: readonly TurnEdit[]): TranscriptTurn[] {
  const known = new Set(turns.map(({ turn }) => turn));
  const stray = edits.find(({ turn }) => !known.has(turn));
  if (stray !== undefined)
    throw invalid(
      `There is no turn ${stray.turn} in this transcript.`,
      `En esta transcripción no hay intervención ${stray.turn}.`,
    );
  const editOf = new Map(edits.map((edit) => [edit.turn, edit]));
  return turns.flatMap((before) => {
    const edit = editOf.get(before.turn);
    if (edit === undefined) return [before];
    if (edit.text.trim() === "") return [];
    const text = sameWords(edit.text, before.text) ? before.text : readTurnText(edit.text);
    return [{ ...before, text, speaker: speakerAfter(before.speaker, edit) }];
  });
}

/** What a browser sends back of a text that nobody touched. */
function sameWords(sent: string, before: string): boolean {
  return sent.replaceAll("\r\n", "\n").trim() === before.trim();
}

/** How the source of an import heads the turn stays, whoever it was. */
function speakerAfter(before: TranscriptTurn["speaker"], edit: TurnEdit): TranscriptTurn["speaker"] {
  if (edit.speaker === undefined) return renamed(before, edit);
  return { ...(before.as === undefined ? {} : { as: before.as }), ...edit.speaker };
}

function renamed(speaker: TranscriptTurn["speaker"], edit: TurnEdit): TranscriptTurn["speaker"] {
  if (speaker.person !== undefined) return speaker;
  const { outlet: before, ...rest } = speaker;
  const name = edit.name === undefined ? speaker.name : oneLine("name", "nombre", edit.name, 200) || speaker.name;
  const outlet = edit.outlet === undefined ? before : oneLine("outlet", "medio", edit.outlet, 200);
  return { ...rest, name, ...(outlet === undefined || outlet === "" ? {} : { outlet }) };
}

/** One place where two versions or editions differ, or do not: in the order of the text that was first. */
export type TurnDifference = { turn: number; before?: TranscriptTurn; after?: TranscriptTurn; same: boolean };

export function compareTurns(before: readonly TranscriptTurn[], after: readonly TranscriptTurn[]): TurnDifference[] {
  const later = new Map(after.map((turn) => [turn.turn, turn]));
  const earlier = new Set(before.map(({ turn }) => turn));
  const compared = before.map((one): TurnDifference => {
    const other = later.get(one.turn);
    return other === undefined
      ? { turn: one.turn, before: one, same: false }
      : { turn: one.turn, before: one, after: other, same: sameTurn(one, other) };
  });
  return [
    ...compared,
    ...after.filter(({ turn }) => !earlier.has(turn)).map((one) => ({ turn: one.turn, after: one, same: false })),
  ];
}

export function sameTurn(one: TranscriptTurn, other: TranscriptTurn): boolean {
  return one.text === other.text && one.kind === other.kind && speakerKey(one) === speakerKey(other);
}

/** Who speaks in which post; on which assertion of the register that rests is no difference to a reader. */
function speakerKey({ speaker: { name, outlet, person, post, institution, capacity } }: TranscriptTurn): string {
  return JSON.stringify([name, outlet, person, post, institution, capacity]);
}

export type CorrectionTyped = { note: string; severity: string };

/** Fault("invalid") without the public note, or with a severity that is none. */
export function readCorrection({
  note,
  severity,
}: CorrectionTyped): Required<Pick<TranscriptContent, "note" | "severity">> {
  const read = intake(note).trim();
  if (read === "" || read.length > 2_000)
    throw invalid(
      "note: say in 1 to 2,000 characters what was wrong; readers see it.",
      "nota: diga en 1 a 2.000 caracteres qué estaba mal; la leen todos.",
    );
  if (severity === "minor" || severity === "major") return { note: read, severity };
  throw invalid(
    "severity: choose a slip of typing (minor) or a change of substance (major).",
    "qué se corrige: elija fe de erratas o corrección de fondo.",
  );
}
