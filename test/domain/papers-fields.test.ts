import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fieldsOfForm, paperFormNames } from '#domain/papers.ts'
import { fieldsOf, type PaperFacts } from '#domain/papers-fields.ts'

const at = '2022-07-25T01:05:00.000Z'
const hash = 'a'.repeat(64)
const walk = {
  id: '018130f0-0000-7000-8000-0123456789ab',
  version: 3,
  status: 'finished' as const,
  placeId: '018130f0-0000-7000-8000-000000000002',
  rooms: null,
  originPath: '/330109/113/',
  scopePath: '/330109/113/',
  sheet: [],
  entries: [],
  startedAt: at,
  changedAt: at,
  finishedAt: null,
  by: ['a', 'b'],
}
const signed = { kind: 'signed' as const, textHash: hash, commitment: 'c', at }
const refused = { kind: 'refused' as const, textHash: hash, witnesses: 2, video: hash, at }

const facts = (more: Partial<PaperFacts> = {}): PaperFacts => ({
  visit: { ...walk, act: 'safetyVisit', acknowledgement: signed },
  place: { name: '蓝纹针织厂', address: '民丰路8号', uscc: null },
  people: ['陈建国', '李小满'],
  certificates: [],
  unitNames: ['萧山区', '瓜沥镇', '民丰河村'],
  lines: [
    { itemText: '甲', result: 'pass', found: null },
    {
      itemText: '乙',
      result: 'fail',
      found: {
        severity: 'critical',
        mode: 'immediate',
        deadline: '2022-07-26T16:00:00.000Z',
        legalBasis: '消防法第二十八条',
        legalConfidence: '中',
        photos: [hash, 'b'.repeat(64)],
        fixed: false,
      },
    },
    { itemText: '丙', result: null, found: null },
  ],
  party: { name: '钱*兰', phone: '194****0001' },
  witnesses: [],
  text: '内容',
  textHash: hash,
  receipt: { event: 'e', seq: 7, sealNo: 2, root: 'root' },
  madeAt: at,
  demo: false,
  ...more,
})
const inspection: PaperFacts['visit'] = {
  ...walk,
  act: 'administrativeInspection',
  acknowledgement: refused,
  certificatePosts: [],
  approvalNo: '萧应急检〔2022〕7号',
  noticeNo: '113-7',
  department: 'emergency',
}

describe('the fields of a paper', () => {
  it('say every field that a form may name, in words, and nothing as undefined', () => {
    for (const form of paperFormNames) {
      const fields = fieldsOf(form, facts({ visit: inspection })) as Record<string, unknown>
      const { text, lists } = fieldsOfForm(form)
      for (const name of text) assert.equal(typeof fields[name], 'string', name)
      for (const [list, inside] of Object.entries(lists)) {
        const rows = fields[list] as Record<string, string>[]
        assert.ok(rows.length > 0, list)
        for (const row of rows) for (const name of inside) assert.equal(typeof row[name], 'string', `${list} ${name}`)
      }
    }
  })

  it('count the sheet and tell each finding with its basis, its last day and its photos', () => {
    const fields = fieldsOf('record', facts())
    assert.deepEqual([fields.检查项数, fields.合格项数, fields.不合格项数, fields.不适用项数], ['3', '1', '1', '0'])
    assert.deepEqual(fields.隐患, [
      {
        序号: '1',
        检查项: '乙',
        等级: '极严重',
        整改方式: '立即整改',
        期限: '2022-07-26',
        法律依据: '消防法第二十八条（依据可信度：中）',
        照片数: '2张',
        整改情况: '待整改',
      },
    ])
    assert.deepEqual(
      fields.照片.map(({ 隐患序号, 指纹 }) => [隐患序号, 指纹]),
      [
        ['1', hash],
        ['1', 'b'.repeat(64)],
      ],
    )
    assert.equal(fields.检查表[2]?.['结果'], '未填')
    assert.equal(fields.开始时间, '2022-07-25 09:05')
    assert.equal(fields.结束时间, '尚未结束')
    assert.equal(fields.机关名称, '瓜沥镇')
  })

  it('say who signed, who refused before whom, and what is neither', () => {
    assert.deepEqual([fieldsOf('record', facts()).签收情况, fieldsOf('record', facts()).见证人], ['责任方已签字', '——'])
    const said = fieldsOf('order', facts({ visit: inspection, witnesses: ['沈**', '俞**'] }))
    assert.deepEqual([said.签收情况, said.见证人], ['责任方拒签，有现场视频', '沈**、俞**'])
    assert.equal(fieldsOf('order', facts({ visit: inspection })).见证人, '2名')
    const open = fieldsOf(
      'record',
      facts({ visit: { ...walk, act: 'safetyVisit', acknowledgement: null }, receipt: null }),
    )
    assert.deepEqual([open.签收情况, open.封印根], ['尚未签字', '尚未封存'])
  })

  it('number each paper, and name the officers with their certificates', () => {
    const given = facts({ visit: inspection, certificates: ['YS1', 'YS2'] })
    assert.equal(fieldsOf('approval', given).文书编号, '萧应急检〔2022〕7号')
    assert.equal(fieldsOf('inspectionNotice', given).文书编号, '113-7')
    assert.equal(fieldsOf('order', given).文书编号, '0123456789AB')
    assert.equal(fieldsOf('order', given).检查人员, '陈建国（执法证号 YS1）、李小满（执法证号 YS2）')
    assert.equal(fieldsOf('order', given).机关名称, '应急管理站(安监)')
  })

  it('carry the mark of the demo only there', () => {
    assert.equal(fieldsOf('record', facts()).数据标记, '')
    assert.equal(fieldsOf('record', facts({ demo: true })).数据标记, '演示数据')
  })
})
