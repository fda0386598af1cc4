import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { contentPath, hasContent } from '#server/files/content.ts'
import { arrived, eventually, itemOf, reader, register } from './phone-steps.ts'
import { openStage, type Stage } from './stage.ts'

const mill = '杭州萧山青禾纺织有限公司'

let stage: Stage
let server: Awaited<ReturnType<typeof reader>>
before(async () => {
  stage = await openStage()
  await register(stage, 'enterprise', mill, '001/03/')
  server = await reader(stage)
})
after(() => stage?.close())

/** A photo that does not shrink: some hundred kilobytes, each time another. */
async function noise(page: Page) {
  const text = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 1000, height: 800 })
    const brush = canvas.getContext('2d') as CanvasRenderingContext2D
    for (let x = 0; x < 1000; x += 4)
      for (let y = 0; y < 800; y += 4) {
        brush.fillStyle = `hsl(${Math.random() * 360} 80% 50%)`
        brush.fillRect(x, y, 4, 4)
      }
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1] ?? ''
  })
  return { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(text, 'base64') }
}

/** Fills a report in. */
async function fillIn(page: Page, itemCode: string): Promise<void> {
  page.setDefaultTimeout(12_000)
  await page.goto(`${stage.address}/field/report`)
  await page.getByLabel('拍下隐患').setInputFiles(await noise(page))
  await page.getByRole('img', { name: '照片' }).waitFor()
  await page.getByRole('button', { name: new RegExp(mill) }).click()
  const item = itemOf(stage, itemCode)
  await page.getByText(new RegExp(`^${item.category} `)).click()
  await page.getByRole('button', { name: item.text }).click()
}

const handIn = (page: Page) => page.getByRole('button', { name: '上报', exact: true }).click()

/** The hashes of the files on this phone. */
function keptFiles(page: Page): Promise<unknown[]> {
  return page.evaluate(
    () =>
      new Promise<unknown[]>((resolve, reject) => {
        const opening = indexedDB.open('bihuan-field')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const all = opening.result.transaction('files').objectStore('files').getAllKeys()
          all.onsuccess = () => resolve(all.result)
        }
      }),
  )
}

/** What reaches the server, past whatever stands between; `cut` says which request loses its connection. */
function watch(cut: (request: IncomingMessage) => boolean = () => false) {
  const seen = { bytes: 0, syncs: 0 }
  const look = (request: IncomingMessage) => {
    if (cut(request)) return void request.socket.destroy()
    if (request.method === 'PATCH') seen.bytes += Number(request.headers['content-length'])
    if (request.url === '/api/sync') seen.syncs += 1
  }
  stage.world.app.server.prependListener('request', look)
  return { seen, end: () => stage.world.app.server.off('request', look) }
}

test('a network cut in the middle of a photo costs one part, not the photo', async () => {
  const page = await stage.enter('zhaomingyuan', 'phone')
  let [parts, broken] = [0, true]
  const { seen, end } = watch(({ method }) => {
    parts += method === 'PATCH' ? 1 : 0
    return method === 'PATCH' && broken && parts > 1
  })
  await fillIn(page, 'ENT-EL-01')
  await handIn(page)
  await page.getByText(/尝试 \d+ 次，上次 \d\d:\d\d：没有信号/).waitFor()
  const before = seen.bytes
  assert.ok(before > 0)
  const id = new URL(page.url()).pathname.split('/').at(-1) as string
  assert.equal((await server.hazard(id)).awaiting, 1, 'the finding came ahead of its photo')
  const desk = await stage.enter('zhouxiaolan', 'desk')
  await desk.goto(`${stage.address}/hazards/${id}`)
  await desk.getByText('证据未到齐').first().waitFor()

  broken = false
  await page.reload()
  await arrived(page)
  end()
  const held = (await server.hazard(id)).hazard.before[0]?.hash
  const whole = (await desk.request.get(`${stage.address}/api/files/${held}`)).headers()['content-length']
  assert.equal(seen.bytes, Number(whole), 'no byte went out twice')
  assert.ok(before < Number(whole))
  await desk.reload()
  await desk.getByRole('heading', { level: 1 }).waitFor()
  await eventually(
    async () => (await server.hazard(id)).awaiting,
    (awaiting) => awaiting === 0,
  )
  assert.equal(await desk.getByText('证据未到齐').count(), 0)
})

test('two tabs send once, and each shows what the other does', async () => {
  const one = await stage.enter('zhaomingyuan', 'phone')
  const two = await stage.enter('zhaomingyuan', 'phone')
  await fillIn(one, 'ENT-FF-01')
  await two.goto(`${stage.address}/field/me`)
  await two.getByRole('heading', { level: 1 }).waitFor()
  await one.context().setOffline(true)
  await handIn(one)
  await two.getByText('未发送 1').first().waitFor()
  const { seen, end } = watch()
  await one.context().setOffline(false)
  await arrived(one)
  await two.getByText('已送达服务器').first().waitFor()
  end()
  assert.equal(seen.syncs, 1, 'one of the two sent it')
})

test('a photo leaves the phone only when the server still holds it', async () => {
  const page = await stage.enter('zhaomingyuan', 'phone')
  await fillIn(page, 'ENT-EL-03')
  await handIn(page)
  await arrived(page)
  const id = new URL(page.url()).pathname.split('/').at(-1) as string
  const hash = (await server.hazard(id)).hazard.before[0]?.hash ?? ''
  const { filesFolder } = stage.world.house.config
  await rm(contentPath(filesFolder, hash))
  await page.reload()
  await eventually(
    () => hasContent(filesFolder, hash),
    (back) => back,
  )
  await arrived(page)
  await page.reload()
  await eventually(
    () => keptFiles(page),
    (kept) => !kept.includes(hash),
  )
})

test('nothing was complained about', () => assert.deepEqual(stage.complaints, []))
