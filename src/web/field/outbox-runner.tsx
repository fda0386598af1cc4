import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { instant } from '#domain/calendar.ts'
import { post as ask, serverNow } from '#web/api.ts'
import { useLive, useLiveRefresh } from '#web/live.ts'
import { api } from '#web/paths.ts'
import { everyMs } from './attempts.ts'
import { jobs, tidy } from './outbox.ts'
import { followTabs, mayGoOut, sendAll, sender } from './outbox-send.ts'
import { useWorker } from './session.tsx'

const held = async (hashes: string[]) => (await ask<{ held: string[] }>(api.held, { hashes })).held

/** Keeps the outbox moving as long as the app is open: at the start, when the network returns, and on a beat. */
export function OutboxRunner() {
  const { account, post } = useWorker()
  const queries = useQueryClient()
  useLive()
  useLiveRefresh()
  useEffect(() => {
    sender.set({ accountId: account.id, postId: post.id })
    const go = () => void sendAll().then(() => undefined)
    const beat = setInterval(() => (jobs.get() ?? []).some(mayGoOut) && go(), everyMs)
    const seen = () => document.visibilityState === 'visible' && go()
    const online = () => {
      go()
      void queries.invalidateQueries()
    }
    const unfollow = followTabs()
    void tidy(instant(serverNow()), account.id, held).then(go, go)
    window.addEventListener('online', online)
    document.addEventListener('visibilitychange', seen)
    return () => {
      clearInterval(beat)
      unfollow()
      window.removeEventListener('online', online)
      document.removeEventListener('visibilitychange', seen)
      sender.set(null)
    }
  }, [account.id, post.id, queries])
  return null
}
