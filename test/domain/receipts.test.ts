import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { minute, plus } from '#domain/calendar.ts'
import { canonical } from '#domain/canonical.ts'
import { readReceiptCode, receiptCode } from '#domain/receipt-code.ts'
import { checkReceipt, leafOfEvent, withoutDetails } from '#domain/receipts.ts'
import { type BriefReceipt, type Receipt, readReceipt } from '#domain/receipts-shape.ts'
import { sealedLate } from '#domain/seals.ts'
import { nodePrimitives } from '#server/crypto/primitives.ts'
import { closing, makeKey, published, saltsOf, sealedBatch } from './sealing-kit.ts'

const key = makeKey()
const keys = published(key)
const other = makeKey()
const check = (receipt: unknown, by: unknown = keys) => checkReceipt(receipt, by, nodePrimitives)
const faultOf = (receipt: unknown, by: unknown = keys) => {
  const answer = check(receipt, by)
  return answer.ok ? null : answer.fault
}
// biome-ignore lint/suspicious/noExplicitAny: receipts bent out of their shape on purpose
type Loose = any

/** A copy with one thing in it changed. */
function bent(receipt: Receipt, change: (copy: Loose) => void): unknown {
  const copy = structuredClone(receipt)
  change(copy)
  return copy
}

describe('a receipt', () => {
  it('is true for every event of a batch of any size, with details and without', () => {
    for (const size of [1, 2, 3, 7, 8, 33])
      for (let seq = 11; seq < 11 + size; seq++)
        for (const brief of [true, false]) {
          const receipt = sealedBatch(key, 11, 10 + size, seq, brief)
          const answer = check(JSON.parse(JSON.stringify(receipt)))
          assert.ok(answer.ok)
          assert.equal(answer.key, key.id)
          assert.equal(answer.event.seq, seq)
        }
  })

  it('shows when it was sealed long after it was received', () => {
    const { received } = closing(5)
    assert.deepEqual(
      [-20, 0, 9, 11, 60 * 24 * 800].map((late) => sealedLate(received, plus(received, late * minute))),
      [false, false, false, true, true],
    )
    assert.ok(sealedLate('', received))
  })

  it('names what was changed in it', () => {
    const receipt = sealedBatch(key, 1, 6, 3, false)
    const faults: [string, (copy: Loose) => void][] = [
      ['altered', (r) => (r.event.type = 'hazard.voided')],
      ['altered', (r) => (r.event.occurred = '2022-07-01T02:00:00.001Z')],
      ['altered', (r) => (r.event.received = '2022-07-01T02:00:01.500001Z')],
      ['altered', (r) => (r.event.late = true)],
      ['altered', (r) => (r.event.scopePath = '/330109/113/')],
      ['altered', (r) => (r.event.details.data.sampled = false)],
      ['altered', (r) => (r.event.details.accountId = r.event.id)],
      ['altered', (r) => (r.event.details.data.more = null)],
      ['altered', (r) => (r.event.seq = 4)],
      ['altered', (r) => (r.salt = r.event.detailsSalt)],
      ['altered', (r) => r.path.reverse()],
      ['position', (r) => r.path.pop()],
      ['position', (r) => (r.event.seq = 7)],
      ['root', (r) => (r.seal.root = r.path[0])],
      ['signature', (r) => (r.seal.previous = r.path[0])],
      ['signature', (r) => (r.seal.at = '2022-07-01T02:00:03.000Z')],
      ['signature', (r) => (r.seal.no = 2)],
      ['signature', (r) => (r.district = '330102')],
      ['signature', (r) => (r.seal.signature = r.seal.signature.replace(/^./, (c: string) => (c === 'A' ? 'B' : 'A')))],
      ['keyForged', (r) => (r.seal.algorithm = 'sm2')],
      ['key', (r) => (r.seal.key = other.id)],
      ['malformed', (r) => (r.version = 2)],
      ['malformed', (r) => (r.more = true)],
      ['malformed', (r) => (r.event.more = 'word')],
      ['malformed', (r) => delete r.event.detailsSalt],
      ['malformed', (r) => (r.event.occurred = '2022-07-01T02:00:00.000000Z')],
    ]
    assert.equal(faultOf(receipt), null)
    for (const [fault, change] of faults) assert.equal(faultOf(bent(receipt, change)), fault, String(change))
  })

  it('is nobody’s but the key’s that was published', () => {
    const receipt = sealedBatch(key, 1, 6, 3)
    assert.equal(faultOf(receipt, published(other)), 'key')
    assert.equal(faultOf(receipt, published(other, key)), null)
    const posing = { ...published(other).keys[0], id: key.id }
    assert.equal(faultOf(receipt, { version: 1, keys: [posing] }), 'keyForged')
    const ended = { ...keys.keys[0], until: '2022-07-01T02:00:01.999Z' }
    assert.equal(faultOf(receipt, { version: 1, keys: [ended] }), 'keyEnded')
    for (const no of [null, [], {}, { version: 1 }, { version: 2, keys: [] }, { version: 1, keys: [{}] }])
      assert.equal(faultOf(receipt, no), 'keysMalformed')
  })

  it('says so where a place cannot check its kind', () => {
    const receipt = sealedBatch(makeKey('sm2'), 1, 3, 2)
    const answer = checkReceipt(receipt, keys, { hash: () => null, verify: () => null })
    assert.deepEqual(answer, { ok: false, fault: 'unsupported' })
  })

  it('works by SM2 and SM3 as well', () => {
    const national = makeKey('sm2')
    const receipt = sealedBatch(national, 1, 6, 5, false)
    assert.equal(faultOf(receipt, published(national)), null)
    assert.equal(
      faultOf(
        bent(receipt, (r) => (r.event.type = 'x')),
        published(national),
      ),
      'altered',
    )
    assert.equal(
      faultOf(
        bent(receipt, (r) => (r.seal.no = 9)),
        published(national),
      ),
      'signature',
    )
    assert.equal(
      faultOf(
        bent(receipt, (r) => (r.seal.hash = 'sha256')),
        published(national),
      ),
      'root',
    )
  })

  it('refuses anything that is not exactly one', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => assert.equal(faultOf(value), 'malformed')))
    const receipt = sealedBatch(key, 1, 6, 3, false)
    const places = placesIn(receipt)
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue(), (place, value) => {
        const copy = structuredClone(receipt)
        const holder = place.slice(0, -1).reduce((at: Loose, name) => at[name], copy)
        const last = place.at(-1) as string
        if (JSON.stringify(holder[last]) === JSON.stringify(value) || Object.is(value, -0)) return
        holder[last] = value
        assert.equal(check(copy).ok, false, place.join('.'))
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps its truth when what only insiders may know is taken out', () => {
    const whole = sealedBatch(key, 1, 6, 3, false)
    const brief = withoutDetails(whole, nodePrimitives)
    assert.deepEqual(brief, sealedBatch(key, 1, 6, 3, true))
    assert.equal(faultOf(brief), null)
    assert.ok(!JSON.stringify(brief).includes('sampled'))
  })
})

