import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Visit } from '#domain/inspections.ts'
import { fieldsOfForm, formsFor, type PaperForm, paperFormNames, paperForms, whyNoPaper } from '#domain/papers.ts'
import type { Block } from '#domain/papers-blocks.ts'
import { checkTemplate, templateFaults } from '#domain/papers-check.ts'
import { layoutOf } from '#domain/papers-layout.ts'
import type { Problem } from '#domain/problems.ts'

const failed = { itemCode: 'ENT-EL-01', result: 'fail' as const, hazardId: null, fixed: [] }
const visitOf = (act: Visit['act'], entries: Visit['entries'] = [failed]) => ({ act, entries })

describe('which papers an act has', () => {
  it('never gives a safety visit what orders or what belongs to an inspection', () => {
    assert.deepEqual(formsFor(visitOf('safetyVisit')), ['record', 'notice'])
    for (const form of ['order', 'approval', 'siteRecord'] as const)
      assert.equal(whyNoPaper(form, visitOf('safetyVisit'), 'docx')?.code, 'paper.not_for_act')
  })

  it('gives an inspection the order and seven forms, and no notice that only recommends', () => {
    const forms = formsFor(visitOf('administrativeInspection'))
    assert.equal(forms.length, 8)
    assert.deepEqual(
      forms.filter((form) => paperForms[form].source !== 'own').map((form) => paperForms[form].title),
      [
        '行政检查审批表',
        '行政检查通知书',
        '现场检查笔录',
        '询问笔录',
        '勘验笔录',
        '抽样取证凭证',
        '行政检查结果告知书',
      ],
    )
    assert.ok(!forms.includes('notice') && !forms.includes('record'))
  })

  it('has no notice and no order where nothing was found', () => {
    assert.deepEqual(formsFor(visitOf('safetyVisit', [])), ['record'])
    assert.ok(!formsFor(visitOf('administrativeInspection', [])).includes('order'))
    assert.equal(whyNoPaper('notice', visitOf('safetyVisit', []), 'pdf')?.code, 'paper.nothing_found')
  })

  it('has no PDF of what is written by hand', () => {
    assert.equal(whyNoPaper('questioning', visitOf('administrativeInspection'), 'pdf')?.code, 'paper.not_as_pdf')
    assert.equal(whyNoPaper('questioning', visitOf('administrativeInspection'), 'docx'), null)
  })

  it('says of each form of the ministry that its text counts, and of unconfirmed names that they are', () => {
    for (const form of paperFormNames) {
      const { source } = paperForms[form]
      const words = textsOf(layoutOf(form)).join('\n')
      assert.equal(/以原文为准/.test(words), source !== 'own', form)
      assert.equal(/未经核对/.test(words), source === 'unverified', form)
    }
  })
})

it('puts the receipt on what follows a signature, and the room to sign on what is written by hand', () => {
  const kinds = (form: PaperForm) => layoutOf(form).map(({ kind }) => kind)
  const withReceipt = paperFormNames.filter((form) => kinds(form).includes('receipt'))
  assert.deepEqual(withReceipt, ['record', 'notice', 'order', 'siteRecord', 'result'])
  for (const form of paperFormNames.filter((one) => !(paperForms[one].formats as readonly string[]).includes('pdf')))
    assert.ok(kinds(form).includes('room'), form)
})

describe('the check of a template', () => {
  const faultOf = (...paragraphs: string[]) => templateFaults('notice', paragraphs)

  it('passes every layout that the product ships', () => {
    for (const form of paperFormNames) assert.deepEqual(templateFaults(form, textsOf(layoutOf(form))), [], form)
  })

  it('names what it does not know, with the paragraph', () => {
    assert.deepEqual(faultOf('', '{场所名称}', '{场所名}'), [{ field: '场所名', paragraph: 3, fault: 'unknown' }])
    assert.deepEqual(faultOf('{审批编号}'), [{ field: '审批编号', paragraph: 1, fault: 'unknown' }])
    assert.deepEqual(templateFaults('order', ['{审批编号}']), [])
    assert.deepEqual(faultOf('{检查项}'), [{ field: '检查项', paragraph: 1, fault: 'unknown' }])
    assert.deepEqual(faultOf('{toString}')[0]?.fault, 'unknown')
    assert.deepEqual(faultOf('{#constructor}{/constructor}')[0]?.fault, 'unknown')
  })

  it('names braces without their other half', () => {
    assert.deepEqual(faultOf('名称：{场所名称'), [{ field: '场所名称', paragraph: 1, fault: 'unbalanced' }])
    assert.deepEqual(faultOf('场所名称}'), [{ field: '}', paragraph: 1, fault: 'unbalanced' }])
    assert.deepEqual(
      faultOf('{场所{名称}').map(({ fault }) => fault),
      ['unbalanced', 'unknown'],
    )
    assert.deepEqual(faultOf('{场所名称', '}').length, 2)
  })

  it('names a list that is not closed, closed by another name, or inside another', () => {
    assert.deepEqual(faultOf('{#隐患}', '{检查项}'), [{ field: '隐患', paragraph: 1, fault: 'open' }])
    assert.deepEqual(faultOf('{/隐患}'), [{ field: '隐患', paragraph: 1, fault: 'closed' }])
    assert.deepEqual(faultOf('{#隐患}{/检查表}')[0], { field: '检查表', paragraph: 1, fault: 'closed' })
    assert.deepEqual(faultOf('{#隐患}{#照片}{指纹}{/照片}{/隐患}')[0], {
      field: '照片',
      paragraph: 1,
      fault: 'unknown',
    })
    assert.deepEqual(faultOf('{#隐患}{检查项}，{场所名称}{/隐患}'), [])
  })

  it('throws the first with all of them beside it', () => {
    assert.throws(
      () => checkTemplate('notice', ['{甲}', '{乙}']),
      ({ code, facts }: Problem) =>
        code === 'paper.template_broken' &&
        facts['field'] === '甲' &&
        facts['paragraph'] === 1 &&
        (facts['faults'] as unknown[]).length === 2,
    )
  })
})

/** Every text of a layout that may carry fields, as paragraphs of a template. */
function textsOf(layout: readonly Block[]): string[] {
  return layout.flatMap((block) => {
    if ('text' in block) return [block.text]
    if (block.kind === 'pairs') return block.rows.flat()
    if (block.kind !== 'table') return []
    return [`{#${block.list}}${block.columns.map(({ field }) => `{${field}}`).join('')}{/${block.list}}`]
  })
}

it('lists the fields of every form, those of an inspection for its forms only', () => {
  const names = (form: PaperForm) => fieldsOfForm(form).text as readonly string[]
  for (const form of paperFormNames)
    assert.equal(names(form).includes('审批编号'), paperForms[form].act === 'administrativeInspection', form)
})
