-- Evidence may be named before its bytes arrive: a record may reach the office ahead of its photos.
alter table file_link drop constraint file_link_hash_fkey;

-- What was named without being there. It is awaited as long as no file of that hash and kind is held.
create table file_awaited (
  hash text collate "C" not null check (hash ~ '^[0-9a-f]{64}$'),
  kind text not null check (kind in ('photo', 'video', 'document')),
  subject uuid not null,
  account_id uuid not null,
  since timestamptz not null,
  scope_path text collate "C" not null,
  department text not null,
  primary key (subject, hash)
);

alter table file_awaited enable row level security; alter table file_awaited force row level security;
create policy worker on file_awaited to bihuan_worker using (true) with check (true);
create policy read on file_awaited for select to bihuan_app
  using ((shared.in_range(scope_path) and shared.in_line(department)) or shared.granted(subject)
    or (shared.in_range(scope_path) and exists (select from hazard where hazard.id = file_awaited.subject)));
create policy append on file_awaited for insert to bihuan_app
  with check ((shared.in_range(scope_path) or shared.granted(subject)) and account_id is not null);

grant select, insert on file_awaited to bihuan_app, bihuan_worker;
