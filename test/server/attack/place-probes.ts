import type { PackLine } from '#domain/pack.ts'
import type { Attacker, Probes } from './attacker.ts'
import { idsOf, wholeList } from './attacker.ts'
import { others, type Row } from './oracle.ts'

/** Own rows are alike: so many are looked at one by one, and all of them in the lists. Foreign ones are all tried. */
const enough = 4
const staff = ['gridWorker', 'inspector', 'villageCadre', 'townDesk', 'departmentOfficer', 'supervisor']
const mayReadPlaces = (on: Attacker) => [...staff, 'leader'].includes(on.member.role)
const mayReadVisits = (on: Attacker) => [...staff, 'leader', 'auditor'].includes(on.member.role)
const mayUnmask = (on: Attacker) =>
  ['inspector', 'villageCadre', 'townDesk', 'departmentOfficer'].includes(on.member.role)
const rowsOf = (on: Attacker, table: string) => on.seen[table] as Row[]
const foreign = (on: Attacker, table: string) => others(table, on.seen, on.all)
const ids = (rows: readonly unknown[]) => idsOf(rows as { id: string }[])
const openAt = (on: Attacker, place: string) =>
  rowsOf(on, 'hazard').filter((row) => row['place_id'] === place && row['closed_at'] === null)
const walksOf = (on: Attacker) => [...rowsOf(on, 'safety_visit'), ...rowsOf(on, 'administrative_inspection')]
const foreignWalks = (on: Attacker) => [...foreign(on, 'safety_visit'), ...foreign(on, 'administrative_inspection')]

const tus = { 'tus-resumable': '1.0.0' }

