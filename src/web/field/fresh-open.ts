import { useEffect } from 'react'
import { api } from '#web/paths.ts'
import { knownOf } from './drafts.ts'
import { useKept } from './kept-query.tsx'
import type { Sheet } from './shapes.ts'
import type { DraftInHand } from './use-draft.ts'

/** While the sheet is being filled in, others close, file and find: with a network the walk follows. */
export function useFreshOpen({ draft, setOpen }: DraftInHand): void {
  const { id } = draft.place
  const { data } = useKept<Sheet>(['places', id, 'sheet'], api.placeSheet(id, 'safetyVisit'))
  const { open, lines } = draft
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what the server says anew changes anything.
  useEffect(() => {
    if (data === undefined || data.fromPhone) return
    const now = knownOf(data.value.open, lines)
    if (JSON.stringify(now) !== JSON.stringify(open)) setOpen(now)
  }, [data])
}
