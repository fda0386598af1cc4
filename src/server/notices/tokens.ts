import { randomBytes } from 'node:crypto'
import { sha256 } from '#server/crypto/seal.ts'

/** "330109-" and 256 random bits: the district is named so that one database needs to be asked. */
export function newToken(districtCode: string): string {
  return `${districtCode}-${randomBytes(32).toString('base64url')}`
}

/** The district that a token names and the hash under which it is known; null for what no token looks like. */
export function readToken(token: string): { district: string; hash: Buffer } | null {
  const district = /^([0-9]{6})-[A-Za-z0-9_-]{43}$/.exec(token)?.[1]
  return district === undefined ? null : { district, hash: sha256(token) }
}
