import { isInstant } from '#domain/calendar.ts'
import { isUuid } from '#domain/ids.ts'
import { problem } from '#domain/problems.ts'
import { isStorable } from '#domain/shapes.ts'

const isKey = { instant: isInstant, id: isUuid, text: isStorable }

/** Keyset paging: the cursor is the last row's keys, and a page is asked for with one row more than it shows. */
export function encodeCursor(keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url')
}

export function decodeCursor(cursor: string | undefined, kinds: readonly (keyof typeof isKey)[]): string[] | null {
  if (cursor === undefined) return null
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const isOurs =
      Array.isArray(keys) &&
      keys.length === kinds.length &&
      kinds.every((kind, n) => typeof keys[n] === 'string' && isKey[kind](keys[n]))
    if (isOurs) return keys
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
