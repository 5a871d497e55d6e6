-- Whoever speaks reads what is being written and tomorrow's brief, and writes nothing.
alter table officer_right drop constraint officer_right_right_check;
alter table officer_right add constraint officer_right_right_check check ("right" in
  ('reader', 'writer', 'editor', 'clearer', 'publisher', 'stenographer', 'register-keeper', 'administrator'));
