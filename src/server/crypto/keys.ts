import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Keys live outside the database. Losing this file loses every sealed field: back it up apart from the data. */
export type Keys = {
  /** Which key seals new values; older ones still open theirs. */
  current: string
  sealing: Record<string, Buffer>
  /** For equality search over sealed fields and for digests of commands. */
  index: Buffer
}

type Stored = { current: string; sealing: Record<string, string>; index: string }

/** Reads the key file, or makes a new one (mode 0600) at the very first start. */
export function openKeys(file: string): Keys {
  const stored = read(file) ?? create(file)
  const sealing = Object.fromEntries(
    Object.entries(stored.sealing).map(([id, key]) => [id, Buffer.from(key, 'base64')]),
  )
  return { current: stored.current, sealing, index: Buffer.from(stored.index, 'base64') }
}

function read(file: string): Stored | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Stored
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new Error(`The key file ${file} cannot be read: ${(error as Error).message}`)
  }
}

function create(file: string): Stored {
  const stored: Stored = {
    current: 'k1',
    sealing: { k1: randomBytes(32).toString('base64') },
    index: randomBytes(32).toString('base64'),
  }
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(stored, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  return stored
}
