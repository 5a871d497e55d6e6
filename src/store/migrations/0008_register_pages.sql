-- What the register's pages ask for besides posts, people and days.

-- Gaps by their post; tenures and posts by the instrument that fills or founds them.
create index register_assertion_gap on register_assertion ((data->>'post')) where kind = 'gap';
create index register_assertion_instrument on register_assertion ((data->>'instrument'))
  where kind in ('tenure', 'post') and data ? 'instrument';

-- What was said by a person, in which post.
create index edition_voice on edition using gin (voice jsonb_path_ops);
