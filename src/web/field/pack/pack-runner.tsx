import { useEffect, useRef } from 'react'
import { standingHere } from '#web/field/app/standing.ts'
import { useWorker } from '#web/field/session.tsx'
import { useChanges } from '#web/live.ts'
import { syncPack } from './sync.ts'

/** The first screen comes first. */
const afterStartMs = 1500
/** Of what happens around here the phone hears in one go. */
const atMostEveryMs = 2 * 60_000
/** What no event tells: colleagues, units, the catalogue. */
const atLeastEveryMs = 15 * 60_000

const kinds = ['place', 'hazard', 'safetyVisit', 'administrativeInspection']

/** Keeps the pack up to date while there is a network, without anybody asking for it. */
export function PackRunner() {
  const { account, post } = useWorker()
  const soon = useRef(() => {})
  useChanges((changes) => changes.some(({ subjectKind }) => kinds.includes(subjectKind)) && soon.current())
  useEffect(() => {
    if (standingHere().notOffline === 'webView') return
    const owner = { accountId: account.id, postId: post.id }
    let last = 0
    let waiting: ReturnType<typeof setTimeout> | undefined
    const go = () => {
      clearTimeout(waiting)
      waiting = undefined
      if (!navigator.onLine || document.visibilityState !== 'visible') return
      last = Date.now()
      void syncPack(owner)
    }
    soon.current = () => {
      waiting ??= setTimeout(go, Math.max(0, last + atMostEveryMs - Date.now()))
    }
    const seen = () => document.visibilityState === 'visible' && soon.current()
    waiting = setTimeout(go, afterStartMs)
    const beat = setInterval(go, atLeastEveryMs)
    window.addEventListener('online', go)
    document.addEventListener('visibilitychange', seen)
    return () => {
      soon.current = () => {}
      clearTimeout(waiting)
      clearInterval(beat)
      window.removeEventListener('online', go)
      document.removeEventListener('visibilitychange', seen)
    }
  }, [account.id, post.id])
  return null
}
