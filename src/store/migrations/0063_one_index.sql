-- What was said before is found among the same documents as readers search.
drop table said_before;
drop table said_before_place;
