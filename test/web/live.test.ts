import assert from 'node:assert/strict'
import { test } from 'node:test'
import { greet } from '#web/live.ts'
import { queryClient } from '#web/queries.ts'

test('a screen asks for everything anew when the server’s log ends before what it saw, and only then', () => {
  queryClient.setQueryData(['hazards', 'list'], [])
  const isOld = () => queryClient.getQueryState(['hazards', 'list'])?.isInvalidated
  greet(JSON.stringify({ seq: 7, reset: false }))
  assert.equal(isOld(), false)
  greet(JSON.stringify({ seq: 7, reset: true }))
  assert.equal(isOld(), true)
  queryClient.clear()
})
