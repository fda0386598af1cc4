import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { commandData } from '#domain/commands.ts'
import { linkActions, tokenIn } from '#domain/notices.ts'
import { newId } from '#server/events/ids.ts'
import { type Attacker, attackers, type Ledger, type Probe, type Probes } from '#test/server/attack/attacker.ts'
import { attackAll, attacks } from '#test/server/attack/command-attacks.ts'
import { hazardProbes } from '#test/server/attack/hazard-probes.ts'
import { listen, until } from '#test/server/attack/live-feed.ts'
import {
  everything,
  fingerprint,
  keyOf,
  type Row,
  secretsFrom,
  seenBy,
  superuser,
  type Tables,
} from '#test/server/attack/oracle.ts'
import { paperProbes } from '#test/server/attack/paper-probes.ts'
import { peopleProbes } from '#test/server/attack/people-probes.ts'
import { phaseProbes } from '#test/server/attack/phase-probes.ts'
import { placeProbes } from '#test/server/attack/place-probes.ts'
import { routesOf } from '#test/server/attack/routes.ts'
import { everydayLogin, outcomeOf, readable, under } from '#test/server/attack/sql-scope.ts'
import { fillTown } from '#test/server/attack/town.ts'
import { openWorld, type World } from '#test/world.ts'

let world: World
let root: Awaited<ReturnType<typeof superuser>>
let all: Tables
let people: Attacker[]
let client: Awaited<ReturnType<typeof everydayLogin>>
const ledger: Ledger = { probes: 0, leaks: [], faults: [] }

before(async () => {
  world = await openWorld({ ticking: true })
  await fillTown(world)
  root = await superuser(world)
  await until(isQuiet, 20_000)
  all = await everything(world, root)
  people = await attackers(world, all, ledger)
  client = await everydayLogin(world)
})

after(async () => {
  await client?.end()
  await root?.end()
  await world?.end()
})

/** Everything is numbered, the reactions have read it, and no message waits to be sent. */
async function isQuiet(): Promise<boolean> {
  const { rows } = await root.query(`
    select (select count(*) from d330109.unnumbered) + (select count(*) from d330102.unnumbered)
      + (select count(*) from d330109.notice where state = 'queued') + (select count(*) from d330102.notice where state = 'queued')
      + (select max(seq) from d330109.event_number) - (select seq from d330109.event_cursor where name = 'phases')
      + (select max(seq) from d330102.event_number) - (select seq from d330102.event_cursor where name = 'phases') as waiting,
      (select count(*) from d330109.notice) > 1 and (select count(*) from d330102.notice) > 0 as told`)
  return rows[0].waiting === 0 && rows[0].told === true
}

const probes: Probes = { ...hazardProbes, ...placeProbes, ...peopleProbes, ...phaseProbes, ...paperProbes }
/** What has a test of its own below. */
const elsewhere = ['GET /api/live', 'POST /api/sync', 'DELETE /api/session', 'DELETE /api/sessions']

function nothingLeaked(): void {
  assert.deepEqual(ledger.leaks, [])
  assert.deepEqual(ledger.faults, [])
}

test('the town is worth attacking', () => {
  const here = (table: string, path: string) =>
    (all[table] as Row[]).filter((row) => (row['scope_path'] as string).startsWith(path)).length
  for (const path of ['/330109/113/245/', '/330109/113/264/', '/330109/013/', '/330102/003/']) {
    for (const table of [
      'place',
      'contact',
      'hazard',
      'safety_visit',
      'signature',
      'event',
      'remark',
      'file_link',
      'notice',
    ]) {
      assert.ok(here(table, path) > 0, `no ${table} in ${path}`)
    }
  }
  assert.ok(new Set((all['hazard'] as Row[]).map((row) => row['department'])).size >= 4)
  assert.equal((all['administrative_inspection'] as Row[]).length, 3)
  for (const on of people) assert.ok(on.secrets.length > 20, `${on.member.loginName} has nothing to find`)
})

test('every route of the app has an attack', () => {
  const covered = [...Object.keys(probes), ...elsewhere].sort()
  assert.deepEqual(routesOf(world.app), covered)
})

test('nobody reads, lists, counts or changes anything out of reach', { timeout: 300_000 }, async () => {
  const before = await fingerprint(root)
  const waiting = [...people]
  const work = async () => {
    for (let on = waiting.pop(); on !== undefined; on = waiting.pop()) {
      for (const probe of Object.values(probes) as Probe[]) await probe(on)
    }
  }
  await Promise.all([work(), work(), work()])
  nothingLeaked()
  const changed = differences(before, await fingerprint(root))
  // What each of them may do: bring a file, ask for a number in reach, be wrong about a password once.
  assert.deepEqual(changed, ['d330102.file', 'd330102.reveal', 'd330109.file', 'd330109.reveal', 'shared.account'])
  const apartFromCount = (rows: readonly Row[]) =>
    rows.map(({ wrong_passwords: _, last_attempt: __, ...row }) => row).sort((a, b) => (a['id'] < b['id'] ? -1 : 1))
  const { rows: accounts } = await root.query('select * from shared.account')
  assert.deepEqual(apartFromCount(accounts), apartFromCount(all['account'] as Row[]))
})

