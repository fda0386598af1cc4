import { problem } from '#domain/problems.ts'
import type { EvidenceKind } from '#domain/standards.ts'
import { largest } from './content.ts'

/** How many files one session may send at a time, and how many bytes they may claim to be. */
const mostAtOnce = 8
const mostBytes = 120 * 1024 * 1024

/** How long a sender may stay silent in ms before another may go on in its place: a phone that lost its signal says no goodbye. */
const patienceMs = 10_000

/** What every session has under way in this process. Throws `upload.too_many` for more than its share. */
export function startShares() {
  const shares = new Map<string, { files: number; bytes: number }>()
  return async function within<T>(session: string, claimed: number, work: () => Promise<T>): Promise<T> {
    const share = shares.get(session) ?? { files: 0, bytes: 0 }
    if (share.files >= mostAtOnce || share.bytes + claimed > mostBytes)
      throw problem('upload.too_many', { most: mostAtOnce })
    share.files += 1
    share.bytes += claimed
    shares.set(session, share)
    try {
      return await work()
    } finally {
      share.files -= 1
      share.bytes -= claimed
      if (share.files === 0) shares.delete(session)
    }
  }
}

/** Bytes that a request says it brings; without a word as many as its kind may have. */
export function claimedBytes(contentLength: string | undefined, kind: EvidenceKind): number {
  const told = Number(contentLength)
  return Number.isSafeInteger(told) && told >= 0 ? Math.min(told, largest[kind]) : largest[kind]
}

/** The one who is writing to an upload; `alive` is called with every byte that comes. */
export type Turn = { readonly signal: AbortSignal; alive(): void }

/**
 * One writer to an upload at a time. A second one gets `upload.busy`, unless the first has been silent for a while:
 * then that one is cut off and its bytes so far are kept.
 */
export function startTurns(patience = patienceMs) {
  const turns = new Map<string, { heard: number; cut: AbortController; done: Promise<unknown> }>()
  return async function inTurn<T>(upload: string, work: (turn: Turn) => Promise<T>): Promise<T> {
    const other = turns.get(upload)
    if (other !== undefined) {
      if (performance.now() - other.heard < patience) throw problem('upload.busy')
      other.cut.abort()
      await other.done
      if (turns.has(upload)) throw problem('upload.busy')
    }
    const cut = new AbortController()
    const mine = { heard: performance.now(), cut, done: Promise.resolve() as Promise<unknown> }
    turns.set(upload, mine)
    const alive = () => {
      mine.heard = performance.now()
    }
    const working = work({ signal: cut.signal, alive }).finally(() => turns.delete(upload))
    mine.done = working.catch(() => undefined)
    return working
  }
}
