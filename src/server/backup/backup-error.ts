/** Why a backup or a restore did not happen. `message` is for people: what happened, that nothing was lost, what to do. */
export class BackupError extends Error {
  readonly code: BackupCode

  constructor(code: BackupCode, message: string, options: ErrorOptions = {}) {
    super(message, options)
    this.name = 'BackupError'
    this.code = code
  }
}

export type BackupCode =
  | 'backup.exists'
  | 'backup.unfinished'
  | 'backup.disk_full'
  | 'backup.not_written'
  | 'backup.cancelled'
  | 'backup.nothing_here'
  | 'backup.before_migration'
  | 'restore.damaged'
  | 'restore.newer'
  | 'restore.other_schema'
  | 'restore.in_use'
  | 'restore.not_empty'
  | 'restore.differs'

/** The error code of a failed system call (`'ENOSPC'` …), or '' for anything else. */
export function systemCode(error: unknown): string {
  const { code, syscall } = error as NodeJS.ErrnoException
  return typeof code === 'string' && syscall !== undefined ? code : ''
}
