-- Who works behind the desk, how they come in, and what was done there.

create table officer (
  id bigint generated always as identity primary key,
  name text not null,
  -- In small letters: one person, one address.
  email text not null unique,
  language text not null default 'es' check (language in ('es', 'en')),
  created_at timestamptz not null,
  created_by bigint references officer,
  entered_at timestamptz,
  -- An officer who leaves is suspended, never deleted: what they did keeps its author.
  suspended_at timestamptz
);

create table officer_right (
  officer bigint not null references officer,
  institution text not null,
  "right" text not null check ("right" in
    ('writer', 'editor', 'clearer', 'publisher', 'stenographer', 'register-keeper', 'administrator')),
  granted_at timestamptz not null,
  granted_by bigint references officer,
  primary key (officer, institution, "right")
);
create index officer_right_institution on officer_right (institution, "right");

create table passkey (
  -- The credential's id as browsers give it, base64url.
  id text primary key,
  officer bigint not null references officer,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  name text not null,
  created_at timestamptz not null,
  used_at timestamptz
);
create index passkey_officer on passkey (officer);

create table oidc_identity (
  issuer text not null,
  subject text not null,
  officer bigint not null references officer,
  linked_at timestamptz not null,
  primary key (issuer, subject),
  unique (issuer, officer)
);

-- Only the hash of what was sent: whoever reads this table can enter by nothing in it.
create table one_time_link (
  token_hash bytea primary key check (length(token_hash) = 32),
  -- Null: it makes the first administrator.
  officer bigint references officer,
  made_by text not null check (made_by in ('mail', 'console', 'invitation', 'administrator')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index one_time_link_officer on one_time_link (officer);

-- What a sign-in that was begun (passkey, OIDC) must find again: bound to the browser that began it, used once.
create table sign_in (
  token_hash bytea primary key check (length(token_hash) = 32),
  purpose text not null check (purpose in ('passkey', 'new-passkey', 'oidc')),
  data jsonb not null,
  expires_at timestamptz not null
);

create table session (
  id bigint generated always as identity primary key,
  token_hash bytea not null unique check (length(token_hash) = 32),
  officer bigint not null references officer,
  method text not null check (method in ('link', 'passkey', 'oidc')),
  agent text not null,
  address text not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  ended_at timestamptz
);
create index session_officer on session (officer) where ended_at is null;

-- Tries within a span of time, so that nobody can guess or flood. Losing it in a crash costs nothing.
create unlogged table attempt (
  bucket text not null,
  span timestamptz not null,
  count integer not null,
  primary key (bucket, span)
);

-- What was done behind the desk, by whom and from where. Rows are only ever added.
create table trail (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  officer bigint references officer,
  action text not null,
  institution text,
  about text,
  details jsonb not null default '{}',
  address text
);
create index trail_officer on trail (officer, id);
create index trail_about on trail (about, id);
create function trail_stands() returns trigger language plpgsql as $$
begin
  raise exception 'the trail is only ever added to';
end $$;
create trigger trail_stands before update or delete or truncate on trail execute function trail_stands();
