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