test('no command on a foreign subject is taken, and none leaves a trace', { timeout: 300_000 }, async () => {
  assert.deepEqual(Object.keys(attacks).sort(), Object.keys(commandData).sort())
  for (const on of people) {
    const before = await fingerprint(root)
    const sent = await attackAll(on)
    assert.ok(sent > 50, `${on.member.loginName} gave ${sent} commands only`)
    const changed = differences(before, await fingerprint(root)).filter((table) => !table.endsWith('.file'))
    assert.deepEqual(changed, [], on.member.loginName)
  }
  nothingLeaked()
})

test('a sheet of one village cannot take over a hazard of another', async () => {
  const on = people.find(({ member }) => member.loginName === 'chenjianguo') as Attacker
  const foreign = (all['hazard'] as Row[]).find((row) => row['scope_path'].startsWith('/330109/113/264/')) as Row
  const place = (on.seen['place'] as Row[]).find((row) => row['kind'] === 'enterprise') as Row
  const worker = world.as('chenjianguo')
  const visit = newId(world.house.time.now())
  await worker.must('safetyVisit.start', visit, { placeId: place['id'] })
  const photos = await worker.photo()
  const entries = [{ itemCode: 'ENT-FF-02', result: 'fail', hazardId: foreign['id'], photos }]
  const answer = await worker.give('safetyVisit.record', visit, { entries })
  assert.equal(answer.outcome === 'refused' && answer.problem.code, 'command.subject_exists')
  const { rows } = await root.query('select * from d330109.hazard where id = $1', [foreign['id']])
  const { district: _, ...was } = foreign
  assert.deepEqual(rows, [was])
})

test('the live feed tells each only of what is within reach', { timeout: 30_000 }, async () => {
  const origin = await world.app.listen({ host: '127.0.0.1', port: 0 })
  const listening = await Promise.all(people.map(async (on) => ({ on, heard: await listen(on, origin) })))
  const touch = async (login: string, table: Row[]) => {
    const place = table.find((row) => row['scope_path'].startsWith(world.as(login).actor.ranges[0] as string)) as Row
    await world.as(login).must('place.amend', place['id'], { address: `${place['address']}甲`, reason: '门牌更正' })
  }
  const numbers = (on: Attacker, then: Tables) =>
    (seenBy(on.reach, then)['event_number'] as Row[]).map((row) => row['seq'] as number).filter((seq) => seq > 1)
  await until(isQuiet)
  const missed = await everything(world, root)
  const caughtUp = () => listening.every(({ on, heard }) => heard.changes.size >= numbers(on, missed).length)
  assert.ok(await until(caughtUp), 'whoever comes back hears what was missed before anything else happens')
  for (const login of ['wangguilan', 'yuxiuzhen', 'tangweidong', 'fangruoxi']) await touch(login, all['place'] as Row[])
  await until(isQuiet)
  const now = await everything(world, root)
  const expected = (on: Attacker) => numbers(on, now)
  await until(() => listening.every(({ on, heard }) => heard.changes.size >= expected(on).length))
  await sleep(300)
  for (const { on, heard } of listening) {
    on.sameIds([...heard.changes.keys()].map(String), expected(on).map(String), 'the live feed')
    heard.stop()
  }
  nothingLeaked()
})

