-- Scope in the database. Every table is under row-level security, also for its owner; no setting, no rows.

alter table unit enable row level security; alter table unit force row level security;
alter table post enable row level security; alter table post force row level security;
alter table access_grant enable row level security; alter table access_grant force row level security;
alter table escalation_rung enable row level security; alter table escalation_rung force row level security;
alter table place enable row level security; alter table place force row level security;
alter table contact enable row level security; alter table contact force row level security;
alter table check_item enable row level security; alter table check_item force row level security;
alter table safety_visit enable row level security; alter table safety_visit force row level security;
alter table administrative_inspection enable row level security; alter table administrative_inspection force row level security;
alter table signature enable row level security; alter table signature force row level security;
alter table hazard enable row level security; alter table hazard force row level security;
alter table command enable row level security; alter table command force row level security;
alter table event enable row level security; alter table event force row level security;
alter table unnumbered enable row level security; alter table unnumbered force row level security;
alter table event_number enable row level security; alter table event_number force row level security;
alter table event_cursor enable row level security; alter table event_cursor force row level security;
alter table remark enable row level security; alter table remark force row level security;
alter table clock enable row level security; alter table clock force row level security;
alter table file enable row level security; alter table file force row level security;
alter table file_link enable row level security; alter table file_link force row level security;
alter table link enable row level security; alter table link force row level security;
alter table link_open enable row level security; alter table link_open force row level security;
alter table notice enable row level security; alter table notice force row level security;
alter table reveal enable row level security; alter table reveal force row level security;

-- The worker numbers, sweeps and reacts: it sees the district.
create policy worker on unit to bihuan_worker using (true) with check (true);
create policy worker on post to bihuan_worker using (true) with check (true);
create policy worker on access_grant to bihuan_worker using (true) with check (true);
create policy worker on escalation_rung to bihuan_worker using (true) with check (true);
create policy worker on place to bihuan_worker using (true) with check (true);
create policy worker on contact to bihuan_worker using (true) with check (true);
create policy worker on check_item to bihuan_worker using (true) with check (true);
create policy worker on safety_visit to bihuan_worker using (true) with check (true);
create policy worker on administrative_inspection to bihuan_worker using (true) with check (true);
create policy worker on hazard to bihuan_worker using (true) with check (true);
create policy worker on command to bihuan_worker using (true) with check (true);
create policy worker on event to bihuan_worker using (true) with check (true);
create policy worker on unnumbered to bihuan_worker using (true) with check (true);
create policy worker on event_number to bihuan_worker using (true) with check (true);
create policy worker on event_cursor to bihuan_worker using (true) with check (true);
create policy worker on remark to bihuan_worker using (true) with check (true);
create policy worker on clock to bihuan_worker using (true) with check (true);
create policy worker on file to bihuan_worker using (true) with check (true);
create policy worker on file_link to bihuan_worker using (true) with check (true);
create policy worker on link to bihuan_worker using (true) with check (true);
create policy worker on notice to bihuan_worker using (true) with check (true);

-- A person sees the subtree of the post; a department officer the own line of it, and what that officer found.
create policy reach on unit for select to bihuan_app using (shared.in_range(path) or shared.above_range(path));
create policy administrator on unit to bihuan_app
  using (shared.in_range(path) and current_setting('bihuan.role', true) = 'administrator')
  with check (shared.in_range(path) and current_setting('bihuan.role', true) = 'administrator');
create policy reach on post for select to bihuan_app
  using (shared.in_range(path) or shared.above_range(path) or account_id = shared.me());
create policy administrator on post to bihuan_app
  using (shared.in_range(path) and current_setting('bihuan.role', true) = 'administrator')
  with check (shared.in_range(path) and current_setting('bihuan.role', true) = 'administrator'
    and exists (select from shared.account where account.id = account_id and shared.in_range(account.home_path)));
create policy own on access_grant for select to bihuan_app using (account_id = shared.me());
create policy everybody on escalation_rung for select to bihuan_app using (true);
create policy everybody on check_item for select to bihuan_app using (true);
create policy administrator on check_item for insert to bihuan_app
  with check (current_setting('bihuan.role', true) = 'administrator');
create policy reach on place to bihuan_app
  using (shared.in_range(scope_path) or shared.granted(id)) with check (shared.in_range(scope_path));
create policy reach on contact to bihuan_app
  using (shared.in_range(scope_path)) with check (shared.in_range(scope_path));

create policy reach on hazard to bihuan_app
  using ((shared.in_range(scope_path) and (shared.in_line(department) or found_by = shared.me())) or shared.granted(id))
  with check (shared.in_range(scope_path) or shared.granted(id));
create policy reach on safety_visit to bihuan_app
  using (shared.in_range(scope_path) and (current_setting('bihuan.line', true) = '*' or shared.me() = any (by)
    or exists (select from hazard where hazard.found_in = safety_visit.id)))
  with check (shared.in_range(scope_path));
create policy reach on administrative_inspection to bihuan_app
  using (shared.in_range(scope_path) and (shared.in_line(department) or shared.me() = any (by)
    or exists (select from hazard where hazard.found_in = administrative_inspection.id)))
  with check (shared.in_range(scope_path));
