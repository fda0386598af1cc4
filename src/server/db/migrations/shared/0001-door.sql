-- What every district shares: who may come in. Everything else lives in a district's own schema.
-- Roles: the connecting login owns the schemas and works only through `set local role`.
--   bihuan_app      a person at work; row-level security on every table
--   bihuan_door     login, sessions and public links, before anybody is known
--   bihuan_worker   numbering, clocks, reactions
--   bihuan_auditor  reads the log
create schema if not exists shared;
revoke all on schema shared from public;
grant usage on schema shared to bihuan_app, bihuan_door, bihuan_worker, bihuan_auditor;

create table shared.installation (
  only_one boolean primary key default true check (only_one),
  demo boolean not null,
  -- Virtual minus real time in milliseconds; 0 unless demo.
  clock_offset_ms bigint not null default 0 check (demo or clock_offset_ms = 0),
  -- Secret: who knows it knows which hazards will be looked at again.
  sample_seed text not null,
  -- Tells this installation's key file from any other, and says nothing about the keys. Null until they are made.
  key_check text,
  created_at timestamptz not null
);

create table shared.district (
  code text collate "C" primary key check (code ~ '^[0-9]{6}$'),
  schema_name text not null unique check (schema_name ~ '^d[0-9]{6}$'),
  name text not null
);

create table shared.account (
  id uuid primary key,
  district text collate "C" not null references shared.district,
  login text collate "C" not null unique,
  display_name text not null,
  kind text not null check (kind in ('person', 'relay')),
  -- PHC string of argon2id; null: cannot log in.
  password_hash text,
  wrong_passwords integer not null default 0,
  locked_until timestamptz,
  last_attempt timestamptz,
  disabled_at timestamptz,
  -- Smallest area that holds all of the account's posts in force: who administers less than this does not manage it.
  home_path text collate "C" not null check (home_path ^@ ('/' || district || '/')),
  created_at timestamptz not null
);
create index account_district on shared.account (district, id);

-- Attempts on any login, also on those that nobody has, so that a lock does not tell which logins exist.
-- Kept for a day under a keyed digest of what was typed.
create table shared.login_attempt (
  login_index bytea primary key,
  wrong_passwords integer not null,
  locked_until timestamptz,
  last_attempt timestamptz not null
);
create index login_attempt_last on shared.login_attempt (last_attempt);

create table shared.session (
  -- SHA-256 of the cookie's value; the value itself is stored nowhere.
  token_hash bytea primary key,
  account_id uuid not null references shared.account,
  district text collate "C" not null,
  post_id uuid,
  created_at timestamptz not null,
  last_seen timestamptz not null,
  expires_at timestamptz not null
);
create index session_account on shared.session (account_id);

alter table shared.account enable row level security;
alter table shared.account force row level security;
alter table shared.login_attempt enable row level security;
alter table shared.login_attempt force row level security;
alter table shared.session enable row level security;
alter table shared.session force row level security;

create function shared.in_range(path text) returns boolean language sql stable parallel safe as $$
  select current_setting('bihuan.ranges', true) ^@ '{/'
     and path ^@ any (nullif(current_setting('bihuan.ranges', true), '')::text[])
$$;
-- True for the units above the actor's ranges and for the departments of those units.
create function shared.above_range(path text) returns boolean language sql stable parallel safe as $$
  select current_setting('bihuan.ranges', true) ^@ '{/'
     and exists (
       select from unnest(nullif(current_setting('bihuan.ranges', true), '')::text[]) range
       where range ^@ split_part(path, '@', 1) and path ^@ '/')
$$;
create function shared.in_line(department text) returns boolean language sql stable parallel safe as $$
  select current_setting('bihuan.line', true) = '*'
      or (department <> '' and current_setting('bihuan.line', true) = department)
$$;
create function shared.granted(subject uuid) returns boolean language sql stable parallel safe as $$
  select subject = any (nullif(current_setting('bihuan.grants', true), '')::uuid[])
$$;
create function shared.me() returns uuid language sql stable parallel safe as $$
  select nullif(current_setting('bihuan.actor', true), '')::uuid
$$;

create policy door on shared.account to bihuan_door using (true) with check (true);
create policy colleagues on shared.account for select to bihuan_app, bihuan_worker, bihuan_auditor
  using (district = nullif(current_setting('bihuan.district', true), ''));
-- An account of kind relay speaks for others: the routes open none, only setup does.
create policy administrator on shared.account for insert to bihuan_app
  with check (district = nullif(current_setting('bihuan.district', true), '') and kind = 'person'
    and current_setting('bihuan.role', true) = 'administrator' and shared.in_range(home_path));
create policy administrator_changes on shared.account for update to bihuan_app
  using (district = nullif(current_setting('bihuan.district', true), '')
    and current_setting('bihuan.role', true) = 'administrator' and shared.in_range(home_path));
create policy setup on shared.account for insert to bihuan_worker
  with check (district = nullif(current_setting('bihuan.district', true), ''));
create policy setup_changes on shared.account for update to bihuan_worker
  using (district = nullif(current_setting('bihuan.district', true), ''));
create policy door on shared.login_attempt to bihuan_door using (true) with check (true);
create policy door on shared.session to bihuan_door using (true) with check (true);
-- Whoever manages an account may end its sessions, in the transaction that disables it; never open or read one.
create policy administrator on shared.session to bihuan_app
  using (current_setting('bihuan.role', true) = 'administrator'
    and exists (select from shared.account where account.id = account_id and shared.in_range(account.home_path)));

grant select on shared.district to bihuan_app, bihuan_door, bihuan_worker, bihuan_auditor;
grant select on shared.installation to bihuan_door;
grant update (clock_offset_ms) on shared.installation to bihuan_door;
grant select, update on shared.account to bihuan_door;
grant select (id, district, login, display_name, kind, disabled_at, locked_until, home_path, created_at) on shared.account
  to bihuan_app, bihuan_worker, bihuan_auditor;
grant insert (id, district, login, display_name, kind, password_hash, home_path, created_at) on shared.account
  to bihuan_app, bihuan_worker;
grant update (display_name, password_hash, wrong_passwords, locked_until, disabled_at, home_path) on shared.account to bihuan_app;
grant update (home_path) on shared.account to bihuan_worker;
grant select (account_id), delete on shared.session to bihuan_app;
grant select, insert, update, delete on shared.session, shared.login_attempt to bihuan_door;
