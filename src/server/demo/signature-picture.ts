import { crc32, deflateSync } from 'node:zlib'
import type { Stroke } from '#domain/signatures.ts'
import { type Random, seededRandom } from './random.ts'

const width = 320
const height = 120

/** The drawn strokes as a grey PNG data URL, as a phone's canvas would hand it in. */
export function signaturePicture(strokes: readonly Stroke[]): string {
  const pixels = new Uint8Array(width * height).fill(255)
  for (const stroke of strokes) for (let n = 1; n < stroke.length; n++) drawLine(pixels, stroke[n - 1], stroke[n])
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const png = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
  return `data:image/png;base64,${png.toString('base64')}`
}

type Point = Stroke[number] | undefined

/** A line three pixels thick. */
function drawLine(pixels: Uint8Array, from: Point, to: Point): void {
  if (from === undefined || to === undefined) return
  const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y)) + 1
  for (let n = 0; n <= steps; n++) {
    const x = Math.round(from.x + ((to.x - from.x) * n) / steps)
    const y = Math.round(from.y + ((to.y - from.y) * n) / steps)
    for (const [dx, dy] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ] as const) {
      const inside = x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < height
      if (inside) pixels[(y + dy) * width + x + dx] = 20
    }
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8 + body.length)
  frame.writeUInt32BE(data.length, 0)
  frame.set(body, 4)
  frame.writeUInt32BE(crc32(body), 4 + body.length)
  return frame
}

type Drawn = { image: string; strokes: Stroke[] }
const drawn = new Map<number, Drawn>()
const kinds = 48

/** A drawn line that is no blank, and the picture that a canvas would have made of it: one of a few dozen. */
export function signatureOf(random: Random): Drawn {
  const kind = random.between(0, kinds - 1)
  const known = drawn.get(kind) ?? draw(seededRandom(`signature ${kind}`))
  drawn.set(kind, known)
  return known
}

function draw(random: Random): Drawn {
  const strokes = [0, 1, 2].map((n) =>
    Array.from({ length: 12 }, (_, t) => ({
      x: 20 + n * 60 + t * 4,
      y: 60 + random.between(-25, 25),
      t: n * 400 + t * 20,
    })),
  )
  return { image: signaturePicture(strokes), strokes }
}
