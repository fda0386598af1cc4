-- A duplicate entry of the register keeps its history and says where it went.
alter table place add column merged_into uuid references place;
alter table place add column merged_at timestamptz;
alter table place add constraint place_merged check ((status = 'merged') = (merged_into is not null)
  and (merged_into is null) = (merged_at is null) and merged_into <> id);
create index place_merged_into on place (merged_into) where merged_into is not null;

-- Which rooms of a rental house were walked. Null: not said, or no house.
alter table safety_visit add column rooms uuid[];
alter table administrative_inspection add column rooms uuid[];

-- How things stood on a day long past: the few events after which a row no longer says what it said before.
create index event_reopened on event (subject) where type = 'hazard.sample_failed';
create index event_mode_changed on event (subject) where type = 'hazard.mode_changed';
create index event_unmerged on event (subject) where type = 'place.unmerged';
