import type { Entry, Finding, FindingName, Reason, Report, Status } from "@voceria/record";

export type VerifyLanguage = "es" | "en";

/** One line for each finding, then what follows from them and what does not. */
export function reportLines(report: Report, language: VerifyLanguage): string[] {
  const words = catalogue[language];
  return [
    ...report.findings.map(
      (finding) => `${words.status[finding.status].padEnd(words.width)} ${findingLine(finding, report, language)}`,
    ),
    "",
    summary(report, language),
    ...standingLine(report, language),
    words.notTrue,
  ];
}

function findingLine(finding: Finding, report: Report, language: VerifyLanguage): string {
  const words = catalogue[language];
  const standing = finding.name === "newest" ? words.standing[finding.detail["standing"] as string] : undefined;
  if (finding.status === "established")
    return [words.established[finding.name](finding, report), standing].filter(Boolean).join(": ");
  const why = finding.reason === undefined ? undefined : words.reasons[finding.reason];
  const where = ["what", "where", "name"].flatMap((key) =>
    typeof finding.detail[key] === "string" ? [finding.detail[key]] : [],
  );
  const ahead = finding.detail["ahead"] === undefined ? undefined : words.ahead;
  return [standing ?? words.looksAt[finding.name], [why, ahead, ...where].filter(Boolean).join("; ")]
    .filter(Boolean)
    .join(": ");
}

/** What the office itself says became of the text since, where it is not simply the newest edition. */
function standingLine(report: Report, language: VerifyLanguage): string[] {
  const newest = report.findings.find(({ name }) => name === "newest");
  if (!report.established || newest === undefined || newest.status === "refused") return [];
  const line = catalogue[language].since[newest.detail["standing"] as string];
  return line === undefined ? [] : [line];
}

function summary(report: Report, language: VerifyLanguage): string {
  const words = catalogue[language];
  if (!report.established) return words.refused;
  if (!report.quorumMet) return words.noQuorum;
  return report.existedBy === undefined ? words.officeAlone : words.witnessed(report.existedBy);
}

