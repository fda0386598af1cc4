import type { Instant } from '#domain/calendar.ts'
import type { Actor } from '#domain/people.ts'
import { checkSnapshot, type Phase, type Snapshot, type SnapshotFault } from '#domain/phases.ts'
import { problem } from '#domain/problems.ts'
import type { Database, District } from '#server/db/transaction.ts'
import { sha256 } from './phases.ts'
import {
  type Candidate,
  countHandedOver,
  countOpen,
  findCandidates,
  findSnapshot,
  findSwitch,
  findWaiting,
  listPhases,
} from './store.ts'

export type PhaseLine = Phase & { successorName: string | null; areaName: string }
export type Progress = { total: number; handedOver: number; waiting: number; endedBefore: number }
export type FrozenPage = {
  /** The text whose SHA-256 is the hash. */
  text: string
  hash: string
  contents: Snapshot
  /** Counted again as this was asked. `sealNo` null: its event waits for the next seal. */
  check: { ok: boolean; faults: SnapshotFault[]; sealNo: number | null }
  /** For its receipt. */
  eventId: string
}
export type PhasePage = {
  phase: PhaseLine
  /** While it runs: what a switch would hand over, and to whom it could. */
  ahead: { open: number; overdue: number; successors: Candidate[] } | null
  snapshot: FrozenPage | null
  handOver: Progress | null
}

/** One phase of the actor's reach. Throws `phase.not_found`. */
export async function phasePage(
  database: Database,
  district: District,
  actor: Actor,
  id: string,
  at: Instant,
): Promise<PhasePage> {
  const { phase, ahead } = await database.read(district, actor, async (tx) => {
    const phase = (await listPhases(tx)).find((one) => one.id === id)
    if (phase === undefined) throw problem('phase.not_found')
    if (phase.endedAt !== null) return { phase, ahead: null }
    const successors = await findCandidates(tx, phase.scopePath, at)
    return { phase, ahead: { ...(await countOpen(tx, phase.scopePath)), successors } }
  })
  if (phase.endedAt === null) return { phase, ahead, snapshot: null, handOver: null }
  return { phase, ahead, ...(await frozenPage(database, district, phase)) }
}

/** The check and the progress look at the whole log, past the reach of whoever asks: they give back counts only. */
async function frozenPage(
  database: Database,
  district: District,
  phase: Phase,
): Promise<Pick<PhasePage, 'snapshot' | 'handOver'>> {
  return database.look(district, async (tx) => {
    const stored = await findSnapshot(tx, phase.id)
    const event = await findSwitch(tx, phase.id)
    if (stored === null || event === null) return { snapshot: null, handOver: null }
    const faults = checkSnapshot(stored, { phase: phase.snapshot, event: event.snapshot }, sha256)
    const [handedOver, waiting] = [await countHandedOver(tx, phase.id), (await findWaiting(tx, phase.id)).length]
    const total = stored.ids.length
    return {
      snapshot: {
        text: stored.body,
        hash: stored.hash,
        contents: JSON.parse(stored.body) as Snapshot,
        check: { ok: faults.length === 0, faults, sealNo: event.sealNo },
        eventId: event.id,
      },
      handOver: { total, handedOver, waiting, endedBefore: total - handedOver - waiting },
    }
  })
}
