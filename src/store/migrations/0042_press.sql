-- The press: outlets, journalists, their accreditation, and what was spoken of with whom. Personal data, kept for a stated
-- purpose and no longer (Ley 19.628 as changed by Ley 21.719): nothing of it is in the record, and erasing leaves nothing behind.

create table outlet (
  id bigint generated always as identity primary key,
  name text not null,
  kind text not null,
  website text,
  created_at timestamptz not null
);
create unique index outlet_name on outlet (lower(name));

create table journalist (
  id bigint generated always as identity primary key,
  name text not null,
  mail text,
  phone text,
  outlet_id bigint references outlet,
  language text not null,
  -- Where the data come from and what they are for, as the journalist is told.
  origin text not null,
  purpose text not null,
  -- The last day on which they are kept, unless something happens between them and the office before.
  kept_until date not null,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create unique index journalist_mail on journalist (lower(mail)) where mail is not null;
create index journalist_kept on journalist (kept_until);

create table accreditation (
  id bigint generated always as identity primary key,
  journalist_id bigint not null references journalist on delete cascade,
  -- Standing, or for one occasion that it names.
  occasion text,
  -- Why it is asked for: a press card, an assignment, an address with their work.
  grounds text not null,
  state text not null check (state in ('requested', 'granted', 'refused', 'revoked', 'withdrawn')),
  reason text,
  valid_until date,
  requested_at timestamptz not null,
  decided_at timestamptz,
  decided_by bigint references officer,
  check (state <> 'granted' or valid_until is not null),
  check (state not in ('refused', 'revoked') or reason is not null)
);
create index accreditation_of on accreditation (journalist_id, id);
create index accreditation_open on accreditation (id) where state = 'requested';

-- Asked for by somebody whose address nobody has shown yet to be theirs. Forgotten unless they do.
create table accreditation_request (
  token_hash bytea primary key,
  mail text not null,
  asked jsonb not null,
  asked_at timestamptz not null,
  expires_at timestamptz not null
);

create table contact_log (
  id bigint generated always as identity primary key,
  journalist_id bigint not null references journalist on delete cascade,
  at timestamptz not null,
  officer bigint not null references officer,
  officer_name text not null,
  channel text not null check (channel in ('phone', 'mail', 'message', 'meeting', 'briefing')),
  purpose text not null,
  note text not null,
  kept_until date not null,
  -- What the journalist has to say to it, shown beside it.
  remark text,
  remarked_at timestamptz
);
create index contact_log_of on contact_log (journalist_id, at);
create index contact_log_kept on contact_log (kept_until);

-- The way of a journalist to what is kept of them.
create table journalist_link (
  token_hash bytea primary key,
  journalist_id bigint not null references journalist on delete cascade,
  made_at timestamptz not null,
  expires_at timestamptz not null
);