create policy reach on signature to bihuan_app
  using (shared.in_range(scope_path) and (exists (select from safety_visit where safety_visit.id = visit_id)
    or exists (select from administrative_inspection where administrative_inspection.id = visit_id)))
  with check (shared.in_range(scope_path));

create policy own on command to bihuan_app using (account_id = shared.me()) with check (account_id = shared.me());
create policy read on event for select to bihuan_app
  using ((shared.in_range(scope_path) and shared.in_line(department)) or shared.granted(subject)
    or (shared.in_range(scope_path) and exists (select from hazard where hazard.id = event.subject)));
create policy append on event for insert to bihuan_app
  with check (shared.in_range(scope_path) or shared.granted(subject));
create policy audit on event for select to bihuan_auditor
  using (shared.in_range(scope_path));
create policy append on unnumbered for insert to bihuan_app with check (true);
create policy everybody on event_number for select to bihuan_app using (exists (select from event where event.id = event_id));
create policy read on remark for select to bihuan_app
  using ((shared.in_range(scope_path) and shared.in_line(department)) or shared.granted(subject)
    or (shared.in_range(scope_path) and exists (select from hazard where hazard.id = remark.subject)));
create policy append on remark for insert to bihuan_app
  with check (shared.in_range(scope_path) or shared.granted(subject));
create policy reach on clock to bihuan_app
  using (shared.in_range(scope_path) or shared.granted(subject))
  with check (shared.in_range(scope_path) or shared.granted(subject));

create policy read on file_link for select to bihuan_app
  using ((shared.in_range(scope_path) and shared.in_line(department)) or shared.granted(subject)
    or (shared.in_range(scope_path) and exists (select from hazard where hazard.id = file_link.subject)));
create policy append on file_link for insert to bihuan_app
  with check (shared.in_range(scope_path) or shared.granted(subject));
-- Whoever can name 256 bits holds the file; its bytes are served along a visible link only.
create policy everybody on file for select to bihuan_app using (true);
create policy append on file for insert to bihuan_app with check (stored_by = shared.me());

create policy read on notice for select to bihuan_app
  using ((shared.in_range(scope_path) and shared.in_line(department))
    or (shared.in_range(scope_path) and exists (select from hazard where hazard.id = notice.hazard_id)));
create policy retry on notice for update to bihuan_app
  using (shared.in_range(scope_path) and shared.in_line(department));
create policy read on link for select to bihuan_app
  using (exists (select from hazard where hazard.id = link.hazard_id));
create policy revoke on link for update to bihuan_app
  using (exists (select from hazard where hazard.id = link.hazard_id));
create policy door on link to bihuan_door using (true) with check (true);
create policy door on link_open for insert to bihuan_door with check (true);
create policy read on link_open for select to bihuan_app
  using (exists (select from link where link.id = link_open.link_id));
create policy append on reveal for insert to bihuan_app
  with check (shared.in_range(scope_path) and account_id = shared.me());
create policy audit on reveal for select to bihuan_auditor using (shared.in_range(scope_path));
create policy door on post for select to bihuan_door using (true);
create policy door on unit for select to bihuan_door using (true);
create policy door on access_grant for select to bihuan_door using (true);
create policy auditor on unit for select to bihuan_auditor using (shared.in_range(path));

-- Privileges: the log is append-only because nobody at work holds UPDATE or DELETE on it.
grant select on unit, post, access_grant, escalation_rung, check_item, place, contact, safety_visit, administrative_inspection,
  signature, hazard, command, event, event_number, remark, clock, file, file_link, link, link_open, notice to bihuan_app;
grant insert on unit, post, place, contact, safety_visit, administrative_inspection, signature, hazard, command, event,
  unnumbered, remark, clock, file, file_link, reveal, check_item to bihuan_app;
grant update on unit, post, place, contact, safety_visit, administrative_inspection, hazard, clock to bihuan_app;
grant update (state, attempts, changed_at) on notice to bihuan_app;
grant update (revoked_at) on link to bihuan_app;
-- A contact is personal data: who may change it may erase it.
grant delete on clock, contact to bihuan_app;

grant select on unit, post, escalation_rung, check_item, place, contact, safety_visit, administrative_inspection, hazard, command,
  event, unnumbered, event_number, event_cursor, remark, clock, file, file_link, link, notice, access_grant to bihuan_worker;
grant insert on event, unnumbered, event_number, event_cursor, hazard, command, clock, link, notice, remark, file_link,
  unit, post, check_item, escalation_rung to bihuan_worker;
grant update on hazard, clock, event_cursor, link, notice to bihuan_worker;
-- What an item says is never changed: it gets a next version, and the one before an end.
grant update (valid_to) on check_item to bihuan_worker;
grant delete on unnumbered, clock to bihuan_worker;

grant select on post, unit, access_grant, link to bihuan_door;
grant update (wrong_codes, locked_until) on link to bihuan_door;
grant insert on link_open to bihuan_door;
grant select on event, unit, reveal to bihuan_auditor;
