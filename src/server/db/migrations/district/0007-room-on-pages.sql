-- A hazard is rewritten at each step of its life. With room left on its page the new version stays there, and none of
-- the indexes on what did not change has to learn of it.
alter table hazard set (fillfactor = 65);
alter table safety_visit set (fillfactor = 75);
alter table administrative_inspection set (fillfactor = 75);
