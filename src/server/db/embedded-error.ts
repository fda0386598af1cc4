/**
 * Why the embedded PostgreSQL could not be opened or stopped. `message` is for people (what happened, that
 * nothing was lost, what to do); `code` and `facts` let a caller choose its own words.
 */
export class EmbeddedError extends Error {
  readonly code: EmbeddedCode
  readonly facts: Readonly<Record<string, string | number>>

  constructor(
    code: EmbeddedCode,
    message: string,
    facts: Record<string, string | number> = {},
    options: ErrorOptions = {},
  ) {
    super(message, options)
    this.name = 'EmbeddedError'
    this.code = code
    this.facts = facts
  }
}

export type EmbeddedCode =
  | 'embedded.no_binaries'
  | 'embedded.binaries_unusable'
  | 'embedded.folder_unreachable'
  | 'embedded.folder_foreign'
  | 'embedded.folder_not_ours'
  | 'embedded.read_only'
  | 'embedded.disk_full'
  | 'embedded.other_major'
  | 'embedded.password_lost'
  | 'embedded.password_wrong'
  | 'embedded.not_answering'
  | 'embedded.unsafe_in_use'
  | 'embedded.start_failed'
  | 'embedded.stop_failed'

/** The error code of a failed system call (`'ENOENT'` …), or '' for anything else. */
export function systemCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

/** What a failed system call says about the disk, in words; any other error as it came. */
export function explainDisk(error: unknown, folder: string): unknown {
  const code = error instanceof EmbeddedError ? '' : systemCode(error)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new EmbeddedError(
      'embedded.disk_full',
      `There is not enough room for the database in ${folder}. Everything committed is still there. ` +
        'Free some space and start again, or choose another folder with --data DIR.',
      { folder },
      { cause: error },
    )
  if (code === 'EROFS')
    return new EmbeddedError(
      'embedded.read_only',
      `The disk that holds ${folder} is read-only. Everything committed is still there. ` +
        'Make it writable, or choose another folder with --data DIR.',
      { folder },
      { cause: error },
    )
  return error
}
