import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { receiptCode } from '#domain/receipt-code.ts'
import type { BriefReceipt } from '#domain/receipts-shape.ts'
import { makeKey, published, sealedBatch } from '#test/domain/sealing-kit.ts'
import { auditBoth, open } from '#test/e2e/axe.ts'
import { registerPlace, reportAll, shot, textOf } from '#test/e2e/desk-steps.ts'
import { receiptOf } from '#test/e2e/receipt-steps.ts'
import { openStage, type Stage } from '#test/e2e/stage.ts'
import { verifyZh } from '#web/text/verify-zh.ts'
import { wordsZh } from '#web/text/words-zh.ts'

let stage: Stage
let receipt: BriefReceipt
let code: string
before(async () => {
  stage = await openStage()
  const { world } = stage
  // Reported at once, so that there are neighbours under the same seal and a path between them.
  const [hazard] = await reportAll(world, [await registerPlace(world)], ['ENT-EL-01', 'ENT-EL-02', 'ENT-EL-03'])
  receipt = await receiptOf(world, hazard as string, 'hazard.reported')
  code = receiptCode(receipt)
})
after(async () => {
  await stage.close()
  assert.deepEqual(stage.complaints, [])
})

/** Opens the page, waits until it has everything, and cuts it off: whatever it asks for afterwards is kept in `asked`. */
async function openCutOff(path = '/verify', size: 'desk' | 'phone' = 'desk'): Promise<{ page: Page; asked: string[] }> {
  const page = await stage.visit(path, size)
  page.setDefaultTimeout(10_000)
  await page.locator('h1').waitFor()
  await page.waitForLoadState('networkidle')
  const asked: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith('blob:')) asked.push(request.url())
  })
  await page.route('**/*', (route) => route.abort())
  await page.context().setOffline(true)
  return { page, asked }
}

async function paste(page: Page, text: string): Promise<void> {
  const again = page.getByRole('button', { name: verifyZh['in.another'] })
  if (await again.isVisible()) await again.click()
  await page.getByLabel(verifyZh['in.paste']).fill(text)
  await page.getByRole('button', { name: verifyZh['in.check'], exact: true }).click()
}

const answer = (page: Page) => textOf(page.locator('.verify-answer'))
const asJson = (change: (copy: BriefReceipt) => void): string => {
  const copy = structuredClone(receipt)
  change(copy)
  return JSON.stringify(copy)
}
/** Another letter in the middle. */
const bent = (text: string) => text.slice(0, 9) + (text[9] === 'A' ? 'B' : 'A') + text.slice(10)

