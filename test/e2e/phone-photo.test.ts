import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { drawnJpeg, heic, hidden, keptFiles, keptPicture, withExif } from './camera-pictures.ts'
import { look } from './phone-steps.ts'
import { openStage, type Stage } from './stage.ts'

// What becomes of a picture between the camera and the phone's store.

let stage: Stage
let page: Page
before(async () => {
  stage = await openStage()
  page = await stage.enter('zhaomingyuan', 'phone')
  await page.getByRole('link', { name: '上报', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: '上报' }).waitFor()
})
after(() => stage?.close())

async function pick(name: string, buffer: Buffer, mimeType = 'image/jpeg'): Promise<void> {
  const before = await page.locator('.thumb').count()
  await page.locator('input[type=file]').first().setInputFiles({ name, mimeType, buffer })
  await page.waitForFunction((n) => document.querySelectorAll('.thumb img').length > n, before)
}

/** Which stored quarter stands in each corner once the picture is upright (CIPA DC-008, tag 0112). */
const upright: Record<number, string[]> = {
  1: ['red', 'green', 'blue', 'white'],
  2: ['green', 'red', 'white', 'blue'],
  3: ['white', 'blue', 'green', 'red'],
  4: ['blue', 'white', 'red', 'green'],
  5: ['red', 'blue', 'green', 'white'],
  6: ['blue', 'red', 'white', 'green'],
  7: ['white', 'green', 'blue', 'red'],
  8: ['green', 'white', 'red', 'blue'],
}

test('twelve megapixels become a picture that goes over a slow line, upright, and tell nothing of the camera', async () => {
  const picture = withExif(await drawnJpeg(page, 4032, 3024), 6)
  assert.ok(picture.includes(hidden.owner) && picture.includes('Exif'))
  await pick('IMG_0001.jpg', picture)
  const { width, height, corners } = await keptPicture(page)
  assert.deepEqual([width, height], [1200, 1600])
  assert.deepEqual(corners, upright[6])
  const [bytes = Buffer.alloc(0)] = await keptFiles(page)
  assert.ok(!bytes.includes(hidden.owner) && !bytes.includes('Exif'), 'neither owner nor position leave the phone')
  assert.ok(bytes.length > 10_000 && bytes.length < 600_000, `${bytes.length} bytes`)
})

test('each of the eight ways in which a camera may lie is put right', async () => {
  const stored = await drawnJpeg(page, 400, 300)
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
    await pick(`IMG_100${orientation}.jpg`, withExif(stored, orientation))
    const { width, height, corners } = await keptPicture(page)
    assert.deepEqual(corners, upright[orientation], `orientation ${orientation}`)
    assert.deepEqual([width, height], orientation < 5 ? [400, 300] : [300, 400])
  }
})

test('a HEIC that the browser cannot open is refused in words that help, and nothing is kept of it', async () => {
  const before = await page.locator('.thumb').count()
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'IMG_2.HEIC', mimeType: 'image/heic', buffer: heic })
  await page.getByRole('alert').filter({ hasText: 'HEIC' }).waitFor()
  await look(page, 'photo-heic')
  assert.equal(await page.locator('.thumb').count(), before)
})

test('no page complained', () => assert.deepEqual(stage.complaints, []))
