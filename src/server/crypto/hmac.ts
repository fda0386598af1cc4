import { hash } from 'node:crypto'

const block = 64

/**
 * HMAC-SHA256 (RFC 2104) from two one-shot hashes: for short texts several times faster than making a keyed object for
 * each. `key` has at most 64 bytes.
 */
export function hmac256(key: Buffer, text: string): Buffer {
  const { inner, outer } = padsOf(key)
  const first = hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'buffer')
  return hash('sha256', Buffer.concat([outer, first]), 'buffer')
}

const pads = new WeakMap<Buffer, { inner: Buffer; outer: Buffer }>()

function padsOf(key: Buffer): { inner: Buffer; outer: Buffer } {
  const known = pads.get(key)
  if (known !== undefined) return known
  if (key.length > block) throw new RangeError(`the key has more than ${block} bytes`)
  const padded = Buffer.concat([key, Buffer.alloc(block - key.length)])
  const made = {
    inner: padded.map((byte) => byte ^ 0x36) as Buffer,
    outer: padded.map((byte) => byte ^ 0x5c) as Buffer,
  }
  pads.set(key, made)
  return made
}
