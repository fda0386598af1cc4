import type pg from 'pg'
import { departmentLines } from '#domain/departments.ts'
import type { Database, District } from '#server/db/transaction.ts'
import { type FoundUnit, foundDistrict } from '#server/people/found.ts'

export type Size = { places: number; hazardsPerPlace: number }

/**
 * Fills a district by statements on the server itself, seeded by number, so that ten million hazards take minutes. The
 * rows are as the product leaves them in all that a read looks at; of a life the log holds its first and its last event.
 */
export async function fill(
  raw: pg.Pool,
  database: Database,
  district: District,
  size: Size,
  say: (line: string) => void,
): Promise<void> {
  await foundDistrict(database, district, moreTowns(), '2022-01-01T00:00:00.000Z')
  const client = await raw.connect()
  try {
    await client.query(
      "set session_replication_role = replica; set maintenance_work_mem = '512MB'; set synchronous_commit = off",
    )
    await client.query(helpers)
    const indexes = await dropIndexes(client)
    for (const [what, statement] of statements(size)) {
      const from = Date.now()
      const { rowCount } = await client.query(statement)
      say(`${what}: ${rowCount} rows in ${((Date.now() - from) / 1000).toFixed(1)} s`)
    }
    for (const index of indexes) {
      const from = Date.now()
      await client.query(index)
      say(`${((Date.now() - from) / 1000).toFixed(1)} s  ${index.slice(0, 110)}`)
    }
  } finally {
    client.release(true)
  }
}

/** Statistics and the visibility map, as an installation that has run for a day has them. */
export async function settleDown(raw: pg.Pool): Promise<void> {
  await raw.query('vacuum analyze')
}

/** Nineteen towns of twenty villages beside those that the demo has. */
function moreTowns(): FoundUnit[] {
  const code = (n: number) => String(n).padStart(3, '0')
  return Array.from({ length: 19 }, (_, n) => `/330109/${code(201 + n)}/`).flatMap((town) => [
    unit('town', town, '/330109/'),
    ...departmentLines.map(({ code: line }) => ({ ...unit('department', `${town}@${line}/`, town), line })),
    ...times(20).flatMap((v) => {
      const village = `${town}${code(v)}/`
      const grids = times(4).flatMap((g) => {
        const grid = `${village}${code(g)}/`
        return [
          unit('grid', grid, village),
          ...times(10).map((m) => unit('microGrid', `${grid}${String(m).padStart(2, '0')}/`, grid)),
        ]
      })
      return [unit('village', village, town), ...grids]
    }),
  ])
}

const times = (n: number) => Array.from({ length: n }, (_, at) => at + 1)
const unit = (kind: FoundUnit['kind'], path: string, parentPath: string): FoundUnit => ({
  kind,
  path,
  parentPath,
  code: path.replaceAll('/', ''),
  name: `${kind} ${path}`,
  line: null,
})

/** Everything but what makes a row unique: put back in one go when the rows are there. */
async function dropIndexes(client: pg.PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
      join pg_class c on c.oid = i.indrelid where c.relnamespace = 'd330109'::regnamespace
      and c.relname in ('hazard', 'event', 'event_number', 'place', 'notice', 'safety_visit', 'clock', 'contact', 'place_words')
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid) order by 1`,
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows.map(({ definition }) => definition)
}

const helpers = `
create function pg_temp.uuid_of(kind int, i bigint) returns uuid language sql immutable as $$
  select (lpad(to_hex(1577836800000 + i * 7), 12, '0') || '7' || lpad(to_hex(kind), 3, '0') || '8000' || lpad(to_hex(i), 12, '0'))::uuid
$$;
create temp table spot as
  select row_number() over (order by md5(path)) - 1 as i, path, name from unit where kind = 'microGrid';
create unique index on spot (i);
create temp table kind_of as select kind, row_number() over () - 1 as i from unnest(array[
  'enterprise', 'shop', 'shop', 'shop', 'rental', 'rental', 'room', 'room', 'room', 'room', 'enterprise', 'shop', 'microPark', 'site',
  'school', 'hospital', 'religious', 'lpg', 'logistics', 'residential']) kind;
create temp table item as
  select place_kind, row_number() over (partition by place_kind order by code) - 1 as i, count(*) over (partition by place_kind) as of,
    code, line, severity, mode from check_item where version = 1;
create unique index on item (place_kind, i);
create temp table kinds as select distinct place_kind, of from item;
create temp table person as select array_agg(account_id order by account_id) as ids from post where role = 'gridWorker';
create temp table word as select array['萧然', '钱江', '航坞', '永丰', '恒盛', '大成', '安泰', '宏业', '顺达', '新华', '金龙', '华美', '益民', '兴隆', '天元', '东升', '群益', '明珠', '振兴', '九州'] as first,
  array['纺织', '五金', '化纤', '电子', '机械', '服饰', '木业', '食品', '塑料', '印染', '家具', '汽修', '餐饮', '百货', '超市', '旅馆', '网吧', '药店', '物流', '包装'] as trade,
  array['有限公司', '厂', '店', '经营部', '加工厂', '商行'] as form;
