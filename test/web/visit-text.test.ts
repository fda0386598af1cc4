import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Instant } from '#domain/calendar.ts'
import type { Entry, Visit } from '#domain/inspections.ts'
import type { RecordedEntry } from '#domain/inspections-decide.ts'
import type { CheckItem } from '#domain/standards.ts'
import { textOf as serverTextOf } from '#server/inspections/acknowledge.ts'
import { type Draft, emptyLine, findingsOf } from '#web/field/drafts.ts'
import { stagesOfVisit } from '#web/field/visit-commands.ts'
import { textOf } from '#web/field/visit-text.ts'
import { exits, knownExit, startedAt, walk } from './walk.ts'

const now = '2022-07-04T02:10:00.000Z'

/** What the server makes of the walk's own commands, and the text that it composes from that. */
function serverText(draft: Draft): string {
  const [first] = stagesOfVisit(draft, { kind: 'nothingFound' }, { role: 'gridWorker', now, newId: () => 'id' })
  const recorded = first?.commands[1]?.data['entries'] as RecordedEntry[]
  const entries = recorded.map(
    ({ itemCode, result, hazardId, fixed }): Entry => ({
      itemCode,
      result,
      hazardId: hazardId ?? null,
      fixed: fixed ?? [],
    }),
  )
  const sheet = draft.items.map(({ code, version }) => ({ code, version }))
  const visit = { id: draft.id, act: draft.act, startedAt: draft.startedAt, sheet, entries } as unknown as Visit
  const hazards = new Map(
    recorded.flatMap((entry) => {
      if (entry.hazardId === undefined) return []
      const known = Object.values(draft.open).find((one) => one.id === entry.hazardId)
      const item = draft.items.find(({ code }) => code === entry.itemCode) as CheckItem
      const born = { mode: entry.mode ?? item.mode, severity: item.severity, deadline: null, foundIn: draft.id }
      return [[entry.hazardId, known === undefined ? born : { ...known, foundIn: 'an earlier visit' }] as const]
    }),
  )
  return serverTextOf(visit, draft.place, draft.items, hazards)
}

const withDeadline = (deadline: Instant | null) => walk({ open: { [exits.code]: { ...knownExit, deadline } } })

test('the party reads on the phone what the server will compose', () => {
  const text = textOf(walk())
  assert.equal(text, serverText(walk()))
  assert.match(text, /发现下列安全隐患4处/)
  assert.match(text, /已当场整改/)
})

test('what was open before keeps its mode, severity and date', () => {
  const line = textOf(walk())
    .split('\n')
    .find((one) => one.includes(exits.code))
  assert.equal(line, `4. ${exits.text}（极严重，集中整改）；建议整改期限：2022-07-06`)
})

test('without a date of its own it is counted from this visit, in its own mode', () => {
  const draft = withDeadline(null)
  assert.equal(textOf(draft), serverText(draft))
  assert.match(textOf(draft), /（极严重，集中整改）；建议整改期限：2022-07-05/)
})

test('a line that turns out to be open before, or no longer open, is worded as the server words it', () => {
  const closed = walk({ open: {} })
  assert.equal(textOf(closed), serverText(closed))
  const opened = walk({
    open: Object.fromEntries(walk().items.map(({ code }, n) => [code, { ...knownExit, id: `h${n}` }])),
  })
  assert.equal(textOf(opened), serverText(opened))
  assert.doesNotMatch(textOf(opened), /已当场整改/, 'a hazard on record is not closed by a visit')
})

test('an order says so, and a clean sheet says that too', () => {
  const order = walk({ act: 'administrativeInspection', with: ['b'], approvalNo: '1号', noticeNo: '2号' })
  assert.equal(textOf(order), serverText(order))
  assert.match(textOf(order), /责令整改期限/)
  const clean = walk({ lines: Object.fromEntries(walk().items.map(({ code }) => [code, emptyLine])) })
  assert.deepEqual(findingsOf(clean), [])
  assert.equal(textOf(clean), serverText(clean))
  assert.match(textOf(clean), /未发现安全隐患/)
  assert.ok(textOf(clean).includes(startedAt.slice(0, 10)))
})