test('an owner link opens one hazard and nothing beside it', async () => {
  const links = all['link'] as Row[]
  assert.ok(links.length >= 4)
  for (const [n, link] of links.entries()) {
    const text = (all['notice'] as Row[]).find((row) => row['link_id'] === link['id'])?.['text'] as string
    const url = `/api/public/${tokenIn(text)}`
    const phone = (all['contact'] as Row[]).find((row) => row['place_id'] === link['place_id'])?.['phone'] as string
    const own = (table: string, column: string) =>
      (all[table] as Row[]).filter((row) => row[column] === link['hazard_id'])
    const place = (all['place'] as Row[]).filter((row) => row['id'] === link['place_id'])
    const secrets = secretsFrom({ hazard: own('hazard', 'id'), place, event: own('event', 'subject') }, all)
    const remoteAddress = `10.0.1.${n}`
    const ask = async (path: string) => {
      ledger.probes += 1
      const answer = await world.app.inject({ method: 'GET', url: `${url}${path}`, remoteAddress })
      assert.deepEqual(
        secrets.filter((secret) => answer.body.includes(secret)),
        [],
      )
      return answer
    }
    assert.equal((await ask('')).json().hazardId, link['hazard_id'])
    for (const { hash } of own('file_link', 'subject')) assert.equal((await ask(`/files/${hash}`)).statusCode, 200)
    const foreign = (all['file_link'] as Row[]).filter((row) => row['subject'] !== link['hazard_id'])
    for (const { hash } of foreign.slice(0, 12)) assert.equal((await ask(`/files/${hash}`)).statusCode, 404)

    const told = (await ask('')).json().history as { id: string }[]
    for (const { id } of told) {
      const receipt = await ask(`/receipts/${id}`)
      assert.equal(receipt.statusCode, 200)
      assert.ok(!/details"|accountId/.test(receipt.body))
    }
    const untold = (all['event'] as Row[]).filter((row) => !told.some(({ id }) => id === row['id']))
    const nearest = [...untold.filter((row) => row['subject'] === link['hazard_id']), ...untold].slice(0, 12)
    for (const { id } of nearest) assert.equal((await ask(`/receipts/${id}`)).statusCode, 404)

    const before = await fingerprint(root)
    const at = world.house.time.now()
    const hazards = (all['hazard'] as Row[]).filter((row) => row['id'] !== link['hazard_id'])
    const commands = hazards
      .slice(0, 4)
      .flatMap(({ id: subject }) => linkActions.map((type) => ({ id: newId(at), type, subject, at, data: {} })))
    const payload = { code: phone.slice(-4), commands }
    const headers = { 'x-bihuan': '1' }
    const answer = await world.app.inject({ method: 'POST', url: `${url}/sync`, payload, headers, remoteAddress })
    const codes = new Set(answer.json().answers.map((one: { problem?: { code: string } }) => one.problem?.code))
    assert.deepEqual([...codes], ['hazard.not_found'])
    assert.deepEqual(differences(before, await fingerprint(root)), [`d${link['district']}.link_open`])
  }
})

test('the database itself shows nothing without a reach, and nothing beyond it', async () => {
  // The catalogue, the ladder and how often they changed are the same for everybody; a file's row is found by its 256 bits, its bytes along a link.
  const forEverybody = ['check_item', 'escalation_rung', 'file', 'revision']
  const nothing = (found: Record<string, Row[] | null>, why: string) => {
    for (const [table, rows] of Object.entries(found)) {
      ledger.probes += 1
      if (!forEverybody.includes(table)) assert.equal(rows?.length ?? 0, 0, `${table}: ${why}`)
    }
  }
  for (const schema of ['d330109', 'd330102']) {
    nothing(await under(client, 'bihuan_app', schema, null, () => readable(client, schema)), 'no settings')
    await under(client, 'bihuan_app', schema, { ranges: '{/330109/,/330102/}' }, async () => undefined)
    const { rows } = await client.query(`select current_setting('bihuan.ranges', true) as ranges`)
    assert.equal(rows[0].ranges, '', 'what a transaction set is an empty text after it')
    nothing(await under(client, 'bihuan_app', schema, null, () => readable(client, schema)), 'empty settings')
    for (const ranges of ['{}', '{""}', '{" "}', '']) {
      nothing(
        await under(client, 'bihuan_app', schema, { ranges }, () => readable(client, schema)),
        `ranges '${ranges}'`,
      )
    }
    nothing(
      await under(client, 'bihuan_app', schema, { ranges: '{/33010/}' }, () => readable(client, schema)),
      'half a code',
    )
  }

  const now = await everything(world, root)
  const nobody = '00000000-0000-7000-8000-00000000ffff'
  for (const [area, line] of [
    ['/330109/013/', '*'],
    ['/330109/113/264/', '*'],
    ['/330109/113/', 'fire'],
  ] as const) {
    const settings = { ranges: `{${area}}`, line, actor: nobody }
    const found = await under(client, 'bihuan_app', 'd330109', settings, () => readable(client, 'd330109'))
    const reach = { district: '330109', area, line: line === '*' ? null : line, me: nobody }
    const seen: Tables = seenBy(reach, now)
    for (const [table, rows] of Object.entries(found)) {
      ledger.probes += 1
      if (forEverybody.includes(table) || rows === null) continue
      const expected = (seen[table] ?? []).map(keyOf).sort()
      assert.deepEqual(rows.map(keyOf).sort(), expected, `${table} for ${area} ${line}`)
    }
  }
})

test('the log can be changed by nobody, and the auditor reads only the own range of it', async () => {
  const denied = '42501'
  for (const role of ['bihuan_app', 'bihuan_worker', 'bihuan_door', 'bihuan_auditor', 'bihuan_finder']) {
    for (const table of ['event', 'command', 'remark', 'event_number', 'reveal', 'signature']) {
      await under(client, role, 'd330109', { ranges: '{/330109/}' }, async () => {
        const column =
          table === 'event_number' ? 'seq = seq' : table === 'signature' ? 'salt = salt' : 'account_id = account_id'
        const changing = table === 'remark' ? 'scope_path = scope_path' : column
        assert.equal(await outcomeOf(client, `update ${table} set ${changing}`), denied, `${role} updates ${table}`)
        assert.equal(await outcomeOf(client, `delete from ${table}`), denied, `${role} deletes from ${table}`)
        assert.equal(await outcomeOf(client, `truncate ${table}`), denied, `${role} truncates ${table}`)
      })
    }
  }
  // The login that owns the tables holds the privilege, but row-level security is forced on it and lets it see no row.
  for (const statement of [
    'update d330109.event set late = late',
    'delete from d330109.event',
    'delete from d330109.command',
  ]) {
    await client.query('begin')
    assert.equal(await outcomeOf(client, statement), '0 rows', statement)
    await client.query('rollback')
  }

  await under(client, 'bihuan_auditor', 'd330109', { ranges: '{/330109/113/264/}' }, async () => {
    const { rows } = await client.query('select scope_path from event')
    assert.ok(rows.length > 0)
    assert.ok(rows.every((row) => row.scope_path.startsWith('/330109/113/264/')))
  })
  for (const table of ['hazard', 'place', 'contact', 'remark', 'signature', 'notice', 'link', 'file', 'command']) {
    await under(client, 'bihuan_auditor', 'd330109', { ranges: '{/330109/}' }, async () => {
      assert.equal(await outcomeOf(client, `select from ${table}`), denied, table)
    })
  }
  // Who finds ids past the policies reads nothing that people wrote or that names them, and writes nothing.
  for (const table of ['contact', 'remark', 'signature', 'file', 'command', 'reveal', 'post', 'account', 'seal']) {
    await under(client, 'bihuan_finder', 'd330109', { ranges: '{/330109/}' }, async () => {
      assert.equal(await outcomeOf(client, `select from ${table}`), denied, table)
    })
  }
  for (const table of ['hazard', 'place', 'notice', 'event', 'tallied']) {
    await under(client, 'bihuan_finder', 'd330109', { ranges: '{/330109/}' }, async () => {
      assert.equal(await outcomeOf(client, `select * from ${table}`), denied, `all of ${table}`)
      assert.equal(await outcomeOf(client, `delete from ${table}`), denied, table)
      assert.equal(await outcomeOf(client, `insert into ${table} default values`), denied, table)
    })
  }
})

test('every table of a district is under row-level security, also for its owner', async () => {
  const { rows } =
    await root.query(`select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('d330109', 'd330102') and c.relkind in ('r', 'p', 'v', 'm') and not (c.relrowsecurity and c.relforcerowsecurity)
      and not (c.relkind = 'v' and 'security_invoker=true' = any(c.reloptions))`)
  assert.deepEqual(rows, [])
})

test('without a session, or after logging out, there is nothing at all', async () => {
  const open = [
    '/health',
    '/ready',
    '/metrics',
    '/api/openapi.json',
    '/.well-known/',
    'POST /api/session',
    '/api/public/',
    '/api/sms/',
  ]
  const hazard = (all['hazard'] as Row[])[0]?.['id'] as string
  for (const route of routesOf(world.app)) {
    if (open.some((part) => route.includes(part))) continue
    const [method, path = ''] = route.split(' ')
    const url = path
      .replace(':id', hazard)
      .replace(':eventId', hazard)
      .replace(':hash', (all['file'] as Row[])[0]?.['hash'])
    const answer = await world.app.inject({ method: method as 'GET', url, headers: { 'x-bihuan': '1' } })
    ledger.probes += 1
    assert.ok([400, 401].includes(answer.statusCode), `${route} → ${answer.statusCode}`)
    assert.ok(!answer.body.includes('scopePath'), route)
  }
  const sessions = async () =>
    (await root.query('select account_id from shared.session')).rows.map((row) => row.account_id as string)
  for (const [n, on] of people.entries()) {
    const were = await sessions()
    assert.equal((await on.send('DELETE', n % 2 === 0 ? '/api/session' : '/api/sessions')).statusCode, 204)
    assert.deepEqual((await sessions()).sort(), were.filter((id) => id !== on.accountId).sort())
    on.refused(await on.get('/api/session'), 'a session that was ended')
  }
  nothingLeaked()
  console.log(`foreign rows: ${ledger.leaks.length} of ${ledger.probes} probes`)
})

function differences(before: Record<string, string>, now: Record<string, string>): string[] {
  return Object.keys(now)
    .filter((table) => before[table] !== now[table])
    .sort()
}
