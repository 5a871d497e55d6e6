-- The queue of a briefing: who asked for the floor, what was sent in, and what became of each. Personal data: gone with its journalist.
alter table briefing_hand
  drop constraint briefing_hand_state_check,
  add check (state in ('waiting', 'called', 'passed', 'withdrawn', 'asked', 'not-taken')),
  add foreign key (journalist) references journalist on delete cascade,
  -- What of them is shown where their question is: theirs to choose.
  add column shown_as text not null default 'name' check (shown_as in ('name', 'outlet', 'neither')),
  -- The turn in which they asked, once it is typed; the open question that was made of what they sent in.
  add column turn_id bigint unique references briefing_turn,
  add column question_id bigint unique references question,
  add check (text is not null or state not in ('asked', 'not-taken'));
create index briefing_hand_queue on briefing_hand (briefing_id, place);
create index briefing_hand_of on briefing_hand (journalist) where journalist is not null;
