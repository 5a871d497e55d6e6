-- The words of every statement's newest edition, for those who write to find what was said before. Filled a little at a time,
-- when it is asked for: neither a publication nor an import waits for it. Nothing outside reads it.
create table said_before (
  statement_id bigint primary key references statement,
  edition integer not null,
  words tsvector not null
);
create index said_before_words on said_before using gin (words) with (fastupdate = off);

-- How far into the record it has got.
create table said_before_place (
  singleton boolean primary key default true check (singleton),
  next_entry bigint not null default 0
);
insert into said_before_place default values;

-- Words as people type them in a hurry: without accents, whatever extensions the server has.
create function plain_words(text) returns text language sql immutable parallel safe return
  translate(lower($1), 'áàâäãéèêëíìîïóòôöõúùûüñç', 'aaaaaeeeeiiiiooooouuuunc');
