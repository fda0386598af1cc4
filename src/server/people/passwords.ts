import { hash, verify } from '@node-rs/argon2'

/** OWASP's first choice for argon2id: 19 MiB, two passes. The library's default algorithm is argon2id. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export function hashPassword(password: string): Promise<string> {
  return hash(password, cost)
}

let nobody: Promise<string> | null = null

/** Takes as long for an unknown account as for a known one. */
export async function passwordIsRight(stored: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword('no account has this password')
  const right = await verify(stored ?? (await nobody), password)
  return right && stored !== null
}
