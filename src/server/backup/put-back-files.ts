import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { contentPath, syncFolder } from '#server/files/content.ts'
import { systemCode } from './backup-error.ts'

const setAside = (target: string) => `${target}.before`

/** Evidence on its way into a folder, where some may lie already. What was there stays or comes back unless all is kept. */
export class PutBackFiles {
  readonly #folder: string
  readonly #added: string[] = []
  readonly #replaced: string[] = []

  constructor(folder: string) {
    this.#folder = folder
  }

  /**
   * Takes a file of the archive in and returns the hash of its bytes; `content` is the one that they are to have. A file
   * that is intact stays as it is, and bytes that are not those of the name (damaged when they were backed up) take the
   * place of nothing.
   */
  async take(hash: string, content: string, body: AsyncIterable<Uint8Array>): Promise<string> {
    const target = contentPath(this.#folder, hash)
    const there = await hashOf(target)
    if (there === hash || (there !== null && content !== hash)) return hashThrough(body)
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
    const draft = `${target}.restoring`
    try {
      const found = await write(draft, body)
      if (found === content) await this.#place(draft, target, there !== null)
      return found
    } finally {
      await rm(draft, { force: true })
    }
  }

  /** The new names outlive a power cut. */
  async settle(): Promise<void> {
    const all = [...this.#added, ...this.#replaced]
    for (const folder of new Set(all.map((file) => path.dirname(file)))) await syncFolder(folder)
  }

  /** What was damaged here is no longer needed. All is restored by now, so a rest that stays is no failure. */
  async keep(): Promise<void> {
    for (const target of this.#replaced) await rm(setAside(target), { force: true }).catch(() => undefined)
  }

  /** The folder holds what it held before. */
  async takeBack(): Promise<void> {
    for (const target of this.#added) await rm(target, { force: true })
    for (const target of this.#replaced) await rename(setAside(target), target)
  }

  async #place(draft: string, target: string, isTaken: boolean): Promise<void> {
    if (isTaken) {
      await rename(target, setAside(target))
      this.#replaced.push(target)
    }
    await rename(draft, target)
    if (!isTaken) this.#added.push(target)
  }
}

async function write(file: string, body: AsyncIterable<Uint8Array>): Promise<string> {
  const handle = await open(file, 'w', 0o600)
  try {
    const found = await hashThrough(body, (chunk) => handle.writeFile(chunk))
    await handle.sync()
    return found
  } finally {
    await handle.close()
  }
}

/** null when there is no such file. */
async function hashOf(file: string): Promise<string | null> {
  try {
    return await hashThrough(createReadStream(file, { highWaterMark: 1024 * 1024 }))
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  }
}

async function hashThrough(
  body: AsyncIterable<Uint8Array>,
  each: (chunk: Uint8Array) => Promise<void> = async () => {},
): Promise<string> {
  const found = createHash('sha256')
  for await (const chunk of body) {
    found.update(chunk)
    await each(chunk)
  }
  return found.digest('hex')
}
