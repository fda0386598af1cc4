import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import { Docx, TemplateHandler } from 'easy-template-x'
import { paperForms } from '#domain/papers.ts'
import { auditBoth } from '#test/e2e/axe.ts'
import { findOnSite, openDesk, owner, registerPlace, shot, textOf } from '#test/e2e/desk-steps.ts'
import { openStage, type Stage } from '#test/e2e/stage.ts'
import { readPdf } from '#test/server/papers-text.ts'
import { papersZh } from '#web/text/papers-zh.ts'

let stage: Stage
before(async () => {
  stage = await openStage()
})
after(async () => {
  await stage.close()
  assert.deepEqual(stage.complaints, [])
})

const named = (text: string, title: string) => text.replace('{title}', title)

describe('the papers of a visit at the desk', () => {
  it('opens the record as PDF, and downloads the notice with the contact after a reason', async () => {
    const { world } = stage
    const { visit } = await findOnSite(world, 'safetyVisit', await registerPlace(world), 'ENT-EL-01')
    const page = await openDesk(stage, 'zhouxiaolan', `/visits/${visit}`)
    const { title } = paperForms.notice
    const panel = page.getByRole('region', { name: papersZh.title })
    await panel.getByText(paperForms.record.title).waitFor()
    const link = panel.getByRole('link', { name: named(papersZh.pdfLong, paperForms.record.title) })
    const answer = await page.request.get(stage.address + (await link.getAttribute('href')))
    assert.equal(answer.headers()['content-type'], 'application/pdf')
    assert.ok(readPdf(await answer.body()).pages >= 1)
    assert.equal(await panel.getByText(paperForms.order.title).count(), 0)
    assert.deepEqual(await auditBoth(page, 'the papers of a visit'), [])

    await panel.getByText(papersZh.clear).click()
    const word = panel.getByRole('button', { name: named(papersZh.docxLong, title) })
    assert.ok(await word.isDisabled(), 'nothing in clear without a reason')
    await panel.getByLabel(papersZh.reason).fill('当面送达告知书')
    const [saved] = await Promise.all([page.waitForEvent('download'), word.click()])
    assert.match(saved.suggestedFilename(), /^隐患整改告知书-.*\.docx$/)
    const words = await new TemplateHandler().getText(await readFile(await saved.path()))
    assert.ok(words.includes(owner.name) && words.includes(owner.phone))
    await shot(page, 'visit-papers')
    await page.close()
  })

  it('offers an inspection its order and the forms of the ministry', async () => {
    const { world } = stage
    const { visit } = await findOnSite(world, 'administrativeInspection', await registerPlace(world), 'ENT-EL-01')
    const page = await openDesk(stage, 'zhaomingyuan', `/visits/${visit}`)
    const panel = page.getByRole('region', { name: papersZh.title })
    await panel.getByText(paperForms.order.title).waitFor()
    assert.equal(await panel.getByRole('listitem').count(), 8)
    assert.equal(
      await panel.getByRole('link', { name: named(papersZh.pdfLong, paperForms.questioning.title) }).count(),
      0,
    )
    await page.close()
  })
})

describe('the templates of a town', () => {
  it('are downloaded, refused with the field that is wrong, and replaced by the next version', async () => {
    const page = await openDesk(stage, 'xuan', '/templates')
    const { title } = paperForms.record
    const row = page.locator('[data-row="record"]')
    await row.getByText(papersZh.shipped).waitFor()
    await row.getByText(papersZh.fields).click()
    await row.getByText('{场所名称}').waitFor()
    assert.deepEqual(await auditBoth(page, 'the templates'), [])
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      row.getByRole('button', { name: named(papersZh.downloadLong, title) }).click(),
    ])
    const shipped = await readFile(await saved.path())
    const change = async (from: string, to: string) => {
      const { rawZipFile: zip } = await Docx.load(shipped)
      const text = await zip.getFile('word/document.xml').getContentText()
      zip.setFile('word/document.xml', text.replace(from, to))
      const mimeType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
      return { name: 'record.docx', mimeType, buffer: await zip.export(Buffer) }
    }
    const input = row.locator('input[type=file]')
    await input.setInputFiles(await change('{场所地址}', '{地址}'))
    const refusal = row.getByRole('alert')
    await refusal.waitFor()
    assert.match(await textOf(refusal), /第 \d+ 段的“地址”/)
    await shot(page, 'template-refused')
    await input.setInputFiles(await change('一、发现的隐患', '一、瓜沥镇查出的隐患'))
    await row.getByText(papersZh.version.replace('{n}', '1')).waitFor()
    assert.equal(await refusal.count(), 0)
    const [preview] = await Promise.all([
      page.waitForEvent('download'),
      row.getByRole('button', { name: named(papersZh.previewLong, title) }).click(),
    ])
    const words = await new TemplateHandler().getText(await readFile(await preview.path()))
    assert.ok(words.includes('瓜沥镇查出的隐患') && words.includes('示例针织厂'))
    await shot(page, 'templates')
    await page.close()
  })

  it('are no business of the desk', async () => {
    const page = await openDesk(stage, 'zhouxiaolan', '/templates')
    await page.getByText(papersZh.deniedTitle).waitFor()
    await page.close()
  })
})
