import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Value } from 'typebox/value'
import { commandData } from '#domain/commands.ts'
import type { RecordedEntry } from '#domain/inspections-decide.ts'
import type { Role } from '#domain/people.ts'
import { isComplete, knownOf, openItems } from '#web/field/drafts.ts'
import type { HazardRow } from '#web/field/shapes.ts'
import { type Answered, filesOf, stagesOfVisit } from '#web/field/visit-commands.ts'
import { exits, hydrant, ids, knownExit, panel, proof, startedAt, strips, walk, wires } from './walk.ts'

const now = '2022-07-04T02:10:00.000Z'
const signed: Answered = {
  kind: 'signed',
  textHash: 'f'.repeat(64),
  image: 'data:image/png;base64,AAAA',
  strokes: [[{ x: 1, y: 2, t: 0 }]],
  position: null,
}

function stages(role: Role = 'inspector', answered = signed, draft = walk()) {
  let n = 0
  return stagesOfVisit(draft, answered, { role, now, newId: () => `command-${++n}` })
}

const typesOf = (of: ReturnType<typeof stages>) => of.map(({ commands }) => commands.map(({ type }) => type))
const entriesOf = (of: ReturnType<typeof stages>) => of[0]?.commands[1]?.data['entries'] as RecordedEntry[]

test('the visit, then the answer of the party, then what becomes of each fresh finding', () => {
  const all = stages()
  assert.deepEqual(typesOf(all), [
    ['safetyVisit.start', 'safetyVisit.record'],
    ['safetyVisit.sign'],
    ['hazard.file', 'hazard.dispatch', 'hazard.fix_on_site', 'hazard.file', 'hazard.dispatch', 'safetyVisit.finish'],
  ])
  assert.deepEqual(
    all.map(({ needed }) => needed),
    [true, true, false],
  )
  const [start, record] = all[0]!.commands
  assert.deepEqual([start?.id, start?.at, start?.subject], [ids.start, startedAt, ids.visit])
  assert.equal(record?.at, now)
  assert.deepEqual(all[2]?.commands[2]?.data, { after: [proof('c')] })
})

test('whoever may not file leaves that to the desk', () => {
  assert.deepEqual(typesOf(stages('gridWorker'))[2], ['hazard.fix_on_site', 'safetyVisit.finish'])
})

test('what was open before is named again by its own id, with photos and words and nothing else', () => {
  const all = stages()
  const named = entriesOf(all).find(({ itemCode }) => itemCode === exits.code)
  const note = '仍堆着纱箱'
  assert.deepEqual(named, { itemCode: exits.code, result: 'fail', hazardId: ids.known, photos: [proof('e')], note })
  assert.ok(!all[2]?.commands.some(({ subject }) => [ids.known, ids.minted].includes(subject)))

  const leftover = walk()
  leftover.lines[exits.code] = { ...leftover.lines[exits.code]!, fixed: [proof('9')], mode: 'immediate' }
  assert.deepEqual(entriesOf(stages('inspector', signed, leftover))[3], named, 'a turned-over line brings no more')
  assert.ok(!filesOf(leftover, signed).includes('9'.repeat(64)))
})

test('a fresh finding carries its stricter mode, its repair and its trimmed words', () => {
  const entries = entriesOf(stages())
  const of = (code: string) => entries.find(({ itemCode }) => itemCode === code)
  assert.deepEqual(
    entries.map(({ itemCode }) => itemCode),
    [wires, panel, strips, exits, hydrant].map(({ code }) => code),
  )
  const note = '二楼东侧'
  assert.deepEqual(of(wires.code), {
    itemCode: wires.code,
    result: 'fail',
    hazardId: ids.fresh,
    photos: [proof('a')],
    note,
  })
  assert.deepEqual(of(panel.code)?.fixed, [proof('c')])
  assert.equal(of(strips.code)?.mode, 'immediate')
  assert.deepEqual(of(hydrant.code), { itemCode: hydrant.code, result: 'pass' })
})

test('the server knows the shape of all that is sent', () => {
  const hazard = '0181c6a0-0000-7000-8000-00000000000f'
  const draft = walk({ place: { ...walk().place, id: ids.visit } })
  draft.lines[strips.code] = { ...draft.lines[strips.code]!, hazardId: hazard }
  const refused: Answered = {
    kind: 'refused',
    textHash: 'f'.repeat(64),
    witnesses: ['王五', '赵六'],
    video: null,
    reason: '不签',
  }
  for (const answered of [signed, refused]) {
    for (const { type, data } of stages('inspector', answered, draft).flatMap(({ commands }) => commands)) {
      assert.deepEqual([...Value.Errors(commandData[type], data)], [], type)
    }
  }
})

test('every named file is sent before, each once', () => {
  const video = '7'.repeat(64)
  const refused: Answered = { kind: 'refused', textHash: '', witnesses: [], video, reason: '不签' }
  assert.deepEqual(filesOf(walk(), refused), ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(64)).concat(video))
})

test('nothing found, nothing signed', () => {
  const lines = Object.fromEntries(walk().items.map(({ code }) => [code, walk().lines[hydrant.code]!]))
  const all = stages('inspector', { kind: 'nothingFound' }, walk({ lines }))
  assert.deepEqual(typesOf(all), [['safetyVisit.start', 'safetyVisit.record'], [], ['safetyVisit.finish']])
})

test('a line is complete with its photo, and what was open before is never just not applicable', () => {
  const draft = walk()
  assert.deepEqual(openItems(draft), [])
  draft.lines[exits.code] = { ...draft.lines[hydrant.code]!, result: 'notApplicable' }
  assert.ok(!isComplete(draft, exits))
  assert.ok(isComplete({ ...draft, open: {} }, exits))
  draft.lines[wires.code] = { ...draft.lines[wires.code]!, photos: [] }
  draft.lines[panel.code] = { ...draft.lines[panel.code]!, fixed: [{ hash: 'c'.repeat(64), kind: 'video' }] }
  assert.deepEqual(openItems(draft), [wires, panel, exits])
  const before = draft.lines[panel.code]!.photos
  assert.ok(!isComplete({ ...draft, lines: { [panel.code]: { ...draft.lines[panel.code]!, fixed: before } } }, panel))
})

test('what this walk found itself is not what was open before', () => {
  const row = { ...knownExit, itemCode: exits.code } as HazardRow
  const own = { ...knownExit, id: ids.fresh, itemCode: wires.code } as HazardRow
  assert.deepEqual(knownOf([row, own], walk().lines), { [exits.code]: knownExit })
})

test('a house hands in the rooms that were walked, none as none, and any other place says nothing of rooms', () => {
  const rooms = ['101', '102', '103'].map((name) => ({ id: `room-${name}`, name, walked: name !== '102' }))
  const startOf = (draft: ReturnType<typeof walk>) => stages('inspector', signed, draft)[0]?.commands[0]?.data
  assert.deepEqual((startOf(walk({ rooms })) as { rooms: string[] }).rooms, ['room-101', 'room-103'])
  const nobody = rooms.map((room) => ({ ...room, walked: false }))
  assert.deepEqual((startOf(walk({ rooms: nobody })) as { rooms: string[] }).rooms, [])
  assert.deepEqual((startOf(walk({ rooms, act: 'administrativeInspection' })) as { rooms: string[] }).rooms.length, 2)
  assert.ok(!('rooms' in (startOf(walk()) as object)))
})
