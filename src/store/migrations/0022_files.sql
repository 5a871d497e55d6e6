-- Files, in parts of at most 256 KiB, each row read and written by itself: none is ever whole in memory, and any stretch of
-- one is found by its part's number. A file that nobody drafted with or published is swept a day after it came.
create table file (
  id bigint generated always as identity primary key,
  name text not null,
  -- As it was announced; once it is whole and examined, what is kept (a picture is made anew).
  bytes bigint not null check (bytes >= 0),
  received bigint not null default 0 check (received between 0 and bytes),
  begun_at timestamptz not null,
  -- All or none: what it turned out to be.
  complete_at timestamptz,
  media text,
  sha256 bytea check (length(sha256) = 32),
  width integer,
  height integer,
  -- Of one that comes through the desk: for which draft it was begun and by whom. Nobody else sends a piece of it.
  uploaded_for bigint references draft,
  uploaded_by bigint references officer,
  check ((complete_at is null) = (media is null) and (media is null) = (sha256 is null)),
  constraint file_upload check ((uploaded_for is null) = (uploaded_by is null))
);
create index file_sweep on file (begun_at);
-- How many files an officer has begun is counted whenever they begin another.
create index file_uploaded_by on file (uploaded_by) where uploaded_by is not null;

create table file_part (
  file bigint not null references file on delete cascade,
  part integer not null check (part >= 0),
  bytes bytea not null check (length(bytes) between 1 and 262144),
  primary key (file, part)
);
-- Pictures and sound do not compress, and stretches of what is not compressed are read without the rest.
alter table file_part alter bytes set storage external;

-- Which files a draft has, in their order. `shows_claim`: the picture that a denial denies.
create table draft_file (
  draft bigint not null references draft,
  file bigint not null references file,
  place integer not null,
  alt text,
  shows_claim boolean not null default false,
  primary key (draft, file)
);
create index draft_file_file on draft_file (file);

-- An attachment's bytes are a file's; its commitment and salt stand with the contents, and are erased with them.
alter table record_content add column file bigint references file;
create index record_content_file on record_content (file) where file is not null;
do $$ declare one record; begin
  for one in select conname from pg_constraint
    where conrelid = 'record_content'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%erased_at%'
  loop execute format('alter table record_content drop constraint %I', one.conname); end loop;
end $$;
alter table record_content add constraint record_content_held check (
  (salt is null) = (erased_at is not null)
  and (bytes is null and file is null) = (erased_at is not null)
  and (bytes is null or purpose = 'content') and (file is null or purpose = 'attachment')
);
