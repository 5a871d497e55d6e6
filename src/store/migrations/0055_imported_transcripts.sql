-- Where an imported transcript came from: by source and source_id it is told whether a text is in already.
create table imported_transcript (
  briefing_id bigint primary key references briefing,
  entry bigint not null references record_entry deferrable initially deferred,
  source_name text not null,
  source_id text not null,
  source_sha256 bytea not null check (length(source_sha256) = 32),
  imported_by text not null,
  unique (source_name, source_id)
);
