// Draws every picture of the demo again: `node scripts/draw-pictures.ts [name …]`. Needs a Chromium and a Chinese font; the results are committed.
import { mkdir, writeFile } from 'node:fs/promises'
import { chromium } from 'playwright-core'
import { type Picture, pictureFolder, pictures } from '#server/demo/pictures.ts'
import { escapeScenes, type Scene } from './picture-scenes-escape.ts'
import { powerScenes } from './picture-scenes-power.ts'
import { siteScenes } from './picture-scenes-site.ts'
import { circle, label, path, rect, wire } from './picture-shapes.ts'

const scenes: Record<string, Scene> = { ...escapeScenes, ...powerScenes, ...siteScenes }
const largestBytes = 25_000
const only = new Set(process.argv.slice(2))

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
})
const page = await browser.newPage({ viewport: { width: 640, height: 480 } })
await mkdir(pictureFolder, { recursive: true })
for (const picture of pictures) {
  if (only.size > 0 && !only.has(picture.name)) continue
  await page.setContent(`<body style="margin:0">${framed(picture)}</body>`)
  await writeFile(new URL(picture.file, pictureFolder), await smallEnough(picture.file))
}
await browser.close()

async function smallEnough(file: string): Promise<Buffer> {
  for (const quality of [64, 56, 48, 40]) {
    const jpeg = await page.screenshot({ type: 'jpeg', quality })
    if (jpeg.length <= largestBytes) return jpeg
  }
  throw new Error(`${file} is too rich in detail for ${largestBytes} bytes`)
}

function framed(picture: Picture): string {
  const scene = scenes[picture.name]
  if (!scene) throw new Error(`no scene draws ${picture.name}`)
  const fixed = picture.moment === 'after'
  return `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480" font-family="'Noto Sans CJK SC', sans-serif">
    ${scene(fixed)}
    ${label(320, 250, '演示数据', 120, '#FFF', { opacity: 0.16, transform: 'rotate(-18 320 230)', 'letter-spacing': 20 })}
    ${caption(picture.title, fixed)}
  </svg>`
}

/** The strip under each picture: never cropped by a thumbnail that keeps the aspect ratio, readable at a third of the size. */
function caption(title: string, fixed: boolean): string {
  const mark = fixed
    ? circle(40, 452, 16, '#237804') + wire('M32 452 l6 7 l11 -13', '#FFF', 4)
    : path('M33.4 436 h13.2 l9.4 9.4 v13.2 l-9.4 9.4 h-13.2 l-9.4 -9.4 v-13.2 Z', '#CF1322') +
      wire('M40 444 v10 M40 460 v1', '#FFF', 4)
  return (
    rect(0, 424, 640, 56, '#1F2A30') +
    mark +
    label(68, 461, `${title} · ${fixed ? '整改后' : '整改前'}`, 25, '#FFF', { 'text-anchor': 'start' }) +
    rect(514, 437, 112, 31, '#FADB14', { rx: 4 }) +
    label(570, 460, '演示数据', 22, '#1F1F1F')
  )
}
