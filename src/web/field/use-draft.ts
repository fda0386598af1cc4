import { type Draft, emptyLine, type Line, type Refusal, type RoomWalked } from './drafts.ts'
import { useInHand } from './in-hand.ts'

export type DraftInHand = {
  draft: Draft
  /** Changes one line; it starts from an empty one. */
  setLine: (code: string, change: (was: Line) => Line) => void
  setLines: (lines: Draft['lines']) => void
  setRefusal: (how: (was: Refusal) => Refusal) => void
  setOpen: (open: Draft['open']) => void
  setRooms: (how: (was: readonly RoomWalked[]) => readonly RoomWalked[]) => void
  /** The disk refused: what is on screen is not kept. */
  notKept: boolean
}

/** The open walk, kept on the phone at every tap. `undefined` while reading, `null` when there is none of that id. */
export function useDraft(id: string): DraftInHand | null | undefined {
  const hand = useInHand<Draft>(id)
  if (!hand) return hand
  const { value: draft, change, notKept } = hand
  return {
    draft,
    notKept,
    setLine: (code, how) =>
      change((was) => ({ ...was, lines: { ...was.lines, [code]: how(was.lines[code] ?? emptyLine) } })),
    setLines: (lines) => change((was) => ({ ...was, lines: { ...was.lines, ...lines } })),
    setRefusal: (how) => change((was) => ({ ...was, refusal: how(was.refusal) })),
    setOpen: (open) => change((was) => ({ ...was, open })),
    setRooms: (how) => change((was) => ({ ...was, rooms: how(was.rooms ?? []) })),
  }
}
