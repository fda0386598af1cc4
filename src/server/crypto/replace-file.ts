import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Puts a text in the place of a file: whole and on the disk, or the file stays as it was. Makes its folder. */
export function replaceFile(file: string, text: string, mode: number): void {
  const folder = path.dirname(file)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  try {
    writeFileSync(draft, text, { mode, flag: 'wx', flush: true })
    renameSync(draft, file)
    syncFolder(folder)
  } finally {
    rmSync(draft, { force: true })
  }
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
