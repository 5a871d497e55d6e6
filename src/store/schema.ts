import type { Generated } from "kysely";

/** The tables as Kysely sees them. int8 arrives as number (no figure of ours passes 2^53), date as 'YYYY-MM-DD'. */
export interface Schema {
  record: RecordTable;
  record_counter: RecordCounterTable;
  record_entry: RecordEntryTable;
  record_content: RecordContentTable;
  record_batch_item: RecordBatchItemTable;
  record_subject: RecordSubjectTable;
  record_state_tile: TileTable;
  record_tile: TileTable;
  record_checkpoint: RecordCheckpointTable;
  register_batch: RegisterBatchTable;
  register_assertion: RegisterAssertionTable;
  post: PostTable;
  person: PersonTable;
  person_name: PersonNameTable;
  tenure: TenureTable;
  confirmation: ConfirmationTable;
  file: FileTable;
  file_part: { file: number; part: number; bytes: Buffer };
  draft_file: { draft: number; file: number; place: number; alt: string | null; shows_claim: Generated<boolean> };
  statement_series: { series: string; next: number };
  topic: { slug: string; name_es: string; name_en: string };
  statement: StatementTable;
  edition: EditionTable;
  withdrawal: WithdrawalTable;
  withdrawal_ahead: { statement_id: number; reason: string; officer: number; withdraw_at: Date };
  idempotency_key: IdempotencyKeyTable;
  officer: OfficerTable;
  officer_right: OfficerRightTable;
  passkey: PasskeyTable;
  oidc_identity: { issuer: string; subject: string; officer: number; linked_at: Date };
  one_time_link: OneTimeLinkTable;
  sign_in: { token_hash: Buffer; purpose: "passkey" | "new-passkey" | "oidc"; data: unknown; expires_at: Date };
  session: SessionTable;
  attempt: { bucket: string; span: Date; count: number };
  trail: TrailTable;
  draft: DraftTable;
  draft_author: { draft_id: number; officer: number; name: string; since: Date };
  draft_version: DraftVersionTable;
  draft_event: DraftEventTable;
  draft_comment: DraftCommentTable;
  draft_shared: DraftSharedTable;
  draft_update: DraftUpdateTable;
  draft_proposal: DraftProposalTable;
  clearance: ClearanceTable;
  clearance_link: ClearanceLinkTable;
  publication_review: PublicationReviewTable;
  template: TemplateTable;
  line: LineTable;
  line_version: LineVersionTable;
  line_reading: { line_id: number; version: number; officer: number; name: string; read_at: Date; heard_at: Date };
  brief: BriefTable;
  brief_line: { brief_id: number; place: number; line_id: number };
  agenda_series: { series: string; next: number };
  agenda_item: AgendaItemTable;
  agenda_change: AgendaChangeTable;
  agenda_link: AgendaLinkTable;
  office_calendar: { singleton: Generated<boolean>; data: unknown; taken_at: Date };
  question_series: { series: string; next: number };
  question: QuestionTable;
  question_line: { question_id: number; line_id: number };
  question_draft: QuestionDraftTable;
  question_event: QuestionEventTable;
  question_answer: QuestionAnswerTable;
  question_withdrawal: {
    question_id: number;
    reason: string;
    entry: number | null;
    withdrawn_at: Date | null;
    entered_by: string;
  };
  question_link: { token_hash: Buffer; question_id: number; made_at: Date };
  briefing_series: { series: string; next: number };
  briefing: BriefingTable;
  briefing_turn: BriefingTurnTable;
  briefing_turn_revision: BriefingTurnRevisionTable;
  briefing_event: BriefingEventTable;
  briefing_hand: BriefingHandTable;
  caption_address: CaptionAddressTable;
  caption_mark: CaptionMarkTable;
  briefing_caption: BriefingCaptionTable;
  transcript: TranscriptTable;
  transcript_edition: TranscriptEditionTable;
  imported_transcript: ImportedTranscriptTable;
  outlet: OutletTable;
  journalist: JournalistTable;
  accreditation: AccreditationTable;
  accreditation_request: { token_hash: Buffer; mail: string; asked: unknown; asked_at: Date; expires_at: Date };
  contact_log: ContactLogTable;
  journalist_link: { token_hash: Buffer; journalist_id: number; made_at: Date; expires_at: Date };
}

interface RecordTable {
  singleton: Generated<boolean>;
  origin: string;
  kind: "trial" | "founded";
  verifier_key: string;
  recovery_key_hash: Buffer | null;
  lock_id: string;
  founded_at: Date;
}

