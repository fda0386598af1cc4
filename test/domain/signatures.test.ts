import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Compile } from 'typebox/compile'
import { commandData } from '#domain/commands.ts'
import { type AcknowledgedText, acknowledgedText, type FindingLine, isBlank, type Stroke } from '#domain/signatures.ts'

const line = (points: number, dx: number, dy: number): Stroke =>
  Array.from({ length: points }, (_, n) => ({ x: 20 + n * dx, y: 40 + n * dy, t: n * 16 }))

test('nothing, a dot, a tick and a scribble too small to read are blank', () => {
  const blank: [string, Stroke[]][] = [
    ['nothing', []],
    ['empty strokes', [[], []]],
    ['a dot', [line(1, 0, 0)]],
    ['a dot held for a while', [line(60, 0, 0)]],
    [
      'two far points',
      [
        [
          { x: 0, y: 0, t: 0 },
          { x: 300, y: 120, t: 90 },
        ],
      ],
    ],
    ['a tiny line', [line(12, 2, 0)]],
    [
      'a tiny scribble',
      [Array.from({ length: 80 }, (_, n) => ({ x: 40 + (n % 2) * 6, y: 40 + (n % 3) * 6, t: n * 16 }))],
    ],
    ['ten dots', Array.from({ length: 10 }, (_, n) => [{ x: n * 30, y: 40, t: n * 200 }])],
  ]
  for (const [name, strokes] of blank) assert.equal(isBlank(strokes), true, name)
})

test('one long stroke or a name of several strokes is a signature', () => {
  assert.equal(isBlank([line(24, 8, 1)]), false)
  assert.equal(isBlank([line(10, 0, 12)]), false)
  assert.equal(isBlank([line(6, 8, 0), line(6, 0, 8), line(6, 6, 6)]), false)
})

test('a scribble beyond all measure is no signature, and judging it breaks nothing', () => {
  const scribble = Array.from({ length: 40 }, () => line(5000, 0.1, 0.1))
  assert.equal(isBlank(scribble), true)
  assert.equal(isBlank([line(5000, 0.1, 0.1), line(5000, 0.1, 0.1)]), false)
  const fits = Compile(commandData['safetyVisit.sign'].properties.strokes)
  assert.equal(fits.Check(scribble), false)
  assert.match(fits.Errors(scribble)[0]?.message ?? '', /20000 points/)
  assert.equal(fits.Check(scribble.slice(0, 4)), true)
  for (const wrong of [null, 7, 'x', [null], [[null]], {}]) assert.equal(fits.Check(wrong), false)
})

const finding = (more: Partial<FindingLine> = {}): FindingLine => ({
  itemText: '生产期间安全出口上锁',
  severity: 'critical',
  mode: 'concentrated',
  deadline: '2022-08-09T15:59:59.999Z',
  ...more,
})
const text = (act: AcknowledgedText['act'], findings: FindingLine[] = [finding()]) =>
  acknowledgedText({
    act,
    placeName: '杭州萧山蓝纹针织有限公司',
    address: '民丰路8号',
    at: '2022-07-25T16:30:00.000Z',
    findings,
  })

test('a visit recommends and never orders; an inspection orders', () => {
  for (const findings of [
    [],
    [finding()],
    [finding({ deadline: null })],
    [finding(), finding({ mode: 'immediate' })],
  ]) {
    assert.doesNotMatch(text('safetyVisit', findings), /责令/)
    assert.match(text('safetyVisit', findings), /本告知为建议，不是行政命令/)
    assert.doesNotMatch(text('administrativeInspection', findings), /建议/)
  }
  assert.match(text('administrativeInspection'), /责令整改期限：2022-08-09/)
  assert.match(text('administrativeInspection'), /陈述和申辩/)
  assert.match(text('safetyVisit'), /建议整改期限：2022-08-09/)
})

test('the text says what was found, how bad it is, and until when, line by line', () => {
  assert.deepEqual(
    text('safetyVisit', [finding(), finding({ severity: 'general', mode: 'immediate', deadline: null })]).split('\n'),
    [
      '安全走访情况告知',
      '场所：杭州萧山蓝纹针织有限公司',
      '地址：民丰路8号',
      '日期：2022-07-26',
      '发现下列安全隐患2处：',
      '1. 生产期间安全出口上锁（极严重，集中整改）；建议整改期限：2022-08-09',
      '2. 生产期间安全出口上锁（一般，立即整改）；已当场整改',
      '以上情况已向我告知。本告知为建议，不是行政命令。',
    ],
  )
  assert.match(text('safetyVisit', []), /\n未发现安全隐患。\n/)
})
