import { problem } from '#domain/problems.ts'

/** Keyset paging: the cursor is the last row's keys, and a page is asked for with one row more than it shows. */
export function encodeCursor(keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url')
}

export function decodeCursor(cursor: string | undefined, length: number): string[] | null {
  if (cursor === undefined) return null
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(keys) && keys.length === length && keys.every((key) => typeof key === 'string')) return keys
  } catch {
    // Falls through: whatever it was, it is no cursor of ours.
  }
  throw problem('request.invalid', {}, '/query/cursor')
}

export function page<R>(
  rows: readonly R[],
  limit: number,
  keysOf: (row: R) => string[],
): { rows: R[]; next: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > limit && last !== undefined ? encodeCursor(keysOf(last)) : null }
}
