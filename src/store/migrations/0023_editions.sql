-- What an edition says of itself beyond its text: the claim it denies, the text it translates, its place in a series of
-- bulletins, which of the two texts of a speech it is, whom the press may ask. A projection of its content, as the rest.
alter table edition add column details jsonb not null default '{}';
create index edition_translates on edition ((details #>> '{translates,number}')) where details ? 'translates';
create index edition_counterpart on edition ((details #>> '{counterpart,number}')) where details ? 'counterpart';
create index edition_series on edition ((details #>> '{series,name}')) where details ? 'series';
