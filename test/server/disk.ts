import { execFile } from 'node:child_process'
import { chmod, mkdir, open, rm, statfs } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

const call = promisify(execFile)

/** A small disk of its own, in memory. Only root on Linux may mount one. */
export type Disk = {
  folder: string
  /** Leaves so many bytes free. */
  fill(free: number): Promise<void>
  makeRoom(): Promise<void>
  readOnly(on: boolean): Promise<void>
  remove(): Promise<void>
}

/** Why there can be no small disk here; false when there can. */
export const noDisk: string | false =
  process.platform === 'linux' && process.getuid?.() === 0 ? false : 'only root on Linux may mount a small disk'

export async function makeDisk(folder: string, megabytes: number): Promise<Disk> {
  await mkdir(folder, { recursive: true })
  await call('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=711`, 'tmpfs', folder])
  await chmod(folder, 0o711)
  const ballast = path.join(folder, 'ballast')
  return {
    folder,
    async fill(free) {
      const disk = await statfs(folder)
      const bytes = disk.bavail * disk.bsize - free
      const handle = await open(ballast, 'a', 0o600)
      const chunk = Buffer.alloc(1024 * 1024)
      try {
        for (let left = bytes; left > 0; left -= chunk.length)
          await handle.write(chunk, 0, Math.min(left, chunk.length))
      } finally {
        await handle.close()
      }
    },
    makeRoom: () => rm(ballast, { force: true }),
    readOnly: async (on) => void (await call('mount', ['-o', `remount,${on ? 'ro' : 'rw'}`, folder])),
    remove: async () => void (await call('umount', ['-l', folder])),
  }
}
