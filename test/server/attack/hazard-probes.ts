import type { Attacker, Probes } from './attacker.ts'
import { idsOf, wholeList } from './attacker.ts'
import { others, type Row } from './oracle.ts'

const readers = [
  'gridWorker',
  'inspector',
  'villageCadre',
  'townDesk',
  'departmentOfficer',
  'supervisor',
  'leader',
  'auditor',
]
const mayRead = (on: Attacker) => readers.includes(on.member.role)
const managers = ['villageCadre', 'townDesk', 'departmentOfficer', 'supervisor', 'leader', 'administrator', 'auditor']
const leading = ['townDesk', 'supervisor', 'leader']
const mayProve = (on: Attacker, kind: string) => {
  if (on.member.role === 'auditor') return true
  if (kind === 'phase') return leading.includes(on.member.role)
  return ['account', 'unit'].includes(kind) ? managers.includes(on.member.role) : mayRead(on)
}
const rowsOf = (on: Attacker, table: string) => on.seen[table] as Row[]
const foreign = (on: Attacker, table: string) => others(table, on.seen, on.all)
/** Own rows are alike: so many are looked at one by one, and all of them in the lists. Foreign ones are all tried. */
const enough = 4
const unique = (rows: readonly Row[], column: string) => [...new Set(rows.map((row) => row[column] as string))]
const cursorOf = (keys: string[]) => Buffer.from(JSON.stringify(keys)).toString('base64url')

export const hazardProbes: Probes = {
  'GET /api/hazards': async (on) => {
    const own = mayRead(on) ? rowsOf(on, 'hazard') : []
    const listed = await wholeList(on, '/api/hazards', 3)
    on.same(listed === null, !mayRead(on), 'may read the list')
    on.sameIds(idsOf((listed ?? []) as { id: string }[]), idsOf(own as { id: string }[]), 'the list of hazards')
    if (listed === null) return
    await countsOf(on, '', own)
    await countsOf(on, `?unit=/${on.reach.district}/`, own)
    for (const { id } of foreign(on, 'place').slice(0, enough)) await countsOf(on, `?place=${id}`, [])
    for (const path of unique(foreign(on, 'place'), 'scope_path')) {
      await countsOf(
        on,
        `?unit=${path}`,
        own.filter((row) => row['scope_path'].startsWith(path)),
      )
    }
    const hazards = foreign(on, 'hazard')
    for (const by of unique(hazards, 'found_by').slice(0, enough)) {
      await countsOf(
        on,
        `?foundBy=${by}`,
        own.filter((row) => row['found_by'] === by),
      )
    }
    for (const line of unique(hazards, 'department')) {
      await countsOf(
        on,
        `?department=${line}`,
        own.filter((row) => row['department'] === line),
      )
    }
    for (const row of hazards.slice(0, 3))
      await on.reads(`/api/hazards?cursor=${cursorOf([row['found_at'], row['id']])}`)
  },

  'GET /api/hazards.csv': async (on) => {
    const answer = await on.reads('/api/hazards.csv')
    const ids = answer.body
      .split('\r\n')
      .map((line) => line.split(',')[0] ?? '')
      .filter((cell) => /^[0-9a-f-]{36}$/.test(cell))
    const own = mayRead(on) ? rowsOf(on, 'hazard') : []
    on.sameIds(ids, idsOf(own as { id: string }[]), 'the ledger')
    for (const path of unique(foreign(on, 'place'), 'scope_path')) await on.reads(`/api/hazards.csv?unit=${path}`)
  },

  'GET /api/hazards/:id': async (on) => {
    for (const { id } of foreign(on, 'hazard')) await on.misses(`/api/hazards/${id}`)
    for (const hazard of rowsOf(on, 'hazard').slice(0, enough)) {
      const answer = await on.reads(`/api/hazards/${hazard['id']}`)
      on.same(answer.statusCode, mayRead(on) ? 200 : 403, `own hazard ${hazard['id']}`)
      if (!mayRead(on)) continue
      const page = answer.json()
      const about = (table: string, column: string) =>
        idsOf(rowsOf(on, table).filter((row) => row[column] === hazard['id']) as { id: string }[])
      on.sameIds(idsOf(page.timeline), about('event', 'subject'), 'a timeline')
      on.sameIds(idsOf(page.notices), about('notice', 'hazard_id'), 'the messages of a hazard')
      on.sameIds(idsOf(page.links), about('link', 'hazard_id'), 'the links of a hazard')
    }
  },

  'GET /api/notices': async (on) => {
    const listed = await wholeList(on, '/api/notices', 2)
    on.same(listed === null, !mayRead(on), 'may read messages')
    const own = mayRead(on) ? rowsOf(on, 'notice') : []
    on.sameIds(idsOf((listed ?? []) as { id: string }[]), idsOf(own as { id: string }[]), 'the messages')
    for (const row of foreign(on, 'notice').slice(0, 3)) {
      await on.reads(`/api/notices?state=${row['state']}`)
      await on.reads(`/api/notices?cursor=${cursorOf([row['created_at'], row['id']])}`)
    }
  },

  'GET /api/receipts/:eventId': async (on) => {
    for (const { id } of foreign(on, 'event')) await on.misses(`/api/receipts/${id}`)
    for (const { id, subject_kind: kind } of rowsOf(on, 'event').slice(0, 3 * enough))
      for (const query of ['', '?details=true']) {
        const answer = await on.reads(`/api/receipts/${id}${query}`)
        on.same(answer.statusCode, mayProve(on, kind) ? 200 : 403, `the receipt of ${kind} ${id}`)
        if (answer.statusCode === 200) on.same(answer.json().event.id, id, 'the event of a receipt')
      }
  },

  'GET /.well-known/bihuan-keys.json': async (on) => {
    const answer = await on.reads('/.well-known/bihuan-keys.json')
    on.same(Object.keys(answer.json()), ['version', 'keys'], 'what is published')
    for (const key of answer.json().keys)
      on.same(Object.keys(key), ['id', 'algorithm', 'publicKey', 'since', 'until'], 'what is published of a key')
  },

  'GET /api/reports/survey': (on) => report(on, 'survey', surveyOf),
  'GET /api/reports/rectify': (on) => report(on, 'rectify', rectifyOf),
  'GET /api/reports/manage': (on) => report(on, 'manage', manageOf),
  'GET /api/reports/pilot': (on) => report(on, 'pilot', pilotOf, ''),
}

