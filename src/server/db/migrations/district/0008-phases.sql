-- A phase of a campaign, and what was frozen when it was switched (转段).
create table phase (
  id uuid primary key,
  version integer not null,
  name text not null check (name <> ''),
  scope_path text collate "C" not null,
  begun_at timestamptz not null,
  ended_at timestamptz,
  successor uuid references unit,
  open integer,
  snapshot text collate "C",
  check ((ended_at is null) = (successor is null) and (ended_at is null) = (open is null)
    and (ended_at is null) = (snapshot is null))
);
-- One at a time in an area, whoever begins at the same moment.
create unique index phase_running on phase (scope_path) where ended_at is null;

-- Never changed: nobody at work holds UPDATE or DELETE on it. Its hash stands in a sealed event.
create table phase_snapshot (
  phase_id uuid primary key references phase,
  body text not null,
  hash text collate "C" not null,
  -- The hazards that were open, sorted.
  ids uuid[] not null,
  scope_path text collate "C" not null
);

-- The unit that goes on with a hazard, and the phase whose end handed it over.
alter table hazard add column team jsonb;
create index event_handed_over on event (((data ->> 'phase')::uuid), subject) where type = 'hazard.handed_over';

alter table phase enable row level security; alter table phase force row level security;
alter table phase_snapshot enable row level security; alter table phase_snapshot force row level security;
-- Of all lines: who sees one line only sees neither the figures nor the list of all.
create policy reach on phase for select to bihuan_app using (shared.in_range(scope_path) and shared.in_line(''));
create policy beginning on phase for insert to bihuan_app
  with check (shared.in_range(scope_path) and current_setting('bihuan.role', true) = 'leader');
create policy switching on phase for update to bihuan_app
  using (shared.in_range(scope_path) and current_setting('bihuan.role', true) = 'leader');
create policy reach on phase_snapshot for select to bihuan_app
  using (shared.in_range(scope_path) and shared.in_line(''));
create policy leader on phase_snapshot for insert to bihuan_app
  with check (shared.in_range(scope_path) and current_setting('bihuan.role', true) = 'leader');
create policy worker on phase for select to bihuan_worker using (true);
create policy worker on phase_snapshot for select to bihuan_worker using (true);
-- The snapshot names the last seal before it. What a seal says is printed and posted anyway.
create policy leader on seal for select to bihuan_app using (current_setting('bihuan.role', true) = 'leader');

grant select, insert on phase, phase_snapshot to bihuan_app;
grant update (version, ended_at, successor, open, snapshot) on phase to bihuan_app;
grant select on seal to bihuan_app;
grant select on phase, phase_snapshot to bihuan_worker;