`

/** Nine in ten hazards are closed, the newest are open, a hundredth is void; time goes over three years. */
const statements = ({ places, hazardsPerPlace }: Size): [string, string][] => [
  [
    'places',
    `insert into place (id, kind, name, uscc, parent_id, address, position, status, origin_path, scope_path, registered_at, version)
      select pg_temp.uuid_of(1, p.i), k.kind,
        first[1 + h % 20] || trade[1 + h / 20 % 20] || form[1 + h / 400 % 6] || '（' || p.i || '号）',
        case when k.kind in ('enterprise', 'shop') then '91330109' || upper(lpad(to_hex(p.i), 10, '0')) end, null,
        '浙江省杭州市萧山区' || first[1 + h / 7 % 20] || '路' || 1 + h % 997 || '号', null, 'active', s.path, s.path,
        '2022-06-15T00:00:00Z'::timestamptz + p.i * interval '1 day' / ${places} * 100, 1
      from (select i, abs(hashint8(i)) as h from generate_series(0::bigint, ${places - 1}) i) p
      join spot s on s.i = h % (select count(*) from spot) join kind_of k on k.i = h / 31 % 20 cross join word`,
  ],
  [
    'contacts',
    `insert into contact select id, '\\x00', '\\x00', substr(decode(md5(id::text), 'hex'), 1, 8), '钱**', '194****0001', scope_path from place`,
  ],
  [
    'hazards',
    `insert into hazard select pg_temp.uuid_of(2, hazards.i), 6, status, pg_temp.uuid_of(1, place), item.code, 1, item.severity, item.mode, item.line, s.path, s.path,
        'report', null, person.ids[1 + h % cardinality(person.ids)], found_at, relapse_of, '[]', '[]',
        '{"department": null, "town": null, "village": null, "gridWorker": null}', '[]',
        found_at + interval '15 days', found_at + interval '15 days', 0, null, null, null, null, null, null, 0, '[]',
        case when is_open then null else found_at + interval '9 days' end, false,
        case when not is_open and status = 'closed' and h % 100 = 7 then 'due' end,
        case when is_open and h % 5 = 0 then found_at + interval '15 days' end, found_at + interval '9 days', null, found_at,
        case when is_open and h % 11 = 0 then found_at + interval '3 days' end, 0, null, null, null, case when status = 'closedDown' then pg_temp.uuid_of(1, place) end
      from (
        select *, case when is_open then (array['reported', 'verified', 'filed', 'dispatched', 'accepted', 'rectifying', 'submitted', 'reinspected'])[1 + h / 13 % 8]
            when h % 100 = 1 then 'void' when h % 200 = 2 then 'closedDown' else 'closed' end as status
        from (
          select i, h, (i * 7919 + i / ${places}) % ${places} as place,
            (i::float8 / ${places * hazardsPerPlace} > 0.8 and h % 5 < 2) as is_open,
            '2022-06-15T00:00:00Z'::timestamptz + i * (interval '1000 days' / ${places * hazardsPerPlace}) as found_at,
            case when i / ${places} = 9 and h % 3 = 0 then pg_temp.uuid_of(2, i - 7 * ${places}) end as relapse_of
          from (select i, abs(hashint8(i + 77)) as h from generate_series(0::bigint, ${places * hazardsPerPlace - 1}) i) n) drawn) hazards
      join spot s on s.i = abs(hashint8(place)) % (select count(*) from spot)
      join kind_of k on k.i = abs(hashint8(place)) / 31 % 20 join kinds on kinds.place_kind = case k.kind when 'room' then 'rental' else k.kind end
      join item on item.place_kind = kinds.place_kind and item.i = (abs(hashint8(place + 5)) + hazards.i / ${places}) % kinds.of
      cross join person`,
  ],
  [
    'events',
    `insert into event select pg_temp.uuid_of(5, i * 2 + n), pg_temp.uuid_of(6, i * 2 + n), 'hazard', h.id,
        case n when 0 then 'hazard.reported' else case when h.status = 'closed' then 'hazard.closed' else 'hazard.filed' end end,
        case when h.sample = 'due' and n = 1 then '{"onSite": true, "sampled": true}' else '{}' end::jsonb,
        h.found_at, h.found_at, false, h.found_by, null, null, h.scope_path, h.scope_path, h.department
      from (select *, row_number() over () - 1 as i from hazard) h cross join generate_series(0, 1) n`,
  ],
  [
    'numbers',
    `insert into event_number (seq, event_id, salts, leaf) select row_number() over (), id, '\\x00', '\\x00' from event`,
  ],
  [
    'clocks',
    `insert into clock select id, 'deadline', now() + interval '30 days' + (found_at - '2022-06-15'), scope_path from hazard where closed_at is null`,
  ],
  [
    'due clocks',
    `update clock set due_at = now() - interval '1 minute' where subject in (select subject from clock order by due_at limit 100)`,
  ],
  [
    'visits',
    `insert into safety_visit (id, version, status, place_id, origin_path, scope_path, sheet, entries, by, started_at, changed_at, acknowledgement, finished_at) select pg_temp.uuid_of(3, i), 3, 'finished', p.id, p.scope_path, p.scope_path, '[]', '[]', array[person.ids[1 + i % cardinality(person.ids)]],
        p.registered_at + interval '30 days', p.registered_at + interval '30 days', null, p.registered_at + interval '30 days'
      from (select *, row_number() over () - 1 as i from place) p cross join person where i % 10 > 0`,
  ],
  [
    'notices',
    `insert into notice (id, hazard_id, event_id, recipient, channel, template, state, body_sealed, attempts, created_at, changed_at, scope_path, department)
      select pg_temp.uuid_of(4, i), h.id, pg_temp.uuid_of(5, i * 2), 'party', 'sms', 'advice',
        case when i % 500 = 0 then 'dead' when i % 100 = 0 then 'sent' else 'delivered' end, '\\x00', 1, h.found_at, h.found_at, h.scope_path, h.department
      from (select *, row_number() over () - 1 as i from hazard) h where i % 2 = 0`,
  ],
]
