-- Turns of briefings and answers to questions are found as statements are.
alter table search_document drop constraint search_document_source_check;
alter table search_document add check (source in ('statement', 'turn', 'answer'));
comment on column search_document.of is 'What it is found as: the number of a statement or of a question, 2026-0007/12 for a turn.';
-- The documents of an entry: what a correction or an erasure takes away.
create index search_document_entry on search_document (entry);
insert into search_place (source) values ('turn'), ('answer');

-- A server whose locale knows no letters beyond ASCII takes every other sign for one: "¿cuándo" would be a word, and nobody would find
-- it. Signs that stand beside words are blanks, whatever server it is.
create or replace function plain_words(text) returns text language sql immutable parallel safe return
  translate(lower($1),
    'áàâäãéèêëíìîïóòôöõúùûüñç' ||
      E'\u00bf\u00a1\u00ab\u00bb\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u2039\u203a\u2014\u2013\u2015\u2012\u2010\u2011\u2212\u2026\u00b7\u2022\u2027\u00aa\u00ba\u00b0\u00a7\u00b6\u2020\u2021\u00a9\u00ae\u2122\u20ac\u00a3\u00a2\u00a5\u00d7\u00f7\u00b1\u00ac\u00a6\u00a8\u00b4\u00b8\u00af\u2032\u2033\u00a0\u2007\u2009\u200b\u202f\u3000',
    'aaaaaeeeeiiiiooooouuuunc' || repeat(' ', 100));
reindex index question_words;
-- Whatever was found until now is taken in anew.
delete from search_document;
delete from search_stem;
update search_place set next_entry = 0;

