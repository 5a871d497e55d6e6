-- The agenda: what will happen when. Internal until it is published; what was public once stays so, cancelled or not.

create table agenda_series (
  series text primary key,
  next bigint not null
);

create table agenda_item (
  id bigint generated always as identity primary key,
  -- What calendars know it by, the same for ever.
  uid text not null unique,
  -- Taken when it is published, gapless, so that no number tells how many are internal.
  number text unique,
  institution text not null,
  kind text not null,
  title text not null,
  place text not null,
  -- For everybody once it is published; the other is for the desk alone.
  note text not null,
  internal_note text not null,
  link text,
  -- How the press attends.
  press text not null check (press in ('unsaid', 'open', 'accredited', 'cameras', 'closed')),
  press_note text not null,
  -- People of the register and topics of the office.
  people text[] not null,
  topics text[] not null,
  -- How much is known of when: the days that it can fall on or lasts, and the instants where they are known.
  precision text not null check (precision in ('exact', 'part', 'day', 'days', 'week', 'month')),
  first_day date not null,
  last_day date not null check (last_day >= first_day),
  part text check (part in ('morning', 'afternoon', 'evening')),
  starts_at timestamptz,
  ends_at timestamptz check (ends_at > starts_at),
  state text not null default 'planned' check (state in ('planned', 'cancelled')),
  version integer not null default 1,
  -- Grows with each change that subscribers are told (RFC 5545, 3.8.7.4).
  sequence integer not null default 0,
  published_at timestamptz,
  -- When what is public changed last.
  told_at timestamptz,
  started_by bigint not null references officer,
  started_at timestamptz not null,
  changed_at timestamptz not null,
  check ((precision = 'exact') = (starts_at is not null)),
  check ((precision = 'part') = (part is not null)),
  check ((number is null) = (published_at is null)),
  check ((number is null) = (told_at is null))
);
create index agenda_item_days on agenda_item (first_day, last_day);
create index agenda_item_people on agenda_item using gin (people);

-- Every version as it stood. `told`: the change was public, with its note.
create table agenda_change (
  item bigint not null references agenda_item,
  version integer not null,
  at timestamptz not null,
  officer bigint not null references officer,
  name text not null,
  what text not null check (what in ('started', 'changed', 'published', 'cancelled', 'reinstated')),
  told boolean not null,
  sequence integer not null,
  note text not null,
  content jsonb not null,
  primary key (item, version)
);

-- An address of an officer's own under which a calendar program reads the internal agenda, until it is ended.
create table agenda_link (
  id bigint generated always as identity primary key,
  token_hash bytea not null unique,
  officer bigint not null references officer,
  -- Whose days: a person of the register; absent, everything that the officer may read.
  person text,
  name text not null,
  made_at timestamptz not null,
  read_at timestamptz,
  ended_at timestamptz
);
create index agenda_link_officer on agenda_link (officer) where ended_at is null;