interface RecordCounterTable {
  singleton: Generated<boolean>;
  next_index: number;
  next_subject: number;
  last_at: Date;
}

interface RecordEntryTable {
  index: number;
  bytes: Buffer;
  leaf_hash: Buffer;
  act: string;
  at: Date;
  subject: number | null;
  prev: number | null;
  number: string | null;
  edition: number | null;
  commitment: Buffer | null;
}

interface RecordContentTable {
  commitment: Buffer;
  purpose: "content" | "attachment";
  salt: Buffer | null;
  bytes: Buffer | null;
  erased_at: Date | null;
  part_of: Buffer | null;
  file: number | null;
}

interface RecordBatchItemTable {
  entry: number;
  item: number;
  commitment: Buffer;
}

interface RecordSubjectTable {
  subject: number;
  current: number;
  edition: number;
  last: number;
  status: "current" | "withdrawn" | "erased";
}

interface TileTable {
  level: number;
  index: number;
  bytes: Buffer;
}

interface RecordCheckpointTable {
  id: Generated<number>;
  size: number;
  root: Buffer;
  note: string;
  signed_at: Date;
}

interface RegisterBatchTable {
  id: Generated<number>;
  entry: number | null;
  basis: "founded" | "imported" | "asserted";
  recorded_at: Date | null;
}

interface RegisterAssertionTable {
  batch: number;
  item: number;
  kind: string;
  slug: string;
  change: "new" | "correction" | "change" | "retraction";
  source: string;
  locator: string;
  data: unknown;
  reason: Generated<string | null>;
  superseded: number | null;
}

/** Each row of a projecting table is one assertion; `superseded` is copied from it. */
interface Asserted {
  batch: number;
  item: number;
  superseded: number | null;
}

interface PostTable extends Asserted {
  slug: string;
  institution: string;
  spokesperson: boolean;
}

interface PersonTable extends Asserted {
  slug: string;
  sort_key: string;
}

interface PersonNameTable extends Asserted {
  ordinal: number;
  person: string;
  search_key: string;
}

/** Days as 'YYYY-MM-DD', '-infinity' or 'infinity'. */
interface TenureTable extends Asserted {
  slug: string;
  person: string;
  post: string;
  start_edtf: string;
  start_min: string;
  start_max: string;
  end_edtf: string;
  end_min: string;
  end_max: string;
}

interface ConfirmationTable extends Asserted {
  tenure: string;
  day: string;
  until: string;
}

interface FileTable {
  id: Generated<number>;
  name: string;
  bytes: number;
  received: Generated<number>;
  begun_at: Date;
  complete_at: Date | null;
  uploaded_for: number | null;
  uploaded_by: number | null;
  media: string | null;
  sha256: Buffer | null;
  width: number | null;
  height: number | null;
}

interface StatementTable {
  id: Generated<number>;
  number: string;
  subject: number | null;
  kind: string;
  language: string;
  status: Generated<"current" | "withdrawn" | "erased">;
  editions: Generated<number>;
  first_entry: number | null;
  spoken_at: Date;
  spoken_day: string;
  published_at: Date | null;
  source_name: string | null;
  source_id: string | null;
  source_sha256: Buffer | null;
}

interface EditionTable {
  statement_id: number;
  edition: number;
  title: string;
  summary: string | null;
  body: string;
  html: string;
  topics: Generated<string[]>;
  voice: Generated<unknown>;
  attachments: Generated<unknown>;
  details: Generated<unknown>;
  source: unknown;
  note: string | null;
  severity: "minor" | "major" | null;
  entry: number | null;
  commitment: Buffer | null;
  published_at: Date | null;
  entered_by: string;
  urgent: Generated<boolean>;
}

interface WithdrawalTable {
  statement_id: number;
  reason: string;
  entry: number | null;
  withdrawn_at: Date | null;
  entered_by: string;
}

interface IdempotencyKeyTable {
  key: string;
  act: string;
  request_sha256: Buffer;
  statement_id: number;
  edition: number | null;
  created_at: Date;
}

interface OfficerTable {
  id: Generated<number>;
  name: string;
  email: string;
  language: Generated<"es" | "en">;
  created_at: Date;
  created_by: number | null;
  entered_at: Date | null;
  suspended_at: Date | null;
}

interface OfficerRightTable {
  officer: number;
  institution: string;
  right: string;
  granted_at: Date;
  granted_by: number | null;
}

