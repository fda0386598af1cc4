import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { receiptCode } from '#domain/receipt-code.ts'
import type { BriefReceipt } from '#domain/receipts-shape.ts'
import { makeKey, published, sealedBatch } from '#test/domain/sealing-kit.ts'
import { mostKilobytes, readFile, readPaper } from '#web/verify/read-paper.ts'

const key = makeKey()
const receipt = sealedBatch(key, 1, 600, 77) as BriefReceipt
const json = JSON.stringify(receipt, null, 2)
const code = receiptCode(receipt)
const troubleOf = (text: string) => {
  const paper = readPaper(text)
  return paper.kind === 'bad' ? paper.trouble : paper.kind
}

test('a receipt is taken as a file, as its content, as an address and as the bare code', async () => {
  const all = [
    json,
    `\uFEFF  ${json}\n`,
    code,
    `#${code}`,
    `https://town.example/verify#${code}`,
    code.match(/.{1,60}/g)!.join('\n'),
  ]
  for (const text of all) assert.deepEqual(readPaper(text), { kind: 'receipt', receipt })
  assert.deepEqual(await readFile(new File([json], 'receipt.json')), { kind: 'receipt', receipt })
})

test('published keys are known for what they are', () => {
  assert.deepEqual(readPaper(JSON.stringify(published(key))), { kind: 'keys', keys: published(key) })
})

test('a code or file cut off anywhere is called incomplete, and never taken', () => {
  for (let length = 20; length < code.length; length += 37) assert.equal(troubleOf(`#${code.slice(0, length)}`), 'cut')
  for (let length = 60; length < json.length - 1; length += 97) assert.equal(troubleOf(json.slice(0, length)), 'cut')
})

test('everything else is told apart', async () => {
  assert.equal(troubleOf('  \n'), 'empty')
  assert.equal(troubleOf('今天天气很好'), 'notReceipt')
  assert.equal(troubleOf('{"version":1}'), 'notReceipt')
  assert.equal(troubleOf('{"name": '), 'notReceipt')
  assert.equal(troubleOf('#done'), 'notReceipt')
  assert.equal(troubleOf('{'.repeat(100_000)), 'notReceipt')
  const huge = new File(['x'.repeat(mostKilobytes * 1024 + 1)], 'huge.json')
  assert.deepEqual(await readFile(huge), { kind: 'bad', trouble: 'tooLarge' })
  assert.equal(troubleOf('x'.repeat(mostKilobytes * 1024 + 1)), 'tooLarge')
  const lost = Object.assign(new File([json], 'gone.json'), { text: () => Promise.reject(new Error('gone')) })
  assert.deepEqual(await readFile(lost), { kind: 'bad', trouble: 'unreadable' })
})

test('no text at all makes it throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.base64String()), (text) => {
      assert.notEqual(troubleOf(text), 'receipt')
    }),
  )
})
