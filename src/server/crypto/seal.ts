import { createCipheriv, createDecipheriv, createSecretKey, hash, type KeyObject, randomBytes } from 'node:crypto'
import { hmac256 } from './hmac.ts'
import type { Keys } from './keys.ts'

const nonceLength = 12
const tagLength = 16

/** Encrypts one field with AES-256-GCM: [length of key id][key id][nonce][tag][ciphertext]. */
export function seal(keys: Keys, plain: string | Buffer): Buffer {
  const key = keys.sealing[keys.current]
  if (key === undefined) throw new Error(`no sealing key ${keys.current}`)
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', objectOf(key), nonce)
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  const id = Buffer.from(keys.current)
  return Buffer.concat([Buffer.from([id.length]), id, nonce, cipher.getAuthTag(), body])
}

/** Opens what `seal` closed; throws when it was altered or its key is gone. */
export function unseal(keys: Keys, sealed: Buffer): Buffer {
  const idLength = sealed[0] ?? 0
  const id = sealed.subarray(1, 1 + idLength).toString()
  const key = keys.sealing[id]
  if (key === undefined) throw new Error(`no sealing key ${id}`)
  const nonceAt = 1 + idLength
  const tagAt = nonceAt + nonceLength
  const decipher = createDecipheriv('aes-256-gcm', objectOf(key), sealed.subarray(nonceAt, tagAt))
  decipher.setAuthTag(sealed.subarray(tagAt, tagAt + tagLength))
  return Buffer.concat([decipher.update(sealed.subarray(tagAt + tagLength)), decipher.final()])
}

const objects = new WeakMap<Buffer, KeyObject>()

/** Node looks at bytes given as a key for longer than it encrypts a field with them; at a made key it does not. */
function objectOf(key: Buffer): KeyObject {
  const known = objects.get(key) ?? createSecretKey(key)
  objects.set(key, known)
  return known
}

/** Blind index for equality search: the same value gives the same bytes, and nothing else can be read from them. */
export function blindIndex(keys: Keys, value: string): Buffer {
  return hmac256(keys.index, value)
}

export function sha256(bytes: string | Buffer): Buffer {
  return hash('sha256', bytes, 'buffer')
}
