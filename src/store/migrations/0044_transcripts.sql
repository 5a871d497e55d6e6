-- Transcripts: which versions of which briefing's transcript stand in the record. What they say is in their contents
-- (record_content) and nowhere else; these rows find them, and are recomputed by the audit.
create table transcript (
  id bigint generated always as identity primary key,
  -- Its number: 2026-0007, or H-000001 for an imported one.
  briefing text not null,
  version text not null check (version in ('certified', 'edited', 'imported')),
  subject bigint not null unique,
  editions integer not null default 1 check (editions >= 1),
  unique (briefing, version)
);

create table transcript_edition (
  transcript_id bigint not null references transcript,
  edition integer not null check (edition >= 1),
  entry bigint not null unique references record_entry deferrable initially deferred,
  commitment bytea not null,
  entered_at timestamptz not null,
  title text not null,
  kind text not null,
  day date not null,
  language text not null,
  turns integer not null check (turns >= 0),
  -- Of an edited version: the entry of the certified one that it was made from.
  of_entry bigint,
  note text,
  severity text check (severity in ('minor', 'major')),
  entered_by text not null,
  primary key (transcript_id, edition)
);
create index transcript_day on transcript_edition (day);
