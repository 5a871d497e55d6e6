-- A whole government on a day: the tenures that possibly held then, found among all of them by their days.
create index tenure_days on tenure using gist ((case when start_min <= end_max then daterange(start_min, end_max, '[]') end));
