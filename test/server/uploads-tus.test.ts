import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Upload } from 'tus-js-client'
import { day, instant } from '#domain/calendar.ts'
import { partPath, removeForgotten } from '#server/files/upload-store.ts'
import { run } from '#server/main.ts'
import { openWorld, type World } from '#test/world.ts'
import { makeDisk, noDisk } from './disk.ts'
import { rawSession } from './raw-session.ts'

let folder: string
let world: World
let origin: string
let cookie: Record<string, string>

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bihuan-tus-'))
  world = await openWorld({ folder })
  origin = await world.app.listen({ port: 0, host: '127.0.0.1' })
  cookie = await sessionOf('yuxiuzhen')
})
after(async () => {
  await world?.end()
  await rm(folder, { recursive: true, force: true })
})

async function sessionOf(login: string): Promise<Record<string, string>> {
  const { cookies } = await rawSession(world, login)
  const written = Object.entries(cookies).map(([name, value]) => `${name}=${value}`)
  return { cookie: written.join('; '), 'x-bihuan': '1', 'tus-resumable': '1.0.0' }
}

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const jpeg = (size: number) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(size - 4)])
const b64 = (text: string) => Buffer.from(text).toString('base64')
const partType = { 'content-type': 'application/offset+octet-stream' }

function announce(bytes: Buffer, more: Record<string, string> = {}, hash = hashOf(bytes)) {
  const metadata = `hash ${b64(hash)},kind ${b64('photo')}`
  const headers = { ...cookie, 'upload-length': String(bytes.length), 'upload-metadata': metadata, ...more }
  return fetch(`${origin}/api/uploads`, { method: 'POST', headers })
}
const head = (hash: string, by = cookie) => fetch(`${origin}/api/uploads/${hash}`, { method: 'HEAD', headers: by })
const patch = (hash: string, offset: number, body: Buffer, by = cookie) =>
  fetch(`${origin}/api/uploads/${hash}`, {
    method: 'PATCH',
    headers: { ...by, ...partType, 'upload-offset': String(offset) },
    body: new Uint8Array(body),
  })
const offsetOf = (answer: Response) => Number(answer.headers.get('upload-offset'))
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code
const stored = (hash: string) => fetch(`${origin}/api/files/${hash}`, { headers: cookie })

/** Begins a part and leaves the connection open; `cut` ends it without a word. */
async function sendHalf(hash: string, offset: number, length: number, half: Buffer) {
  const headers = { ...cookie, ...partType, 'upload-offset': offset, 'content-length': length }
  const sending = request(`${origin}/api/uploads/${hash}`, { method: 'PATCH', headers })
  sending.on('error', () => undefined)
  await new Promise<void>((done) => sending.write(half, () => done()))
  return { cut: () => sending.destroy() }
}

/** Waits until the disk has so many bytes: only then is what was sent there to go on from. */
async function arrivedTo(hash: string, offset: number): Promise<void> {
  for (let n = 0; n < 100; n += 1) {
    const answer = await head(hash)
    if (answer.status === 200 && offsetOf(answer) === offset) return
    await sleep(30)
  }
  assert.fail(`never at ${offset}: ${offsetOf(await head(hash))}`)
}

test('another client than ours sends a photo in parts, and once more', async () => {
  const bytes = jpeg(300_000)
  const hash = hashOf(bytes)
  const send = (chunkSize: number, during: boolean) =>
    new Promise<number>((resolve, reject) => {
      let most = 0
      new Upload(bytes, {
        endpoint: `${origin}/api/uploads`,
        metadata: { hash, kind: 'photo' },
        headers: { cookie: cookie['cookie'] as string, 'x-bihuan': '1' },
        chunkSize,
        uploadDataDuringCreation: during,
        retryDelays: [0, 50],
        onProgress: (sent) => {
          most = Math.max(most, sent)
        },
        onError: reject,
        onSuccess: () => resolve(most),
      }).start()
    })
  await send(64_000, false)
  assert.deepEqual(Buffer.from(await (await stored(hash)).arrayBuffer()), bytes)
  await send(1_000_000, false)
  const other = jpeg(90_000)
  const begun = await announce(other)
  assert.deepEqual([begun.status, begun.headers.get('location')], [201, `/api/uploads/${hashOf(other)}`])
  assert.equal((await patch(hashOf(other), 0, other)).status, 204)
  await send(1_000_000, true)
})

