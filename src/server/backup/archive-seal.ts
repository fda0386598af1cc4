import { packTar } from 'modern-tar'

/** What the last entry of an archive says: the SHA-256 of every byte before it, and where the manifest begins. */
export type Seal = { sha256: string; manifestAt: number }

const bodyBytes = 512
/** Header, body, end of archive: a whole number of blocks, always the same. */
export const sealBytes = 512 + bodyBytes + 1024

/** The end of an archive, byte for byte: it can be made again from what it says, so no byte of it goes unchecked. */
export async function sealOf(seal: Seal): Promise<Buffer> {
  const body = Buffer.from(JSON.stringify(seal).padEnd(bodyBytes - 1) + '\n')
  const header = { name: 'seal.json', size: bodyBytes, mode: 0o600, mtime: new Date(0) }
  return Buffer.from(await packTar([{ header, body }]))
}

/** What the end of an archive says; null when these bytes are none. */
export async function readSeal(tail: Buffer): Promise<Seal | null> {
  try {
    const seal = JSON.parse(tail.subarray(512, 512 + bodyBytes).toString()) as Seal
    return (await sealOf(seal)).equals(tail) ? seal : null
  } catch {
    return null
  }
}
