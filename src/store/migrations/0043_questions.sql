-- Questions to the office, from whoever asks until they are answered; what is published of an answer is a projection of the record.

-- When the office works, and how soon it answers: data of its pack, its holidays each with the law that makes it one.
create table office_calendar (
  singleton boolean primary key default true check (singleton),
  data jsonb not null,
  taken_at timestamptz not null
);

-- Gapless numbers, taken when a question is first shown or answered: what is protected leaves no gap to be noticed by.
create table question_series (
  series text primary key,
  next integer not null
);

create table question (
  id bigint generated always as identity primary key,
  number text unique,
  subject bigint unique,
  queue text not null check (queue in ('press', 'citizen')),
  institution text not null,
  language text not null,
  -- As it was asked; `shown_text` where the office shows less of it, which it says.
  text text not null,
  shown_text text,
  asked_at timestamptz not null,
  channel text not null check (channel in ('room', 'form', 'mail', 'whatsapp', 'phone')),
  -- The briefing and the turn where it was asked.
  briefing_id bigint,
  turn_id bigint unique,
  journalist_id bigint,
  -- {name, outlet, mail, phone}: for the office alone. What may be shown of it is the asker's choice.
  asker jsonb not null default '{}',
  shown_as text not null check (shown_as in ('name', 'outlet', 'neither')),
  -- Until then nobody outside learns that it was asked, unless it is answered before.
  exclusive_until timestamptz,
  -- The turn where it was asked is not public: held, on background, off the record or taken back.
  withheld boolean not null default false,
  state text not null default 'open' check (state in ('open', 'taken', 'assigned', 'answered', 'declined', 'closed')),
  basis text check (basis in ('on-record', 'background')),
  shown_at timestamptz,
  taken_at timestamptz,
  due_on date,
  assigned_to bigint references officer,
  ended_at timestamptz,
  -- Why it was declined without a published answer, or closed.
  end_reason text,
  -- What was told to the asker alone.
  told text,
  draft_version integer not null default 0,
  logged_by bigint references officer,
  changed_at timestamptz not null,
  contact_erased_at timestamptz,
  -- A key of whoever sends it, so that what is sent twice is asked once.
  client_key text unique,
  check (channel = 'room' or turn_id is null),
  check ((basis is not null) = (state = 'answered'))
);
create index question_board on question (institution, queue, state, asked_at);
create index question_briefing on question (briefing_id) where briefing_id is not null;
create index question_shown on question (asked_at desc, id desc) where shown_at is not null;
create index question_words on question using gin (
  (to_tsvector('spanish', plain_words(text)) || to_tsvector('english', plain_words(text))));

create table question_line (
  question_id bigint not null references question,
  line_id bigint not null references line,
  primary key (question_id, line_id)
);

-- Every version of what is going to be answered.
create table question_draft (
  question_id bigint not null references question,
  version integer not null,
  -- declined: the text says why.
  kind text not null check (kind in ('answer', 'declined')),
  body text not null,
  officer bigint not null references officer,
  name text not null,
  saved_at timestamptz not null,
  primary key (question_id, version)
);

-- What was done with it, in the order in which it was: for the desk.
create table question_event (
  id bigint generated always as identity primary key,
  question_id bigint not null references question,
  at timestamptz not null,
  officer bigint references officer,
  name text,
  move text not null,
  note text
);
create index question_event_of on question_event (question_id, id);

-- Editions of what was answered, as the record has them.
create table question_answer (
  question_id bigint not null references question,
  edition integer not null check (edition >= 1),
  content jsonb not null,
  note text,
  severity text check (severity in ('minor', 'major')),
  entry bigint unique,
  commitment bytea,
  published_at timestamptz,
  entered_by text not null,
  -- Why its own author published it.
  alone_reason text,
  primary key (question_id, edition)
);
create table question_withdrawal (
  question_id bigint primary key references question,
  reason text not null,
  entry bigint unique,
  withdrawn_at timestamptz,
  entered_by text not null
);

-- The private link of whoever asked: its hash alone.
create table question_link (
  token_hash bytea primary key,
  question_id bigint not null references question,
  made_at timestamptz not null
);
