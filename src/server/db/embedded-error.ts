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
