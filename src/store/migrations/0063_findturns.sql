-- Turns of briefings and answers to questions are found as statements are: one index of the office's words, for readers and for those
-- who write. What was said before had words of its own until here.
alter table search_document drop constraint search_document_source_check;
alter table search_document add check (source in ('statement', 'turn', 'answer'));
comment on column search_document.of is 'What it is found as: the number of a statement or of a question, 2026-0007/12 for a turn.';
-- The documents of an entry: what a correction or an erasure takes away.
create index search_document_entry on search_document (entry);
insert into search_place (source) values ('turn'), ('answer');

drop table said_before;
drop table said_before_place;
