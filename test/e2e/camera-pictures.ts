/** Pictures as cameras make them, drawn here: their hidden data is written by hand, so that a test knows all of it. */
import type { Page } from 'playwright-core'

/** A JPEG of so many pixels whose quarters, as stored, are red, green, blue and white; from its left upper one on, by rows. */
export async function drawnJpeg(page: Page, width: number, height: number): Promise<Buffer> {
  const base64 = await page.evaluate(
    async ([w, h]) => {
      const canvas = document.createElement('canvas')
      canvas.width = w as number
      canvas.height = h as number
      const drawing = canvas.getContext('2d') as CanvasRenderingContext2D
      const quarters = ['#f00', '#0f0', '#00f', '#fff']
      quarters.forEach((colour, n) => {
        drawing.fillStyle = colour
        drawing.fillRect(
          ((n % 2) * canvas.width) / 2,
          (Math.floor(n / 2) * canvas.height) / 2,
          canvas.width / 2,
          canvas.height / 2,
        )
      })
      return canvas.toDataURL('image/jpeg', 0.9).split(',')[1] as string
    },
    [width, height],
  )
  return Buffer.from(base64, 'base64')
}

/** Made-up position, and the name under which a camera hides whose it is. */
export const hidden = { owner: 'OWNER-OF-THE-CAMERA', latitude: [30, 11, 12] }

/** The same picture with EXIF (CIPA DC-008): which way up, who owns the camera, and where it was taken. */
export function withExif(jpeg: Buffer, orientation: number): Buffer {
  const tiff = Buffer.alloc(200)
  tiff.write('MM\0*', 0, 'latin1')
  tiff.writeUInt32BE(8, 4)
  const entry = (at: number, tag: number, type: number, count: number, value: number, short = false) => {
    tiff.writeUInt16BE(tag, at)
    tiff.writeUInt16BE(type, at + 2)
    tiff.writeUInt32BE(count, at + 4)
    if (short) tiff.writeUInt16BE(value, at + 8)
    else tiff.writeUInt32BE(value, at + 8)
  }
  tiff.writeUInt16BE(3, 8)
  entry(10, 0x010f, 2, hidden.owner.length + 1, 100)
  entry(22, 0x0112, 3, 1, orientation, true)
  entry(34, 0x8825, 4, 1, 60)
  tiff.writeUInt16BE(2, 60)
  entry(62, 0x0001, 2, 2, 0x4e000000)
  entry(74, 0x0002, 5, 3, 130)
  tiff.write(hidden.owner, 100, 'latin1')
  hidden.latitude.forEach((part, n) => {
    tiff.writeUInt32BE(part, 130 + n * 8)
    tiff.writeUInt32BE(1, 134 + n * 8)
  })
  const content = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])
  const segment = Buffer.from([0xff, 0xe1, 0, 0])
  segment.writeUInt16BE(content.length + 2, 2)
  return Buffer.concat([jpeg.subarray(0, 2), segment, content, jpeg.subarray(2)])
}

/** Enough of a HEIC file for anybody who looks at its beginning. */
export const heic = Buffer.concat([
  Buffer.from([0, 0, 0, 24]),
  Buffer.from('ftypheic\0\0\0\0mif1heic', 'latin1'),
  Buffer.alloc(400),
])

export type Seen = { width: number; height: number; corners: string[] }

/** The newest picture that the page shows of what it has kept: its size, and which colour stands in each corner. */
export function keptPicture(page: Page): Promise<Seen> {
  return page
    .locator('.thumb img')
    .last()
    .evaluate(async (image: HTMLImageElement) => {
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = image.naturalWidth
      canvas.height = image.naturalHeight
      const drawing = canvas.getContext('2d') as CanvasRenderingContext2D
      drawing.drawImage(image, 0, 0)
      const name = ([r = 0, g = 0, b = 0]: Uint8ClampedArray) =>
        r > 200 && g > 200 && b > 200 ? 'white' : r > 200 ? 'red' : g > 200 ? 'green' : b > 200 ? 'blue' : 'other'
      const at = (x: number, y: number) => name(drawing.getImageData(x * canvas.width, y * canvas.height, 1, 1).data)
      const corners = [at(0.1, 0.1), at(0.9, 0.1), at(0.1, 0.8), at(0.9, 0.8)]
      return { width: canvas.width, height: canvas.height, corners }
    })
}

/** Every file that lies in the phone's store, byte for byte. */
export async function keptFiles(page: Page): Promise<Buffer[]> {
  const files = await page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('bihuan-field')
      opening.onsuccess = () => resolve(opening.result)
    })
    const rows = await new Promise<{ blob: Blob }[]>((resolve) => {
      const asking = db.transaction('files').objectStore('files').getAll()
      asking.onsuccess = () => resolve(asking.result)
    })
    db.close()
    return Promise.all(rows.map(async ({ blob }) => [...new Uint8Array(await blob.arrayBuffer())]))
  })
  return files.map((bytes) => Buffer.from(bytes))
}
