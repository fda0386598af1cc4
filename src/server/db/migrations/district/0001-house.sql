-- One district. Runs with the district's schema first in the search path.
-- A row's `scope_path` (access, current) and `origin_path` (statistics, immutable) are terminated paths of unit codes.

create table unit (
  id uuid primary key,
  code text collate "C" not null unique,
  kind text not null check (kind in ('district', 'town', 'village', 'grid', 'microGrid', 'department', 'taskForce')),
  name text not null,
  parent_id uuid references unit,
  path text collate "C" not null unique check (path ~ '^/'),
  line text,
  valid_from timestamptz not null,
  valid_to timestamptz,
  check ((kind = 'department') = (line is not null))
);
create index unit_parent on unit (parent_id);

create table post (
  id uuid primary key,
  account_id uuid not null,
  unit_id uuid not null references unit,
  role text not null,
  certificate_no text,
  path text collate "C" not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  check (role <> 'inspector' or certificate_no is not null)
);
create index post_account on post (account_id);
create index post_unit on post (unit_id, role);

-- One subject opened to one account beyond its reach, for a time.
create table access_grant (
  account_id uuid not null,
  subject uuid not null,
  reason text not null,
  until timestamptz not null,
  primary key (account_id, subject)
);

create table escalation_rung (
  rung integer primary key check (rung > 0),
  after_hours integer not null check (after_hours >= 0),
  role text not null
);

create table place (
  id uuid primary key,
  kind text not null,
  name text not null,
  uscc text collate "C",
  parent_id uuid references place,
  address text not null,
  position jsonb,
  status text not null check (status in ('active', 'closedDown', 'merged')),
  origin_path text collate "C" not null,
  scope_path text collate "C" not null,
  registered_at timestamptz not null,
  version integer not null
);
create unique index place_uscc on place (uscc) where uscc is not null and status = 'active';
create index place_scope on place (scope_path, id);
create index place_parent on place (parent_id) where parent_id is not null;

-- Responsible persons. Encrypted, masked beside it, erasable; nothing in the log points into it but the place.
create table contact (
  place_id uuid primary key references place,
  name_sealed bytea not null,
  phone_sealed bytea not null,
  phone_index bytea not null,
  name_masked text not null,
  phone_masked text not null,
  scope_path text collate "C" not null
);
create index contact_phone on contact (phone_index);

create table check_item (
  code text collate "C" not null,
  version integer not null,
  place_kind text not null,
  category text not null,
  text text not null,
  severity text not null check (severity in ('critical', 'serious', 'general')),
  mode text not null check (mode in ('immediate', 'concentrated', 'deadline')),
  days integer not null check (days between 0 and 365),
  legal_basis text not null,
  legal_confidence text not null,
  evidence text not null,
  evidence_kinds jsonb not null,
  line text not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  primary key (code, version)
);

-- Two acts, two tables: nothing turns one into the other.
create table safety_visit (
  id uuid primary key,
  version integer not null,
  status text not null check (status in ('open', 'acknowledged', 'finished')),
  place_id uuid not null references place,
  origin_path text collate "C" not null,
  scope_path text collate "C" not null,
  sheet jsonb not null,
  entries jsonb not null,
  by uuid[] not null check (cardinality(by) >= 1),
  started_at timestamptz not null,
  changed_at timestamptz not null,
  acknowledgement jsonb,
  finished_at timestamptz
);
create table administrative_inspection (
  id uuid primary key,
  version integer not null,
  status text not null check (status in ('open', 'acknowledged', 'finished')),
  place_id uuid not null references place,
  origin_path text collate "C" not null,
  scope_path text collate "C" not null,
  sheet jsonb not null,
  entries jsonb not null,
  by uuid[] not null check (cardinality(by) >= 2),
  started_at timestamptz not null,
  changed_at timestamptz not null,
  acknowledgement jsonb,
  finished_at timestamptz,
  certificate_posts uuid[] not null check (cardinality(certificate_posts) >= 2),
  approval_no text not null check (approval_no <> ''),
  notice_no text not null check (notice_no <> ''),
  department text not null
);
create index safety_visit_place on safety_visit (place_id, started_at desc);
create index administrative_inspection_place on administrative_inspection (place_id, started_at desc);

-- The drawn name: encrypted and erasable. The log holds a salted commitment only.
create table signature (
  visit_id uuid primary key,
  strokes_sealed bytea not null,
  image_sealed bytea not null,
  text_sealed bytea not null,
  salt bytea not null,
  scope_path text collate "C" not null
);

