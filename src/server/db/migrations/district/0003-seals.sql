-- Proof: the numbered events of each batch under one signed root, each root chained to the one before.
-- A seal is never changed: nobody at work holds UPDATE or DELETE on it, nor on the numbers.

create table seal (
  no bigint primary key check (no > 0),
  first_seq bigint not null unique,
  last_seq bigint not null unique,
  root bytea not null,
  -- Hash of the header of the seal before; of the first, zeros.
  previous bytea not null,
  at timestamptz not null,
  key_id text collate "C" not null,
  algorithm text collate "C" not null,
  -- Of the tree, and of the header into the next seal.
  hash text collate "C" not null,
  signature bytea not null,
  check (first_seq > 0 and last_seq >= first_seq)
);
create index seal_at on seal (at, no);
alter table seal enable row level security; alter table seal force row level security;
create policy worker on seal to bihuan_worker using (true) with check (true);
create policy audit on seal for select to bihuan_auditor using (true);
grant select, insert on seal to bihuan_worker;
grant select on seal to bihuan_auditor;

-- Events that were numbered before there were seals wait once more and are numbered with the others: what has no leaf
-- could never be proven, and a number that exists is a promise of a proof. The owner of a table under forced row-level
-- security sees none of its rows, so that is lifted for these two statements.
alter table event_number no force row level security; alter table unnumbered no force row level security;
insert into unnumbered (event_id) select event_id from event_number;
delete from event_number;
-- 32 random bytes, 16 for the leaf and 16 for the details within it; and the leaf as it was sealed.
alter table event_number add column salts bytea not null, add column leaf bytea not null;
alter table event_number force row level security; alter table unnumbered force row level security;