/** «publication of 2026-0042», where the act is of a numbered text. */
function actInWords({ acts }: Words, entry: Entry | undefined): string {
  if (entry === undefined) return "";
  const number =
    "number" in entry ? entry.number : "question" in entry ? entry.question : "briefing" in entry ? entry.briefing : "";
  return `${acts[entry.act]} ${number}`.trimEnd();
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

type Words = {
  width: number;
  status: Record<Status, string>;
  looksAt: Record<FindingName, string>;
  established: Record<FindingName, (finding: Finding, report: Report) => string>;
  standing: Record<string, string>;
  reasons: Record<Reason, string>;
  acts: Record<Entry["act"], string>;
  ahead: string;
  since: Record<string, string>;
  refused: string;
  noQuorum: string;
  officeAlone: string;
  witnessed: (by: string) => string;
  notTrue: string;
};

const en: Words = {
  width: 15,
  status: {
    established: "established",
    refused: "REFUSED",
    "not-established": "not established",
    "not-checked": "not checked",
  },
  looksAt: {
    format: "the file is a bundle",
    checkpoint: "a log that you trust signed the checkpoint",
    inclusion: "the entry is in the record",
    witnesses: "independent witnesses saw it",
    entry: "the entry can be read",
    content: "the text is the one committed to",
    attachments: "the attached files are those committed to",
    voice: "who spoke, by the register",
    newest: "this is the newest edition",
  },
  established: {
    format: () => "the file is a bundle",
    checkpoint: (_, { origin, size }) => `the log ${origin} signed a checkpoint of ${size} entries`,
    inclusion: (_, { index }) => `entry ${index} is in the record under that checkpoint`,
    witnesses: (_, { existedBy }) => `the witnesses you ask for saw it by ${existedBy}`,
    entry: (_, { entry }) => `${actInWords(en, entry)}, dated ${entry?.at} by the office itself`,
    content: () => "the text is the one that was committed to, to the byte",
    attachments: ({ detail }) =>
      isEmptyList(detail["files"]) ? "no files are attached" : "the attached files are those that were committed to",
    voice: ({ detail }) =>
      detail["speaker"] === "office"
        ? "the office speaks in its own voice"
        : "the office's attribution of who spoke agrees with a tenure in its register; that it went on that day is not in the bundle",
    newest: (_, { freshAt }) => `how it stood when witnesses last saw the record, at ${freshAt}`,
  },
  standing: {
    newest: "it is the newest edition",
    corrected: "a later edition stands",
    withdrawn: "it was withdrawn",
    erased: "it was erased",
  },
  reasons: {
    malformed: "damaged or not of this form",
    "newer-format": "of a newer format than this program knows",
    "foreign-log": "signed by a log that your policy does not name",
    unsigned: "no signature by the key you trust",
    "bad-signature": "a signature is false",
    "root-differs": "the proof does not lead to the signed root",
    "quorum-not-met": "fewer witnesses cosigned than your policy asks for",
    "no-witness-asked": "your policy asks for no witness, so this rests on the office's word",
    absent: "it is not in the bundle",
    "none-committed": "this act has no text",
    "commitment-differs": "it is not what the entry commits to",
    "content-not-established": "the text is not established",
    "not-a-statement": "this act has none",
    "size-differs": "of another size",
    "not-supplied": "hand them in with --attachment",
    "attribution-only": "the office's attribution, not backed by a register item here",
    "register-differs": "the register item says something else",
    "index-beyond-size": "the checkpoint has no such entry",
    "extra-data": "the proof carries something more",
    "another-log": "of another log than the entry",
    "not-committed": "this act commits to no text, and one is carried",
    "no-batch": "a register item without its place in the batch",
    "not-a-batch": "the place in a batch of an entry that is none",
    "item-beyond-count": "the batch has no such item",
    "count-differs": "another number of files than the text lists",
    "register-unasked": "a register item that no voice names, or out of order",
    "other-subject": "the state of another text",
    "not-a-state": "what should assert the state does not",
    "not-last": "the state is not the last entry under its checkpoint",
    "older-than-entry": "the state is older than the entry",
    "subject-beyond-count": "the state does not count this text",
    "no-subject": "this act is of no statement",
    "contradicts-entry": "the state contradicts the entry",
    stale: "last seen by witnesses more than a day ago",
    "not-reached": "not reached, since an earlier step failed",
  },
  acts: {
    "statement.published": "publication of",
    "statement.corrected": "correction of",
    "statement.withdrawn": "withdrawal of",
    "statement.imported": "import of",
    "transcript.certified": "certified transcript of",
    "transcript.edited": "edited transcript of",
    "transcript.imported": "imported transcript of",
    "transcript.corrected": "correction of the transcript of",
    "question.answered": "answer to question",
    "question.corrected": "correction of the answer to",
    "question.withdrawn": "withdrawal of the answer to",
    "register.asserted": "entries in the register",
    "content.erased": "erasure of a content",
    "state.asserted": "state of all texts",
  },
  ahead: "those dated over five minutes ahead of this machine's clock were not counted",
  since: {
    corrected: "A later edition of this text stands: read that one before you rely on this.",
    withdrawn: "The office no longer stands by this text: it has withdrawn it.",
    erased: "The text has been erased since.",
  },
  refused:
    "This bundle is not to be relied on: something in it was refused, or its entry is not shown to be in the record.",
  noQuorum: "The entry is in the log, but the witnesses your policy asks for have not cosigned it.",
  officeAlone:
    "Authentic by the office's key alone: no independent witness was asked for, so the office could show others another record.",
  witnessed: (by) => `Authentic: in the record, and seen by the witnesses you ask for by ${by}.`,
  notTrue: "Authentic does not mean true: it shows who said it, not that it is so.",
};

const es: Words = {
  width: 15,
  status: {
    established: "establecido",
    refused: "RECHAZADO",
    "not-established": "no establecido",
    "not-checked": "sin comprobar",
  },
  looksAt: {
    format: "el archivo es un paquete de prueba",
    checkpoint: "un libro de su confianza firmó el punto de control",
    inclusion: "el asiento está en el libro",
    witnesses: "testigos independientes lo vieron",
    entry: "el asiento se puede leer",
    content: "el texto es el comprometido",
    attachments: "los adjuntos son los comprometidos",
    voice: "quién habló, según autoridades y cargos",
    newest: "esta es la edición más reciente",
  },
  established: {
    format: () => "el archivo es un paquete de prueba",
    checkpoint: (_, { origin, size }) => `el libro ${origin} firmó un punto de control de ${size} asientos`,
    inclusion: (_, { index }) => `el asiento ${index} está en el libro bajo ese punto de control`,
    witnesses: (_, { existedBy }) => `los testigos que usted exige lo habían visto a más tardar el ${existedBy}`,
    entry: (_, { entry }) => `${actInWords(es, entry)}, con fecha ${entry?.at} según la propia oficina`,
    content: () => "el texto es el comprometido, byte por byte",
    attachments: ({ detail }) =>
      isEmptyList(detail["files"]) ? "no lleva archivos adjuntos" : "los adjuntos son los comprometidos",
    voice: ({ detail }) =>
      detail["speaker"] === "office"
        ? "la oficina habla con voz propia"
        : "la atribución de quién habló coincide con un período asentado en autoridades y cargos; que siguiera vigente ese día no está en el paquete",
    newest: (_, { freshAt }) => `su estado cuando los testigos vieron el libro por última vez, el ${freshAt}`,
  },
  standing: {
    newest: "es la edición más reciente",
    corrected: "hay una edición posterior",
    withdrawn: "fue dejado sin efecto",
    erased: "fue borrado",
  },
  reasons: {
    malformed: "dañado o de otra forma",
    "newer-format": "de un formato más nuevo que este programa",
    "foreign-log": "firmado por un libro que su política no nombra",
    unsigned: "sin firma de la llave en que usted confía",
    "bad-signature": "una firma es falsa",
    "root-differs": "la prueba no conduce a la raíz firmada",
    "quorum-not-met": "han cofirmado menos testigos de los que exige su política",
    "no-witness-asked": "su política no exige testigos y esto descansa en la palabra de la oficina",
    absent: "no está en el paquete",
    "none-committed": "este acto no tiene texto",
    "commitment-differs": "no es lo que el asiento compromete",
    "content-not-established": "el texto no está establecido",
    "not-a-statement": "este acto no los tiene",
    "size-differs": "de otro tamaño",
    "not-supplied": "entréguelos con --attachment",
    "attribution-only": "atribución de la oficina; este paquete no trae lo asentado en autoridades y cargos",
    "register-differs": "lo asentado en autoridades y cargos dice otra cosa",
    "index-beyond-size": "el punto de control no llega hasta ese asiento",
    "extra-data": "la prueba trae algo de más",
    "another-log": "de otro libro que el asiento",
    "not-committed": "este acto no compromete texto alguno, y el paquete trae uno",
    "no-batch": "un dato de autoridades y cargos sin su lugar en el lote",
    "not-a-batch": "un lugar de lote en un asiento que no es de lote",
    "item-beyond-count": "el lote no tiene ese dato",
    "count-differs": "otra cantidad de adjuntos que la que el texto enumera",
    "register-unasked": "un dato de autoridades y cargos que ninguna voz nombra, o fuera de orden",
    "other-subject": "el estado de otro texto",
    "not-a-state": "lo que debía declarar el estado no lo hace",
    "not-last": "el estado no es el último asiento de su punto de control",
    "older-than-entry": "el estado es anterior al asiento",
    "subject-beyond-count": "el estado no alcanza a este texto",
    "no-subject": "este acto no es de un texto",
    "contradicts-entry": "el estado contradice al asiento",
    stale: "visto por testigos hace más de un día",
    "not-reached": "no se llegó a él, pues falló un paso anterior",
  },
  acts: {
    "statement.published": "publicación de",
    "statement.corrected": "corrección de",
    "statement.withdrawn": "se deja sin efecto",
    "statement.imported": "importación de",
    "transcript.certified": "transcripción certificada de",
    "transcript.edited": "transcripción editada de",
    "transcript.imported": "transcripción importada de",
    "transcript.corrected": "corrección de la transcripción de",
    "question.answered": "respuesta a la pregunta",
    "question.corrected": "corrección de la respuesta a",
    "question.withdrawn": "se deja sin efecto la respuesta a",
    "register.asserted": "datos de autoridades y cargos",
    "content.erased": "eliminación de un contenido",
    "state.asserted": "estado de todos los textos",
  },
  ahead: "no se contaron las de hora más de cinco minutos posterior a la de este equipo",
  since: {
    corrected: "Hay una edición posterior de este texto: léala antes de citar esta.",
    withdrawn: "La oficina ya no sostiene este texto: lo dejó sin efecto.",
    erased: "El texto fue borrado después.",
  },
  refused: "No confíe en este paquete: algo en él fue rechazado, o no consta que su asiento esté en el libro.",
  noQuorum: "El asiento está en el libro, pero los testigos que exige su política no lo han cofirmado.",
  officeAlone:
    "Auténtico solo por la llave de la oficina: no se exigió ningún testigo independiente, y la oficina podría mostrar otro libro a otros.",
  witnessed: (by) =>
    `Auténtico: está en el libro, y los testigos que usted exige lo habían visto a más tardar el ${by}.`,
  notTrue: "Auténtico no significa que sea cierto: muestra quién lo dijo, no que sea así.",
};

const catalogue: Record<VerifyLanguage, Words> = { es, en };
