import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { serve } from '#server/cli/serve.ts'
import { onSignal, unlessStopped } from '#server/cli/stopping.ts'
import { isRunning } from '#server/db/embedded.ts'
import type { Running } from '#server/main.ts'
import { until } from '#test/server/attack/live-feed.ts'

const root = path.join(import.meta.dirname, '../../..')
const before = process.listeners('SIGINT')
afterEach(() => {
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    for (const listener of process.listeners(name)) if (!before.includes(listener)) process.off(name, listener)
})

describe('being asked to stop', () => {
  it('is heard once, also when one Ctrl+C comes twice; whoever asks again does not wait', async (t) => {
    const exited = new Promise((resolve) => t.mock.method(process, 'exit', resolve as never))
    const calls: string[] = []
    const stopping = onSignal(
      () => calls.push('first'),
      async () => void calls.push('given up'),
    )
    process.emit('SIGINT')
    process.emit('SIGINT')
    assert.equal(stopping.signal.aborted, true)
    assert.deepEqual(calls, ['first'])
    await sleep(600)
    process.emit('SIGTERM')
    assert.equal(await exited, 130)
    assert.deepEqual(calls, ['first', 'given up'])
    stopping.release()
    assert.deepEqual(process.listeners('SIGINT'), before)
  })

  it('ends the wait for what is still going on', async () => {
    const stopping = new AbortController()
    const waiting = unlessStopped(new Promise(() => undefined), stopping.signal)
    stopping.abort()
    await assert.rejects(waiting, { name: 'AbortError' })
    await assert.rejects(unlessStopped(Promise.reject(new Error('late')), stopping.signal), { name: 'AbortError' })
    assert.equal(await unlessStopped(Promise.resolve(7), new AbortController().signal), 7)
  })

  it('closes a server that has only begun to listen', { timeout: 10_000 }, async () => {
    let closed = 0
    const running = {
      app: { listen: () => sleep(50), server: { address: () => null } },
      house: { config: { port: 0, host: '127.0.0.1', tls: null } },
      close: async () => {
        closed += 1
      },
    } as unknown as Running
    const serving = serve(running, () => undefined)
    process.emit('SIGINT')
    await serving
    assert.equal(closed, 1)
  })
})

/** Nobody writes a hazard until this ends, and somebody is waiting for that. */
async function holdUp(folder: string): Promise<pg.Client> {
  const password = readFileSync(path.join(folder, 'postgres-password'), 'utf8').trim()
  const port = Number(readFileSync(path.join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[3])
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'bihuan' })
  client.on('error', () => undefined)
  await client.connect()
  await client.query('begin')
  await client.query('lock table d330109.hazard in share row exclusive mode')
  const waiting = `select from pg_locks where relation = 'd330109.hazard'::regclass and not granted`
  assert.ok(await until(async () => (await client.query(waiting)).rowCount !== 0, 20_000))
  return client
}

describe('a demo that is being filled', () => {
  it('ends at once when asked twice, and goes on later; asked once, it stops where it can', {
    timeout: 180_000,
  }, async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'bihuan-stopped-'))
    const begin = (...options: string[]) => {
      const script = path.join(root, 'src/server/cli/bihuan.ts')
      const child = spawn(process.execPath, [script, 'demo', '--data', folder, '--port', '0', ...options])
      let said = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
      return { child, exit: once(child, 'exit'), said: () => said }
    }
    const database = path.join(folder, 'postgres')
    try {
      const hasty = begin('--no-serve')
      assert.ok(await until(() => hasty.said().includes('Replaying'), 60_000), hasty.said())
      const holder = await holdUp(folder)
      hasty.child.kill('SIGINT')
      assert.ok(await until(() => hasty.said().includes('Stopping')))
      await sleep(600)
      assert.equal(hasty.child.exitCode, null)
      hasty.child.kill('SIGINT')
      assert.deepEqual(
        await Promise.race([hasty.exit, sleep(10_000, 'late', { ref: false })]),
        [130, null],
        hasty.said(),
      )
      assert.doesNotMatch(hasty.said(), /Stopped|terminat/)
      assert.equal(await isRunning(database), false)
      await holder.end().catch(() => undefined)

      // With its web side being built beside it, where that was not built yet.
      const patient = begin()
      assert.ok(await until(() => /Replaying|interrupted/.test(patient.said()), 90_000), patient.said())
      patient.child.kill('SIGTERM')
      assert.ok(await until(() => patient.said().includes('Stopped'), 60_000), patient.said())
      assert.deepEqual(
        await Promise.race([patient.exit, sleep(5_000, 'late', { ref: false })]),
        [130, null],
        patient.said(),
      )
      assert.equal(await isRunning(database), false)
      assert.equal(existsSync(path.join(root, `dist/web-${patient.child.pid}`)), false)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
