import type { Finding } from "@voceria/record";
import type { Language } from "../../page/dates.ts";

const es = {
  checking: "Comprobando en su navegador…",
  checked: "Comprobado en su navegador",
  waiting: "Publicado; espera testigos",
  differs: "No coincide",
  changedKey: "La llave de este sitio cambió",
  notChecked: "No se pudo comprobar",
  unchanged: "Esta edición no ha cambiado desde que esta oficina la asentó.",
  notTrusted: "No se fíe de lo que muestra esta página hasta comprobarlo por otra vía.",
  noCrypto: "Este navegador, o esta conexión sin cifrar, no permite comprobar firmas aquí.",
  noNetwork: "No se pudo bajar la prueba: sin conexión, o el sitio no responde.",
  noProof: "La prueba todavía no existe: el asiento espera la próxima firma del libro público.",
  more: "Las demás comprobaciones",
  honest: "Lo comprobó el programa de este mismo sitio:",
  elsewhere: "compruébelo por otra vía",
  page: "Texto",
  pageSame: "Lo que muestra esta página es, letra por letra, lo que quedó asentado.",
  pageDiffers: (what: string) =>
    `Lo que muestra esta página no es lo asentado (difiere: ${what}). También puede haberlo cambiado un traductor o una extensión del navegador.`,
  part: {
    title: "título",
    summary: "resumen",
    text: "texto",
    number: "número o edición",
    language: "idioma",
    claim: "afirmación desmentida",
    contact: "contacto de prensa",
    series: "serie",
    delivery: "texto preparado o pronunciado",
    translates: "original de la traducción",
    pictures: "imágenes",
    certifier: "quién certifica",
    turns: "intervenciones",
  },
  inclusion: "Asiento",
  inclusionAt: (index: string, size: string) => `${index}, en un libro de ${size} asientos firmados`,
  checkpoint: "Firma",
  checkpointBy: (origin: string) => `del libro ${origin}`,
  key: "Llave",
  keyNow: "La entregó este mismo sitio, ahora: prueba poco más que la conexión segura.",
  keyBefore: (when: string) => `La misma que este navegador recibió de este sitio el ${when}.`,
  keyChanged: (when: string) =>
    `No es la que este navegador recibió de este sitio el ${when}. Pregunte a la oficina por otra vía.`,
  keyPage: "La que trae esta página.",
  witnesses: "Testigos",
  noWitness: "Este libro todavía no pide testigos: vale la firma de la oficina.",
  witnessed: (names: string, when: string) => `${names}; existía a más tardar el ${when}`,
  witnessesMissing: (names: string) =>
    names === "" ? "Todavía no ha firmado ninguno." : `Han firmado: ${names}. Faltan otros.`,
  newest: "Vigencia",
  standing: {
    newest: "Es la edición más reciente",
    corrected: "Hay una edición posterior",
    withdrawn: "El texto fue dejado sin efecto",
    erased: "El contenido fue eliminado",
  },
  standingAt: (standing: string, when: string) => `${standing}, visto por testigos el ${when}.`,
  standingOffice: (standing: string) => `${standing}, según la oficina; no lo confirma ningún testigo.`,
  notEstablished: "No quedó establecido que sea la edición más reciente.",
  voice: "Voz",
  voiceOffice: "La oficina, con voz propia.",
  voiceBacked:
    "Atribuida por la oficina; coincide con un período asentado en autoridades y cargos. Que ese período siguiera vigente ese día no lo dice esta prueba.",
  voiceOnly: "Atribuida por la oficina; sin respaldo en esta prueba.",
  attachments: "Anexos",
  attachmentsNot: "No se comprobaron aquí.",
  attachmentsSome: (names: string) => `Coinciden: ${names}. Los demás no se comprobaron aquí.`,
  attachmentsSame: "Coinciden.",
  refused: (reason: string) => `Rechazado: ${reason}.`,
  reasons: {
    malformed: "está dañado o no tiene la forma debida",
    "commitment-differs": "no es lo que quedó asentado",
    "count-differs": "no son tantos como los asentados",
    "size-differs": "no tiene el tamaño asentado",
    "foreign-log": "lo firmó otro libro, no el de esta oficina",
    "another-log": "una parte es de otro libro",
    unsigned: "falta la firma de esta oficina",
    "bad-signature": "una firma es falsa",
    "extra-data": "trae datos que no corresponden",
    "index-beyond-size": "el libro firmado no llega hasta ese asiento",
    "root-differs": "no está en el libro que se firmó",
    "register-differs": "lo asentado en autoridades y cargos dice otra cosa",
    "contradicts-entry": "contradice el asiento",
  } as Record<string, string>,
  newerFormat: "De un formato más nuevo que este programa.",
  format: "Archivo",
  formatRefused: "No es una prueba íntegra de Vocería, o fue alterada.",
  content: "Contenido",
  contentSame: "Es el que quedó asentado.",
  contentAbsent: "La prueba no lo trae.",
  entry: "Acto",
  at: (when: string) => `el ${when}, según la oficina`,
  act: {
    "statement.published": "publicación",
    "statement.corrected": "corrección",
    "statement.withdrawn": "dejado sin efecto",
    "statement.imported": "importación",
    "transcript.certified": "transcripción certificada",
    "transcript.edited": "transcripción editada",
    "transcript.imported": "transcripción importada",
    "transcript.corrected": "corrección de una transcripción",
    "question.answered": "respuesta a una pregunta",
    "question.corrected": "corrección de una respuesta",
    "question.withdrawn": "respuesta dejada sin efecto",
    "register.asserted": "autoridades y cargos",
    "content.erased": "eliminación",
    "state.asserted": "resumen de vigencia",
  } as Record<string, string>,
  fileChecked: "Prueba comprobada en su navegador",
  fileRefused: "Esta prueba no vale",
  fileTooLarge: "El archivo es demasiado grande para ser una prueba.",
  fileText: "El texto asentado",
  authentic: "Auténtico; no significa que sea cierto.",
};