interface PasskeyTable {
  id: string;
  officer: number;
  public_key: Buffer;
  counter: number;
  transports: Generated<string[]>;
  name: string;
  created_at: Date;
  used_at: Date | null;
}

interface OneTimeLinkTable {
  token_hash: Buffer;
  officer: number | null;
  made_by: "mail" | "console" | "invitation" | "administrator";
  created_at: Date;
  expires_at: Date;
  used_at: Date | null;
}

interface SessionTable {
  id: Generated<number>;
  token_hash: Buffer;
  officer: number;
  method: "link" | "passkey" | "oidc";
  agent: string;
  address: string;
  created_at: Date;
  seen_at: Date;
  ended_at: Date | null;
}

interface TrailTable {
  id: Generated<number>;
  at: Date;
  officer: number | null;
  action: string;
  institution: string | null;
  about: string | null;
  details: Generated<unknown>;
  address: string | null;
}

interface DraftTable {
  id: Generated<number>;
  purpose: "publication" | "correction" | "translation";
  institution: string;
  state: Generated<"draft" | "in-review" | "in-clearance" | "cleared" | "scheduled" | "published" | "dropped">;
  of_statement: number | null;
  of_edition: number | null;
  title: Generated<string>;
  summary: Generated<string>;
  body: Generated<string>;
  particulars: unknown;
  version: Generated<number>;
  particulars_version: Generated<number>;
  fingerprint: string;
  wrote_last: number | null;
  accepted: Generated<unknown>;
  ahead: unknown;
  publish_at: Date | null;
  scheduled_by: number | null;
  urgent: unknown;
  key: string | null;
  started_by: number | null;
  started_at: Date;
  changed_at: Date;
  published_statement: number | null;
  published_edition: number | null;
  published_at: Date | null;
}

interface DraftVersionTable {
  id: Generated<number>;
  draft_id: number;
  version: number;
  set_aside: Generated<boolean>;
  title: string;
  summary: string;
  body: string;
  particulars: unknown;
  fingerprint: string;
  officer: number | null;
  name: string;
  why: "started" | "typed" | "details" | "set-aside";
  started_at: Date;
  saved_at: Date;
  closed: Generated<boolean>;
}

interface DraftEventTable {
  id: Generated<number>;
  draft_id: number;
  at: Date;
  officer: number | null;
  name: string;
  what: string;
  version: number;
  reason: string | null;
  details: Generated<unknown>;
}

interface DraftCommentTable {
  id: Generated<number>;
  draft_id: number;
  answers: number | null;
  at: Date;
  officer: number;
  name: string;
  passage: string | null;
  anchor: unknown;
  body: string;
  settled_at: Date | null;
  settled_by: number | null;
}

interface ClearanceTable {
  id: Generated<number>;
  draft_id: number;
  again_of: number | null;
  institution: string;
  official: string;
  mail: string;
  language: string;
  message: string | null;
  version_id: number;
  fingerprint: string;
  standing: Generated<"waiting" | "given" | "objected">;
  asked_by: number;
  asked_by_name: string;
  asked_at: Date;
  due_at: Date;
  opened_at: Date | null;
  answered_at: Date | null;
  answered_through: Generated<number | null>;
  reason: string | null;
  ended_at: Date | null;
}

interface ClearanceLinkTable {
  token_hash: Buffer;
  clearance_id: number;
  made_at: Date;
  handed_on_by: Generated<number | null>;
}

interface DraftSharedTable {
  draft_id: number;
  state: Buffer;
  state_seq: number;
  seq: number;
}

interface DraftUpdateTable {
  draft_id: number;
  seq: number;
  change: Buffer;
  officer: number | null;
  at: Date;
}

interface DraftProposalTable {
  id: Generated<number>;
  draft_id: number;
  officer: number;
  name: string;
  at: Date;
  note: Generated<string>;
  base: unknown;
  proposed: unknown;
  settled_at: Date | null;
  settled_by: number | null;
  settled_by_name: string | null;
  taken: number | null;
  left_out: number | null;
}

interface PublicationReviewTable {
  statement_id: number;
  edition: number;
  institution: string;
  reason: string;
  officer: number | null;
  name: string;
  published_at: Date;
  due_at: Date;
  reviewed_by: number | null;
  reviewed_by_name: string | null;
  reviewed_at: Date | null;
  remark: string | null;
}

interface TemplateTable {
  institution: string;
  kind: string;
  language: string;
  title: Generated<string>;
  summary: Generated<string>;
  body: Generated<string>;
  press_contact: string | null;
  changed_at: Date;
  changed_by: number | null;
}

