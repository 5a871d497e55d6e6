-- What was entered wholly by mistake is retracted: by an assertion that says nothing of the thing but that it never was so.
-- It takes the place of the one before and stands nowhere itself, so its own batch is what supersedes it.
alter table register_assertion drop constraint register_assertion_change_check;
alter table register_assertion add check (change in ('new', 'correction', 'change', 'retraction'));
alter table register_assertion drop constraint register_assertion_check;
alter table register_assertion add check (
  case when change = 'retraction' then superseded is not null and superseded = batch and reason is not null and data = '{}'
  else superseded > batch end
);
create index register_assertion_retraction on register_assertion (kind, slug, batch) where change = 'retraction';
