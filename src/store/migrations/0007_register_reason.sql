-- Why an assertion took the place of another, in the office's own words.
alter table register_assertion add column reason text check (reason is null or change <> 'new');
