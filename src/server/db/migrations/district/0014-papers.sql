-- What a town has made of a form of paper. A version is never changed: the next one follows it.
create table paper_template (
  id uuid primary key,
  form text collate "C" not null check (form <> ''),
  -- Counted from 1 within an area; 0 is the one that the product ships.
  version integer not null check (version > 0),
  docx bytea not null check (octet_length(docx) between 1 and 2097152),
  valid_from timestamptz not null,
  uploaded_by uuid not null,
  -- The area whose papers are made from it.
  scope_path text collate "C" not null,
  unique (form, scope_path, version)
);

alter table paper_template enable row level security; alter table paper_template force row level security;
-- A blank form says nothing about anybody, and whoever visits a place below the area needs it.
create policy everybody on paper_template for select to bihuan_app using (true);
create policy administrator on paper_template for insert to bihuan_app
  with check (shared.in_range(scope_path) and shared.in_line('')
    and uploaded_by = shared.me() and current_setting('bihuan.role', true) = 'administrator');

grant select, insert on paper_template to bihuan_app;
grant select on paper_template to bihuan_worker;
