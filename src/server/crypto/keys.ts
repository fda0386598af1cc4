import { createHash, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { syncFolder } from './replace-file.ts'

/** Keys live outside the database. Losing this file loses every sealed field: back it up apart from the data. */
export type Keys = {
  /** Which key seals new values; older ones still open theirs. */
  current: string
  sealing: Record<string, Buffer>
  /** For equality search over sealed fields and for digests of commands. */
  index: Buffer
}

type Stored = { current: string; sealing: Record<string, string>; index: string }

const keyBytes = 32

/**
 * Reads the key file. Only while an installation has no keys yet (`mayCreate`) is a missing file made (mode 0600):
 * later a new one would stand in the way of the lost one, and nobody would see that everything sealed is lost.
 */
export function openKeys(file: string, { mayCreate }: { mayCreate: boolean }): Keys {
  const stored = read(file) ?? (mayCreate ? create(file) : null)
  if (stored === null)
    throw new Error(
      `The key file ${file} is missing. What this installation has encrypted cannot be read without it. Restore it from its backup, or name its place in BIHUAN_KEYS. Nothing was changed.`,
    )
  const bytes = (text: string) => {
    const key = Buffer.from(text, 'base64')
    if (key.length !== keyBytes) throw new Error(`The key file ${file} is damaged. Restore it from its backup.`)
    return key
  }
  const sealing = Object.fromEntries(Object.entries(stored.sealing).map(([id, key]) => [id, bytes(key)]))
  if (sealing[stored.current] === undefined)
    throw new Error(`The key file ${file} lacks its current key ${stored.current}. Restore it from its backup.`)
  return { current: stored.current, sealing, index: bytes(stored.index) }
}

/** Tells the keys of one installation from those of another and says nothing about them: 16 hex digits. */
export function keyCheck(keys: Pick<Keys, 'index'>): string {
  return createHash('sha256').update(keys.index).digest('hex').slice(0, 16)
}

function read(file: string): Stored | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Stored
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new Error(`The key file ${file} cannot be read: ${(error as Error).message}`)
  }
}

/** The file is there whole or not at all, and on the disk before anything is sealed with it. */
function create(file: string): Stored {
  const id = `k-${randomBytes(6).toString('hex')}`
  const stored: Stored = {
    current: id,
    sealing: { [id]: randomBytes(keyBytes).toString('base64') },
    index: randomBytes(keyBytes).toString('base64'),
  }
  const folder = path.dirname(file)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  try {
    writeFileSync(draft, `${JSON.stringify(stored, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true })
    linkSync(draft, file)
    syncFolder(folder)
    return stored
  } catch (error) {
    // Another process of the same first start was quicker: its keys are the ones.
    const theirs = (error as NodeJS.ErrnoException).code === 'EEXIST' ? read(file) : null
    if (theirs === null) throw error
    return theirs
  } finally {
    rmSync(draft, { force: true })
  }
}
