import { useEffect } from 'react'
import { type Instant, instant } from '#domain/calendar.ts'
import { serverNow } from '#web/api.ts'
import { keep, kept } from './keep.ts'
import { useWatched, type Watched, watched } from './watched.ts'

/** `undefined` while reading, `null` when nothing of that key is on this phone. */
type Shown<T> = { value: T | null | undefined; notKept: boolean }
/** `over`: handed in. What a slow camera still brings would otherwise begin it anew. */
type Hand = { shown: Watched<Shown<Changing>>; over: boolean }
type Changing = { changedAt: Instant }

/** One copy for all screens: a photo that is still being scaled down lands in it wherever one has gone. */
const hands = new Map<string, Hand>()

function handOf(key: string): Hand {
  const known = hands.get(key) ?? { shown: watched<Shown<Changing>>({ value: undefined, notKept: false }), over: false }
  hands.set(key, known)
  return known
}

/** Puts something begun, or brought back by a refusal, where its screens look for it. */
export function takeInHand(key: string, value: Changing): void {
  handOf(key).shown.set({ value, notKept: false })
}

export function letGo(key: string): void {
  const hand = hands.get(key)
  if (hand !== undefined) hand.over = true
  hands.delete(key)
}

export type InHand<T> = {
  value: T
  change: (how: (was: T) => T) => void
  /** The disk refused: what is on screen is not kept. */
  notKept: boolean
}

/** Something being filled in, kept on the phone at every tap. `fresh` begins it where nothing was kept. */
export function useInHand<T extends Changing>(key: string, fresh?: () => T): InHand<T> | null | undefined {
  const hand = handOf(key)
  const { value, notKept } = useWatched(hand.shown)
  useEffect(() => {
    if (hand.shown.get().value !== undefined) return
    void kept<T>('drafts', key).then((found) => {
      if (hand.shown.get().value === undefined) hand.shown.set({ value: found ?? fresh?.() ?? null, notKept: false })
    })
  }, [key, hand, fresh])
  if (!value) return value
  return { value: value as T, notKept, change: (how) => change(key, hand, (was) => how(was as T)) }
}

function change(key: string, hand: Hand, how: (was: Changing) => Changing): void {
  const was = hand.shown.get().value
  if (!was || hand.over) return
  const value = { ...how(was), changedAt: instant(serverNow()) }
  hand.shown.set({ ...hand.shown.get(), value })
  keep('drafts', key, value).then(
    () => hand.shown.set({ ...hand.shown.get(), notKept: false }),
    () => hand.shown.set({ ...hand.shown.get(), notKept: true }),
  )
}