export const placeProbes: Probes = {
  'GET /api/places': async (on) => {
    const own = mayReadPlaces(on) ? rowsOf(on, 'place').filter((row) => row['kind'] !== 'room') : []
    const listed = await wholeList(on, '/api/places', 2)
    on.same(listed === null, !mayReadPlaces(on), 'may read places')
    on.sameIds(ids(listed ?? []), ids(own), 'the list of places')
    for (const row of listed ?? []) {
      const open = openAt(on, row['id'] as string)
      on.same(row['open'], open.length, `open at ${row['id']}`)
      const last = walksOf(on)
        .filter((walk) => walk['place_id'] === row['id'])
        .map((walk) => walk['started_at'])
        .sort()
        .at(-1)
      on.same(row['lastVisit'], last ?? null, `last visit at ${row['id']}`)
    }
    const nothing = async (query: string) => {
      const answer = await on.reads(`/api/places?${query}`)
      if (answer.statusCode === 200) on.same(answer.json().rows, [], `places ${query}`)
    }
    for (const { name } of foreign(on, 'place')) await nothing(`q=${encodeURIComponent(name)}`)
    for (const { id, address, scope_path: path } of foreign(on, 'place').slice(0, enough)) {
      await nothing(`q=${encodeURIComponent(address)}`)
      await nothing(`parent=${id}`)
      if (!path.startsWith(on.reach.area) && !on.reach.area.startsWith(path)) await nothing(`unit=${path}`)
    }
  },

  'GET /api/places/:id': async (on) => {
    for (const { id } of foreign(on, 'place')) await on.misses(`/api/places/${id}`)
    for (const { id } of rowsOf(on, 'place').slice(0, enough)) {
      const answer = await on.reads(`/api/places/${id}`)
      on.same(answer.statusCode, mayReadPlaces(on) ? 200 : 403, `own place ${id}`)
      if (answer.statusCode !== 200) continue
      const page = answer.json()
      on.sameIds(
        ids(page.hazards),
        ids(rowsOf(on, 'hazard').filter((row) => row['place_id'] === id)),
        'hazards of a place',
      )
      on.sameIds(ids(page.visits), ids(walksOf(on).filter((row) => row['place_id'] === id)), 'visits of a place')
      on.sameIds(ids(page.rooms), ids(rowsOf(on, 'place').filter((row) => row['parent_id'] === id)), 'rooms of a place')
    }
  },

  'GET /api/places/:id/sheet': async (on) => {
    for (const { id } of foreign(on, 'place')) await on.misses(`/api/places/${id}/sheet?act=safetyVisit`)
    for (const { id } of rowsOf(on, 'place').slice(0, enough)) {
      const answer = await on.reads(`/api/places/${id}/sheet`)
      if (answer.statusCode === 200) on.sameIds(ids(answer.json().open), ids(openAt(on, id)), 'what is open on a sheet')
    }
  },

  'POST /api/places/:id/contact': async (on) => {
    const reason = { reason: '上门走访需要联系负责人' }
    const ask = (id: string) => on.send('POST', `/api/places/${id}/contact`, reason)
    for (const { id } of foreign(on, 'place')) on.refused(await ask(id), `the contact of ${id}`)
    const [own] = rowsOf(on, 'contact')
    if (own === undefined) return
    const answer = await ask(own['place_id'])
    on.look(answer.body, 'an own contact')
    const expected = mayUnmask(on) ? { name: own['name'], phone: own['phone'] } : 403
    on.same(mayUnmask(on) ? answer.json() : answer.statusCode, expected, 'an own contact')
  },

  'GET /api/pack': async (on) => {
    const answer = await on.reads('/api/pack')
    on.same(answer.statusCode, mayReadPlaces(on) ? 200 : 403, 'may hold a pack')
    if (answer.statusCode !== 200) return
    const lines = answer.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as PackLine)
    const own = rowsOf(on, 'place').filter((row) => row['status'] !== 'merged')
    const held = lines.flatMap((line) => ('place' in line ? line.place.id : []))
    on.sameIds(held, ids(own), 'the places of a pack')
    const open = ids(own).flatMap((place) => ids(openAt(on, place)))
    const hazards = lines.flatMap((line) => ('hazard' in line ? line.hazard.id : []))
    on.sameIds(hazards, open, 'the hazards of a pack')
    const { head } = lines[0] as Extract<PackLine, { head: unknown }>
    const since = await on.reads(`/api/pack?since=0&key=${head.key}`)
    const gone = since.body.split('\n').flatMap((line) => (line.startsWith('{"gone"') ? JSON.parse(line).gone : []))
    const ended = ids(rowsOf(on, 'hazard').filter((row) => row['closed_at'] !== null))
    const merged = ids(rowsOf(on, 'place').filter((row) => row['status'] === 'merged'))
    on.sameIds(gone, [...ended, ...merged], 'what left a pack')
  },

  'GET /api/today': async (on) => {
    const answer = await on.reads('/api/today')
    on.same(answer.statusCode, mayReadPlaces(on) ? 200 : 403, 'may read the day')
    if (answer.statusCode !== 200) return
    const rows = answer.json().rows as { id: string; hazards: { id: string }[]; open: number }[]
    const own = ids(rowsOf(on, 'place'))
    on.sameIds(idsOf(rows.filter((row) => !own.includes(row.id))), [], "today's places")
    const urgent = ids(rowsOf(on, 'place').filter((row) => openAt(on, row['id']).length > 0))
    on.sameIds(
      urgent.filter((id) => !idsOf(rows).includes(id)),
      [],
      'urgent places that are not on the list',
    )
    for (const row of rows) on.sameIds(idsOf(row.hazards), ids(openAt(on, row.id)), "hazards of today's place")
  },

  'GET /api/visits/:id': async (on) => {
    for (const { id } of foreignWalks(on)) await on.misses(`/api/visits/${id}`)
    for (const { id } of walksOf(on).slice(0, enough)) {
      const answer = await on.reads(`/api/visits/${id}`)
      on.same(answer.statusCode, mayReadVisits(on) ? 200 : 403, `own visit ${id}`)
    }
  },

  'GET /api/visits/:id/signature': async (on) => {
    for (const { id } of foreignWalks(on)) await on.misses(`/api/visits/${id}/signature`)
    for (const { visit_id: id } of rowsOf(on, 'signature').slice(0, enough)) {
      const answer = await on.reads(`/api/visits/${id}/signature`)
      on.same(answer.headers['content-type'] === 'image/png', mayReadVisits(on), `own signature ${id}`)
    }
  },

  'GET /api/files/:hash': async (on) => {
    for (const { hash } of foreign(on, 'file')) await on.misses(`/api/files/${hash}`)
    for (const { hash } of rowsOf(on, 'file').slice(0, enough)) {
      const answer = await on.reads(`/api/files/${hash}`)
      on.same(answer.statusCode, 200, `own file ${hash}`)
    }
  },

  /** Bytes that somebody else brought do not become readable by being named or brought again with other bytes. */
  'POST /api/files': async (on) => {
    const bytes = Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...crypto.getRandomValues(new Uint8Array(16))])
    const answer = await on.send('POST', '/api/files?kind=photo', bytes, { 'content-type': 'image/jpeg' })
    on.look(answer.body, 'a new file')
    const { hash } = answer.json()
    on.same((await on.get(`/api/files/${hash}`)).statusCode, 200, 'the file just brought')
  },

  /** To know a hash is to hold the file; what is not told is whose it is, or where it belongs. */
  'POST /api/files/held': async (on) => {
    const hashes = (on.all['file'] as Row[]).map((row) => row['hash'] as string).slice(0, 500)
    on.look((await on.send('POST', '/api/files/held', { hashes })).body, 'held files', JSON.stringify(hashes))
  },

  'POST /api/uploads': async (on) => {
    const answer = await on.send('POST', '/api/uploads', undefined, tus)
    on.same(answer.json().code, 'request.invalid', 'an upload of nothing')
  },

  'PATCH /api/uploads/:hash': async (on) => {
    for (const { hash } of foreign(on, 'file').slice(0, enough)) {
      const { app } = on.world
      const upload = { url: `/api/uploads/${hash}`, cookies: on.cookies }
      const seen = await app.inject({ ...upload, method: 'HEAD', headers: tus })
      on.same(seen.statusCode, 404, `the upload of somebody else ${hash}`)
      const answer = await app.inject({
        ...upload,
        method: 'PATCH',
        headers: { ...tus, 'x-bihuan': '1', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
        payload: Buffer.from('x'),
      })
      on.same(answer.json().code, 'upload.not_found', `bytes for the upload of somebody else ${hash}`)
    }
  },

  'DELETE /api/uploads/:hash': async (on) => {
    for (const { hash } of foreign(on, 'file').slice(0, enough)) {
      const answer = await on.send('DELETE', `/api/uploads/${hash}`, undefined, tus)
      on.same(answer.json().code, 'upload.not_found', `giving up the upload of somebody else ${hash}`)
    }
  },
}
