import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'

/**
 * Puts a text in the place of a file: whole and on the disk, or the file stays as it was. Makes its folder. What root writes
 * belongs to whom the file before belonged; where there was none, to whom `like` belongs, for the service has to read it.
 */
export function replaceFile(file: string, text: string, mode: number, like = file): void {
  const folder = path.dirname(file)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  try {
    writeFileSync(draft, text, { mode, flag: 'wx', flush: true })
    keepOwner(draft, file, like)
    renameSync(draft, file)
    syncFolder(folder)
  } finally {
    rmSync(draft, { force: true })
  }
}

function keepOwner(draft: string, file: string, like: string): void {
  if (process.getuid?.() !== 0) return
  const owner = statSync(file, { throwIfNoEntry: false }) ?? statSync(like, { throwIfNoEntry: false })
  if (owner !== undefined) chownSync(draft, owner.uid, owner.gid)
}

/** What was put into a folder is there after a power cut only once the folder itself is on the disk. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
