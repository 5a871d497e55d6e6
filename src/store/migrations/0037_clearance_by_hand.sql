-- Links that an officer handed on, and answers given by one or at the desk: whoever publishes sees through whose hand a word came.
alter table clearance_link add column handed_on_by bigint references officer;
alter table clearance add column answered_through bigint references officer;
