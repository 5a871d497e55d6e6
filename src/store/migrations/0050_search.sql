-- What readers search: a document for each published thing that is read by itself, as its newest edition has it. Made from
-- entries of the record that may be shown, by a place in it that each source of documents keeps; nothing else writes here.

-- By which rules words are brought to their stems; plain_words has taken their accents before.
create function search_stems(language text) returns regconfig language sql immutable parallel safe return
  case when $1 like 'es%' then 'spanish'::regconfig when $1 like 'en%' then 'english'::regconfig else 'simple'::regconfig end;

-- The words of a text with their places. Of a text with more different words than fit, the beginning is found.
create function search_vector(stems regconfig, title text, summary text, body text) returns tsvector
language plpgsql immutable parallel safe as $$
begin
  return setweight(to_tsvector(stems, plain_words(title)), 'A') ||
    setweight(to_tsvector(stems, plain_words(coalesce(summary, ''))), 'B') || to_tsvector(stems, plain_words(body));
exception when program_limit_exceeded then
  return setweight(to_tsvector(stems, plain_words(title)), 'A') || to_tsvector(stems, plain_words(left(body, 200000)));
end $$;

create table search_document (
  id bigint generated always as identity primary key,
  source text not null check (source in ('statement')),
  -- What it is found as: a statement's number.
  of text not null,
  -- The entry and the edition whose words these are.
  entry bigint not null,
  edition integer not null,
  spoken_at timestamptz not null,
  spoken_day date not null,
  -- kind:…, topic:…, person:…, post:…, institution:…, language:…
  facets text[] not null,
  -- The words of its title as they are written, to be found as one types.
  title_words tsvector not null,
  words tsvector not null,
  unique (source, of)
) with (toast_tuple_target = 256);
-- What filters read stands in the row; the words stand apart.
alter table search_document alter column facets set storage main, alter column title_words set storage main;
do $$ begin
  alter table search_document alter column words set compression lz4;
exception when feature_not_supported then null;
end $$;
create index search_document_words on search_document using gin (words, facets) with (fastupdate = off);
create index search_document_title on search_document using gin (title_words) with (fastupdate = off);
create index search_document_day on search_document (spoken_at desc, id desc);

create table search_place (
  source text primary key,
  next_entry bigint not null default 0
);
insert into search_place (source) values ('statement');

-- The stems that documents have had: for whoever mistypes a word.
-- Three letters at a time, with two blanks before and one after: no extension, which an account of little right could not create.
create function search_grams(word text) returns text[] language sql immutable parallel safe return (
  select array_agg(distinct substr('  ' || word || ' ', at, 3)) from generate_series(1, length(word) + 1) at
);
create table search_stem (
  stem text primary key,
  grams text[] not null generated always as (search_grams(stem)) stored
);
create index search_stem_alike on search_stem using gin (grams) with (fastupdate = off);
