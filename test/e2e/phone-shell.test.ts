import assert from 'node:assert/strict'
import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { look, register } from './phone-steps.ts'
import { openStage, type Stage } from './stage.ts'

// The app itself, without a network: what opens, what is fetched for it, and how a newer version comes.

const knitter = '杭州萧山蓝纹针织有限公司'
const kilobyte = 1024

let stage: Stage
before(async () => {
  stage = await openStage(undefined, { ownScreens: true })
  await register(stage, 'enterprise', knitter, '001/03/')
})
after(() => stage?.close())

/** Until everything that is needed offline lies on the phone. */
async function prepared(page: Page): Promise<void> {
  await page.getByRole('link', { name: '我的', exact: true }).click()
  await page.getByText('没有信号也能打开').waitFor()
}

test('the first screen of the phone fits through a narrow line', async () => {
  const page = await stage.visit('/o/nothing', 'phone')
  const sizes: { url: string; bytes: number; encoding: string | undefined }[] = []
  page.on('requestfinished', async (request) => {
    const [{ responseBodySize }, response] = await Promise.all([request.sizes(), request.response()])
    const encoding = (await response?.allHeaders())?.['content-encoding']
    sizes.push({ url: new URL(request.url()).pathname, bytes: responseBodySize, encoding })
  })
  await page.goto(`${stage.address}/field`)
  await page.getByRole('button', { name: '登录' }).waitFor()
  await page.waitForLoadState('networkidle')
  const scripts = sizes.filter(({ url }) => url.startsWith('/assets/') && url.endsWith('.js'))
  const bytes = scripts.reduce((sum, one) => sum + one.bytes, 0)
  assert.ok(scripts.length > 3, 'the scripts were seen')
  assert.ok(bytes <= 200 * kilobyte, `${Math.round(bytes / kilobyte)} kB of scripts`)
  assert.ok(scripts.length <= 24, `${scripts.length} scripts`)
  assert.deepEqual(
    scripts.filter(({ bytes: size, encoding }) => size > 2 * kilobyte && encoding !== 'br' && encoding !== 'gzip'),
    [],
    'a script that goes out as it is costs three times as much',
  )
})

test('opens in a cellar: today, a place that was looked at, and every other screen', async () => {
  const page = await stage.enter('zhaomingyuan', 'phone')
  await page.getByRole('link', { name: knitter }).waitFor()
  await prepared(page)
  await look(page, 'shell-me')
  await page.goto(`${stage.address}/field`)
  await page.getByRole('link', { name: knitter }).click()
  await page.locator('button:enabled', { hasText: '开始走访' }).waitFor()
  const place = page.url()

  await page.context().setOffline(true)
  await page.goto(`${stage.address}/field`)
  await page.getByRole('link', { name: knitter }).waitFor()
  await page.goto(place)
  await page.getByRole('button', { name: '开始走访' }).click()
  await page.getByRole('progressbar').waitFor()
  const walk = page.url()
  await page.reload()
  await page.getByRole('progressbar').waitFor()
  assert.equal(page.url(), walk)
  for (const address of ['/field/find', '/field/report', '/field/me', '/field/no-such-page']) {
    await page.goto(`${stage.address}${address}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
  await page.context().setOffline(false)
})

test('a newer version waits until somebody says so, and nothing that was begun is lost', async () => {
  const page = await stage.enter('wangguilan', 'phone')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await prepared(page)
  const kept = () => page.evaluate(async () => (await caches.keys()).sort())
  const before = await kept()
  assert.equal(before.length, 1)

  const worker = path.join(stage.webFolder, 'field-worker.js')
  const code = await readFile(worker, 'utf8')
  const build = before[0]?.replace('bihuan-field-', '') ?? ''
  assert.ok(code.includes(build), 'the build is part of the bytes by which a browser sees that there is a new one')
  await writeFile(worker, code.replaceAll(build, 'newer'))
  for (const compressed of ['.br', '.gz']) await rm(`${worker}${compressed}`)
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration('/field'))?.update())
  await page.getByText('新版本已经下载好').waitFor()
  await look(page, 'shell-update')
  assert.equal((await kept()).length, 2, 'the version in use keeps its files')
  await page.reload()
  await page.getByText('新版本已经下载好').waitFor()

  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: '现在更新' }).click()])
  await page.getByText('没有信号也能打开').waitFor()
  assert.deepEqual(await kept(), ['bihuan-field-newer'])
  assert.equal(await page.getByText('新版本已经下载好').count(), 0)
})

test('no page complained', () => assert.deepEqual(stage.complaints, []))
