import type { Attacker, Probes } from './attacker.ts'
import { idsOf, wholeList } from './attacker.ts'
import { others, type Row } from './oracle.ts'

const rowsOf = (on: Attacker, table: string) => on.seen[table] as Row[]
const foreign = (on: Attacker, table: string) => others(table, on.seen, on.all)
const ids = (rows: readonly unknown[]) => idsOf(rows as { id: string }[])
const role = (on: Attacker) => on.member.role
const isAdministrator = (on: Attacker) => role(on) === 'administrator'
const password = 'Another-Password-22'
const uuid = '018130f0-0000-7000-8000-000000000000'

/** Units of the reach itself; those above it are known by name only. */
const ownUnits = (on: Attacker) => rowsOf(on, 'unit').filter((row) => row['path'].startsWith(on.reach.area))
const withoutReach = (on: Attacker) => {
  const own = new Set(ownUnits(on))
  return (on.all['unit'] as Row[]).filter((row) => !own.has(row))
}
/** Three thousand units are alike: one of each kind in each town stands for all. */
const fewOf = (rows: readonly Row[]) => {
  const kinds = Map.groupBy(rows, (row) => `${row['kind']} ${row['path'].slice(0, 12)}`)
  return [...kinds.values()].flatMap((same) => same.slice(0, 1))
}
/** Accounts that an administrator of this reach does not manage; of the many alike, those that can log in. */
const unmanaged = (on: Attacker) =>
  (on.all['account'] as Row[]).filter(
    (row) => row['password_hash'] !== null && !row['home_path'].startsWith(on.reach.area),
  )
