-- Roll-ups: how many hazards there are of each kind in each area, kept by a reaction that reads the log by its own cursor.
-- They are a cache of the rows and the log: dropped and counted anew, they hold the same figures.

-- Yes or no only, whoever asks: a relapse counts against the close-out also where another department has it by now.
create function came_back(hazard uuid, place uuid, item text) returns boolean language sql stable security definer as $$
  select exists (select from hazard later where later.place_id = place and later.item_code = item
    and later.relapse_of = hazard and later.status <> 'void')
$$;

-- What a hazard counts as. The one definition, for keeping, for counting anew and for what was not counted yet.
create view hazard_facts with (security_invoker = true) as
  select h.id as hazard_id, h.found_at, h.origin_path, h.scope_path,
    h.department, coalesce(p.kind, '') as place_kind, h.mode, h.severity, h.status,
    h.closed_at is null and h.overdue_since is not null as overdue, h.stalled_since is not null as stalled,
    h.relapse_of is not null as relapse,
    -- The worker sees every row by itself; asking another role for each would cost more than the rest.
    h.status = 'closed' and case when current_user = 'bihuan_worker' then exists (select from hazard later
        where later.place_id = h.place_id and later.item_code = h.item_code and later.relapse_of = h.id and later.status <> 'void')
      else came_back(h.id, h.place_id, h.item_code) end as relapsed,
    coalesce(h.sample, '') as sample, h.extensions
  from hazard h left join place p on p.id = h.place_id;

-- What else is counted about a hazard: from the log what its row forgets, and its notices by state.
create view hazard_marks with (security_invoker = true) as
  select e.subject as hazard_id, case e.type when 'hazard.escalated' then 'rung ' || (e.data ->> 'rung')
      when 'hazard.closed' then 'sample drawn' when 'hazard.sample_passed' then 'sample passed' else 'sample failed' end as mark
    from event e where e.type in ('hazard.escalated', 'hazard.sample_passed', 'hazard.sample_failed')
      or (e.type = 'hazard.closed' and e.data @> '{"sampled": true}')
  union all
  select n.hazard_id, 'notice ' || n.state from notice n;

-- Numbers only, whoever asks: of a hazard that has crossed a border the reader may see no longer each event that made them.
create function marks_of(hazard uuid) returns jsonb language sql stable security definer as $$
  select coalesce(jsonb_object_agg(mark, n), '{}') from (
    select mark, count(*) as n from hazard_marks where hazard_id = hazard group by mark
    union all
    select 'falsely closed', 1 where exists (select from hazard_marks where hazard_id = hazard and mark = 'sample failed')) m
$$;

-- What each hazard is counted as at present, so that the next event can take it back.
create table tallied (
  hazard_id uuid primary key,
  found_at timestamptz not null,
  origin_path text collate "C" not null,
  scope_path text collate "C" not null,
  department text not null,
  place_kind text not null,
  mode text not null,
  severity text not null,
  status text not null,
  overdue boolean not null,
  stalled boolean not null,
  relapse boolean not null,
  relapsed boolean not null,
  sample text not null,
  extensions int not null,
  marks jsonb not null
) with (fillfactor = 80);
-- Lists narrowed to something rare find their ids here, for these indexes cost no command anything.
create index tallied_status on tallied (shared.area_at(scope_path, 2), status, found_at desc, hazard_id desc) include (scope_path)
  where status <> 'closed';
create index tallied_overdue on tallied (shared.area_at(scope_path, 2), found_at desc, hazard_id desc) include (scope_path) where overdue;
create index tallied_stalled on tallied (shared.area_at(scope_path, 2), found_at desc, hazard_id desc) include (scope_path) where stalled;
create index tallied_relapse on tallied (shared.area_at(scope_path, 2), found_at desc, hazard_id desc) include (scope_path) where relapse;
create index tallied_sample on tallied (shared.area_at(scope_path, 2), sample, found_at desc, hazard_id desc) include (scope_path)
  where sample <> '';

-- Hazards by area and by the day of Asia/Shanghai on which they were found. `span`: all of time, a month or a day.
create table tally (
  depth int not null,
  path text collate "C" not null,
  span text collate "C" not null check (span in ('all', 'month', 'day')),
  starts_on date not null,
  status text collate "C" not null,
  department text collate "C" not null,
  place_kind text collate "C" not null,
  mode text collate "C" not null,
  severity text collate "C" not null,
  overdue boolean not null,
  stalled boolean not null,
  relapse boolean not null,
  relapsed boolean not null,
  sample text collate "C" not null,
  origin_path text collate "C" not null,
  n int not null,
  extensions int not null,
  primary key (depth, path, span, starts_on, status, department, place_kind, mode, severity, overdue, stalled, relapse,
    relapsed, sample, origin_path)
) with (fillfactor = 80);
-- Statistics stay where a hazard was found; these are the few that a border has moved since.
create index tally_moved on tally (depth, origin_path, span, starts_on) where origin_path <> path;

