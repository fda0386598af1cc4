import { useEffect } from 'react'
import { knownOf } from './drafts.ts'
import type { DraftInHand } from './use-draft.ts'
import { useSheet } from './use-sheet.ts'

/** While the sheet is being filled in, others close, file and find: with a network the walk follows. */
export function useFreshOpen({ draft, setOpen }: DraftInHand): void {
  const { id } = draft.place
  const { data } = useSheet(id)
  const { open, lines } = draft
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what the server says anew changes anything.
  useEffect(() => {
    if (data === undefined || data.fromPhone) return
    const now = knownOf(data.value.open, lines)
    if (JSON.stringify(now) !== JSON.stringify(open)) setOpen(now)
  }, [data])
}
