import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { readConfig } from '#server/config.ts'
import { type OpenDatabase, openDatabase } from '#server/db/open.ts'
import { sql } from '#server/db/sql.ts'
import { pilotSteps } from '#server/demo/pilot-stream.ts'
import { demoPosts } from '#server/demo/posts.ts'
import { allUnits } from '#server/demo/town.ts'
import { findInstallation } from '#server/house.ts'
import { pilot } from '#server/insight/pilot.ts'
import { standingOf } from '#server/insight/window.ts'
import { systemActor } from '#server/people/actors.ts'
import { shippedCatalogue } from '#server/standards/catalogue.ts'
import { countSteps } from './pilot-count.ts'

const share = 0.003
const district = { code: '330109', schema: 'd330109', name: '萧山区' }
const folders: string[] = []
let undisturbed: OpenDatabase
let interrupted: OpenDatabase
let said: string[]

before(
  async () => {
    const [one, other] = [await newFolder(), await newFolder()]
    const firstRun = await prepare(one, share)
    assert.equal(firstRun.code, 0, firstRun.errors)
    // Killed while the town is settled, in the middle of the replay, and shortly before its end.
    const kills = [
      await prepare(other, share, ({ settling }) => settling),
      await prepare(other, share, ({ part }) => part > 0.35),
      await prepare(other, share, ({ part }) => part > 0.9),
    ]
    for (const { signal, errors } of kills) assert.equal(signal, 'SIGKILL', errors)
    const last = await prepare(other, share)
    assert.equal(last.code, 0, last.errors)
    said = [...kills.flatMap((kill) => kill.said), ...last.said]
    undisturbed = await open(one)
    interrupted = await open(other)
  },
  { timeout: 200_000 },
)

