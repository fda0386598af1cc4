import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import type { Evidence } from '#domain/hazards.ts'
import type { CheckItem } from '#domain/standards.ts'
import { type Sender, storeFile } from '#server/files/files.ts'
import type { House } from '#server/http/house.ts'
import { type PictureMoment, pictureFolder, pictureForItem, pictures } from './pictures.ts'

const videoFile = new URL('./videos/after.webm', import.meta.url)
const hashes = new Map<string, string>()
const proofs = new Map<string, Evidence[]>()

/** The drawn pictures of an item, and the one video where the item asks for it, by the hashes of their bytes. */
export function proofOf(
  item: Pick<CheckItem, 'code' | 'category' | 'evidenceKinds'>,
  moment: PictureMoment,
): Evidence[] {
  const key = `${item.code} ${moment}`
  const known = proofs.get(key)
  if (known !== undefined) return known
  const photo: Evidence = { kind: 'photo', hash: hashOf(new URL(pictureForItem(item, moment).file, pictureFolder)) }
  const asksForVideo = moment === 'after' && item.evidenceKinds.includes('video')
  const made: Evidence[] = asksForVideo ? [photo, { kind: 'video', hash: hashOf(videoFile) }] : [photo]
  proofs.set(key, made)
  return made
}

/** Brings them to the house, once for all: one picture serves wherever its item failed. */
export async function storeProofs(house: House, sender: Sender): Promise<void> {
  const now = house.time.now()
  for (const { file } of pictures)
    await storeFile(house, sender, 'photo', createReadStream(new URL(file, pictureFolder)), now)
  await storeFile(house, sender, 'video', createReadStream(videoFile), now)
}

function hashOf(file: URL): string {
  const known = hashes.get(file.href) ?? createHash('sha256').update(readFileSync(file)).digest('hex')
  hashes.set(file.href, known)
  return known
}
