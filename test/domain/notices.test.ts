import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  linkExpiry,
  type NoticeFacts,
  noticeFor,
  noticeTemplates,
  noticeText,
  tokenIn,
  withoutToken,
} from '#domain/notices.ts'

const inspected = {
  act: 'administrativeInspection',
  foundIn: '0185',
  scopePath: '/330109/113/245/001/03/',
} as const
const visited = { act: 'safetyVisit', foundIn: '0186', scopePath: '/330109/113/245/001/' } as const
const reported = { act: 'report', foundIn: null, scopePath: '/330109/113/245/001/' } as const
const happened = (type: string, data: Record<string, unknown> = {}) => ({ type, data })

describe('who is told what', () => {
  it('an order follows from an administrative inspection only, and names it', () => {
    const order = noticeFor(happened('hazard.dispatched'), inspected)
    assert.deepEqual(
      [order?.template, order?.inspectionId, order?.channel, order?.recipient],
      ['order', '0185', 'sms', 'party'],
    )
    for (const found of [visited, reported, { ...inspected, foundIn: null }]) {
      const advice = noticeFor(happened('hazard.dispatched'), found)
      assert.deepEqual([advice?.template, advice?.inspectionId], ['advice', null])
    }
  })

  it('a rung of the ladder reaches the role at its own unit, inside the town', () => {
    const cases = [
      ['villageCadre', 'role:villageCadre@/330109/113/245/'],
      ['townDesk', 'role:townDesk@/330109/113/'],
      ['leader', 'role:leader@/330109/113/'],
    ] as const
    for (const [role, recipient] of cases) {
      const plan = noticeFor(happened('hazard.escalated', { rung: 2, role }), visited)
      assert.deepEqual([plan?.channel, plan?.recipient, plan?.template, plan?.rung], ['desk', recipient, 'overdue', 2])
    }
  })

  it('every answer to the party is told to the party', () => {
    const cases = [
      ['hazard.lapsed', {}, 'overdue', null],
      ['hazard.extension_granted', { until: '2022-08-01T16:00:00.000Z' }, 'extension', 'granted'],
      ['hazard.extension_refused', {}, 'extension', 'refused'],
      ['hazard.objection_answered', { upheld: true }, 'reply', 'upheld'],
      ['hazard.objection_answered', { upheld: false }, 'reply', 'dismissed'],
      ['hazard.reworked', {}, 'reply', 'reworked'],
      ['hazard.closed', { onSite: false, sampled: false }, 'closed', null],
    ] as const
    for (const [type, data, template, outcome] of cases) {
      const plan = noticeFor(happened(type, data), visited)
      assert.deepEqual(
        [plan?.channel, plan?.recipient, plan?.template, plan?.outcome],
        ['sms', 'party', template, outcome],
        type,
      )
    }
  })

  it('what was fixed in front of the party needs no message, nor does what the town does among itself', () => {
    assert.equal(noticeFor(happened('hazard.closed', { onSite: true, sampled: false }), visited), null)
    for (const type of [
      'hazard.reported',
      'hazard.filed',
      'hazard.submitted',
      'hazard.supervised',
      'place.registered',
    ]) {
      assert.equal(noticeFor(happened(type), visited), null, type)
    }
  })
})

const link = `https://bihuan.example/o/330109-${'a'.repeat(43)}`
const facts: NoticeFacts = {
  placeName: '飞虹涂装厂',
  itemText: '电线未穿管保护',
  deadline: '2022-07-25T16:00:00.000Z',
  order: false,
  outcome: null,
  rung: null,
  link,
}

describe('the words of a message', () => {
  it('a visit advises, an inspection orders, each under the name of its document', () => {
    assert.equal(
      noticeText('advice', facts),
      `隐患告知书：飞虹涂装厂存在安全隐患“电线未穿管保护”。建议2022年7月25日24:00前整改。查看详情、反馈整改：${link}`,
    )
    assert.equal(
      noticeText('order', { ...facts, order: true }),
      `责令限期改正通知书：飞虹涂装厂存在安全隐患“电线未穿管保护”。责令2022年7月25日24:00前改正。查看详情、陈述申辩：${link}`,
    )
  })

  it('a deadline within the day is said to the minute, in Shanghai', () => {
    assert.match(
      noticeText('advice', { ...facts, deadline: '2022-07-25T18:05:00.000Z' }),
      /建议2022年7月26日02:05前整改/,
    )
    assert.match(noticeText('advice', { ...facts, deadline: null }), /建议尽快整改/)
  })

  it('a rung speaks to the desk without a link', () => {
    const text = noticeText('overdue', { ...facts, rung: 2, link: null })
    assert.match(text, /逾期（第2级督促）/)
    assert.doesNotMatch(text, /http/)
  })

  it('an answer says what was answered', () => {
    assert.match(noticeText('extension', { ...facts, outcome: 'granted' }), /已同意/)
    assert.match(noticeText('extension', { ...facts, outcome: 'refused' }), /未获同意，期限仍为/)
    assert.match(noticeText('reply', { ...facts, outcome: 'upheld' }), /成立/)
    assert.match(noticeText('reply', { ...facts, outcome: 'dismissed' }), /不成立/)
    assert.match(noticeText('reply', { ...facts, outcome: 'reworked' }), /复查未通过/)
    assert.match(noticeText('closed', facts), /销号/)
  })

  it('nothing that follows from a visit orders anything, whatever a place or an item is called', () => {
    const pieces = fc
      .array(fc.constantFrom('责', '令', '责令', '厂', '“', ' '), { maxLength: 30 })
      .map((all) => all.join(''))
    fc.assert(
      fc.property(
        pieces,
        pieces,
        fc.constantFrom(...noticeTemplates.filter((one) => one !== 'order')),
        (placeName, itemText, template) => {
          assert.ok(!noticeText(template, { ...facts, placeName, itemText }).includes('责令'))
        },
      ),
    )
    assert.ok(!noticeText('advice', { ...facts, order: true }).includes('责令'))
  })

  it('long names are cut, so that the link stays whole', () => {
    const text = noticeText('advice', { ...facts, placeName: '长'.repeat(80), itemText: '条\n'.repeat(200) })
    assert.ok(text.length < 260, `${text.length}`)
    assert.ok(text.endsWith(link))
  })
})

describe('the link in a message', () => {
  it('is readable for the sender and hidden from everybody else', () => {
    const text = noticeText('advice', facts)
    assert.equal(tokenIn(text), `330109-${'a'.repeat(43)}`)
    assert.ok(withoutToken(text).endsWith('/o/…'))
    assert.equal(tokenIn(withoutToken(text)), null)
  })

  it('outlives the deadline by a month, and is never shorter than that', () => {
    const now = '2022-07-10T00:00:00.000Z'
    assert.equal(linkExpiry('2022-07-25T16:00:00.000Z', now), '2022-08-24T16:00:00.000Z')
    assert.equal(linkExpiry('2022-06-01T16:00:00.000Z', now), '2022-08-09T00:00:00.000Z')
    assert.equal(linkExpiry(null, now), '2022-10-08T00:00:00.000Z')
  })
})