export type Words = { readonly [Key in keyof typeof es]: (typeof es)[Key] };

const en: Words = {
  checking: "Checking in your browser…",
  checked: "Checked in your browser",
  waiting: "Published; awaiting witnesses",
  differs: "Does not match",
  changedKey: "The key of this site has changed",
  notChecked: "Could not be checked",
  unchanged: "This edition has not changed since this office entered it.",
  notTrusted: "Do not trust what this page shows until you have checked it another way.",
  noCrypto: "This browser, or this unencrypted connection, does not allow signatures to be checked here.",
  noNetwork: "The proof could not be fetched: no connection, or the site does not answer.",
  noProof: "There is no proof yet: the entry awaits the next signing of the record.",
  more: "The other findings",
  honest: "Checked by this site’s own program:",
  elsewhere: "check it another way",
  page: "Text",
  pageSame: "What this page shows is, letter by letter, what was entered.",
  pageDiffers: (what) =>
    `What this page shows is not what was entered (different: ${what}). A translator or an extension of the browser may also have changed it.`,
  part: {
    title: "title",
    summary: "summary",
    text: "text",
    number: "number or edition",
    language: "language",
    claim: "claim denied",
    contact: "press contact",
    series: "series",
    delivery: "as prepared or as delivered",
    translates: "original of the translation",
    pictures: "pictures",
    certifier: "who certifies",
    turns: "turns",
  },
  inclusion: "Entry",
  inclusionAt: (index, size) => `${index}, in a record of ${size} signed entries`,
  checkpoint: "Signature",
  checkpointBy: (origin) => `of the record ${origin}`,
  key: "Key",
  keyNow: "Given by this same site, now: it proves little more than the secure connection.",
  keyBefore: (when) => `The same that this browser got from this site on ${when}.`,
  keyChanged: (when) => `Not the one that this browser got from this site on ${when}. Ask the office by another way.`,
  keyPage: "The one that this page carries.",
  witnesses: "Witnesses",
  noWitness: "This record does not ask for witnesses yet: the office’s signature is what there is.",
  witnessed: (names, when) => `${names}; it existed at the latest on ${when}`,
  witnessesMissing: (names) => (names === "" ? "None has signed yet." : `Signed: ${names}. Others are missing.`),
  newest: "Standing",
  standing: {
    newest: "It is the newest edition",
    corrected: "There is a later edition",
    withdrawn: "The text was withdrawn",
    erased: "The content was erased",
  },
  standingAt: (standing, when) => `${standing}, as witnesses saw on ${when}.`,
  standingOffice: (standing) => `${standing}, according to the office; no witness confirms it.`,
  notEstablished: "That it is the newest edition was not established.",
  voice: "Voice",
  voiceOffice: "The office, in its own voice.",
  voiceBacked:
    "Attributed by the office; agrees with a tenure entered in the register. That the tenure still went on that day is not in this proof.",
  voiceOnly: "Attributed by the office; not backed in this proof.",
  attachments: "Attachments",
  attachmentsNot: "Not checked here.",
  attachmentsSome: (names) => `These match: ${names}. The others were not checked here.`,
  attachmentsSame: "They match.",
  refused: (reason) => `Refused: ${reason}.`,
  reasons: {
    malformed: "it is damaged or not of the right form",
    "commitment-differs": "it is not what was entered",
    "count-differs": "there are not as many as were entered",
    "size-differs": "it is not of the size that was entered",
    "foreign-log": "another record signed it, not this office’s",
    "another-log": "a part is of another record",
    unsigned: "the signature of this office is missing",
    "bad-signature": "a signature is false",
    "extra-data": "it carries data that do not belong there",
    "index-beyond-size": "the signed record does not reach that entry",
    "root-differs": "it is not in the record that was signed",
    "register-differs": "what was entered in the register says otherwise",
    "contradicts-entry": "it contradicts the entry",
  },
  newerFormat: "Of a format newer than this program.",
  format: "File",
  formatRefused: "Not a whole proof of Vocería, or it was altered.",
  content: "Content",
  contentSame: "It is the one that was entered.",
  contentAbsent: "The proof does not carry it.",
  entry: "Act",
  at: (when) => `on ${when}, according to the office`,
  act: {
    "statement.published": "publication",
    "statement.corrected": "correction",
    "statement.withdrawn": "withdrawal",
    "statement.imported": "import",
    "transcript.certified": "certified transcript",
    "transcript.edited": "edited transcript",
    "transcript.imported": "imported transcript",
    "transcript.corrected": "correction of a transcript",
    "question.answered": "answer to a question",
    "question.corrected": "correction of an answer",
    "question.withdrawn": "withdrawal of an answer",
    "register.asserted": "register",
    "content.erased": "erasure",
    "state.asserted": "state",
  },
  fileChecked: "Proof checked in your browser",
  fileRefused: "This proof does not hold",
  fileTooLarge: "The file is too large to be a proof.",
  fileText: "The text that was entered",
  authentic: "Authentic; that does not mean it is true.",
};

