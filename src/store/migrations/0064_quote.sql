-- What a quote is looked for in: a row for each edition of a statement, of the claim that it denies, of a turn and of an answer with its
-- question, made from entries of the record that may be shown, by the same places as search_document. The words themselves stay where they are.
create table quote_text (
  id bigint generated always as identity primary key,
  source text not null check (source in ('statement', 'claim', 'turn', 'answer')),
  -- Its number, and of a turn its own within the transcript.
  of text not null,
  part integer not null default 0,
  edition integer not null,
  entry bigint not null,
  -- Every three words in a row, each as a number (src/search/quote-shingles.ts).
  shingles integer[] not null,
  unique (source, of, part, edition)
) with (toast_tuple_target = 256);
-- Numbers that look like noise do not get smaller.
alter table quote_text alter column shingles set storage external;
create index quote_text_entry on quote_text (entry);
create index quote_text_shingles on quote_text using gin (shingles) with (fastupdate = off);

-- Three words in a row that many texts have in common: what is looked for last.
create table quote_common (
  shingle integer primary key
);
-- Words with m or rn that the record has: what can be a misreading of one of them and is none.
create table quote_word (
  word text primary key
);

insert into search_place (source) values ('quote-statement'), ('quote-transcript'), ('quote-answer');
