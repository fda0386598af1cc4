import { isHeic } from '#web/ui/heic.ts'

/** Longest side of a photo as sent, in pixels: legible proof on a slow line. */
const longestSide = 1600
const quality = 0.8

/** Thrown when a picked picture cannot be read; the file itself is left as it is. */
export class UnreadablePhoto extends Error {
  readonly isHeic: boolean

  constructor(isHeic = false) {
    super()
    this.isHeic = isHeic
  }
}

/**
 * Scales a photo down, turns it upright, and writes date and place into its lower edge, as the check items ask
 * for. Everything else the camera put into the file (its owner, its serial number) stays behind.
 */
export async function shrunkPhoto(picked: Blob, mark: string): Promise<Blob> {
  const picture = await createImageBitmap(picked, { imageOrientation: 'from-image' }).catch(async () => {
    throw new UnreadablePhoto(await isHeic(picked))
  })
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  const drawing = canvas.getContext('2d')
  if (drawing === null) throw new UnreadablePhoto()
  drawing.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  writeMark(drawing, mark)
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
  if (blob === null) throw new UnreadablePhoto()
  return blob
}

function writeMark(on: CanvasRenderingContext2D, mark: string): void {
  const { width, height } = on.canvas
  const size = Math.max(14, Math.round(width / 48))
  on.font = `${size}px "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif`
  on.fillStyle = 'rgba(0, 0, 0, 0.55)'
  on.fillRect(0, height - size * 1.8, width, size * 1.8)
  on.fillStyle = '#fff'
  on.textBaseline = 'middle'
  on.fillText(mark, size * 0.6, height - size * 0.9, width - size * 1.2)
}

/** SHA-256 in hex: the name under which the server files it, known before it is sent. */
export async function sha256(data: Blob | string): Promise<string> {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : await data.arrayBuffer()
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