interface LineTable {
  id: Generated<number>;
  institution: string;
  subject: string;
  body: string;
  evidence: unknown;
  valid_from: string;
  valid_until: string | null;
  owner: number;
  version: Generated<number>;
  started_by: number;
  started_at: Date;
  changed_at: Date;
}

interface LineVersionTable {
  id: Generated<number>;
  line_id: number;
  version: number;
  set_aside: Generated<boolean>;
  subject: string;
  body: string;
  evidence: unknown;
  valid_from: string;
  valid_until: string | null;
  owner: number;
  officer: number;
  name: string;
  saved_at: Date;
}

/** Days as 'YYYY-MM-DD'. */
interface AgendaItemTable {
  id: Generated<number>;
  uid: string;
  number: string | null;
  institution: string;
  kind: string;
  title: string;
  place: string;
  note: string;
  internal_note: string;
  link: string | null;
  press: string;
  press_note: string;
  people: string[];
  topics: string[];
  precision: string;
  first_day: string;
  last_day: string;
  part: string | null;
  starts_at: Date | null;
  ends_at: Date | null;
  state: Generated<"planned" | "cancelled">;
  version: Generated<number>;
  sequence: Generated<number>;
  published_at: Date | null;
  told_at: Date | null;
  started_by: number;
  started_at: Date;
  changed_at: Date;
}

interface AgendaChangeTable {
  item: number;
  version: number;
  at: Date;
  officer: number;
  name: string;
  what: "started" | "changed" | "published" | "cancelled" | "reinstated";
  told: boolean;
  sequence: number;
  note: string;
  content: unknown;
}

interface AgendaLinkTable {
  id: Generated<number>;
  token_hash: Buffer;
  officer: number;
  person: string | null;
  name: string;
  made_at: Date;
  read_at: Date | null;
  ended_at: Date | null;
}

interface BriefTable {
  id: Generated<number>;
  institution: string;
  day: string;
  person: string;
  note: Generated<string>;
  version: Generated<number>;
  changed_at: Date;
  changed_by: number;
  changed_by_name: string;
}

interface BriefingTable {
  id: Generated<number>;
  number: string | null;
  institution: string;
  format: "punto-de-prensa" | "conferencia" | "voceria";
  title: string;
  language: string;
  place: string | null;
  note: string | null;
  starts_at: Date | null;
  time_text: string | null;
  state: Generated<"planned" | "announced" | "live" | "closed" | "certified" | "cancelled">;
  hold_ms: Generated<number>;
  media_url: string | null;
  media_started_at: Date | null;
  opened_at: Date | null;
  closed_at: Date | null;
  agenda_item: number | null;
  next_event: Generated<number>;
  next_ordinal: Generated<number>;
  revision: Generated<number>;
  created_by: number | null;
  created_at: Date;
  changed_at: Date;
}

interface ImportedTranscriptTable {
  briefing_id: number;
  entry: number;
  source_name: string;
  source_id: string;
  source_sha256: Buffer;
  imported_by: string;
}

type TurnKind = "speech" | "question" | "answer" | "note";
type TurnAttribution = "on-record" | "background" | "off-record" | "embargoed";

interface BriefingTurnTable {
  id: Generated<number>;
  briefing_id: number;
  place: number;
  ordinal: number | null;
  kind: TurnKind;
  speaker: unknown;
  attribution: TurnAttribution;
  embargo_until: Date | null;
  text: string;
  at_ms: number | null;
  revision: Generated<number>;
  shown_revision: number | null;
  shown_at: Date | null;
  shown_after: Date;
  question_id: number | null;
  client_key: string | null;
  typed_by: number | null;
  typed_at: Date;
  changed_at: Date;
  removed_at: Date | null;
}

interface BriefingTurnRevisionTable {
  turn_id: number;
  revision: number;
  kind: TurnKind;
  speaker: unknown;
  attribution: TurnAttribution;
  embargo_until: Date | null;
  text: string;
  removed: Generated<boolean>;
  officer: number | null;
  name: string;
  client_key: string | null;
  at: Date;
}

interface BriefingEventTable {
  briefing_id: number;
  seq: number;
  kind: "turn" | "correction" | "removal" | "state" | "question";
  turn: number | null;
  payload: unknown;
  at: Date;
}

