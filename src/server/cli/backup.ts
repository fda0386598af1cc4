import { existsSync } from 'node:fs'
import path from 'node:path'
import { backUp } from '#server/backup/backup.ts'
import { product } from '#server/backup/product.ts'
import { readConfig } from '#server/config.ts'
import { readPublished } from '#server/crypto/signing-files.ts'
import { openServer } from '#server/db/open.ts'
import { progressBar } from './progress.ts'

const note = (line: string) => process.stderr.write(`${line}\n`)
const megabytes = (bytes: number) => Math.ceil(bytes / 1024 / 1024)

/**
 * Backs up an installation into one file, also while it is served. Progress and advice go to stderr, one JSON line to
 * stdout.
 */
export async function backup(given: { data?: string }, file: string): Promise<number> {
  const config = readConfig(process.env, given)
  if (config.databaseUrl === null && !existsSync(path.join(config.dataFolder, 'postgres')))
    throw new Error(`There is no installation in ${config.dataFolder}. Name its folder with --data.`)
  const cancel = cancelOnSignal()
  const server = await openServer(config, { onLog: note })
  try {
    const bar = progressBar('MB', process.stderr)
    const done = await backUp({
      url: server.url(),
      filesFolder: config.filesFolder,
      file: path.resolve(file),
      product,
      now: new Date(),
      publishedKeys: readPublished(config.publishedKeysFile),
      signal: cancel.signal,
      onProgress: (bytes, of) => bar.show(megabytes(bytes), megabytes(of)),
    })
    bar.done()
    const { installation, tables, files } = done.manifest
    const rows = tables.reduce((sum, table) => sum + table.rows, 0)
    say({
      file: done.file,
      bytes: done.bytes,
      sha256: done.sha256,
      tables: tables.length,
      rows,
      files: files.count,
      missingFiles: files.missing.length,
      damagedFiles: files.damaged.length,
      keyCheck: installation?.keyCheck ?? null,
    })
    const lost = [...files.missing, ...files.damaged.map(({ hash }) => hash)]
    if (lost.length > 0)
      note(
        `${files.missing.length} evidence files are gone from ${config.filesFolder} and ${files.damaged.length} are damaged ` +
          `there; the database still names them. The rest is in the backup. The first: ${lost.slice(0, 5).join(', ')}`,
      )
    note(
      `The keys are NOT in it. What is encrypted can be read only with ${config.keysFile}, and new events are sealed with ` +
        `${config.signingKeysFile}: keep copies of these two files apart from the backup.`,
    )
    return 0
  } finally {
    cancel.done()
    await server.stop()
  }
}

/** The first signal cancels and clears up; a second one ends the process at once. */
export function cancelOnSignal(): { signal: AbortSignal; done(): void } {
  const controller = new AbortController()
  const stop = () => controller.abort()
  process.once('SIGINT', stop).once('SIGTERM', stop)
  return { signal: controller.signal, done: () => process.off('SIGINT', stop).off('SIGTERM', stop) }
}

export const say = (answer: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(answer)}\n`)
