-- The record: an append-only log, its contents apart from it, and what was derived and signed.

-- One row: which record this database holds.
create table record (
  singleton boolean primary key default true check (singleton),
  origin text not null,
  kind text not null check (kind in ('trial', 'founded')),
  verifier_key text not null,
  recovery_key_hash bytea check (length(recovery_key_hash) = 32),
  -- Names the lock that this record is signed under: a machine that does not hold that very lock may serve, never sign.
  lock_id text not null,
  founded_at timestamptz not null
);

-- The locked counter row: taken last in a transaction and held until it commits, so that entries
-- have no gaps and commit in order.
create table record_counter (
  singleton boolean primary key default true check (singleton),
  next_index bigint not null default 0,
  next_subject bigint not null default 0,
  last_at timestamptz not null default 'epoch'
);
insert into record_counter default values;

create table record_entry (
  index bigint primary key,
  bytes bytea not null check (length(bytes) between 1 and 65535),
  leaf_hash bytea not null check (length(leaf_hash) = 32),
  -- Projections of the bytes, recomputed by the audit.
  act text not null,
  at timestamptz not null,
  subject bigint,
  prev bigint,
  number text,
  edition integer,
  commitment bytea check (length(commitment) = 32)
);
create index record_entry_subject on record_entry (subject, index) where subject is not null;
create index record_entry_commitment on record_entry (commitment) where commitment is not null;

-- Contents live outside the log so that they can be erased: salt and bytes go, the row stays.
create table record_content (
  commitment bytea primary key check (length(commitment) = 32),
  purpose text not null check (purpose in ('content', 'attachment')),
  salt bytea check (length(salt) = 32),
  bytes bytea,
  erased_at timestamptz,
  -- Of an attachment: the commitment of the content that lists it.
  part_of bytea check ((part_of is not null) = (purpose = 'attachment')),
  check ((salt is null) = (bytes is null) and (bytes is null) = (erased_at is not null))
);
-- Written and read several times faster so; a server built without lz4 keeps its own way.
do $$ begin
  alter table record_content alter column bytes set compression lz4;
exception when feature_not_supported then null;
end $$;
create index record_content_part_of on record_content (part_of) where part_of is not null;

-- A batch entry (register.asserted) holds the root over its items' commitments.
create table record_batch_item (
  entry bigint not null references record_entry deferrable initially deferred,
  item integer not null check (item >= 0),
  commitment bytea not null references record_content,
  primary key (entry, item)
);
create index record_batch_item_commitment on record_batch_item (commitment);

-- The newest state of each subject, derived from entries alone and kept by the transaction that appends them;
-- and the tiles of the state tree over it, as of the newest signed checkpoint.
create table record_subject (
  subject bigint primary key,
  current bigint not null,
  edition integer not null,
  last bigint not null,
  status text not null check (status in ('current', 'withdrawn', 'erased'))
);
create table record_state_tile (
  level smallint not null,
  index bigint not null,
  bytes bytea not null,
  primary key (level, index)
);
alter table record_state_tile alter bytes set storage external;

-- The log's own hash tiles, staged before a checkpoint over them is signed; the rightmost of each level may be partial.
create table record_tile (
  level smallint not null,
  index bigint not null,
  bytes bytea not null check (length(bytes) between 32 and 8192 and length(bytes) % 32 = 0),
  primary key (level, index)
);
alter table record_tile alter bytes set storage external;

-- Every checkpoint that was signed, verbatim. Newest = greatest id; an idle log is signed again at one size.
create table record_checkpoint (
  id bigint generated always as identity primary key,
  size bigint not null,
  root bytea not null check (length(root) = 32),
  note text not null,
  signed_at timestamptz not null
);
create index record_checkpoint_size on record_checkpoint (size);