describe('the page that checks a receipt, cut off from every server,', () => {
  it('finds a true receipt true, and says what, when, where and by which key', async () => {
    const { page, asked } = await openCutOff()
    await paste(page, JSON.stringify(receipt))
    const said = await answer(page)
    for (const words of [verifyZh['ok.title'], wordsZh['event.hazard.reported'], verifyZh['ok.said']])
      assert.ok(said.includes(words), `${words} in ${said}`)
    const whole = await textOf(page.locator('main'))
    for (const words of [
      receipt.seal.key,
      verifyZh['key.used'],
      verifyZh['fact.sealSaid']
        .replace('{no}', String(receipt.seal.no))
        .replace('{first}', String(receipt.seal.first))
        .replace('{last}', String(receipt.seal.last)),
      '330109 / 113 / 245 / 001 / 03',
      receipt.event.subject,
    ])
      assert.ok(whole.includes(words), `${words} in ${whole}`)
    assert.deepEqual(asked, [])
    await page.close()
  })

  it('names each fault', async () => {
    const { page, asked } = await openCutOff()
    const stranger = sealedBatch(makeKey(), 3, 9, 5)
    const faults = {
      'fault.altered': asJson(({ event }) => Object.assign(event, { type: 'hazard.closed' })),
      'fault.root': asJson(({ seal }) => Object.assign(seal, { root: bent(seal.root) })),
      'fault.signature': asJson(({ seal }) => Object.assign(seal, { at: '2022-06-15T00:00:00.000Z' })),
      'fault.position': asJson(({ event }) => Object.assign(event, { seq: event.seq + 5000 })),
      'fault.key': JSON.stringify(stranger),
    } as const
    for (const [fault, text] of Object.entries(faults) as [keyof typeof faults, string][]) {
      await paste(page, text)
      const said = await answer(page)
      assert.ok(said.includes(verifyZh[fault]), `${fault}: ${said}`)
      assert.ok(!said.includes(verifyZh['ok.title']), fault)
      await shot(page, `verify-${fault}`)
    }
    const inAnotherPlace = asJson((copy) => Object.assign(copy, { path: copy.path.map(bent) }))
    assert.ok(receipt.path.length > 0, 'a path that can be changed')
    await paste(page, inAnotherPlace)
    assert.ok((await answer(page)).includes(verifyZh['fault.altered']))
    assert.deepEqual(asked, [])
    await page.close()
  })

  it('takes the key from somebody else, and goes back', async () => {
    const { page, asked } = await openCutOff()
    const theirs = makeKey('sm2')
    await paste(page, JSON.stringify(sealedBatch(theirs, 3, 9, 5, true, '2024-07-01T02:00:02.000Z')))
    assert.ok((await answer(page)).includes(verifyZh['fault.key']))
    await page.getByText(verifyZh['key.change']).click()
    const keysFile = {
      name: 'bihuan-keys.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(published(theirs))),
    }
    await page.locator('.verify-change input[type=file]').setInputFiles(keysFile)
    await page.getByRole('heading', { name: verifyZh['ok.title'] }).waitFor()
    await page.getByText('bihuan-keys.json').first().waitFor()
    // Genuine, and sealed two years after the day that it bears: which is said with the answer and beside the time.
    assert.match(await answer(page), /2022-07-01 10:00.*2024-07-01 10:00/)
    assert.ok((await textOf(page.locator('main'))).includes(verifyZh['fact.sealedLate']))
    await shot(page, 'verify-own-key')
    await page.getByRole('button', { name: verifyZh['key.back'] }).click()
    await page.getByText(verifyZh['fault.key']).first().waitFor()
    await page.getByLabel(verifyZh['key.paste']).fill('no keys')
    await page.getByRole('button', { name: verifyZh['key.use'] }).click()
    await page.getByText(verifyZh['bad.keys.text']).waitFor()
    assert.deepEqual(asked, [])
    await page.close()
  })

  it('says what is wrong with what is no receipt at all', async () => {
    const { page, asked } = await openCutOff()
    await page.getByRole('button', { name: verifyZh['in.check'], exact: true }).click()
    await page.getByText(verifyZh['in.empty']).waitFor()
    for (const [text, trouble] of [
      ['今天天气很好', 'bad.notReceipt'],
      [`https://town.example/verify#${code.slice(0, 300)}`, 'bad.cut'],
      [JSON.stringify(receipt).slice(0, 400), 'bad.cut'],
    ] as const) {
      await paste(page, text)
      assert.ok((await answer(page)).includes(verifyZh[trouble]), text)
    }
    await page.getByRole('button', { name: verifyZh['in.another'] }).click()
    const huge = { name: 'huge.json', mimeType: 'application/json', buffer: Buffer.alloc(3_000_000, '{') }
    await page.locator('.verify-bring input[type=file]').setInputFiles(huge)
    assert.ok((await answer(page)).includes(verifyZh['bad.tooLarge']))
    await page.getByRole('button', { name: verifyZh['in.another'] }).click()
    const file = { name: 'receipt.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(receipt)) }
    await page.locator('.verify-bring input[type=file]').setInputFiles(file)
    assert.ok((await answer(page)).includes(verifyZh['ok.title']))
    assert.deepEqual(asked, [])
    await page.close()
  })
})

describe('whoever scans the code of a receipt', () => {
  it('has the answer on a phone at once; what stands behind the # was not sent', async () => {
    const sent: string[] = []
    stage.world.app.server.on('request', ({ url }) => sent.push(url ?? ''))
    const page = await stage.visit(`/verify#${code}`, 'phone')
    await page.getByRole('heading', { name: verifyZh['ok.title'] }).waitFor()
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'scrolls sideways')
    await shot(page, 'verify-phone')
    await page.waitForLoadState('networkidle')
    const calls = sent.filter((url) => !url.startsWith('/assets/'))
    assert.deepEqual(calls, ['/verify'], 'the page itself and its own files, and no call to the API')
    assert.ok(!sent.some((url) => url.includes(code.slice(0, 20))))
    await page.close()
  })

  it('is kept out by nothing, in either language, with or without an answer', async () => {
    const page = await stage.visit('/verify', 'desk')
    const found: string[] = []
    await open(stage, page, '/verify')
    found.push(...(await auditBoth(page, 'verify empty')))
    await page.getByText(verifyZh['key.change']).click()
    for (const [name, text] of Object.entries({
      ok: JSON.stringify(receipt),
      bad: 'x',
      no: asJson(({ event }) => Object.assign(event, { late: true })),
    })) {
      await paste(page, text)
      await page.locator('.verify-answer').waitFor()
      found.push(...(await auditBoth(page, `verify ${name}`)))
    }
    await page.close()
    assert.deepEqual(found, [])
  })

  it('finds the keys in that page alone', async () => {
    const htmlOf = async (path: string) => (await fetch(stage.address + path)).text()
    for (const path of ['/verify', '/verify/', '/verify?from=paper'])
      assert.match(await htmlOf(path), /bihuan-keys/, path)
    for (const path of ['/login', '/o/x', '/verified']) assert.doesNotMatch(await htmlOf(path), /bihuan-keys/, path)
  })

  it('needs no mouse', async () => {
    const { page } = await openCutOff()
    await page.getByLabel(verifyZh['in.paste']).focus()
    await page.keyboard.insertText(code)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: verifyZh['ok.title'] }).waitFor()
    assert.equal(
      await page.evaluate(() => document.activeElement?.tagName),
      'H1',
      'the reader stands before the answer',
    )
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), verifyZh['in.another'])
    await page.close()
  })
})
