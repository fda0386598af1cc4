import { useEffect } from 'react'
import { instant } from '#domain/calendar.ts'
import { serverNow } from '#web/api.ts'
import { type Draft, emptyLine, findDraft, type Line, type Refusal, saveDraft } from './drafts.ts'
import { useWatched, type Watched, watched } from './watched.ts'

/** `undefined` while reading, `null` when there is no walk of that id. */
type InHand = { draft: Draft | null | undefined; notKept: boolean }

/** One copy per walk for all screens: a photo that is still being scaled down lands in it wherever one has gone. */
const inHand = new Map<string, Watched<InHand>>()

function handOf(id: string): Watched<InHand> {
  const known = inHand.get(id) ?? watched<InHand>({ draft: undefined, notKept: false })
  inHand.set(id, known)
  return known
}

/** Puts back what a refusal brought to light, or a walk that has just begun. */
export function takeInHand(draft: Draft): void {
  handOf(draft.id).set({ draft, notKept: false })
}

export function letGo(id: string): void {
  inHand.delete(id)
}

export type DraftInHand = {
  draft: Draft
  /** Changes one line; it starts from an empty one. */
  setLine: (code: string, change: (was: Line) => Line) => void
  setLines: (lines: Record<string, Line>) => void
  setRefusal: (how: (was: Refusal) => Refusal) => void
  /** The disk refused: what is on screen is not kept. */
  notKept: boolean
}

/** The open walk, kept on the phone at every tap. */
export function useDraft(id: string): DraftInHand | null | undefined {
  const hand = handOf(id)
  const { draft, notKept } = useWatched(hand)
  useEffect(() => {
    if (hand.get().draft !== undefined) return
    void findDraft(id).then((found) => hand.set({ draft: found ?? null, notKept: false }))
  }, [id, hand])
  if (!draft) return draft
  const setLines = (lines: Record<string, Line>) =>
    change(hand, (was) => ({ ...was, lines: { ...was.lines, ...lines } }))
  const setLine = (code: string, change: (was: Line) => Line) =>
    setLines({ [code]: change(hand.get().draft?.lines[code] ?? emptyLine) })
  const setRefusal = (how: (was: Refusal) => Refusal) => change(hand, (was) => ({ ...was, refusal: how(was.refusal) }))
  return { draft, setLine, setLines, setRefusal, notKept }
}

function change(hand: Watched<InHand>, how: (was: Draft) => Draft): void {
  const was = hand.get().draft
  if (!was) return
  const draft = { ...how(was), changedAt: instant(serverNow()) }
  hand.set({ ...hand.get(), draft })
  saveDraft(draft).then(
    () => hand.set({ ...hand.get(), notKept: false }),
    () => hand.set({ ...hand.get(), notKept: true }),
  )
}