async function countsOf(on: Attacker, query: string, expected: readonly Row[]): Promise<void> {
  const answer = await on.reads(`/api/hazards${query}`)
  on.same(answer.json().counts, hazardCounts(expected), `counts of ${query}`)
}

function hazardCounts(rows: readonly Row[]) {
  const open = rows.filter((row) => row['closed_at'] === null)
  return {
    total: rows.length,
    open: open.length,
    overdue: open.filter((row) => row['overdue_since'] !== null).length,
    stalled: rows.filter((row) => row['stalled_since'] !== null).length,
    byStatus: tally(rows, 'status'),
    bySeverity: tally(rows, 'severity'),
  }
}

function tally(rows: readonly Row[], column: string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const row of rows) counts[row[column]] = (counts[row[column]] ?? 0) + 1
  return counts
}

type Expected = (on: Attacker) => Record<string, number>

async function report(on: Attacker, kind: string, expected: Expected, prefix = `${kind}.`): Promise<void> {
  const answer = await on.reads(`/api/reports/${kind}`)
  on.same(answer.statusCode, mayRead(on) ? 200 : 403, `may read the report ${kind}`)
  if (!mayRead(on)) return
  const figures = new Map(
    (answer.json().figures as { key: string; value: number }[]).map(({ key, value }) => [key, value]),
  )
  for (const [key, value] of Object.entries(expected(on)))
    on.same(figures.get(`${prefix}${key}`), value, `${prefix}${key}`)
  for (const path of unique(foreign(on, 'place'), 'scope_path')) {
    if (!path.startsWith(on.reach.area)) await on.misses(`/api/reports/${kind}?unit=${path}`)
  }
  if (on.reach.area.split('/').length > 3) await on.misses(`/api/reports/${kind}?unit=/${on.reach.district}/`)
}

const surveyOf: Expected = (on) => {
  const walks = [...rowsOf(on, 'safety_visit'), ...rowsOf(on, 'administrative_inspection')]
  const visited = new Set(walks.map((row) => row['place_id']))
  const places = rowsOf(on, 'place')
  const prefixed = (prefix: string, counts: Record<string, number>) =>
    Object.fromEntries(Object.entries(counts).map(([key, n]) => [`${prefix}.${key}`, n]))
  return {
    places: places.length,
    ...prefixed('places', tally(places, 'kind')),
    visited: places.filter((row) => visited.has(row['id'])).length,
    'visits.safetyVisit': rowsOf(on, 'safety_visit').length,
    'visits.administrativeInspection': rowsOf(on, 'administrative_inspection').length,
    people: walks.reduce((sum, row) => sum + row['by'].length, 0),
    hazards: rowsOf(on, 'hazard').length,
    ...prefixed('hazards', tally(rowsOf(on, 'hazard'), 'severity')),
  }
}

const rectifyOf: Expected = (on) => {
  const hazards = rowsOf(on, 'hazard')
  const open = hazards.filter((row) => row['closed_at'] === null)
  const byStatus = Object.entries(tally(hazards, 'status')).map(([key, n]) => [`status.${key}`, n])
  return { found: hazards.length, open: open.length, ...Object.fromEntries(byStatus) }
}

const manageOf: Expected = (on) => {
  const states = { queued: 0, sent: 0, delivered: 0, failed: 0, dead: 0, ...tally(rowsOf(on, 'notice'), 'state') }
  return Object.fromEntries(Object.entries(states).map(([key, n]) => [`notices.${key}`, n]))
}

const pilotOf: Expected = (on) => {
  const walks = [...rowsOf(on, 'safety_visit'), ...rowsOf(on, 'administrative_inspection')]
  const visited = new Set(walks.filter((row) => row['finished_at'] !== null).map((row) => row['place_id']))
  const kinds = new Map(rowsOf(on, 'place').map((row) => [row['id'], row['kind']]))
  const hazards = rowsOf(on, 'hazard').filter((row) => row['status'] !== 'void')
  const ended = hazards.filter((row) => row['closed_at'] !== null)
  const at = (kind: string) => hazards.filter((row) => kinds.get(row['place_id']) === kind).length
  const within = rowsOf(on, 'unit').filter((row) => row['path'].startsWith(on.reach.area) && row['valid_to'] === null)
  return {
    'enterprises.inspected': [...visited].filter((id) => kinds.get(id) === 'enterprise').length,
    'hazards.found': hazards.length,
    'hazards.rectified': ended.length,
    'hazards.enterprise.found': at('enterprise'),
    'hazards.shop.found': at('shop'),
    'hazards.immediate.found': hazards.filter((row) => row['mode'] === 'immediate').length,
    villages: within.filter((row) => row['kind'] === 'village').length,
  }
}
