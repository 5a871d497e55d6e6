-- What is being written and is nobody's business outside: drafts, their versions, what was said of them, and clearances.
-- Names stand beside the numbers of officers as they were called at that hour; the command line's hands have a name alone.

create table draft (
  id bigint generated always as identity primary key,
  purpose text not null check (purpose in ('publication', 'correction', 'translation')),
  institution text not null,
  state text not null default 'draft' check
    (state in ('draft', 'in-review', 'in-clearance', 'cleared', 'scheduled', 'published', 'dropped')),
  -- What it corrects or translates.
  of_statement bigint references statement,
  of_edition integer,
  title text not null default '',
  summary text not null default '',
  body text not null default '',
  -- Everything else that will be published with the text: kind, language, topics, speakers, press contact, …
  particulars jsonb not null,
  version integer not null default 1,
  particulars_version integer not null default 1,
  -- The same for the same words under the same names; clearances and acceptances are of one such text.
  fingerprint text not null,
  -- What the rules of the workflow know besides the state.
  wrote_last bigint references officer,
  accepted jsonb not null default '[]',
  ahead jsonb,
  publish_at timestamptz,
  scheduled_by bigint references officer,
  -- Of a draft that is scheduled without what is ordinarily needed: by whom and why.
  urgent jsonb,
  -- Of one that the command line has scheduled: the idempotency key it was asked for under.
  key text unique,
  started_by bigint references officer,
  started_at timestamptz not null,
  changed_at timestamptz not null,
  published_statement bigint references statement,
  published_edition integer,
  published_at timestamptz,
  check ((purpose = 'publication') = (of_statement is null)),
  check ((state = 'scheduled') = (publish_at is not null)),
  check (state <> 'scheduled' or scheduled_by is not null or urgent is not null),
  check ((state = 'published') = (published_statement is not null))
);
create index draft_board on draft (institution, state, changed_at);
create index draft_due on draft (publish_at) where state = 'scheduled';
create index draft_of on draft (of_statement);
create unique index draft_published on draft (published_statement, published_edition);
do $$ begin
  alter table draft alter column body set compression lz4;
exception when feature_not_supported then null;
end $$;

create table draft_author (
  draft_id bigint not null references draft,
  officer bigint not null references officer,
  name text not null,
  since timestamptz not null,
  primary key (draft_id, officer)
);

-- Every version that was kept. `set_aside`: written on an older version and refused; it never stood, and is not lost.
create table draft_version (
  id bigint generated always as identity primary key,
  draft_id bigint not null references draft,
  version integer not null,
  set_aside boolean not null default false,
  title text not null,
  summary text not null,
  body text not null,
  particulars jsonb not null,
  fingerprint text not null,
  officer bigint references officer,
  name text not null,
  why text not null check (why in ('started', 'typed', 'details', 'set-aside')),
  started_at timestamptz not null,
  saved_at timestamptz not null,
  -- A closed version is one that somebody acted on: what is typed next is another.
  closed boolean not null default false
);
create unique index draft_version_order on draft_version (draft_id, version) where not set_aside;
create index draft_version_text on draft_version (draft_id, fingerprint);
do $$ begin
  alter table draft_version alter column body set compression lz4;
exception when feature_not_supported then null;
end $$;

create table draft_event (
  id bigint generated always as identity primary key,
  draft_id bigint not null references draft,
  at timestamptz not null,
  officer bigint references officer,
  name text not null,
  what text not null,
  version integer not null,
  reason text,
  details jsonb not null default '{}'
);
create index draft_event_order on draft_event (draft_id, id);

create table draft_comment (
  id bigint generated always as identity primary key,
  draft_id bigint not null references draft,
  answers bigint references draft_comment,
  at timestamptz not null,
  officer bigint not null references officer,
  name text not null,
  -- The passage that it speaks of, in its words then, and where the editor finds it.
  passage text,
  anchor jsonb,
  body text not null,
  settled_at timestamptz,
  settled_by bigint references officer
);
create index draft_comment_order on draft_comment (draft_id, id);

-- One question to one official. Asked again it is another row; an older link then leads nowhere.
create table clearance (
  id bigint generated always as identity primary key,
  draft_id bigint not null references draft,
  again_of bigint unique references clearance,
  institution text not null,
  official text not null,
  mail text not null,
  language text not null,
  message text,
  -- The version that was put to them.
  version_id bigint not null references draft_version,
  fingerprint text not null,
  standing text not null default 'waiting' check (standing in ('waiting', 'given', 'objected')),
  asked_by bigint not null references officer,
  asked_by_name text not null,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  opened_at timestamptz,
  answered_at timestamptz,
  reason text,
  -- Taken back, or asked anew.
  ended_at timestamptz,
  check ((standing = 'waiting') = (answered_at is null))
);
create index clearance_draft on clearance (draft_id);

-- Each mail has a link of its own; only its hash is here, and with the question all of its links end.
create table clearance_link (
  token_hash bytea primary key check (length(token_hash) = 32),
  clearance_id bigint not null references clearance,
  made_at timestamptz not null
);
create index clearance_link_of on clearance_link (clearance_id);

-- What went out without what is ordinarily needed: a second person looks at it afterwards. Also of the command line.
create table publication_review (
  statement_id bigint not null references statement,
  edition integer not null,
  institution text not null,
  reason text not null,
  officer bigint references officer,
  name text not null,
  published_at timestamptz not null,
  due_at timestamptz not null,
  reviewed_by bigint references officer,
  reviewed_by_name text,
  reviewed_at timestamptz,
  remark text,
  primary key (statement_id, edition),
  check ((reviewed_at is null) = (reviewed_by is null))
);
create index publication_review_due on publication_review (due_at) where reviewed_at is null;

-- What a new draft of that kind begins with.
create table template (
  institution text not null,
  kind text not null,
  language text not null,
  title text not null default '',
  summary text not null default '',
  body text not null default '',
  press_contact text,
  changed_at timestamptz not null,
  changed_by bigint references officer,
  primary key (institution, kind, language)
);

-- What several people write in one draft at once: a Yjs document as it was at `state_seq`, and each change since, in the
-- order in which it arrived. What it says is always the draft's own title, summary and body as well.

create table draft_shared (
  draft_id bigint primary key references draft,
  state bytea not null,
  state_seq bigint not null,
  -- The newest change.
  seq bigint not null
);

create table draft_update (
  draft_id bigint not null references draft_shared,
  seq bigint not null,
  change bytea not null,
  -- Without an officer: the draft was changed elsewhere, and the shared text followed it.
  officer bigint references officer,
  at timestamptz not null,
  primary key (draft_id, seq)
);

-- Red pencil: a text proposed in place of another, to be taken or left passage by passage.
create table draft_proposal (
  id bigint generated always as identity primary key,
  draft_id bigint not null references draft,
  officer bigint not null references officer,
  name text not null,
  at timestamptz not null,
  note text not null default '',
  -- The version it was written on, and what is proposed in its place.
  base jsonb not null,
  proposed jsonb not null,
  settled_at timestamptz,
  settled_by bigint references officer,
  settled_by_name text,
  -- How many of its passages were taken, and left.
  taken integer,
  left_out integer,
  check ((settled_at is null) = (settled_by is null))
);
create index draft_proposal_order on draft_proposal (draft_id, id);