create table tally_mark (
  depth int not null,
  path text collate "C" not null,
  span text collate "C" not null check (span in ('all', 'month', 'day')),
  starts_on date not null,
  department text collate "C" not null,
  mark text collate "C" not null,
  origin_path text collate "C" not null,
  n int not null,
  primary key (depth, path, span, starts_on, department, mark, origin_path)
) with (fillfactor = 80);
create index tally_mark_moved on tally_mark (depth, origin_path, span, starts_on) where origin_path <> path;

-- The cells in which a hazard is counted: of all time down to grids, of a month and of a day down to towns. Below
-- that a month or a day holds so few hazards that a cell for each would be no roll-up: there the rows themselves are read.
create function tally_areas(scope_path text, origin_path text) returns table (depth int, path text, origin text)
language sql immutable parallel safe as $$
  select d.depth, shared.area_at(scope_path, d.depth),
    case when origin_path = scope_path then shared.area_at(scope_path, d.depth) else shared.area_at(origin_path, d.depth) end
  from (values (1), (2), (3), (4)) d (depth)
  where d.depth <= greatest(shared.depth_of(scope_path), shared.depth_of(origin_path))
$$;
create function tally_spans(depth int, found_at timestamptz) returns table (span text, starts_on date)
language sql immutable parallel safe as $$
  select s.span, case s.span when 'all' then '-infinity'::date
    when 'month' then date_trunc('month', found_at at time zone 'Asia/Shanghai')::date
    else (found_at at time zone 'Asia/Shanghai')::date end
  from (values ('all', 4), ('month', 2), ('day', 2)) s (span, deepest) where depth <= s.deepest
$$;

alter table tallied enable row level security; alter table tallied force row level security;
alter table tally enable row level security; alter table tally force row level security;
alter table tally_mark enable row level security; alter table tally_mark force row level security;

create policy worker on tallied to bihuan_worker using (true) with check (true);
create policy finder on tallied for select to bihuan_finder using (true);
create policy worker on tally to bihuan_worker using (true) with check (true);
create policy worker on tally_mark to bihuan_worker using (true) with check (true);
create policy reach on tallied for select to bihuan_app using (shared.in_reach(scope_path, department));
create policy reach on tally for select to bihuan_app using (shared.in_reach(path, department));
create policy reach on tally_mark for select to bihuan_app using (shared.in_reach(path, department));

grant select on hazard_facts, hazard_marks, tallied, tally, tally_mark to bihuan_app, bihuan_worker;
grant select (hazard_id, found_at, scope_path, department, place_kind, mode, severity, status, overdue, stalled, relapse, sample)
  on tallied to bihuan_finder;
grant insert, update, delete on tallied, tally, tally_mark to bihuan_worker;

-- The finder looks something up across scopes and gives ids only; whoever asked reads them again under the own scope.
create policy finder on event for select to bihuan_finder using (true);
create policy finder on unnumbered for select to bihuan_finder using (true);
create policy finder on event_number for select to bihuan_finder using (true);
create policy finder on event_cursor for select to bihuan_finder using (true);
grant select (id, subject_kind, subject, type, data) on event to bihuan_finder;
grant select on hazard_marks to bihuan_finder;
grant select on unnumbered, event_number to bihuan_finder;
grant select (name, seq) on event_cursor to bihuan_finder;

-- Hazards about which something happened that the roll-ups do not hold yet. Readers count these from the rows, so that a
-- figure is never behind the list beside it.
create function uncounted_hazards() returns setof uuid language sql stable security definer as $$
  with unread as (
    select event_id from unnumbered
    union all
    select event_id from event_number where seq > coalesce((select seq from event_cursor where name = 'tallies'), 0)),
  named as (
    select case e.subject_kind when 'notice' then (e.data ->> 'hazardId')::uuid else e.subject end as id
    from unread join event e on e.id = unread.event_id where e.subject_kind in ('hazard', 'notice'))
  select id from named where id is not null
  union select h.relapse_of from hazard h join named on named.id = h.id where h.relapse_of is not null
$$;
do $$
declare finding text;
begin
  execute format('grant create on schema %I to bihuan_finder', current_schema());
  foreach finding in array array['uncounted_hazards()', 'marks_of(uuid)', 'came_back(uuid, uuid, text)'] loop
    execute format('alter function %s set search_path = pg_catalog, %I, pg_temp', finding, current_schema());
    execute format('alter function %s owner to bihuan_finder', finding);
    execute format('revoke all on function %s from public', finding);
    execute format('grant execute on function %s to bihuan_app, bihuan_worker, bihuan_finder', finding);
  end loop;
  execute format('revoke create on schema %I from bihuan_finder', current_schema());
end
$$;
