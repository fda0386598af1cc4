-- Lists that stay as fast as the town grows. Under a policy the planner may use an index only for what cannot leak, and it
-- cannot guess how many rows a reach lets through. So ids are found under a role of their own, by the area as an index has it,
-- and whoever asked reads the rows of these ids again under the own reach.

create policy finder on hazard for select to bihuan_finder using (true);
create policy finder on safety_visit for select to bihuan_finder using (true);
create policy finder on administrative_inspection for select to bihuan_finder using (true);
create policy finder on unit for select to bihuan_finder using (true);
create policy finder on place for select to bihuan_finder using (true);
create policy finder on notice for select to bihuan_finder using (true);
grant select (id, status, place_id, item_code, severity, mode, department, scope_path, origin_path, found_by, found_at, relapse_of,
  closed_at, overdue_since, stalled_since, sample) on hazard to bihuan_finder;
grant select (kind, path) on unit to bihuan_finder;
grant select (id, place_id, started_at, by, scope_path, origin_path) on safety_visit, administrative_inspection to bihuan_finder;
grant select (id, kind, name, address, uscc, parent_id, status, scope_path, origin_path,
  registered_at, merged_into) on place to bihuan_finder;
grant select (id, hazard_id, state, created_at, scope_path, department) on notice to bihuan_finder;

-- None of these columns changes in a hazard's life, so that an update need not touch the indexes.
drop index hazard_scope;
drop index hazard_department;
drop index hazard_open;
create index hazard_town on hazard (shared.area_at(scope_path, 2), found_at desc, id desc);
create index hazard_village on hazard (shared.area_at(scope_path, 3), found_at desc, id desc);
create index hazard_department on hazard (shared.area_at(scope_path, 2), department, found_at desc, id desc);
create index hazard_found_by on hazard (found_by, found_at desc, id desc);
create index hazard_open on hazard (scope_path) where closed_at is null;
-- Statistics stay where a hazard was found; these are the few that a border has moved since.
create index hazard_moved on hazard (origin_path) where origin_path <> scope_path;

create index place_code on place (uscc) where uscc is not null;
create index place_name on place (name, id) where kind <> 'room';
create index place_town on place (shared.area_at(scope_path, 2), name, id) where kind <> 'room';
create index place_village on place (shared.area_at(scope_path, 3), name, id) where kind <> 'room';
create index place_town_kind on place (shared.area_at(scope_path, 2), kind, name, id);
create index place_grams on place using gin (shared.place_grams(name, address, scope_path));

create index notice_town on notice (shared.area_at(scope_path, 2), created_at desc, id desc);
create index notice_village on notice (shared.area_at(scope_path, 3), created_at desc, id desc);
create index notice_unheard on notice (shared.area_at(scope_path, 2), created_at desc, id desc) where state <> 'delivered';

create index safety_visit_area on safety_visit (scope_path, started_at);
create index administrative_inspection_area on administrative_inspection (scope_path, started_at);
