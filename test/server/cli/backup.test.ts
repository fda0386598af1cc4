import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { openEmbedded } from '#server/db/embedded.ts'
import { openServer } from '#server/db/open.ts'
import { sealEvents } from '#server/events/seal.ts'
import { digests, rowsOf, scratch } from '#test/server/backups.ts'
import { driveByHand } from '#test/server/hazards-by-hand.ts'
import { openWorld, type World } from '#test/world.ts'

let world: World
let place: Awaited<ReturnType<typeof scratch>>
const district = { code: '330109', schema: 'd330109', name: '' }
const at = (...names: string[]) => path.join(place.folder, ...names)

before(async () => {
  world = await openWorld({ safe: true })
  place = await scratch('backup-cli')
  await driveByHand(world)
  while ((await sealEvents(world.house, district)) > 0);
  world.house.heads.close()
})
after(async () => {
  await world?.end()
  await place?.clear()
})

type Ended = { code: number | null; signal: NodeJS.Signals | null; out: string; err: string; peakMegabytes: number }

/** Runs the command line as a process of its own; `meanwhile` may send it signals. */
async function bihuan(
  args: string[],
  meanwhile: (child: ChildProcess) => Promise<void> = async () => {},
): Promise<Ended> {
  const child = spawn(process.execPath, ['--max-old-space-size=96', 'src/server/cli/bihuan.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DATABASE_URL: undefined },
  })
  let [out, err, peakMegabytes] = ['', '', 0]
  child.stdout.on('data', (chunk) => (out += chunk))
  child.stderr.on('data', (chunk) => (err += chunk))
  const watching = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
    peakMegabytes = Math.max(peakMegabytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
  }, 50)
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  await meanwhile(child)
  const [code, signal] = await ended
  clearInterval(watching)
  return { code, signal, out, err, peakMegabytes }
}

/** Waits until a folder holds a name, or the process has ended. */
async function until(child: ChildProcess, folder: string, name: string): Promise<void> {
  const names = () => readdir(folder).catch((): string[] => [])
  while (child.exitCode === null && !(await names()).includes(name)) await sleep(2)
}

const data = () => world.house.config.dataFolder

test('backup and restore by command: one JSON line, advice on stderr, 0 and 1 as exit codes', async () => {
  const made = await bihuan(['backup', at('town.tar'), '--data', data()])
  assert.equal(made.code, 0, made.err)
  const told = JSON.parse(made.out)
  assert.equal(
    told.keyCheck,
    (await rowsOf<{ k: string }>(world.database.url, 'select key_check as k from shared.installation'))[0]?.k,
  )
  assert.ok(told.rows > 500 && told.files > 5 && told.missingFiles === 0)
  assert.match(made.err, /keys are NOT in it.*keys\.json/s)

  const again = await bihuan(['backup', at('town.tar'), '--data', data()])
  assert.equal(again.code, 1)
  assert.match(again.err, /exists already and is not written over/)

  const used = await bihuan(['restore', at('town.tar'), '--data', data()])
  assert.equal(used.code, 1)
  assert.match(used.err, /is in use\. Nothing was changed/)

  const restored = await bihuan(['restore', at('town.tar'), '--data', at('restored')])
  assert.equal(restored.code, 0, restored.err)
  assert.equal(JSON.parse(restored.out).rows, told.rows)
  assert.match(restored.err, new RegExp(`Put the key file .*key check ${told.keyCheck}`))
  assert.match(restored.err, /BIHUAN_SMS=log/)

  const twice = await bihuan(['restore', at('town.tar'), '--data', at('restored')])
  assert.equal(twice.code, 1)
  assert.match(twice.err, /not empty: it holds the district 330/)
  assert.equal((await bihuan(['backup'])).code, 2)
  assert.equal((await bihuan(['restore', at('none.tar'), '--data', at('none')])).code, 1)
  const nothing = await bihuan(['backup', at('x.tar'), '--data', at('empty')])
  assert.match(nothing.err, /no installation in/)
  assert.equal(nothing.code, 1)
})

test('the seals of a restored town are true, and its newest one counts outside the database as well', async () => {
  const first = await bihuan(['verify', '--data', at('restored')])
  assert.equal(first.code, 0, first.out + first.err)
  const verdict = JSON.parse(first.out)
  assert.ok(verdict.ok && verdict.events > 40 && verdict.seals > 0 && verdict.waiting === 0)
  const heads = JSON.parse(await readFile(at('restored', 'seal-heads.json'), 'utf8')).districts
  const kept = JSON.parse(await readFile(path.join(data(), 'seal-heads.json'), 'utf8')).districts
  assert.deepEqual(heads, kept)

  // An older backup, put back where a newer seal was known: a cut that somebody made on purpose, and says so.
  const newer = { ...heads['330109'], no: heads['330109'].no + 5 }
  await mkdir(at('older'))
  await writeFile(at('older', 'seal-heads.json'), JSON.stringify({ version: 1, districts: { '330109': newer } }))
  const older = await bihuan(['restore', at('town.tar'), '--data', at('older')])
  assert.equal(older.code, 0, older.err)
  assert.match(older.err, new RegExp(`ends with seal ${heads['330109'].no} .*Seal ${newer.no} .* was known here`, 's'))
  assert.equal((await bihuan(['verify', '--data', at('older')])).code, 0)
})

