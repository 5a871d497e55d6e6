-- How much who said at each briefing, by the post and the kind of turn: a projection of the contents of certified and
-- imported transcripts, recomputed by the audit. `superseded` is the entry of the correction that took an entry's place.
create table transcript_words (
  entry bigint not null references record_entry deferrable initially deferred,
  line integer not null check (line >= 1),
  superseded bigint references record_entry deferrable initially deferred,
  briefing text not null,
  day date not null,
  kind text not null check (kind in ('speech', 'question', 'answer')),
  name text not null,
  person text,
  post text,
  institution text,
  outlet text,
  -- The first of the turns, so that a page can lead to it.
  first_turn integer not null check (first_turn >= 1),
  turns integer not null check (turns >= 1),
  words integer not null check (words >= 0),
  primary key (entry, line)
);
create index transcript_words_briefing on transcript_words (briefing);
create index transcript_words_person on transcript_words (person) where person is not null;
create index transcript_words_post on transcript_words (post) where post is not null;