test('what is announced with its bytes is stored at once, and what is held is not sent again', async () => {
  const bytes = jpeg(5_000)
  const hash = hashOf(bytes)
  const metadata = `hash ${b64(hash)},kind ${b64('photo')}`
  const headers = { ...cookie, ...partType, 'upload-length': '5000', 'upload-metadata': metadata }
  const first = await fetch(`${origin}/api/uploads`, { method: 'POST', headers, body: new Uint8Array(bytes) })
  assert.deepEqual([first.status, offsetOf(first)], [201, 5_000])
  assert.equal((await stored(hash)).status, 200)
  const again = await announce(bytes)
  assert.deepEqual([again.status, offsetOf(again)], [200, 5_000])
  const there = await head(hash)
  assert.deepEqual([there.status, offsetOf(there), there.headers.get('upload-length')], [200, 5_000, '5000'])
  // Bytes that the folder has lost are taken again.
  await rm(path.join(world.house.config.filesFolder, hash.slice(0, 2), hash.slice(2, 4), hash))
  assert.equal(offsetOf(await announce(bytes)), 0)
})

test('after a cut it goes on from what is on the disk; a wrong offset is told the right one', async () => {
  const bytes = jpeg(400_000)
  const hash = hashOf(bytes)
  await announce(bytes)
  const { cut } = await sendHalf(hash, 0, bytes.length, bytes.subarray(0, 150_000))
  await sleep(150)
  cut()
  await arrivedTo(hash, 150_000)
  const wrong = await patch(hash, 0, bytes)
  assert.deepEqual([wrong.status, offsetOf(wrong), await codeOf(wrong)], [409, 150_000, 'upload.offset_wrong'])
  const again = await announce(bytes)
  assert.deepEqual([again.status, offsetOf(again)], [200, 150_000])
  const other = await sessionOf('chenjianguo')
  assert.equal((await head(hash, other)).status, 404, 'an upload is its owner’s alone')
  const rest = await patch(hash, 150_000, bytes.subarray(150_000))
  assert.deepEqual([rest.status, offsetOf(rest)], [204, 400_000])
  assert.deepEqual(Buffer.from(await (await stored(hash)).arrayBuffer()), bytes)
})

test('of two senders one is told to wait; a silent one is cut off', { timeout: 60_000 }, async () => {
  const bytes = jpeg(200_000)
  const hash = hashOf(bytes)
  await announce(bytes)
  const first = await sendHalf(hash, 0, bytes.length, bytes.subarray(0, 70_000))
  await sleep(150)
  const second = await patch(hash, 0, bytes)
  assert.deepEqual([second.status, await codeOf(second)], [423, 'upload.busy'])
  assert.equal((await head(hash)).status, 423)
  await sleep(10_200)
  const looked = await head(hash)
  assert.deepEqual([looked.status, offsetOf(looked)], [200, 70_000])
  first.cut()
  assert.equal((await patch(hash, 70_000, bytes.subarray(70_000))).status, 204)
  assert.equal((await stored(hash)).status, 200)
})

test('a restart in the middle loses nothing that was told', async () => {
  const bytes = jpeg(100_000)
  const hash = hashOf(bytes)
  await announce(bytes)
  await patch(hash, 0, bytes.subarray(0, 60_000))
  const { house, database } = world
  const next = await run({ ...house.config, logLevel: 'fatal' }, { database, ticking: false })
  try {
    const ask = (method: 'HEAD' | 'PATCH', more = {}, payload?: Buffer) =>
      next.app.inject({
        method,
        url: `/api/uploads/${hash}`,
        headers: { ...cookie, ...more },
        ...(payload ? { payload } : {}),
      })
    assert.equal((await ask('HEAD')).headers['upload-offset'], '60000')
    const rest = await ask('PATCH', { ...partType, 'upload-offset': '60000' }, bytes.subarray(60_000))
    assert.deepEqual([rest.statusCode, rest.headers['upload-offset']], [204, '100000'])
  } finally {
    await next.close()
  }
  assert.equal((await stored(hash)).status, 200)
})