create table hazard (
  id uuid primary key,
  version integer not null,
  status text not null check (status in ('reported', 'verified', 'filed', 'dispatched', 'accepted', 'rectifying',
    'submitted', 'reinspected', 'transferred', 'suspended', 'closed', 'closedDown', 'void')),
  place_id uuid not null references place,
  item_code text collate "C" not null,
  item_version integer not null,
  severity text not null check (severity in ('critical', 'serious', 'general')),
  mode text not null check (mode in ('immediate', 'concentrated', 'deadline')),
  department text not null,
  origin_path text collate "C" not null,
  scope_path text collate "C" not null,
  act text not null check (act in ('safetyVisit', 'administrativeInspection', 'report')),
  found_in uuid,
  found_by uuid not null,
  found_at timestamptz not null,
  relapse_of uuid references hazard deferrable initially deferred,
  before jsonb not null,
  after jsonb not null,
  parties jsonb not null,
  waived jsonb not null,
  deadline timestamptz,
  original_deadline timestamptz,
  extensions integer not null,
  extension jsonb,
  objection jsonb,
  voiding jsonb,
  rectifier text,
  submitted_at timestamptz,
  reinspected_by uuid,
  reworks integer not null,
  approvals jsonb not null,
  closed_at timestamptz,
  closed_on_site boolean not null,
  sample text check (sample in ('due', 'passed', 'failed')),
  overdue_since timestamptz,
  changed_at timestamptz not null,
  closing_down jsonb,
  status_since timestamptz not null,
  stalled_since timestamptz,
  rung integer not null,
  rung_at timestamptz,
  supervision jsonb,
  referred_to text,
  inspection_id uuid references administrative_inspection deferrable initially deferred,
  foreign key (item_code, item_version) references check_item (code, version),
  check (status not in ('transferred', 'suspended', 'closedDown') or inspection_id is not null),
  check ((status in ('closed', 'closedDown', 'void')) = (closed_at is not null))
);
create index hazard_scope on hazard (scope_path, id);
create index hazard_open on hazard (scope_path, overdue_since) where closed_at is null;
create index hazard_newest on hazard (found_at desc, id desc);
create index hazard_place on hazard (place_id, item_code, found_at desc);
create index hazard_found_in on hazard (found_in) where found_in is not null;
create index hazard_department on hazard (department, scope_path, id);
-- At most one open hazard of an item at a place, whoever writes at the same moment.
create unique index hazard_open_twin on hazard (place_id, item_code) where closed_at is null;

create table command (
  account_id uuid not null,
  id uuid not null,
  -- Keyed digest of the content: tells "the same again" from "altered" and reveals nothing.
  digest bytea not null,
  answer jsonb not null,
  received timestamptz not null,
  primary key (account_id, id)
);

create table event (
  id uuid primary key,
  command_id uuid not null,
  subject_kind text not null,
  subject uuid not null,
  type text not null,
  data jsonb not null,
  occurred timestamptz not null,
  received timestamptz not null,
  -- Sent later than the window allows for: kept, and marked for review.
  late boolean not null,
  account_id uuid not null,
  post_id uuid,
  via uuid,
  unit_path text collate "C" not null,
  scope_path text collate "C" not null,
  department text not null
);
create index event_subject on event (subject, received, id);

-- Events committed and not yet numbered. Writers only add; the numberer takes.
create table unnumbered (event_id uuid primary key);
create table event_number (
  seq bigint primary key,
  event_id uuid not null unique references event
);
create table event_cursor (
  name text primary key,
  seq bigint not null,
  -- Events that this reader could not take and left behind: number, id, when, and a word for the error.
  skipped jsonb not null default '[]'
);

-- Words that people wrote. Apart from the log, so that they can be erased.
create table remark (
  account_id uuid not null,
  command_id uuid not null,
  subject uuid not null,
  words_sealed bytea not null,
  scope_path text collate "C" not null,
  department text not null,
  -- Two people may mint the same id: each has words of their own.
  primary key (account_id, command_id, subject)
);

create table clock (
  subject uuid not null,
  kind text not null,
  due_at timestamptz not null,
  scope_path text collate "C" not null,
  primary key (subject)
);
create index clock_due on clock (due_at);

create table file (
  hash text collate "C" primary key check (hash ~ '^[0-9a-f]{64}$'),
  kind text not null check (kind in ('photo', 'video', 'document')),
  media_type text not null,
  size integer not null check (size > 0),
  stored_at timestamptz not null,
  stored_by uuid not null
);
create table file_link (
  hash text collate "C" not null references file,
  subject uuid not null,
  scope_path text collate "C" not null,
  department text not null,
  primary key (hash, subject)
);
create index file_link_subject on file_link (subject);

create table link (
  id uuid primary key,
  token_hash bytea not null unique,
  hazard_id uuid not null references hazard,
  place_id uuid not null references place,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  wrong_codes integer not null default 0,
  locked_until timestamptz
);
create index link_hazard on link (hazard_id);
-- One live link per hazard: a new one is made only after the old one was ended.
create unique index link_live on link (hazard_id) where revoked_at is null;
create table link_open (
  link_id uuid not null references link,
  at timestamptz not null,
  what text not null
);
create index link_open_link on link_open (link_id, at);

create table notice (
  id uuid primary key,
  hazard_id uuid not null references hazard,
  event_id uuid not null references event,
  recipient text not null,
  channel text not null check (channel in ('sms', 'desk')),
  template text not null check (template in ('advice', 'order', 'overdue', 'stalled', 'closed', 'extension', 'reply')),
  -- An order names the administrative inspection that carries it. A visit has none to name.
  inspection_id uuid references administrative_inspection,
  state text not null check (state in ('queued', 'sent', 'delivered', 'failed', 'dead')),
  body_sealed bytea not null,
  link_id uuid references link,
  attempts integer not null default 0,
  provider text,
  provider_ref text,
  last_error text,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  scope_path text collate "C" not null,
  department text not null,
  check (template <> 'order' or inspection_id is not null),
  unique (hazard_id, event_id, recipient, channel)
);
create index notice_hazard on notice (hazard_id, created_at);
create index notice_newest on notice (created_at desc, id desc);
create index notice_link on notice (link_id, created_at desc) where link_id is not null;
create unique index notice_provider_ref on notice (provider, provider_ref) where provider_ref is not null;

-- Who unmasked whose contact, when and why.
create table reveal (
  id uuid primary key,
  place_id uuid not null references place,
  account_id uuid not null,
  post_id uuid,
  reason_sealed bytea not null,
  at timestamptz not null,
  scope_path text collate "C" not null
);