describe('a receipt as a code', () => {
  const brief = (size: number, seq = size) => sealedBatch(key, 1, size, seq) as BriefReceipt

  it('is read as it was written, and short enough for a phone’s camera', () => {
    for (const size of [1, 2, 100, 5000]) {
      const code = receiptCode(brief(size))
      assert.ok(code.length <= 1000, `${code.length} letters for a batch of ${size}`)
      assert.deepEqual(readReceiptCode(code), brief(size))
    }
    const odd = bent(brief(3), (r) => {
      r.event.occurred = '1969-12-31T23:59:59.999Z'
      r.event.received = '2022-07-01T02:00:01.500007Z'
      r.event.late = true
    }) as BriefReceipt
    assert.deepEqual(readReceiptCode(receiptCode(odd)), odd)
  })

  it('has one spelling: a letter changed, lost or added is no receipt or another one', () => {
    const code = receiptCode(brief(40, 17))
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+ '
    fc.assert(
      fc.property(
        fc.nat({ max: code.length - 1 }),
        fc.constantFrom(...letters),
        fc.nat({ max: 2 }),
        (at, letter, how) => {
          const text = code.slice(0, at) + (how === 1 ? '' : letter) + code.slice(how === 2 ? at : at + 1)
          if (text === code) return
          const read = readReceiptCode(text)
          assert.ok(read === null || (receiptCode(read) === text && !check(read).ok))
        },
      ),
      { numRuns: 3000 },
    )
  })

  it('reads no rubbish', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 900 }), (bytes) => {
        const text = Buffer.from([1, ...bytes]).toString('base64url')
        const read = readReceiptCode(text)
        assert.ok(read === null || (readReceipt(read) !== null && receiptCode(read) === text))
      }),
    )
    fc.assert(fc.property(fc.string(), (text) => assert.equal(readReceiptCode(text), null)))
    assert.equal(readReceiptCode('A'.repeat(100_000)), null)
    const bytes = Buffer.from(receiptCode(brief(1)), 'base64url')
    for (let at = 1; at < bytes.length; at++) {
      const endless = Buffer.from(bytes)
        .fill(0xff, at, Math.min(at + 9, bytes.length))
        .toString('base64url')
      assert.doesNotThrow(() => readReceiptCode(endless), `at byte ${at}`)
    }
  })
})

function placesIn(value: unknown, here: string[] = []): string[][] {
  if (value === null || typeof value !== 'object') return [here]
  return Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...here, name]))
}

describe('the sealed form', () => {
  it('is canonical JSON behind a mark, a salt and a digest, byte for byte', () => {
    const event = closing(9)
    const { details, ...facts } = event
    const salts = saltsOf(9)
    const sha = (...parts: (string | Uint8Array)[]) =>
      createHash('sha256')
        .update(Buffer.concat(parts.map((part) => Buffer.from(part as string))))
        .digest()
    const odd = { ...details, unitPath: '路"\\/', data: { z: ['é', { b: 1, a: 1e21 }], a: null } }
    for (const one of [details, odd]) {
      const digest = sha('\x02', salts.subarray(16), canonical(one))
      const leaf = sha('\x00', salts.subarray(0, 16), digest, canonical(facts))
      const made = leafOfEvent((bytes) => sha(bytes), { ...facts, details: one }, salts)
      assert.deepEqual(Buffer.from(made), leaf)
    }
  })

  it('finds room for the longest of data', () => {
    const hash = nodePrimitives.hash('sha256') as (bytes: Uint8Array) => Uint8Array
    const details = { ...closing(1).details, data: '长'.repeat(100_000) }
    const twice = [1, 1].map(() => leafOfEvent(hash, { ...closing(1), details }, saltsOf(1)))
    assert.deepEqual(twice[0], twice[1])
    assert.notDeepEqual(twice[0], leafOfEvent(hash, closing(1), saltsOf(1)))
  })
})
