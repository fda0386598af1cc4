-- The way from a reaction to the job runner, within the reaction's own transaction. A job carries ids only.
-- Runs as the owner of the job runner's tables; the worker role gets nothing of them but this.
create function shared.queue_notices(district text, notices uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform graphile_worker.add_jobs(array(
    select row('send-notice', json_build_object('district', district, 'notice', notice), null, null, 5::smallint, notice::text, null, null)::graphile_worker.job_spec
    from unnest(notices) notice));
end
$$;
revoke all on function shared.queue_notices(text, uuid[]) from public;
grant execute on function shared.queue_notices(text, uuid[]) to bihuan_worker;
