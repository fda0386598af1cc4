import { existsSync, readFileSync, renameSync } from 'node:fs'
import type { Instant } from '#domain/calendar.ts'
import { isObject } from '#domain/seals.ts'
import { replaceFile } from '#server/crypto/replace-file.ts'

/** The newest seal of a district, as kept outside the database: who cuts the log short there cannot reach it here. */
export type SealHead = {
  no: number
  /** The number of its last event. */
  last: number
  /** SHA-256 of its header, in hex. */
  hash: string
  at: Instant
}

export type SealHeads = {
  find(district: string): SealHead | null
  /** Keeps this head in the file, at most once a second. */
  note(district: string, head: SealHead): void
  /** Leaves this district's head as it is from now on: it is the evidence of what is gone. */
  freeze(district: string): void
  /** Writes what was not written yet. */
  close(): void
}

const writeEveryMs = 1000

/** A damaged file stops nobody: it is said, left as it is, and `verify` says so too. */
export function openSealHeads(file: string, onError: (error: unknown) => void): SealHeads {
  const heads = new Map<string, SealHead>()
  try {
    for (const [district, head] of Object.entries(readSealHeads(file))) heads.set(district, head)
  } catch (error) {
    onError(error)
  }
  const frozen = new Set<string>()
  const changed = new Map<string, SealHead>()
  let timer: NodeJS.Timeout | null = null
  const write = () => {
    timer = null
    if (changed.size === 0) return
    try {
      // Read again: another process may seal other districts of the same installation.
      writeSealHeads(file, { ...readSealHeads(file), ...Object.fromEntries(changed) })
      changed.clear()
    } catch (error) {
      onError(error)
    }
  }
  return {
    find: (district) => (frozen.has(district) ? null : (heads.get(district) ?? null)),
    note(district, head) {
      if (frozen.has(district)) return
      heads.set(district, head)
      changed.set(district, head)
      timer ??= setTimeout(write, writeEveryMs).unref()
    },
    freeze(district) {
      frozen.add(district)
      changed.delete(district)
    },
    close() {
      if (timer !== null) clearTimeout(timer)
      write()
    },
  }
}

/** All heads by district; none when there is no file yet. Throws when it is damaged. */
export function readSealHeads(file: string): Record<string, SealHead> {
  try {
    const stored: unknown = JSON.parse(readFileSync(file, 'utf8'))
    const districts = isObject(stored) ? stored['districts'] : undefined
    if (isObject(districts) && Object.values(districts).every(isHead)) return districts as Record<string, SealHead>
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
  }
  throw new Error(`${file} is damaged: it should hold the newest seals. Restore it from its backup.`)
}

/** For who puts a database back on purpose: these are its newest seals from now on. */
export function writeSealHeads(file: string, districts: Record<string, SealHead>): void {
  replaceFile(file, `${JSON.stringify({ version: 1, districts }, null, 2)}\n`, 0o644)
}

/** Keeps a damaged file under another name beside it, so that a new one can begin. Returns that name. */
export function setSealHeadsAside(file: string): string {
  for (let n = 1; ; n += 1) {
    const aside = n === 1 ? `${file}.damaged` : `${file}.damaged-${n}`
    if (existsSync(aside)) continue
    renameSync(file, aside)
    return aside
  }
}

function isHead(value: unknown): value is SealHead {
  if (!isObject(value)) return false
  const { no, last, hash, at } = value
  return typeof no === 'number' && typeof last === 'number' && typeof hash === 'string' && typeof at === 'string'
}
