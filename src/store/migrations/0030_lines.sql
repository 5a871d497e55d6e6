-- Lines to take: what the office says on a subject when it is asked. Internal: nothing of it is ever published.

create table line (
  id bigint generated always as identity primary key,
  institution text not null,
  subject text not null,
  body text not null,
  -- Statements by their number and links, each with what it shows.
  evidence jsonb not null default '[]',
  -- Days of the office's own zone; without an end it holds until somebody gives it one.
  valid_from date not null,
  valid_until date,
  owner bigint not null references officer,
  version integer not null default 1,
  started_by bigint not null references officer,
  started_at timestamptz not null,
  changed_at timestamptz not null,
  check (valid_until is null or valid_until >= valid_from)
);
create index line_list on line (institution, changed_at);

-- Every version that was kept. `set_aside`: written on an older version and refused; it never stood, and is not lost.
create table line_version (
  id bigint generated always as identity primary key,
  line_id bigint not null references line,
  version integer not null,
  set_aside boolean not null default false,
  subject text not null,
  body text not null,
  evidence jsonb not null,
  valid_from date not null,
  valid_until date,
  owner bigint not null references officer,
  officer bigint not null references officer,
  name text not null,
  saved_at timestamptz not null
);
create unique index line_version_order on line_version (line_id, version) where not set_aside;

-- Who has read which version, and when: by their own hand, on a phone without a network perhaps before we heard of it.
create table line_reading (
  line_id bigint not null references line,
  version integer not null,
  officer bigint not null references officer,
  name text not null,
  read_at timestamptz not null,
  heard_at timestamptz not null,
  primary key (line_id, version, officer)
);

-- What somebody who speaks takes along on a day: lines, in an order.
create table brief (
  id bigint generated always as identity primary key,
  institution text not null,
  day date not null,
  -- A person of the register.
  person text not null,
  note text not null default '',
  version integer not null default 1,
  changed_at timestamptz not null,
  changed_by bigint not null references officer,
  changed_by_name text not null,
  unique (institution, day, person)
);
create table brief_line (
  brief_id bigint not null references brief on delete cascade,
  place integer not null,
  line_id bigint not null references line,
  primary key (brief_id, place),
  unique (brief_id, line_id)
);