after(async () => {
  await undisturbed?.close()
  await interrupted?.close()
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

test('the reports of the town count what was done there, class by class and mode by mode', async () => {
  const items = shippedCatalogue('2022-01-01T00:00:00.000Z')
  const steps = pilotSteps({ posts: demoPosts(allUnits(), 'everybody'), items }, { share, withOwners: true })
  const asked = [
    { unit: '330109113', path: '/330109/113/', day: '2022-07-25' },
    { unit: '330109113', path: '/330109/113/', day: '2022-08-31' },
    { unit: '330109013', path: '/330109/013/', day: '2022-10-10' },
  ]
  for (const { path: unit, day, figures } of countSteps(steps, items, asked)) {
    const actor = systemActor(district.code)
    const reported = await undisturbed.transactions.read(district, actor, async (tx) => {
      const { standing, frame } = standingOf({ date: day, unit }, actor, day)
      return new Map((await pilot(tx, standing, frame)).map(({ key, value }) => [key, value]))
    })
    // The pilot published no rectified hazards of rented houses, so the report does not count them.
    const { 'hazards.rental.rectified': _, ...expected } = figures
    for (const [key, value] of Object.entries(expected))
      assert.equal(reported.get(key), value, `${key} of ${unit} on ${day}`)
    assert.ok((figures['hazards.found'] as number) > 10)
  }
})

test('a replay that was killed three times ends with the same rows as one that was not', async () => {
  assert.ok(
    said.some((line) => /It was interrupted after \d+ of \d+ commands/.test(line)),
    said.join('\n'),
  )
  for (const table of ['place', 'hazard', 'safety_visit', 'administrative_inspection', 'clock', 'post', 'unit']) {
    const [one, other] = [await rowsOf(undisturbed, table), await rowsOf(interrupted, table)]
    // A commitment to a signature is salted anew each time.
    for (const row of [...one, ...other] as Row[]) if (row.acknowledgement) row.acknowledgement.commitment = ''
    assert.ok(one.length > 0, table)
    assert.deepEqual(other, one, table)
  }
})

test('nothing was done twice: the same commands, the same history, the same messages', async () => {
  for (const [what, query] of Object.entries(histories)) {
    const [one, other] = [await ask(undisturbed, query), await ask(interrupted, query)]
    assert.ok(one.length > 0, what)
    assert.deepEqual(other, one, what)
  }
})

test('what ran out did so at its own moment, and never twice', async () => {
  const lapses = await ask(
    undisturbed,
    `select e.subject, e.occurred, h.overdue_since, e.occurred in (
        select (f.data ->> 'deadline')::timestamptz from event f where f.subject = e.subject and f.type in ('hazard.filed', 'hazard.sample_failed', 'hazard.mode_changed')
        union select (f.data ->> 'until')::timestamptz from event f where f.subject = e.subject and f.type = 'hazard.extension_granted') as exact
      from event e join hazard h on h.id = e.subject where e.type = 'hazard.lapsed'`,
  )
  assert.ok(lapses.length > 10)
  for (const { exact, subject } of lapses as { exact: boolean; subject: string }[]) assert.equal(exact, true, subject)
})

test('nobody handed in proof late without having been overdue before', async () => {
  const missed = await ask(
    undisturbed,
    `select s.subject from event s cross join lateral (
        select coalesce(f.data ->> 'until', f.data ->> 'deadline')::timestamptz as deadline from event f
        where f.subject = s.subject and f.occurred <= s.occurred
          and f.type in ('hazard.filed', 'hazard.mode_changed', 'hazard.sample_failed', 'hazard.extension_granted')
        order by f.occurred desc, f.received desc limit 1) due
      where s.type = 'hazard.submitted' and due.deadline < s.occurred and not exists (select from event l
        where l.subject = s.subject and l.type = 'hazard.lapsed' and l.occurred between due.deadline and s.occurred)`,
  )
  assert.deepEqual(missed, [])
})

test('its clock runs on from the end of the replay, and it says that it is a sample', async () => {
  for (const database of [undisturbed, interrupted]) {
    const installation = await findInstallation(database)
    const now = new Date(Date.now() + (installation?.clockOffsetMs ?? 0)).toISOString()
    assert.match(now, /^2022-10-10T/)
    assert.equal(installation?.isSample, true)
    assert.deepEqual(await ask(database, 'select count(*)::int as n from unnumbered'), [{ n: 0 }])
  }
})

test('a folder is taken for what it is: finished, begun at another size, or begun by another version', async () => {
  const [folder = ''] = folders
  const again = await prepare(folder, share)
  assert.equal(again.code, 0, again.errors)
  assert.match(again.said.join('\n'), /already holds a demo/)
  const full = await prepare(folder, 1)
  assert.equal(full.code, 1)
  assert.match(full.errors, /holds a demo with 0\.3 % of the pilot\. Nothing was changed\./)
})

/** What must be equal, without what is drawn anew in every run: ids of events, times of arrival, secrets. */
const histories = {
  commands: `select account_id, id from command where account_id <> '00000000-0000-7000-8000-000000000000' order by 1, 2`,
  events: `select subject, type, occurred, count(*)::int from event where subject_kind in ('hazard', 'place', 'safetyVisit', 'administrativeInspection') group by 1, 2, 3 order by 1, 2, 3`,
  notices: `select n.hazard_id, e.type, n.recipient, n.template, n.state, count(*)::int from notice n join event e on e.id = n.event_id group by 1, 2, 3, 4, 5 order by 1, 2, 3`,
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bihuan-replay-'))
  folders.push(folder)
  return folder
}

type Seen = { settling: boolean; part: number }
type Run = { code: number | null; signal: string | null; said: string[]; errors: string }

/** Runs it in a process of its own; with `kill`, until that says so, and then without a warning. */
function prepare(folder: string, size: number, kill: (seen: Seen) => boolean = () => false): Promise<Run> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'replay-child.ts'), folder, String(size)])
  const run: Run = { code: null, signal: null, said: [], errors: '' }
  let rest = ''
  const look = (seen: Seen) => kill(seen) && child.kill('SIGKILL')
  const settled = setInterval(() => look({ settling: isSettling(folder), part: 0 }), 5)
  child.stderr.on('data', (chunk) => {
    run.errors += chunk
  })
  child.stdout.on('data', (chunk) => {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const [word, done, total] = line.split(' ')
      if (word === 'said') run.said.push(line.slice(5))
      if (word === 'done') look({ settling: false, part: Number(done) / Number(total) })
    }
  })
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearInterval(settled)
      resolve({ ...run, code, signal })
    })
  })
}

/** The note of what the folder is to hold is there, and not yet which plan: units and posts are being written. */
function isSettling(folder: string): boolean {
  const file = path.join(folder, 'replay.json')
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).plan === ''
}

function open(folder: string): Promise<OpenDatabase> {
  return openDatabase({ ...readConfig({}, { data: folder }), databaseUrl: null })
}

type Row = { acknowledgement?: { commitment?: string } | null }

function rowsOf(database: OpenDatabase, table: string): Promise<unknown[]> {
  return ask(database, `select * from ${table} order by ${table === 'clock' ? 'subject' : 'id'}`)
}

function ask(database: OpenDatabase, query: string): Promise<unknown[]> {
  return database.transactions.worker(district, async (tx) => (await sql.raw(query).execute(tx)).rows)
}