test('a folder whose file of the newest seals is damaged is restored into, and that file is kept aside', async () => {
  await mkdir(at('torn'))
  await writeFile(at('torn', 'seal-heads.json'), '{"districts":')
  const restored = await bihuan(['restore', at('town.tar'), '--data', at('torn')])
  assert.equal(restored.code, 0, restored.err)
  assert.ok(JSON.parse(restored.out).rows > 500)
  const aside = at('torn', 'seal-heads.json.damaged')
  assert.ok(restored.err.includes('seal-heads.json was damaged') && restored.err.includes(aside), restored.err)
  assert.equal(await readFile(aside, 'utf8'), '{"districts":')
  assert.equal((await bihuan(['verify', '--data', at('torn')])).code, 0)
})

test('no command works on a database that a newer version wrote, and each says so', async () => {
  const folder = at('older')
  const server = await openServer({ databaseUrl: null, dataFolder: folder })
  await rowsOf(
    server.url(),
    "insert into shared.migration (schema_name, name, digest) values ('shared', '0999-later.sql', 'x')",
  )
  await server.stop()
  for (const args of [['start', '--port', '0'], ['migrate'], ['verify'], ['report', 'survey']]) {
    const refused = await bihuan([...args, '--data', folder])
    assert.equal(refused.code, 1, args[0])
    assert.match(refused.err, /written by a newer version of Bihuan .*Nothing was changed and nothing is served/)
    assert.equal(refused.out, '')
  }
  // Whoever has only this version can still save what is there.
  assert.equal((await bihuan(['backup', at('rescued.tar'), '--data', folder])).code, 0)
})

test('a damaged backup leaves the place as it was', async () => {
  const bytes = await readFile(at('town.tar'))
  bytes[5000] = (bytes[5000] as number) ^ 4
  await writeFile(at('damaged.tar'), bytes)
  await cp(path.join(data(), 'keys.json'), at('kept', 'keys.json'))
  const refused = await bihuan(['restore', at('damaged.tar'), '--data', at('kept')])
  assert.equal(refused.code, 1)
  assert.match(refused.err, /damaged or no backup.*nothing was changed/is)
  assert.deepEqual(await readdir(at('kept')), ['keys.json'])
})

test('a restore that is cancelled clears up; one that is killed can be made again', async () => {
  const interrupted = await bihuan(['restore', at('town.tar'), '--data', at('kept')], async (child) => {
    await until(child, at('kept'), 'login-password')
    child.kill('SIGINT')
  })
  assert.equal(interrupted.code, 1, interrupted.err)
  assert.match(interrupted.err, /Cancelled\. Nothing was restored/)
  assert.deepEqual(await readdir(at('kept')), ['keys.json'])

  const killed = await bihuan(['restore', at('town.tar'), '--data', at('killed')], async (child) => {
    await until(child, at('killed'), 'login-password')
    await sleep(150)
    child.kill('SIGKILL')
  })
  assert.equal(killed.signal, 'SIGKILL')
  // Its server outlived it: the next restore says so, and is told how to go on.
  const first = await bihuan(['restore', at('town.tar'), '--data', at('killed')])
  if (first.code !== 0) {
    assert.match(first.err, /in use/)
    await (await openEmbedded({ folder: at('killed', 'postgres') })).stop()
    const second = await bihuan(['restore', at('town.tar'), '--data', at('killed')])
    assert.ok(second.code === 0 || /not empty/.test(second.err), second.err)
  }
})

test('a backup that is interrupted or killed leaves no archive, and the town goes on', async () => {
  const stopped = await bihuan(['backup', at('stopped.tar'), '--data', data()], async (child) => {
    await until(child, place.folder, 'stopped.tar.part')
    child.kill('SIGTERM')
  })
  // It may have been quicker than the signal; then the archive is whole.
  if (stopped.code !== 0) assert.ok(!(await readdir(place.folder)).some((name) => name.startsWith('stopped')))
  const killed = await bihuan(['backup', at('dead.tar'), '--data', data()], async (child) => {
    await until(child, place.folder, 'dead.tar.part')
    child.kill('SIGKILL')
  })
  assert.equal(killed.signal, 'SIGKILL')
  assert.ok(!(await readdir(place.folder)).includes('dead.tar'))
  const town = await world.login('chenjianguo')
  assert.equal((await town.get('/api/hazards')).statusCode, 200)
})

test('a town of seventy megabytes takes no more memory than a small one', {
  skip: process.platform !== 'linux' && 'needs /proc',
}, async () => {
  const small = await bihuan(['backup', at('small.tar'), '--data', data()])
  await asOwner(async (client) => {
    await client.query('alter table d330109.command no force row level security')
    await client.query(`insert into d330109.command select gen_random_uuid(), gen_random_uuid(), sha256(i::text::bytea),
      jsonb_build_object('a', repeat(md5(i::text), 30)), now() from generate_series(1, 70000) i`)
    await client.query('alter table d330109.command force row level security')
  })
  const large = await bihuan(['backup', at('large.tar'), '--data', data()])
  assert.equal(large.code, 0, large.err)
  assert.ok(large.peakMegabytes < small.peakMegabytes + 60, `${small.peakMegabytes} MB, then ${large.peakMegabytes} MB`)
  const restored = await bihuan(['restore', at('large.tar'), '--data', at('large')])
  assert.equal(restored.code, 0, restored.err)
  assert.ok(
    restored.peakMegabytes < small.peakMegabytes + 90,
    `${small.peakMegabytes} MB, then ${restored.peakMegabytes} MB`,
  )
  const original = await digests(world.database.url)
  assert.equal(
    JSON.parse(restored.out).rows,
    Object.values(original).reduce((sum, one) => sum + Number(one.split(' ')[0]), 0),
  )
})

async function asOwner(work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: world.database.url })
  await client.connect()
  await work(client).finally(() => client.end())
}