export const peopleProbes: Probes = {
  'GET /api/units': async (on) => {
    const answer = await on.reads('/api/units')
    on.same(answer.statusCode, 200, 'may read units')
    const { units } = answer.json()
    on.sameIds(ids(units), ids(ownUnits(on).filter((row) => row['path'] === on.reach.area)), 'the topmost units')
    for (const unit of units) on.same([unit.open, unit.overdue], openIn(on, unit), `open in ${unit.path}`)
    for (const { id } of fewOf(withoutReach(on))) await on.misses(`/api/units?parent=${id}`)
    for (const parent of fewOf(ownUnits(on))) {
      const below = (await on.reads(`/api/units?parent=${parent['id']}`)).json().units
      on.sameIds(
        ids(below),
        ids(ownUnits(on).filter((row) => row['parent_id'] === parent['id'])),
        `below ${parent['path']}`,
      )
      for (const unit of below) on.same([unit.open, unit.overdue], openIn(on, unit), `open in ${unit.path}`)
    }
  },

  'GET /api/units/:id': async (on) => {
    for (const { id } of fewOf(withoutReach(on))) await on.misses(`/api/units/${id}`)
    const knowsPosts = !['gridWorker', 'inspector'].includes(role(on))
    for (const unit of fewOf(ownUnits(on))) {
      const page = (await on.reads(`/api/units/${unit['id']}`)).json()
      on.same([page.counts.open, page.counts.overdue], openIn(on, unit), `open in ${unit['path']}`)
      const places = rowsOf(on, 'place').filter((row) => row['scope_path'].startsWith(unit['path'].split('@')[0]))
      on.same(page.counts.places, places.length, `places in ${unit['path']}`)
      const posts = rowsOf(on, 'post').filter((row) => row['unit_id'] === unit['id'])
      on.sameIds(ids(page.posts), knowsPosts ? ids(posts) : [], `posts of ${unit['path']}`)
    }
  },

  'POST /api/units': async (on) => {
    for (const { id } of unshapeable(on)) {
      const given = { parentId: id, kind: 'village', code: '330109113999', name: '界外新村' }
      on.refused(await on.send('POST', '/api/units', given), `a unit below ${id}`)
    }
  },

  'PUT /api/units/:id': async (on) => {
    for (const { id } of unshapeable(on)) {
      on.refused(await on.send('PUT', `/api/units/${id}`, { name: '改了名的村' }), `another name for ${id}`)
    }
  },

  'POST /api/units/:id/end': async (on) => {
    for (const { id } of unshapeable(on)) {
      on.refused(await on.send('POST', `/api/units/${id}/end`, { reason: '撤销' }), `the end of ${id}`)
    }
  },

  'GET /api/colleagues': async (on) => {
    const answer = await on.reads('/api/colleagues')
    on.same(answer.statusCode, isAdministrator(on) ? 403 : 200, 'may read colleagues')
    if (answer.statusCode !== 200) return
    const holders = rowsOf(on, 'post').filter(
      (row) =>
        row['certificate_no'] !== null && row['path'].startsWith(on.reach.area) && row['account_id'] !== on.accountId,
    )
    const accounts = answer.json().rows.map((row: { accountId: string }) => row.accountId)
    on.sameIds(accounts, [...new Set(holders.map((row) => row['account_id'] as string))], 'colleagues')
  },

  'GET /api/accounts': async (on) => {
    const listed = await wholeList(on, '/api/accounts', 90)
    on.same(listed === null, !isAdministrator(on), 'may read accounts')
    const managed = rowsOf(on, 'account').filter((row) => row['home_path'].startsWith(on.reach.area))
    on.sameIds(ids(listed ?? []), isAdministrator(on) ? ids(managed) : [], 'the accounts')
    for (const { login } of unmanaged(on)) {
      const answer = await on.reads(`/api/accounts?q=${login}`)
      if (answer.statusCode === 200) on.same(answer.json().rows, [], `accounts like ${login}`)
    }
  },

  'POST /api/accounts': async (on) => {
    if (isAdministrator(on)) return
    const given = { login: `by.${on.member.loginName}`, displayName: '无权开户', password }
    on.refused(await on.send('POST', '/api/accounts', given), 'a new account')
  },

  'POST /api/accounts/:id/posts': async (on) => {
    const give = (account: string, unitId: string) =>
      on.send('POST', `/api/accounts/${account}/posts`, { unitId, role: 'administrator' })
    const near = ownUnits(on)[0]?.['id'] as string
    for (const { id } of unmanaged(on).slice(0, 6)) on.refused(await give(id, near), `a post for ${id}`)
    const colleague = rowsOf(on, 'account').find((row) => row['id'] !== on.accountId)?.['id'] as string
    for (const { id } of fewOf(withoutReach(on)).slice(0, 6)) on.refused(await give(colleague, id), `a post at ${id}`)
    on.refused(await give(on.accountId, near), 'a post for oneself')
  },

  'DELETE /api/posts/:id': async (on) => {
    for (const { id } of endable(on)) on.refused(await on.send('DELETE', `/api/posts/${id}`), `the end of ${id}`)
  },

  'POST /api/accounts/:id/password': async (on) => {
    for (const { id } of isAdministrator(on) ? unmanaged(on) : (on.all['account'] as Row[]).slice(0, 5)) {
      on.refused(await on.send('POST', `/api/accounts/${id}/password`, { password }), `the password of ${id}`)
    }
  },

  'POST /api/accounts/:id/disabled': async (on) => {
    for (const { id } of isAdministrator(on) ? unmanaged(on) : (on.all['account'] as Row[]).slice(0, 5)) {
      on.refused(await on.send('POST', `/api/accounts/${id}/disabled`, { disabled: true }), `shutting out ${id}`)
    }
  },

  'GET /api/session': async (on) => {
    const answer = await on.reads('/api/session')
    const posts = rowsOf(on, 'post').filter((row) => row['account_id'] === on.accountId)
    on.sameIds(ids(answer.json().posts), ids(posts), 'own posts')
  },

  'POST /api/session': async (on) => {
    on.refused(await on.send('POST', '/api/session', { login: `no.${on.member.loginName}`, password }), 'a login')
  },

  'PUT /api/session/post': async (on) => {
    const others = (on.all['post'] as Row[]).filter(
      (row) => row['account_id'] !== on.accountId && row['role'] !== 'gridWorker',
    )
    for (const { id } of others.slice(0, 8))
      on.refused(await on.send('PUT', '/api/session/post', { postId: id }), `the post ${id}`)
    on.same((await on.get('/api/session')).json().post.role, role(on), 'the post after that')
  },

  'PUT /api/session/password': async (on) => {
    const given = { current: 'wrong', next: password }
    on.refused(await on.send('PUT', '/api/session/password', given), 'a password without the present one')
  },

  'GET /api/public/:token': async (on) => {
    for (const { id } of on.all['link'] as Row[]) await on.misses(`/api/public/${id}`)
    await on.misses(`/api/public/330109-${'A'.repeat(43)}`)
    await on.misses(`/api/public/330102-${'A'.repeat(43)}`)
  },
  'GET /api/public/:token/files/:hash': async (on) => {
    for (const { hash } of foreign(on, 'file').slice(0, 5))
      await on.misses(`/api/public/330109-${'A'.repeat(43)}/files/${hash}`)
  },
  'GET /api/public/:token/receipts/:eventId': async (on) => {
    for (const { id } of (on.all['event'] as Row[]).slice(0, 3))
      await on.misses(`/api/public/330109-${'A'.repeat(43)}/receipts/${id}`)
  },
  'POST /api/public/:token/files': async (on) => {
    const headers = { 'x-code': '0000', 'content-type': 'image/jpeg' }
    const answer = await on.send(
      'POST',
      `/api/public/330109-${'A'.repeat(43)}/files?kind=photo`,
      Buffer.from([0xff, 0xd8, 0xff]),
      headers,
    )
    on.refused(answer, 'proof for a link that is none')
  },
  'POST /api/public/:token/sync': async (on) => {
    const answer = await on.send('POST', `/api/public/330109-${'A'.repeat(43)}/sync`, { code: '0000', commands: [] })
    on.refused(answer, 'acts on a link that is none')
  },
  'POST /api/sms/callback': async (on) => {
    const headers = { 'x-bihuan-signature': `sha256=${'0'.repeat(64)}` }
    on.refused(
      await on.send('POST', '/api/sms/callback', { ref: uuid, status: 'failed' }, headers),
      'a report of nobody',
    )
  },

  'GET /health': async (on) => void (await on.reads('/health')),
  'GET /ready': async (on) => void (await on.reads('/ready')),
  'GET /metrics': async (on) => void (await on.reads('/metrics')),
  'GET /api/openapi.json': async (on) => void (await on.reads('/api/openapi.json')),
}

/** Units whose tree this one may not shape: an administrator those out of reach, everybody else any. */
function unshapeable(on: Attacker): Row[] {
  return fewOf(isAdministrator(on) ? withoutReach(on) : (on.all['unit'] as Row[])).slice(
    0,
    isAdministrator(on) ? 40 : 6,
  )
}

function endable(on: Attacker): Row[] {
  const all = on.all['post'] as Row[]
  if (!isAdministrator(on)) return all.filter((row) => row['role'] !== 'gridWorker').slice(0, 8)
  const managed = new Set(
    (on.all['account'] as Row[]).filter((row) => row['home_path'].startsWith(on.reach.area)).map((row) => row['id']),
  )
  return all.filter((row) => !managed.has(row['account_id']) || row['account_id'] === on.accountId)
}

function openIn(on: Attacker, unit: Row): [number, number] {
  const open = rowsOf(on, 'hazard').filter(
    (row) =>
      row['closed_at'] === null &&
      row['scope_path'].startsWith(unit['path'].split('@')[0]) &&
      (unit['line'] === null || row['department'] === unit['line']),
  )
  return [open.length, open.filter((row) => row['overdue_since'] !== null).length]
}
