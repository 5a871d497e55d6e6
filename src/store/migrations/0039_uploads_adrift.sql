-- How many files an officer has begun is counted whenever they begin another.
create index file_uploaded_by on file (uploaded_by) where uploaded_by is not null;
