import { existsSync, readFileSync } from 'node:fs'
import { fromBase64url, sameBytes, toBase64url } from '#domain/bytes.ts'
import { type Instant, minute, plus } from '#domain/calendar.ts'
import { isObject, keyIdOf, type PublishedKey, readPublishedKeys, type SignatureName } from '#domain/seals.ts'
import { makePair, nodePrimitives, publicPartOf, signer } from './primitives.ts'
import { replaceFile } from './replace-file.ts'

/** Where the key that seals lies (for nobody else to read), and its public parts (for everybody). */
export type SigningFiles = { signingKeysFile: string; publishedKeysFile: string }

export type SigningKey = { id: string; algorithm: SignatureName; sign(bytes: Uint8Array): Buffer }

/** The key in use and the public parts of all keys, the oldest first. */
export type KeyRing = { key: SigningKey; keys: readonly PublishedKey[] }

/** A batch that is being signed while the key is changed still counts as the old key's. */
const changeTakes = minute

/** Null when there is no such file. Throws an error for people when it is damaged. */
export function readRing({ signingKeysFile: file, publishedKeysFile }: SigningFiles): KeyRing | null {
  const stored = readJson(file)
  if (stored === null) return null
  const damaged = new Error(`The signing key file ${file} is damaged. Restore it from its backup.`)
  const published = readPublishedKeys(stored)
  if (published === null || !isObject(stored)) throw damaged
  const { current, privateKey } = stored
  const own = published.keys.find(({ id }) => id === current)
  if (own === undefined || own.until !== null || typeof privateKey !== 'string') throw damaged
  const pkcs8 = Buffer.from(privateKey, 'base64')
  if (!belongs(own, pkcs8)) throw damaged
  const key = { id: own.id, algorithm: own.algorithm, sign: signer(own.algorithm, pkcs8) }
  const ring = { key, keys: published.keys }
  const why = whyOutOfUse(ring, { signingKeysFile: file, publishedKeysFile })
  if (why !== null) throw new Error(why)
  return ring
}

/**
 * Why the key of this ring may seal no more, by what was published since it was read; null while it may. The signing key file
 * alone does not tell: the next key may have been put where this process does not look, or cannot read.
 */
export function whyOutOfUse(
  { key, keys }: KeyRing,
  { signingKeysFile: file, publishedKeysFile }: SigningFiles,
): string | null {
  const published = readPublished(publishedKeysFile) ?? []
  const newer = published.find(({ id, until }) => until === null && !keys.some((known) => known.id === id))
  if (newer !== undefined)
    return `Key ${newer.id} took the place of key ${key.id} in ${publishedKeysFile}; what can be read at ${file} is older than that. Put the newest file there, where the service can read it.`
  const until = published.find(({ id }) => id === key.id)?.until ?? null
  return until === null
    ? null
    : `Key ${key.id} is out of use since ${until} by ${publishedKeysFile}; what can be read at ${file} is older than that. Put the newest file there, where the service can read it.`
}

function belongs(own: PublishedKey, pkcs8: Buffer): boolean {
  try {
    return sameBytes(publicPartOf(own.algorithm, pkcs8), fromBase64url(own.publicKey) ?? Buffer.alloc(0))
  } catch {
    return false
  }
}

/** The public parts as they were last published; null when they never were. Throws when the file is none of ours. */
export function readPublished(file: string): readonly PublishedKey[] | null {
  const stored = readJson(file)
  if (stored === null) return null
  const published = readPublishedKeys(stored)
  if (published === null) throw new Error(`${file} holds no published keys. Restore it from its backup.`)
  return published.keys
}

/**
 * Makes a new key and takes it into use. The ones before stay published until a minute from now, and of the last one
 * only its public part is kept: with it nobody can seal any more. A clock that was put back since `newestSeal` must not
 * end a key before what it has sealed.
 */
export function takeNewKey(
  files: SigningFiles,
  algorithm: SignatureName,
  now: Instant,
  newestSeal: Instant | null = null,
): PublishedKey {
  const last = newestSeal !== null && newestSeal > now ? newestSeal : now
  const ended = knownKeys(files).map((key) => ({ ...key, until: key.until ?? plus(last, changeTakes) }))
  const { privateKey, publicKey } = makePair(algorithm)
  const id = keyIdOf((bytes) => nodePrimitives.hash('sha256')?.(bytes) as Uint8Array, algorithm, publicKey)
  const key: PublishedKey = { id, algorithm, publicKey: toBase64url(publicKey), since: now, until: null }
  const keys = [...ended, key]
  const stored = { version: 1, current: id, privateKey: privateKey.toString('base64'), keys }
  replaceFile(files.signingKeysFile, `${JSON.stringify(stored, null, 2)}\n`, 0o600, files.publishedKeysFile)
  publish(files.publishedKeysFile, keys)
  return key
}

/**
 * Throws unless the key in force lies where it is to be replaced. Where it does not, it lies elsewhere, and a server would seal
 * on with it; or it is lost, which somebody has to say. A damaged one may be replaced.
 */
export function assertHere({ signingKeysFile: file, publishedKeysFile }: SigningFiles): void {
  const inForce = readPublished(publishedKeysFile)?.filter(({ until }) => until === null) ?? null
  if (inForce === null) return
  const refusal = (what: string) =>
    new Error(
      `${what}, and ${publishedKeysFile} names keys that were made. Nothing was changed. If the signing key file lies elsewhere, set BIHUAN_KEYS as the server has it. If it is lost, say so: bihuan keys --rotate --lost`,
    )
  if (!existsSync(file)) throw refusal(`There is no ${file}`)
  const known = readPublishedKeys(tryJson(file))?.keys
  const other = known && inForce.find(({ id }) => !known.some((key) => key.id === id))
  if (other !== undefined) throw refusal(`Key ${other.id} is in force and not that in ${file}`)
}

export function publish(file: string, keys: readonly PublishedKey[]): void {
  replaceFile(file, `${JSON.stringify({ version: 1, keys }, null, 2)}\n`, 0o644)
}

/** All that either file knows; a damaged signing key file adds nothing, for it is about to be replaced. */
function knownKeys(files: SigningFiles): readonly PublishedKey[] {
  const published = readPublished(files.publishedKeysFile) ?? []
  const stored = readPublishedKeys(tryJson(files.signingKeysFile))?.keys ?? []
  return [...published, ...stored.filter(({ id }) => !published.some((key) => key.id === id))]
}

function tryJson(file: string): unknown {
  try {
    return readJson(file)
  } catch {
    return null
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new Error(`${file} cannot be read: ${(error as Error).message}`)
  }
}
