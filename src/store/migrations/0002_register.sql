-- The register: who held which post, when, and since when we have said so.
-- Assertions are appended and never changed; a later one about the same thing takes the place of an
-- earlier one, which stays. The typed tables below are projections of `data`, recomputed by the audit.

-- One row an entry of the record. Its rows are written before the entry has an index, so that a long
-- import does not hold the record's counter; writers take turns (share row exclusive), so ids ascend with entries.
create table register_batch (
  id bigint generated always as identity primary key,
  entry bigint unique references record_entry deferrable initially deferred,
  basis text not null check (basis in ('founded', 'imported', 'asserted')),
  recorded_at timestamptz
);
create index register_batch_recorded on register_batch (recorded_at);

create table register_assertion (
  batch bigint not null references register_batch,
  item integer not null check (item >= 0),
  kind text not null,
  slug text not null,
  change text not null check (change in ('new', 'correction', 'change', 'retraction')),
  source text not null,
  locator text not null,
  data jsonb not null,
  -- The batch whose assertion took this one's place.
  superseded bigint references register_batch,
  -- Why it took the place of another, in the office's own words.
  reason text check (reason is null or change <> 'new'),
  primary key (batch, item),
  -- What was entered wholly by mistake is retracted by an assertion that says nothing of the thing but that it never was so.
  -- It takes the place of the one before and stands nowhere itself, so its own batch is what supersedes it.
  check (
    case when change = 'retraction' then superseded is not null and superseded = batch and reason is not null and data = '{}'
    else superseded > batch end
  )
);
create unique index register_assertion_standing on register_assertion (kind, slug) where superseded is null;
create unique index register_assertion_chain on register_assertion (kind, slug, batch);
create index register_assertion_retraction on register_assertion (kind, slug, batch) where change = 'retraction';

create table post (
  batch bigint not null,
  item integer not null,
  superseded bigint,
  slug text not null,
  institution text not null,
  spokesperson boolean not null,
  primary key (batch, item),
  foreign key (batch, item) references register_assertion
);
create index post_slug on post (slug);
create index post_institution on post (institution);
create index post_spokesperson on post (slug) where spokesperson;

create table person (
  batch bigint not null,
  item integer not null,
  superseded bigint,
  slug text not null,
  -- Spanish order as bytes: the database's collation is C.
  sort_key text not null,
  primary key (batch, item),
  foreign key (batch, item) references register_assertion
);
create index person_slug on person (slug);
create index person_order on person (sort_key, slug);

create table person_name (
  batch bigint not null,
  item integer not null,
  ordinal integer not null,
  superseded bigint,
  person text not null,
  -- The full name without accents, case and punctuation.
  search_key text not null,
  primary key (batch, item, ordinal),
  foreign key (batch, item) references register_assertion
);
create index person_name_search on person_name (search_key);

create table tenure (
  batch bigint not null,
  item integer not null,
  superseded bigint,
  slug text not null,
  person text not null,
  post text not null,
  start_edtf text not null,
  start_min date not null,
  start_max date not null,
  end_edtf text not null,
  end_min date not null,
  end_max date not null,
  primary key (batch, item),
  foreign key (batch, item) references register_assertion
);
-- No exclusion of overlaps: handovers on one day, several seats, acting holders and bad sources are real.
create index tenure_slug on tenure (slug);
create index tenure_post on tenure (post, start_min, end_max);
create index tenure_person on tenure (person, start_min, end_max);

-- Somebody vouched, with a source, that an ongoing tenure went on at `day`; relied on until `until`.
create table confirmation (
  batch bigint not null,
  item integer not null,
  superseded bigint,
  tenure text not null,
  day date not null,
  until date not null check (until >= day),
  primary key (batch, item),
  foreign key (batch, item) references register_assertion
);
create index confirmation_tenure on confirmation (tenure, day);
