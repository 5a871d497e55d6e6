-- How often somebody was asked within the last hour is counted whenever they are asked again.
create index clearance_asked_at on clearance (asked_at);
