-- Numbers begin at 1, as seals do: what stands below is in no seal and comes before every reader. Not asked of the rows that are
-- there: a log into which one was put by hand must go on, and `verify` names it.
alter table event_number add constraint event_number_seq_check check (seq > 0) not valid;
