-- What changes seldom and is asked for by every command is kept in the process: org tree and catalogue. Whoever changes
-- them counts here in the same transaction, and every batch reads the counts: what is kept is never older than they say.
create table revision (
  what text primary key check (what in ('org', 'standards')),
  n bigint not null
);
insert into revision values ('org', 1), ('standards', 1);
alter table revision enable row level security; alter table revision force row level security;
create policy worker on revision to bihuan_worker using (true) with check (true);
create policy everybody on revision to bihuan_app using (true) with check (true);
grant select, update on revision to bihuan_app, bihuan_worker;
