-- True where a demo holds a sample of the pilot: its reports say so.
alter table shared.installation add column is_sample boolean not null default false;