test('altered bytes, foreign kinds and too many bytes become no file', async () => {
  const bytes = jpeg(20_000)
  const hash = hashOf(bytes)
  await announce(bytes)
  const altered = Buffer.from(bytes)
  altered[9_999] = (altered[9_999] as number) ^ 1
  const refused = await patch(hash, 0, altered)
  assert.deepEqual([refused.status, await codeOf(refused)], [422, 'file.hash_differs'])
  assert.deepEqual([(await stored(hash)).status, (await head(hash)).status], [404, 404])

  const text = randomBytes(600)
  await announce(text)
  assert.equal(await codeOf(await patch(hashOf(text), 0, text)), 'file.type_not_allowed')

  await announce(bytes)
  const tooMuch = await patch(hash, 0, Buffer.concat([bytes, bytes]))
  assert.deepEqual([tooMuch.status, await codeOf(tooMuch)], [413, 'file.too_large'])
  const longer = await announce(bytes, { 'upload-length': '20001' })
  assert.deepEqual([longer.status, await codeOf(longer)], [409, 'upload.differs'])
  assert.equal(await codeOf(await announce(bytes, { 'upload-length': '99000000' })), 'file.too_large')
  assert.equal(await codeOf(await announce(bytes, { 'tus-resumable': '0.2.0' })), 'upload.version')
  assert.equal(await codeOf(await announce(bytes, { 'upload-metadata': 'kind cGhvdG8=' })), 'request.invalid')
  const gone = await fetch(`${origin}/api/uploads/${hash}`, { method: 'DELETE', headers: cookie })
  assert.deepEqual([gone.status, (await head(hash)).status], [204, 404])
})

test('what nobody finishes is removed after a week, and nobody announces without end', async () => {
  const files = world.house.config.filesFolder
  const bytes = jpeg(10_000)
  await announce(bytes)
  const [name = ''] = (await readdir(path.join(files, 'uploads'))).filter((one) => one.endsWith(hashOf(bytes)))
  const now = Date.now()
  assert.equal(await removeForgotten(files, instant(now)), 0)
  await utimes(partPath(files, name), new Date(now - 8 * day), new Date(now - 8 * day))
  assert.equal(await removeForgotten(files, instant(now)), 1)
  assert.equal((await head(hashOf(bytes))).status, 404)

  cookie = await sessionOf('chenjianguo')
  const codes = new Set<number>()
  for (let n = 0; n < 70 && !codes.has(429); n += 1) {
    const { status } = await announce(bytes, { 'upload-length': String(9 * 1024 * 1024) }, hashOf(jpeg(9)))
    codes.add(status)
  }
  assert.ok(codes.has(201) && codes.has(429))
  cookie = await sessionOf('yuxiuzhen')
})

test('a full disk refuses with a word and keeps what came before', { skip: noDisk }, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'bihuan-tus-disk-'))
  const disk = await makeDisk(folder, 16)
  const { house, database } = world
  const next = await run({ ...house.config, filesFolder: path.join(folder, 'files') }, { database, ticking: false })
  const before = origin
  try {
    origin = await next.app.listen({ port: 0, host: '127.0.0.1' })
    const bytes = jpeg(3_000_000)
    const hash = hashOf(bytes)
    await announce(bytes)
    await patch(hash, 0, bytes.subarray(0, 500_000))
    await disk.fill(400_000)
    const refused = await patch(hash, 500_000, bytes.subarray(500_000))
    assert.deepEqual([refused.status, await codeOf(refused)], [507, 'server.disk_full'])
    const kept = offsetOf(await head(hash))
    assert.ok(kept >= 500_000 && kept < 3_000_000, String(kept))
    await disk.makeRoom()
    assert.equal((await patch(hash, kept, bytes.subarray(kept))).status, 204)
    assert.equal((await stored(hash)).status, 200)
  } finally {
    origin = before
    await next.close()
    await disk.remove()
    await rm(folder, { recursive: true, force: true })
  }
})
