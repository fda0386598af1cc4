import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import pg from 'pg'
import '#server/db/client.ts'
import type { Hazard } from '#domain/hazards.ts'
import { evolveHazard, type HazardEvent } from '#domain/hazards-evolve.ts'
import type { Act, Visit } from '#domain/inspections.ts'
import { evolveVisit, type VisitEvent } from '#domain/inspections-decide.ts'
import { superuserUrl } from './child.ts'

type Row = Record<string, unknown>
type EventRow = {
  seq: number | null
  subject: string
  type: string
  data: unknown
  occurred: string
  accountId: string
  commandId: string
}

/** Everything that a run left behind, by table and key, without what chance alone decided. */
export type Snapshot = {
  tables: Record<string, Map<string, unknown>>
  events: EventRow[]
  cursors: { name: string; seq: number; skipped: unknown[] }[]
  unnumbered: number
  hazards: Hazard[]
  visits: Visit[]
}

const system = '00000000-0000-7000-8000-000000000000'

/** What is compared, each row under a key that is the same in every run. */
const compared: Record<string, { sql: string; key: (row: Row) => string }> = {
  place: { sql: 'select * from d330109.place', key: (row) => String(row['id']) },
  contact: {
    sql: 'select place_id, name_masked, phone_masked, phone_index, scope_path from d330109.contact',
    key: (row) => String(row['place_id']),
  },
  hazard: { sql: 'select * from d330109.hazard', key: (row) => String(row['id']) },
  visit: {
    sql: `select to_jsonb(v) - 'acknowledgement' as visit, acknowledgement - 'commitment' as acknowledgement, id from d330109.safety_visit v`,
    key: (row) => String(row['id']),
  },
  signature: { sql: 'select visit_id, scope_path from d330109.signature', key: (row) => String(row['visit_id']) },
  clock: { sql: 'select * from d330109.clock', key: (row) => String(row['subject']) },
  command: {
    sql: `select account_id, id, answer from d330109.command where account_id <> '${system}'`,
    key: (row) => String(row['id']),
  },
  remark: {
    sql: 'select account_id, command_id, subject, scope_path, department from d330109.remark',
    key: (row) => `${row['command_id']} ${row['subject']}`,
  },
  file: {
    sql: 'select hash, subject, scope_path, department from d330109.file_link',
    key: (row) => `${row['hash']} ${row['subject']}`,
  },
  event: {
    sql: `select row_number() over (partition by subject order by received, id) as nth, subject, subject_kind, type,
      data - 'commitment' as data, occurred, late, account_id, post_id, via, unit_path, scope_path, department,
      nullif(account_id, '${system}') is not null as by_people, command_id
      from d330109.event where subject_kind <> 'notice'`,
    key: (row) => `${row['subject']} ${row['nth']}`,
  },
  // Whoever wrote it, and however often it was tried: each message once, about the same event, in the same state.
  notice: {
    sql: `select n.hazard_id, n.recipient, n.channel, n.template, n.inspection_id, n.state, n.scope_path, e.type,
        (select count(*)::int from d330109.event s where s.subject = n.id and s.type = 'notice.' || n.state) as told,
        row_number() over (partition by n.hazard_id, n.recipient, n.channel order by e.received, e.id) as nth
      from d330109.notice n join d330109.event e on e.id = n.event_id`,
    key: (row) => `${row['hazard_id']} ${row['recipient']} ${row['channel']} ${row['nth']}`,
  },
}

/** Reads it all when nothing is under way any more: everything numbered, every reaction at the end, every message sent. */
export async function takeSnapshot(folder: string): Promise<Snapshot> {
  const client = new pg.Client({ connectionString: await superuserUrl(folder) })
  await client.connect()
  try {
    await untilQuiet(client)
    const tables: Snapshot['tables'] = {}
    for (const [name, { sql, key }] of Object.entries(compared)) {
      const { rows } = await client.query<Row>(sql)
      tables[name] = new Map(rows.map((row) => [key(row), ofPeople(row)]))
      if (tables[name].size !== rows.length) throw new Error(`${name}: two rows have the same key`)
    }
    const events = await client.query(`select n.seq, e.* from d330109.event e
      left join d330109.event_number n on n.event_id = e.id order by e.received, e.id`)
    const cursors = await client.query('select name, seq, skipped from d330109.event_cursor')
    const unnumbered = await client.query('select from d330109.unnumbered')
    const hazards = await client.query('select * from d330109.hazard')
    const visits = await client.query(`select *, 'safetyVisit' as act from d330109.safety_visit`)
    return {
      tables,
      events: events.rows.map((row) => camel(row) as EventRow),
      cursors: cursors.rows,
      unnumbered: unnumbered.rowCount ?? 0,
      hazards: hazards.rows.map((row) => camel(row) as Hazard),
      visits: visits.rows.map((row) => camel(row) as Visit),
    }
  } finally {
    await client.end()
  }
}

