-- Of a file that comes through the desk: for which draft it was begun and by whom. Nobody else sends a piece of it.
alter table file
  add column uploaded_for bigint references draft,
  add column uploaded_by bigint references officer,
  add constraint file_upload check ((uploaded_for is null) = (uploaded_by is null));
alter table draft_file add foreign key (draft) references draft;
