import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { logged } from '#web/field/attempts.ts'
import { type Job, mayComeAhead, newJob } from '#web/field/jobs.ts'
import { partSize, sendInParts, type Upload } from '#web/field/tus.ts'

const real = globalThis.fetch
const hash = 'a'.repeat(64)
const address = `/api/uploads/${hash}`
const blob = new Blob([new Uint8Array(300_000)])

/** A server in few words: what it holds, which offsets were asked for, and what it does next instead. */
let held: number
let asked: string[]
let next: ((offset: number, size: number) => Response | 'cut' | null)[]

const refusal = (status: number, code: string, facts = {}) =>
  new Response(JSON.stringify({ code, facts }), { status, headers: { 'content-type': 'application/problem+json' } })

beforeEach(() => {
  held = 0
  asked = []
  next = []
  globalThis.fetch = async (url, init) => {
    const headers = new Headers(init?.headers)
    const offset = Number(headers.get('upload-offset'))
    asked.push(`${init?.method} ${init?.method === 'PATCH' ? offset : ''}`.trim())
    if (init?.method === 'POST') {
      const said = { location: address, 'upload-offset': String(held) }
      return new Response(null, { status: 201, headers: said })
    }
    assert.equal(url, address)
    const { size } = (init as { body: Blob }).body
    const odd = next.shift()?.(offset, size) ?? null
    if (odd === 'cut') throw new TypeError('failed to fetch')
    if (odd !== null) return odd
    if (offset !== held) return refusal(409, 'upload.offset_wrong', { offset: held })
    held += size
    return new Response(null, { status: 204, headers: { 'upload-offset': String(held) } })
  }
})
afterEach(() => {
  globalThis.fetch = real
})

const file = (upload?: Upload) => ({ hash, kind: 'photo' as const, blob, upload })

test('a photo goes in parts, and a cut is told as no answer with the last offset kept', async () => {
  next = [() => null, () => 'cut']
  let last: Upload | undefined
  const note = (upload: Upload) => {
    last = upload
  }
  await assert.rejects(sendInParts(file(), note), { code: 'network.unreachable' })
  assert.deepEqual(last, { address, offset: partSize(300_000) })
  asked = []
  await sendInParts(file(last), note)
  assert.equal(held, 300_000)
  assert.deepEqual(asked[0], `PATCH ${partSize(300_000)}`, 'nothing is asked again that is known')
})

test('a stale offset is corrected by the server, and a forgotten upload begins anew', async () => {
  held = 200_000
  await sendInParts(file({ address, offset: 0 }), () => undefined)
  assert.deepEqual(asked.slice(0, 2), ['PATCH 0', 'PATCH 200000'])
  held = 0
  asked = []
  next = [() => refusal(404, 'upload.not_found')]
  await sendInParts(file({ address, offset: 65_536 }), () => undefined)
  assert.deepEqual(asked.slice(0, 3), ['PATCH 65536', 'POST', 'PATCH 0'])
})

test('what the server holds already is not sent', async () => {
  held = 300_000
  await sendInParts(file(), () => undefined)
  assert.deepEqual(asked, ['POST'])
})

test('a server that goes on correcting is not asked for ever', async () => {
  next = Array.from({ length: 50 }, () => () => refusal(409, 'upload.offset_wrong', { offset: 0 }))
  await assert.rejects(
    sendInParts(file(), () => undefined),
    { code: 'upload.offset_wrong' },
  )
  assert.ok(asked.length < 10)
})

test('a cut costs an eighth of a file at most', () => {
  assert.deepEqual([1, 300_000, 4_000_000, 50_000_000].map(partSize), [65_536, 65_536, 500_000, 1_048_576])
})

test('only findings go out ahead of their files', () => {
  const at = '2022-06-15T01:00:00.000Z'
  const job = (type: 'hazard.report', data: Record<string, unknown>, needed = true): Job =>
    newJob({
      id: 'job',
      kind: 'report',
      accountId: 'a',
      postId: 'p',
      title: '',
      createdAt: at,
      stages: [{ commands: [{ id: 'c', type, subject: 's', at, data }], needed }],
      files: [hash],
      findings: {},
      draft: null,
    })
  const photos = [{ hash, kind: 'photo' }]
  assert.equal(mayComeAhead(job('hazard.report', { before: photos })), true)
  assert.equal(mayComeAhead(job('hazard.report', { entries: [{ photos }] })), true)
  assert.equal(mayComeAhead(job('hazard.report', { entries: [{ photos, fixed: photos }] })), false)
  assert.equal(mayComeAhead(job('hazard.report', { after: photos })), false)
  assert.equal(mayComeAhead(job('hazard.report', { video: hash })), false)
  assert.equal(mayComeAhead({ ...job('hazard.report', {}), files: [] }), false)
})

test('the log of tries is short', () => {
  const at = '2022-06-15T01:00:00.000Z'
  let log = logged(undefined, { at, code: null })
  for (let n = 0; n < 50; n += 1) log = logged(log, { at, code: 'server.busy' })
  assert.equal(log.length, 20)
})
