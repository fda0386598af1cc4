/** Draws the demo's one short video (6 s, WebM) in a browser: `node scripts/draw-video.ts`. */
import { writeFile } from 'node:fs/promises'
import { chromium } from 'playwright-core'
import { provideBrowser } from '#scripts/browser.ts'

const target = new URL('../src/server/demo/videos/after.webm', import.meta.url)

const record = async () => {
  const canvas = document.createElement('canvas')
  canvas.width = 320
  canvas.height = 240
  const pen = canvas.getContext('2d') as CanvasRenderingContext2D
  const recorder = new MediaRecorder(canvas.captureStream(8), { mimeType: 'video/webm', videoBitsPerSecond: 60_000 })
  const parts: Blob[] = []
  recorder.ondataavailable = (event) => parts.push(event.data)
  recorder.start()
  const began = performance.now()
  while (performance.now() - began < 6000) {
    const seconds = (performance.now() - began) / 1000
    pen.fillStyle = '#dfe8ee'
    pen.fillRect(0, 0, 320, 240)
    pen.fillStyle = '#237804'
    pen.fillRect(120 - seconds * 8, 50, 80, 140)
    pen.fillStyle = '#333'
    pen.font = '16px sans-serif'
    pen.fillText('演示数据 · 整改后视频', 14, 24)
    pen.fillText(`${seconds.toFixed(1)} s`, 14, 228)
    await new Promise((resolve) => setTimeout(resolve, 120))
  }
  recorder.stop()
  await new Promise((resolve) => (recorder.onstop = resolve))
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer())
  return Array.from(bytes)
}

const browser = await chromium.launch({
  executablePath: (await provideBrowser()) as string,
  args: ['--no-sandbox', '--disable-gpu'],
})
const page = await browser.newPage()
await writeFile(target, Uint8Array.from(await page.evaluate(record)))
await browser.close()
