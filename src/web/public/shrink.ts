import type { EvidenceKind } from '#domain/standards.ts'
import type { PublicKey } from '#web/text/public-zh.ts'
import { isHeic } from '#web/ui/heic.ts'

const longestSide = 1920
const quality = 0.82
const megabyte = 1024 * 1024

/** What the server takes; checked here first, so that nobody waits minutes for a refusal. */
const accepted: Record<EvidenceKind, { most: number; types: readonly string[] }> = {
  photo: { most: 10, types: ['image/jpeg', 'image/png', 'image/webp'] },
  video: { most: 50, types: ['video/mp4', 'video/webm'] },
  document: { most: 10, types: ['application/pdf'] },
}

/** For the file picker. Photos in other formats are fine when the phone itself can open them. */
export const pickable: Record<EvidenceKind, string> = {
  photo: 'image/*',
  video: 'video/mp4,video/webm',
  document: 'application/pdf',
}

/** A file that cannot be sent, with the words to say so. */
export class Unfit extends Error {
  readonly key: PublicKey
  readonly values: Record<string, string | number>

  constructor(key: PublicKey, values: Record<string, string | number> = {}) {
    super(key)
    this.key = key
    this.values = values
  }
}

/** The file as it will be sent: photos redrawn smaller, without the data hidden in them. Throws Unfit. */
export async function readyToSend(file: File, kind: EvidenceKind): Promise<Blob> {
  const { most, types } = accepted[kind]
  const blob = kind === 'photo' ? await shrunk(file, types) : file
  if (!types.includes(blob.type)) throw new Unfit('proof.wrongType')
  if (blob.size > most * megabyte) {
    throw new Unfit('proof.tooLarge', { size: Math.ceil(blob.size / megabyte), most })
  }
  return blob
}

async function shrunk(file: File, types: readonly string[]): Promise<Blob> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null)
  if (bitmap === null) throw new Unfit((await isHeic(file)) ? 'proof.heic' : 'proof.unreadable')
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
  if (blob !== null) return blob
  if (types.includes(file.type)) return file
  throw new Unfit('proof.unreadable')
}
