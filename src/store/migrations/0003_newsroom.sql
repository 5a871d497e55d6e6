-- Statements and their editions: a projection of the record that pages are read from.

-- Gapless numbers: one locked row for each series ('2026', 'H'), taken before the record's counter.
create table statement_series (
  series text primary key,
  next integer not null
);

create table topic (
  slug text primary key,
  name_es text not null,
  name_en text not null
);

create table statement (
  id bigint generated always as identity primary key,
  number text not null unique,
  -- The record's own numbering of the thing spoken of; set in the transaction that enters it.
  subject bigint unique,
  kind text not null,
  language text not null,
  status text not null default 'current' check (status in ('current', 'withdrawn', 'erased')),
  editions integer not null default 1 check (editions >= 1),
  -- The entry that first showed it, and the day it sorts under: publication, or the date a source claims.
  first_entry bigint unique,
  spoken_at timestamptz not null,
  spoken_day date not null,
  published_at timestamptz,
  -- Of imported texts: which row of which source, and the SHA-256 of that row as it was taken in.
  source_name text,
  source_id text,
  source_sha256 bytea check (length(source_sha256) = 32),
  unique (source_name, source_id),
  check ((source_name is null) = (source_id is null) and (source_id is null) = (source_sha256 is null))
);
create index statement_newest on statement (spoken_at desc, id desc);
create index statement_day on statement (spoken_day);

create table edition (
  statement_id bigint not null references statement,
  edition integer not null check (edition >= 1),
  title text not null,
  summary text,
  body text not null,
  html text not null,
  topics text[] not null default '{}',
  voice jsonb not null default '[]',
  attachments jsonb not null default '[]',
  source jsonb,
  note text,
  severity text check (severity in ('minor', 'major')),
  entry bigint unique,
  commitment bytea,
  published_at timestamptz,
  -- Not public: by whose hand, and how.
  entered_by text not null,
  urgent boolean not null default false,
  primary key (statement_id, edition)
);
-- Long texts are written and read several times faster so; a server built without lz4 keeps its own way.
do $$ begin
  alter table edition alter column body set compression lz4, alter column html set compression lz4;
exception when feature_not_supported then null;
end $$;
create index edition_topics on edition using gin (topics);

create table withdrawal (
  statement_id bigint primary key references statement,
  reason text not null,
  entry bigint unique,
  withdrawn_at timestamptz,
  entered_by text not null
);

-- One key, one act: asking again gives the first answer, asking something else under it is refused.
create table idempotency_key (
  key text primary key,
  act text not null,
  request_sha256 bytea not null,
  statement_id bigint not null references statement,
  edition integer,
  created_at timestamptz not null
);
