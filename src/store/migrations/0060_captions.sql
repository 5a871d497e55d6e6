-- Captions from programs: any number of addresses for a briefing, each with a token of its own; who speaks is said by a person.
alter table briefing drop column caption_token_hash, drop column caption_speaker, drop column caption_attribution;

create table caption_address (
  id bigint generated always as identity primary key,
  briefing_id bigint not null references briefing,
  name text not null,
  token_hash bytea not null unique,
  made_by bigint not null references officer,
  made_at timestamptz not null,
  used_at timestamptz,
  ended_at timestamptz
);
create index caption_address_of on caption_address (briefing_id);

-- Who speaks from a moment on, as a typist marks it; or whose voice a captioner's label is. The newest of the same moment counts.
create table caption_mark (
  id bigint generated always as identity primary key,
  briefing_id bigint not null references briefing,
  -- Empty: whatever bears no label.
  label text not null,
  from_ms integer not null,
  speaker jsonb not null,
  kind text not null check (kind in ('speech', 'question', 'answer')),
  attribution text not null check (attribution in ('on-record', 'background', 'off-record')),
  -- Absent where the label is the exact name of somebody present.
  officer bigint references officer,
  at timestamptz not null
);
create index caption_mark_of on caption_mark (briefing_id);

-- Each program numbers its segments as it likes.
drop table briefing_caption;
create table briefing_caption (
  briefing_id bigint not null references briefing,
  address_id bigint not null references caption_address,
  segment text not null,
  starts_ms integer not null,
  ends_ms integer not null,
  speaker text not null,
  text text not null,
  final boolean not null,
  revision integer not null,
  -- The turn that its words stand in, and under which marks they came to stand there.
  turn_id bigint references briefing_turn,
  voice text,
  received_at timestamptz not null,
  primary key (address_id, segment)
);
create index briefing_caption_order on briefing_caption (briefing_id, starts_ms);
create index briefing_caption_turn on briefing_caption (turn_id) where turn_id is not null;
