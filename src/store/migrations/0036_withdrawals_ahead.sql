-- A withdrawal that goes out in some seconds, until when it can be called back. The job that does it names the statement alone.
create table withdrawal_ahead (
  statement_id bigint primary key references statement,
  reason text not null,
  officer bigint not null references officer,
  withdraw_at timestamptz not null
);
