-- Briefings: the spokesperson before the press, turn by turn.

-- Taken when a briefing is announced; imported ones have the series H.
create table briefing_series (
  series text primary key,
  next bigint not null
);

create table briefing (
  id bigint generated always as identity primary key,
  -- Absent while the briefing is internal.
  number text unique,
  institution text not null,
  format text not null check (format in ('punto-de-prensa', 'conferencia', 'voceria')),
  title text not null,
  language text not null,
  place text,
  -- What the press is told beforehand; public once announced.
  note text,
  -- When it begins; `time_text` where the hour is not known ("por la mañana").
  starts_at timestamptz,
  time_text text,
  state text not null default 'planned' check (state in ('planned', 'announced', 'live', 'closed', 'certified', 'cancelled')),
  -- How long a turn waits before the public sees it.
  hold_ms integer not null default 15000 check (hold_ms between 0 and 600000),
  media_url text,
  media_started_at timestamptz,
  opened_at timestamptz,
  closed_at timestamptz,
  agenda_item bigint,
  -- Programs that send captions bear a token; to whom their words go is set by a person.
  caption_token_hash bytea unique,
  caption_speaker jsonb,
  caption_attribution text check (caption_attribution in ('on-record', 'background', 'off-record')),
  next_event bigint not null default 1,
  next_ordinal integer not null default 1,
  -- Grows with each change that colleagues at the desk should see.
  revision bigint not null default 0,
  created_by bigint references officer,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  check (number is not null or state in ('planned', 'cancelled'))
);
create index briefing_list on briefing (state, starts_at);

-- What was said, whether or not it may be shown. Nothing public reads this table while a briefing runs.
create table briefing_turn (
  id bigint generated always as identity primary key,
  briefing_id bigint not null references briefing,
  -- The order in which it was said; a turn put in between stands between the places of its neighbours.
  place double precision not null,
  -- Its public number, taken when it is first shown and never given again: a turn that is not shown leaves no gap.
  ordinal integer,
  kind text not null check (kind in ('speech', 'question', 'answer', 'note')),
  speaker jsonb not null,
  attribution text not null check (attribution in ('on-record', 'background', 'off-record', 'embargoed')),
  embargo_until timestamptz,
  text text not null,
  -- From the opening, in milliseconds.
  at_ms integer,
  revision integer not null default 1,
  -- The revision that the public has, if any.
  shown_revision integer,
  shown_at timestamptz,
  -- The hold: not before this instant.
  shown_after timestamptz not null,
  question_id bigint,
  -- Sent again after a connection broke, it is the same turn.
  client_key text,
  typed_by bigint references officer,
  typed_at timestamptz not null,
  changed_at timestamptz not null,
  removed_at timestamptz,
  unique (briefing_id, place),
  unique (briefing_id, ordinal),
  unique (briefing_id, client_key),
  check ((attribution = 'embargoed') = (embargo_until is not null))
);

create table briefing_turn_revision (
  turn_id bigint not null references briefing_turn,
  revision integer not null,
  kind text not null,
  speaker jsonb not null,
  attribution text not null,
  embargo_until timestamptz,
  text text not null,
  removed boolean not null default false,
  officer bigint references officer,
  name text not null,
  -- The change as its sender numbered it: sent again, it is the same one.
  client_key text,
  at timestamptz not null,
  primary key (turn_id, revision),
  unique (turn_id, client_key)
);

-- The only thing of a running briefing that the public can reach. A turn enters it when its hold has passed and it may be quoted.
create table briefing_event (
  briefing_id bigint not null references briefing,
  seq bigint not null,
  kind text not null check (kind in ('turn', 'correction', 'removal', 'state', 'question')),
  -- The public number of the turn it speaks of.
  turn integer,
  payload jsonb not null,
  at timestamptz not null,
  primary key (briefing_id, seq)
);
create index briefing_event_turn on briefing_event (briefing_id, turn) where turn is not null;

-- Who asked for the floor, and questions that were sent in.
create table briefing_hand (
  id bigint generated always as identity primary key,
  briefing_id bigint not null references briefing,
  journalist bigint,
  name text not null,
  outlet text,
  -- The question, where it was sent in.
  text text,
  state text not null default 'waiting' check (state in ('waiting', 'called', 'passed')),
  place bigint not null,
  client_key text,
  added_by bigint references officer,
  added_at timestamptz not null,
  changed_at timestamptz not null,
  unique (briefing_id, client_key)
);

-- Captions as they were sent, the newest state of each segment. `turn_id`: the turn that its words went to.
create table briefing_caption (
  briefing_id bigint not null references briefing,
  segment text not null,
  starts_ms integer not null,
  ends_ms integer not null,
  speaker text,
  text text not null,
  final boolean not null,
  turn_id bigint references briefing_turn,
  received_at timestamptz not null,
  primary key (briefing_id, segment)
);
create index briefing_caption_order on briefing_caption (briefing_id, starts_ms);
