import { statfs } from 'node:fs/promises'
import { problem } from '#domain/problems.ts'

/** Below this the database could meet the full disk itself, in the middle of its own log, and would have to stop. */
const reserveBytes = 128 * 1024 * 1024
const lookEveryMs = 1_000

/**
 * Guards a disk: writing is refused in time, so that reading goes on when it fills up, and allowed as soon as there is
 * room again. Asked before every transaction that may write; looks at the disk at most once a second.
 */
export function guardRoom(folder: string): () => Promise<void> {
  let lookedAt = Number.NEGATIVE_INFINITY
  let full = false
  let freeBytes = 0
  return async () => {
    const now = performance.now()
    if (now - lookedAt > lookEveryMs) {
      lookedAt = now
      const disk = await statfs(folder).catch(() => null)
      freeBytes = disk === null ? Number.POSITIVE_INFINITY : disk.bavail * disk.bsize
      full = freeBytes < reserveBytes
    }
    if (full) throw problem('server.disk_full', { freeMegabytes: Math.floor(freeBytes / 1024 / 1024) })
  }
}