async function untilQuiet(client: pg.Client): Promise<void> {
  for (const began = performance.now(); performance.now() - began < 60_000; await sleep(100)) {
    const { rows } = await client.query(`select
      (select count(*) from d330109.unnumbered) + (select count(*) from d330109.notice where state = 'queued')
      + (select coalesce(max(seq), 0) from d330109.event_number) - (select coalesce(min(seq), 0) from d330109.event_cursor) as left`)
    if (Number(rows[0].left) === 0) return
  }
  // Not quiet after so long: what is left over shows among the differences.
}

/** The clock mints its own ids, and they are never the same. */
function ofPeople(row: Row): Row {
  return row['by_people'] === false ? { ...row, command_id: null } : row
}

function camel(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  )
}

/** What must hold of a run by itself: one number for each event, every reader at the end, and the log folds to the rows. */
export function soundness(snapshot: Snapshot): string[] {
  const faults: string[] = []
  const { events, cursors, hazards, visits } = snapshot
  const numbers = events.map(({ seq }) => seq).sort((a, b) => Number(a) - Number(b))
  if (snapshot.unnumbered > 0) faults.push(`${snapshot.unnumbered} events are not numbered`)
  if (numbers.some((seq, n) => seq !== n + 1)) faults.push(`the numbers of ${events.length} events have a hole`)
  for (const { name, seq, skipped } of cursors) {
    if (seq !== events.length) faults.push(`${name} stands at ${seq} of ${events.length}`)
    if (skipped.length > 0) faults.push(`${name} skipped ${JSON.stringify(skipped)}`)
  }
  const bySubject = Map.groupBy(events, ({ subject }) => subject)
  for (const history of bySubject.values())
    if (history.some(({ seq }, n) => n > 0 && Number(seq) <= Number(history[n - 1]?.seq)))
      faults.push(`${history[0]?.subject} is numbered in another order than it happened`)
  for (const row of hazards) {
    const history = bySubject.get(row.id) ?? []
    const folded = history.reduce<Hazard | null>(
      (was, { type, data, occurred, accountId, commandId }) =>
        evolveHazard(was, { type, data } as HazardEvent, { hazardId: row.id, by: accountId, at: occurred, commandId }),
      null,
    )
    if (!isDeepStrictEqual(plain(folded), plain(row))) faults.push(`hazard ${row.id} is not what its events make it`)
  }
  for (const row of visits) {
    const folded = (bySubject.get(row.id) ?? []).reduce<Visit | null>((was, { type, data, occurred }) => {
      const [act, name] = type.split('.') as [Act, VisitEvent['name']]
      return evolveVisit(was, act, row.id, { name, data } as VisitEvent, occurred)
    }, null)
    if (!isDeepStrictEqual(plain(folded), plain(row))) faults.push(`visit ${row.id} is not what its events make it`)
  }
  return faults
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const isTime = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:/.test(value)
/** When time itself acted is a matter of when the clock was looked at: never more than this much apart, in ms. */
const tolerance = 60_000

/** Where the two differ, in words. */
export function differences(undisturbed: Snapshot, disturbed: Snapshot): string[] {
  return Object.keys(compared).flatMap((table) => {
    const [one, other] = [undisturbed.tables[table], disturbed.tables[table]] as [
      Map<string, unknown>,
      Map<string, unknown>,
    ]
    const keys = new Set([...one.keys(), ...other.keys()])
    return [...keys].flatMap((key) => {
      if (!other.has(key)) return [`${table} ${key} is lost`]
      if (!one.has(key)) return [`${table} ${key} is too much`]
      const path = differsAt(plain(one.get(key)), plain(other.get(key)))
      return path === null ? [] : [`${table} ${key} differs at ${path}`]
    })
  })
}

function differsAt(one: unknown, other: unknown, path = ''): string | null {
  if (isTime(one) && isTime(other) && Math.abs(Date.parse(one) - Date.parse(other)) <= tolerance) return null
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object')
    return one === other ? null : `${path}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`
  const keys = new Set([...Object.keys(one), ...Object.keys(other)])
  for (const key of keys) {
    const found = differsAt((one as Row)[key], (other as Row)[key], `${path}/${key}`)
    if (found !== null) return found
  }
  return null
}
