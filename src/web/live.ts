import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { SubjectKind } from '#domain/events.ts'
import { serverNow } from './api.ts'
import { api } from './paths.ts'
import { queryClient } from './queries.ts'

export type Change = { seq: number; subjectKind: SubjectKind; subject: string; type: string; at: string }
/** `since`: server time in ms at which this state began. */
export type LiveState = { state: 'connecting' | 'live' | 'lost'; since: number }

let state: LiveState = { state: 'connecting', since: serverNow() }
let source: EventSource | null = null
let users = 0
let again: ReturnType<typeof setTimeout> | undefined
const stateListeners = new Set<() => void>()
const changeListeners = new Set<(change: Change) => void>()

function become(next: LiveState['state']): void {
  if (next === state.state) return
  state = { state: next, since: serverNow() }
  for (const listener of stateListeners) listener()
}

/** When the server's log ends before what this screen saw of it, it was restored: nothing on screen is sure any more. */
export function greet(hello: string): void {
  become('live')
  const { reset } = JSON.parse(hello) as { reset: boolean }
  if (reset) void queryClient.invalidateQueries()
}

/** The browser reconnects by itself with Last-Event-ID; after a refusal it gives up, so we ask again. */
function open(): void {
  source?.close()
  const stream = new EventSource(api.live)
  source = stream
  stream.addEventListener('hello', (event) => greet((event as MessageEvent<string>).data))
  stream.addEventListener('open', () => become('live'))
  stream.addEventListener('change', (event) => {
    const change = JSON.parse((event as MessageEvent<string>).data) as Change
    for (const listener of changeListeners) listener(change)
  })
  stream.addEventListener('error', () => {
    become('lost')
    if (stream.readyState !== EventSource.CLOSED) return
    clearTimeout(again)
    again = setTimeout(open, 10_000)
  })
}

/** Keeps one stream open while somebody on screen uses it. */
export function useLive(): LiveState {
  useEffect(() => {
    users += 1
    if (users === 1) open()
    return () => {
      users -= 1
      if (users > 0) return
      clearTimeout(again)
      source?.close()
      source = null
    }
  }, [])
  return useSyncExternalStore(onState, () => state)
}

function onState(listener: () => void): () => void {
  stateListeners.add(listener)
  return () => stateListeners.delete(listener)
}

/** Changes, gathered for `everyMs`, then told at once: a burst of a whole campaign costs one refresh. */
export function useChanges(told: (changes: Change[]) => void, everyMs = 1500): void {
  const latest = useRef(told)
  latest.current = told
  useEffect(() => {
    let gathered: Change[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    const listener = (change: Change) => {
      gathered.push(change)
      timer ??= setTimeout(() => {
        const tell = gathered
        gathered = []
        timer = undefined
        latest.current(tell)
      }, everyMs)
    }
    changeListeners.add(listener)
    return () => {
      changeListeners.delete(listener)
      clearTimeout(timer)
    }
  }, [everyMs])
}

/** Which queries (by the first word of their key) a change of such a subject makes old. */
const touched: Record<SubjectKind, readonly string[]> = {
  hazard: ['hazards', 'places', 'today', 'units', 'reports', 'notices'],
  safetyVisit: ['visits', 'places', 'today', 'reports'],
  administrativeInspection: ['visits', 'places', 'today', 'reports'],
  place: ['places', 'today', 'units'],
  account: ['accounts', 'session'],
  unit: ['units'],
  notice: ['notices', 'hazards'],
  link: ['hazards'],
  phase: ['phases', 'hazards'],
}

/** Refreshes quietly what is on screen. */
export function useLiveRefresh(): void {
  useChanges((changes) => {
    const nouns = new Set(changes.flatMap((change) => touched[change.subjectKind] ?? []))
    for (const noun of nouns) void queryClient.invalidateQueries({ queryKey: [noun] })
  })
}
