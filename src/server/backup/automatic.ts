import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { type Applied, fileOf } from '#server/db/migration-files.ts'
import { backUp } from './backup.ts'
import { BackupError } from './backup-error.ts'
import { product } from './product.ts'

/** So many automatic backups stay; older ones go when a new one has been made. */
const kept = 3
const start = 'before-migration-'
/** Says that an installation is to be migrated although it cannot be backed up. */
const without = 'BIHUAN_MIGRATE_WITHOUT_BACKUP'

/**
 * Backs up the database of an installation, into `<data>/backups`, before migrations change it. The evidence stays where
 * it is: no migration touches it. When this fails the migration does not happen, unless the environment says otherwise.
 */
export async function backUpBefore(
  pending: readonly Applied[],
  url: string,
  dataFolder: string,
  log: (line: string) => void,
): Promise<void> {
  const now = new Date()
  const folder = path.join(dataFolder, 'backups')
  const file = path.join(folder, `${start}${now.toISOString().replaceAll(':', '-')}.tar`)
  const what = pending.map(fileOf).join(', ')
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await backUp({ url, file, product, now, filesFolder: null, prepared: true })
  } catch (error) {
    const { message } = error as Error
    if (process.env[without] === '1') {
      log(
        `This installation is migrated (${what}) without a backup, because ${without} is set. The backup said: ${message}`,
      )
      return
    }
    throw new BackupError(
      'backup.before_migration',
      `This version changes the database (${what}), and the backup that comes before such a change failed: ${message} ` +
        `Nothing was changed. Put that right and start again. Only with a backup of your own set ${without}=1.`,
      { cause: error },
    )
  }
  log(`This version changes the database (${what}). What was there before is kept in ${file} (without evidence files).`)
  await forgetOldest(folder)
}

async function forgetOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(start) && name.endsWith('.tar')).sort()
  for (const name of names.slice(0, -kept)) await rm(path.join(folder, name), { force: true })
}