export const words: Record<Language, Words> = { es, en };

/** One finding as a reader reads it; undefined where there is nothing to tell. */
export function tell(
  finding: Finding,
  t: Words,
  when: (instant: string) => string,
  count: (value: number) => string,
): { name: string; says: string } | undefined {
  const { name, status, reason, detail } = finding;
  if (status === "refused") {
    return {
      name: t[name],
      says: name === "format" ? t.formatRefused : t.refused(t.reasons[reason ?? ""] ?? reason ?? ""),
    };
  }
  if (reason === "newer-format") return { name: t[name], says: t.newerFormat };
  if (reason === "not-reached") return undefined;
  const text = (field: string) => {
    const value = detail[field];
    return typeof value === "string" ? value : "";
  };
  switch (name) {
    case "format":
      return undefined;
    case "inclusion":
      return { name: t.inclusion, says: t.inclusionAt(count(Number(detail["index"])), count(Number(detail["size"]))) };
    case "checkpoint":
      return { name: t.checkpoint, says: t.checkpointBy(text("origin")) };
    case "entry":
      return { name: t.entry, says: `${t.act[text("act")] ?? text("act")}, ${t.at(when(text("at")))}` };
    case "content":
      if (reason === "none-committed") return undefined;
      return { name: t.content, says: status === "established" ? t.contentSame : t.contentAbsent };
    case "attachments":
      if (reason === "not-a-statement" || reason === "content-not-established") return undefined;
      if ((detail["files"] as readonly Checked[] | undefined)?.length === 0) return undefined;
      return { name: t.attachments, says: ofFiles(detail["files"] as readonly Checked[], status === "established", t) };
    case "voice": {
      if (status === "not-checked") return undefined;
      if (detail["speaker"] === "office") return { name: t.voice, says: t.voiceOffice };
      return { name: t.voice, says: status === "established" ? t.voiceBacked : t.voiceOnly };
    }
    case "witnesses": {
      if (reason === "no-witness-asked") return { name: t.witnesses, says: t.noWitness };
      const cosigned = detail["cosignatures"] as readonly { witness: string }[];
      const names = cosigned.map(({ witness }) => witness).join(", ");
      return {
        name: t.witnesses,
        says: status === "established" ? t.witnessed(names, when(text("existedBy"))) : t.witnessesMissing(names),
      };
    }
    case "newest": {
      if (reason === "no-subject") return undefined;
      const standing = t.standing[text("standing") as keyof Words["standing"]];
      if (standing === undefined) return { name: t.newest, says: t.notEstablished };
      if (status === "established") return { name: t.newest, says: t.standingAt(standing, when(text("freshAt"))) };
      return { name: t.newest, says: reason === "no-witness-asked" ? t.standingOffice(standing) : t.notEstablished };
    }
  }
}

type Checked = { name: string; checked: boolean };

function ofFiles(files: readonly Checked[], all: boolean, t: Words): string {
  if (all) return t.attachmentsSame;
  const same = files.filter(({ checked }) => checked).map(({ name }) => name);
  return same.length === 0 ? t.attachmentsNot : t.attachmentsSome(same.join(", "));
}
