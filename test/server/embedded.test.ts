import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { type Embedded, openEmbedded } from '#server/db/embedded.ts'
import { EmbeddedError } from '#server/db/embedded-error.ts'
import { patience } from '#server/db/embedded-server.ts'

const asRoot = process.getuid?.() === 0
const opener = `
  import { openEmbedded } from '#server/db/embedded.ts'
  const server = await openEmbedded({ folder: process.argv[1], fast: process.argv[2] === 'fast' })
  console.log(JSON.stringify({ started: server.started, port: server.port }))
  setInterval(() => {}, 1000)
`

async function query<Row extends object>(server: Embedded, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: server.superuserUrl })
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

async function serverPid(folder: string): Promise<number> {
  return Number((await readFile(join(folder, 'postmaster.pid'), 'utf8')).split('\n')[0])
}

/** Another process of ours that opens the database and then just lives. */
async function openElsewhere(folder: string): Promise<{ process: ChildProcess; started: string; port: number }> {
  const args = ['--input-type=module-typescript', '-e', opener, folder, 'fast']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(child.stdout, 'data')
  return { process: child, ...JSON.parse(String(line)) }
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

function refusal(code: string, ...words: (string | RegExp)[]) {
  return (error: unknown) => {
    assert.ok(error instanceof EmbeddedError, String(error))
    assert.equal(error.code, code)
    for (const word of words) assert.match(error.message, new RegExp(word))
    return true
  }
}

describe('the embedded PostgreSQL', () => {
  let root = ''
  let folder = ''
  const open = (options: { fast?: boolean } = { fast: true }) => openEmbedded({ folder, ...options })

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'bihuan-embedded-'))
    folder = join(root, 'postgres')
  })
  after(async () => {
    const left = await serverPid(folder).catch(() => undefined)
    if (left) process.kill(left, 'SIGQUIT')
    await rm(root, { recursive: true, force: true })
  })

  it('is made in an empty folder, answers, and is gone after stop', async () => {
    const lines: string[] = []
    const server = await openEmbedded({ folder, onLog: (line) => lines.push(line) })
    assert.equal(server.started, 'fresh')
    assert.equal(lines.length, 1)
    const [row] = await query<Record<string, string>>(
      server,
      `SELECT current_setting('fsync') AS fsync, current_setting('data_checksums') AS checksums,
        current_setting('server_encoding') AS encoding, current_setting('jit') AS jit,
        current_setting('max_connections') AS connections, current_setting('timezone') AS timezone,
        current_setting('listen_addresses') AS address, current_setting('unix_socket_directories') AS sockets,
        'a' < 'B' AS by_alphabet, lower('É') AS lower`,
    )
    assert.deepEqual(row, {
      fsync: 'on',
      checksums: 'on',
      encoding: 'UTF8',
      jit: 'off',
      connections: '60',
      timezone: 'UTC',
      address: '127.0.0.1',
      sockets: server.folder,
      by_alphabet: false,
      lower: 'é',
    })
    await query(server, `CREATE TABLE kept (word text); INSERT INTO kept VALUES ('闭环')`)
    const pid = await serverPid(folder)
    await server.stop()
    await server.stop()
    await assert.rejects(serverPid(folder))
    assert.throws(() => process.kill(pid, 0))
    await assert.rejects(query(server, 'SELECT 1'))
  })

  it('keeps its password to us, asks for it, and leaves nothing else behind', async () => {
    const file = join(root, 'postgres-password')
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    assert.equal((await stat(file)).uid, process.getuid?.())
    assert.equal((await stat(folder)).mode & 0o777, 0o700)
    // In a checkout that another user may not enter, the programs stand beside the data.
    assert.deepEqual(await besides(root), ['postgres', 'postgres-password', 'postgres.log'])
    const server = await open()
    const stranger = new Client({ connectionString: server.superuserUrl.replace(/:[^:@]+@/, ':guess@') })
    await assert.rejects(stranger.connect(), { code: '28P01' })
    await server.stop()
  })

  it('starts again with its data, quickly', async () => {
    const began = performance.now()
    const server = await open({ fast: false })
    const took = performance.now() - began
    assert.equal(server.started, 'again')
    assert.ok(took < 3000, `${took} ms`)
    assert.deepEqual(await query(server, 'SELECT word FROM kept'), [{ word: '闭环' }])
    await server.stop()
  })

  it('is run by an unprivileged user when we are root', { skip: !asRoot }, async () => {
    const server = await open()
    const status = await readFile(`/proc/${await serverPid(folder)}/status`, 'utf8')
    assert.doesNotMatch(status, /^Uid:\s+0\b/m)
    assert.doesNotMatch(status, /^Gid:\s+0\b/m)
    assert.match(status, /^Groups:\s*$/m)
    await server.stop()
  })

  it('outlives a killed process, is joined by the next, and then ends with it', async () => {
    const first = await openElsewhere(folder)
    assert.equal(first.started, 'again')
    const pid = await serverPid(folder)
    await kill(first.process)
    process.kill(pid, 0)
    const server = await open()
    assert.equal(server.started, 'reused')
    assert.equal(server.port, first.port)
    assert.equal(await serverPid(folder), pid)
    assert.deepEqual(await query(server, 'SELECT word FROM kept'), [{ word: '闭环' }])
    await server.stop()
    await assert.rejects(serverPid(folder))
  })

  it('stays up for another process that has it open: the last one to stop ends it', async () => {
    const server = await open()
    const second = await openElsewhere(folder)
    assert.equal(second.started, 'reused')
    await server.stop()
    assert.equal((await query(server, 'SELECT 1')).length, 1)
    await kill(second.process)
    const third = await open()
    assert.equal(third.started, 'reused')
    await third.stop()
    await assert.rejects(serverPid(folder))
  })

  it('replaces a running server that is not safe against a power cut, when safety is asked for', async () => {
    const first = await openElsewhere(folder)
    await assert.rejects(open({ fast: false }), refusal('embedded.unsafe_in_use'))
    await kill(first.process)
    const server = await open({ fast: false })
    assert.equal(server.started, 'again')
    assert.deepEqual(await query(server, 'SHOW fsync'), [{ fsync: 'on' }])
    await server.stop()
  })

  it('comes back after the server itself was killed', async () => {
    const server = await open({ fast: false })
    await query(server, `INSERT INTO kept VALUES ('again')`)
    process.kill(await serverPid(folder), 'SIGKILL')
    const next = await open({ fast: false })
    assert.equal(next.started, 'again')
    assert.equal((await query(next, 'SELECT word FROM kept')).length, 2)
    await server.stop()
    assert.equal((await query(next, 'SELECT 1')).length, 1)
    await next.stop()
  })

  it('starts over a pid file whose number is free, that of another program, or our own', async () => {
    const user = asRoot ? await stat(folder).then(({ uid, gid }) => ({ uid, gid })) : {}
    const foreign = spawn('sleep', ['60'], { ...user, cwd: '/' })
    const gone = spawn('true')
    await once(gone, 'exit')
    for (const pid of [gone.pid, foreign.pid, process.pid]) {
      const text = `${pid}\n${folder}\n1700000000\n5432\n\n127.0.0.1\n  123456  7\nready   \n`
      await writeFile(join(folder, 'postmaster.pid'), text)
      const server = await open()
      assert.equal(server.started, 'again')
      assert.equal((await query(server, 'SELECT 1')).length, 1)
      await server.stop()
    }
    assert.equal(foreign.exitCode, null)
    foreign.kill()
  })

  it('makes a new password when the file was lost, and says so when it is wrong', async () => {
    const file = join(root, 'postgres-password')
    await writeFile(file, 'guess\n')
    await assert.rejects(open(), refusal('embedded.password_wrong', file, 'Nothing is lost'))
    await assert.rejects(serverPid(folder))
    await rm(file)
    const server = await open()
    assert.equal((await query(server, 'SELECT word FROM kept')).length, 2)
    await rm(file)
    await assert.rejects(open(), refusal('embedded.password_lost', file))
    await server.stop()
    await (await open()).stop()
  })

  it('stops, and starts again, although it was just restarting itself after a crash', async () => {
    const crashed = join(root, 'crashed', 'postgres')
    for (let n = 0; n < 3; n++) {
      const server = await openEmbedded({ folder: crashed })
      const client = new Client({ connectionString: server.superuserUrl })
      const cut = new Promise((resolve) => client.once('error', resolve))
      await client.connect()
      const { rows } = await client.query('SELECT pg_backend_pid() AS pid')
      process.kill(rows[0].pid, 'SIGKILL')
      await cut
      const began = performance.now()
      await server.stop()
      assert.ok(performance.now() - began < 12_000, `${performance.now() - began} ms`)
    }
  })

  const hangs = { skip: process.platform === 'win32' }
  it('ends a server that hangs in its own shutdown, and what was committed is there', hangs, async (t) => {
    const usual = patience.stuck
    patience.stuck = 1000
    t.after(() => {
      patience.stuck = usual
    })
    const hung = join(root, 'hung', 'postgres')
    const hang = async (server: Embedded) => {
      const text = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"
      const [row] = await query<{ pid: number }>(server, text)
      process.kill(row?.pid as number, 'SIGSTOP')
    }
    const server = await openEmbedded({ folder: hung })
    await query(server, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('闭环')")
    await hang(server)
    await server.stop()
    // Left hanging by somebody else: whoever comes next does not wait for ever.
    const again = await openEmbedded({ folder: hung })
    await hang(again)
    process.kill(await serverPid(hung), 'SIGINT')
    while (!(await readFile(join(hung, 'postmaster.pid'), 'utf8')).includes('stopping')) await sleep(20)
    const third = await openEmbedded({ folder: hung })
    assert.deepEqual(await query(third, 'SELECT word FROM kept'), [{ word: '闭环' }])
    await third.stop()
    await again.stop()
  })

  it('makes one database when several processes start at once', async () => {
    const shared = join(root, 'race', 'postgres')
    const all = await Promise.all([
      openElsewhere(shared),
      openElsewhere(shared),
      openEmbedded({ folder: shared, fast: true }),
    ])
    assert.equal(new Set(all.map((one) => one.port)).size, 1)
    assert.ok(all.some((one) => one.started === 'reused'))
    await Promise.all([kill(all[0].process), kill(all[1].process)])
    await all[2].stop()
    assert.deepEqual(await besides(join(root, 'race')), ['postgres', 'postgres-password', 'postgres.log'])
  })

  it('refuses data of another major version, and a folder of something else', async () => {
    const old = join(root, 'old', 'postgres')
    await mkdir(old, { recursive: true })
    await writeFile(join(old, 'PG_VERSION'), '12\n')
    await assert.rejects(openEmbedded({ folder: old }), refusal('embedded.other_major', '12', 'BIHUAN_PG_BIN'))
    const foreign = join(root, 'foreign', 'postgres')
    await mkdir(foreign, { recursive: true })
    await writeFile(join(foreign, 'letter.txt'), 'keep me')
    await assert.rejects(openEmbedded({ folder: foreign }), refusal('embedded.folder_foreign', 'Nothing'))
    assert.deepEqual(await readdir(foreign), ['letter.txt'])
  })

  it('names the folder that keeps the other user out', { skip: !asRoot }, async () => {
    const closed = join(root, 'closed')
    await mkdir(join(closed, 'town'), { recursive: true })
    await chmod(closed, 0o700)
    const inside = join(closed, 'town', 'data', 'postgres')
    await assert.rejects(
      openEmbedded({ folder: inside }),
      refusal('embedded.folder_unreachable', `cannot enter ${closed},`, '--data DIR'),
    )
    assert.equal((await stat(closed)).mode & 0o777, 0o700)
  })

  it('says what the log says when it cannot start', async () => {
    const conf = join(folder, 'postgresql.conf')
    const before = await readFile(conf)
    await writeFile(conf, `${before}\nshared_buffers = 'nonsense'\n`)
    await assert.rejects(open(), refusal('embedded.start_failed', 'shared_buffers', 'left as it is'))
    await writeFile(conf, before)
  })

  it('says what to do when the programs cannot be run', async () => {
    const script = `
      import { openEmbedded } from '#server/db/embedded.ts'
      await openEmbedded({ folder: process.argv[1] }).catch((error) => console.log(error.code))
    `
    const args = ['--input-type=module-typescript', '-e', script, join(root, 'none', 'postgres')]
    const env = { ...process.env, BIHUAN_PG_BIN: join(root, 'missing') }
    const { stdout } = await promisify(execFile)(process.execPath, args, { env })
    assert.equal(stdout.trim(), 'embedded.binaries_unusable')
  })
})

/** What lies in a data folder besides the programs. */
async function besides(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => !name.startsWith('postgres-programs-')).sort()
}
