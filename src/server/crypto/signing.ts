import { statSync } from 'node:fs'
import type { Instant } from '#domain/calendar.ts'
import type { PublishedKeys } from '#domain/seals.ts'
import {
  type KeyRing,
  publish,
  readPublished,
  readRing,
  type SigningFiles,
  type SigningKey,
  takeNewKey,
  whyOutOfUse,
} from './signing-files.ts'

/** The key that seals. It lies outside the database: whoever has only the data can change nothing unnoticed. */
export type Signing = {
  /** The key in force, also when it was changed since; null while there is none, or it lies where it cannot be read. */
  current(): SigningKey | null
  published(): PublishedKeys
}

/**
 * Opens the signing key; made once, while nothing was ever sealed (`mayCreate`). One that is missing later is never made
 * by itself: the town works on, its events are numbered and wait for a seal, until the file is restored or `bihuan keys
 * --rotate --lost` makes the next key on purpose. A key that was read once seals on when its file is damaged or gone, but
 * never when the published keys name another. `onTrouble` hears of it in words for people.
 */
export function openSigning(
  files: SigningFiles,
  { mayCreate, now }: { mayCreate: boolean; now: Instant },
  onTrouble: (message: string) => void,
): Signing {
  const trouble = (message: string) => onTrouble(`${message} ${advice}`)
  if (mayCreate && stamp(files.signingKeysFile) === null && readPublished(files.publishedKeysFile) === null)
    takeNewKey(files, 'ed25519', now)
  let seen: string | null = null
  let ring: KeyRing | null = null
  const look = () => {
    const found = stamps(files)
    if (found === seen) return
    seen = found
    try {
      const read = readRing(files)
      if (read === null) throw new Error(`The signing key file ${files.signingKeysFile} is missing.`)
      ring = read
      if (JSON.stringify(readPublished(files.publishedKeysFile)) !== JSON.stringify(read.keys))
        publish(files.publishedKeysFile, read.keys)
    } catch (error) {
      const { message } = error as Error
      const ended = ring === null ? null : outOfUse(ring, files)
      if (ended !== null) ring = null
      trouble(ended === null || ended === message ? message : `${message} ${ended}`)
    }
  }
  look()
  return {
    current() {
      look()
      return ring?.key ?? null
    },
    published: () => ({ version: 1, keys: ring?.keys ?? readPublished(files.publishedKeysFile) ?? [] }),
  }
}

const advice =
  'Everything works on, but without a key no event is sealed. Restore the file from its backup, or, if it is lost, make a new key with "bihuan keys --rotate --lost"; what is sealed stays provable with the published keys.'

/** Unknown while the published keys cannot be read: nothing is ended by that. */
function outOfUse(ring: KeyRing, files: SigningFiles): string | null {
  try {
    return whyOutOfUse(ring, files)
  } catch {
    return null
  }
}

/** Changes whenever one of the files does. */
const stamps = (files: SigningFiles) => `${stamp(files.signingKeysFile)}, ${stamp(files.publishedKeysFile)}`

/** Changes whenever the file does; null while it is not there. */
function stamp(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false })
  return found === undefined ? null : `${found.ino} ${found.mtimeMs} ${found.size}`
}
