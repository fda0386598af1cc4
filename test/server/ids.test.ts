import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isUuid, uuidTime } from '#domain/ids.ts'
import { newId } from '#server/events/ids.ts'

test('ten thousand ids of one millisecond stay in order', () => {
  const now = '2022-07-25T01:02:03.004Z'
  const ids = Array.from({ length: 10_000 }, () => newId(now))
  assert.deepEqual(ids.toSorted(), ids)
  assert.equal(new Set(ids).size, ids.length)
  assert.ok(ids.every((id) => isUuid(id) && uuidTime(id) === Date.parse(now)))
})