interface BriefingHandTable {
  id: Generated<number>;
  briefing_id: number;
  journalist: number | null;
  name: string;
  outlet: string | null;
  text: string | null;
  state: Generated<"waiting" | "called" | "passed" | "withdrawn" | "asked" | "not-taken">;
  shown_as: Generated<"name" | "outlet" | "neither">;
  turn_id: number | null;
  question_id: number | null;
  place: number;
  client_key: string | null;
  added_by: number | null;
  added_at: Date;
  changed_at: Date;
}

interface CaptionAddressTable {
  id: Generated<number>;
  briefing_id: number;
  name: string;
  token_hash: Buffer;
  made_by: number;
  made_at: Date;
  used_at: Date | null;
  ended_at: Date | null;
}

interface CaptionMarkTable {
  id: Generated<number>;
  briefing_id: number;
  label: string;
  from_ms: number;
  speaker: unknown;
  kind: "speech" | "question" | "answer";
  attribution: "on-record" | "background" | "off-record";
  officer: number | null;
  at: Date;
}

interface BriefingCaptionTable {
  briefing_id: number;
  address_id: number;
  segment: string;
  starts_ms: number;
  ends_ms: number;
  speaker: string;
  text: string;
  final: boolean;
  revision: number;
  turn_id: number | null;
  voice: string | null;
  received_at: Date;
}

interface TranscriptTable {
  id: Generated<number>;
  briefing: string;
  version: "certified" | "edited" | "imported";
  subject: number;
  editions: Generated<number>;
}

interface TranscriptEditionTable {
  transcript_id: number;
  edition: number;
  entry: number;
  commitment: Buffer;
  entered_at: Date;
  title: string;
  kind: string;
  day: string;
  language: string;
  turns: number;
  of_entry: number | null;
  note: string | null;
  severity: "minor" | "major" | null;
  entered_by: string;
}

interface OutletTable {
  id: Generated<number>;
  name: string;
  kind: string;
  website: string | null;
  created_at: Date;
}

interface JournalistTable {
  id: Generated<number>;
  name: string;
  mail: string | null;
  phone: string | null;
  outlet_id: number | null;
  language: "es" | "en";
  origin: string;
  purpose: string;
  kept_until: string;
  created_at: Date;
  changed_at: Date;
}

interface AccreditationTable {
  id: Generated<number>;
  journalist_id: number;
  occasion: string | null;
  grounds: string;
  state: "requested" | "granted" | "refused" | "revoked" | "withdrawn";
  reason: string | null;
  valid_until: string | null;
  requested_at: Date;
  decided_at: Date | null;
  decided_by: number | null;
}

interface ContactLogTable {
  id: Generated<number>;
  journalist_id: number;
  at: Date;
  officer: number;
  officer_name: string;
  channel: "phone" | "mail" | "message" | "meeting" | "briefing";
  purpose: string;
  note: string;
  kept_until: string;
  remark: string | null;
  remarked_at: Date | null;
}

interface QuestionTable {
  id: Generated<number>;
  number: string | null;
  subject: number | null;
  queue: "press" | "citizen";
  institution: string;
  language: string;
  text: string;
  shown_text: string | null;
  asked_at: Date;
  channel: "room" | "form" | "mail" | "whatsapp" | "phone";
  briefing_id: number | null;
  turn_id: number | null;
  journalist_id: number | null;
  asker: unknown;
  shown_as: "name" | "outlet" | "neither";
  exclusive_until: Date | null;
  withheld: Generated<boolean>;
  state: Generated<"open" | "taken" | "assigned" | "answered" | "declined" | "closed">;
  basis: "on-record" | "background" | null;
  shown_at: Date | null;
  taken_at: Date | null;
  due_on: string | null;
  assigned_to: number | null;
  ended_at: Date | null;
  end_reason: string | null;
  told: string | null;
  draft_version: Generated<number>;
  logged_by: number | null;
  changed_at: Date;
  contact_erased_at: Date | null;
  client_key: string | null;
}

interface QuestionDraftTable {
  question_id: number;
  version: number;
  kind: "answer" | "declined";
  body: string;
  officer: number;
  name: string;
  saved_at: Date;
}

interface QuestionEventTable {
  id: Generated<number>;
  question_id: number;
  at: Date;
  officer: number | null;
  name: string | null;
  move: string;
  note: string | null;
}

interface QuestionAnswerTable {
  question_id: number;
  edition: number;
  content: unknown;
  note: string | null;
  severity: "minor" | "major" | null;
  entry: number | null;
  commitment: Buffer | null;
  published_at: Date | null;
  entered_by: string;
  alone_reason: string | null;
}
