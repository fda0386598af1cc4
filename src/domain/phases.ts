import type { Instant } from './calendar.ts'
import { canonical } from './canonical.ts'
import { type Actor, areaOf, inForce, may, type Unit, type UnitKind } from './people.ts'
import { problem } from './problems.ts'

/**
 * A phase of a campaign in one area. It ends with a switch (转段): how things stand is frozen and sealed, and what is
 * still open goes to the team that stays when the campaign is over.
 */
export type Phase = {
  id: string
  version: number
  name: string
  /** The area; of the leader who begins it. */
  scopePath: string
  begunAt: Instant
  endedAt: Instant | null
  /** The unit that goes on. */
  successor: string | null
  /** Hazards that were open at the switch. */
  open: number | null
  /** SHA-256 of the snapshot's text, in hex. */
  snapshot: string | null
}

/** The name is not among them: somebody typed it, and the log holds nothing that was typed. */
export type PhaseEvent =
  | { type: 'phase.begun'; data: { scopePath: string } }
  | { type: 'phase.switched'; data: { snapshot: string; open: number; successor: string } }

export type Successor = Pick<Unit, 'id' | 'code' | 'kind' | 'name' | 'path' | 'validFrom' | 'validTo'>

/**
 * Who may go on with a phase: a task force (专班), or the desk of the district or town itself. No department, for its people
 * see their own line only, and what is handed to it of other lines would be out of everybody's sight.
 */
export const successorKinds: readonly UnitKind[] = ['taskForce', 'town', 'district']

/** A phase begins in the leader's own area, one at a time. Throws the problem that forbids it. */
export function decideBegin(unitPath: string, actor: Actor, running: readonly Pick<Phase, 'scopePath'>[]): PhaseEvent {
  mayLead(actor, 'phase.begin', unitPath)
  if (running.some(({ scopePath }) => scopePath === unitPath)) throw problem('phase.running', {}, '/data/unitPath')
  return { type: 'phase.begun', data: { scopePath: unitPath } }
}

/** Asked before anything is counted, because counting keeps everybody else waiting. */
export function maySwitch(phase: Phase, into: Successor | null, actor: Actor, at: Instant): void {
  mayLead(actor, 'phase.switch', phase.scopePath)
  if (phase.endedAt !== null) throw problem('phase.ended', { at: phase.endedAt })
  if (into === null || !inForce(into, at)) throw problem('unit.not_found', {}, '/data/into')
  const fits = successorKinds.includes(into.kind) && areaOf(into.path) === phase.scopePath
  if (!fits) throw problem('phase.successor_not_allowed', {}, '/data/into')
}

function mayLead(actor: Actor, action: 'phase.begin' | 'phase.switch', scopePath: string): void {
  if (!may(actor, action)) throw problem('actor.not_allowed', { action, role: actor.role })
  const leads = actor.line === '*' && actor.ranges.includes(scopePath)
  if (!leads) throw problem('actor.out_of_scope')
}

export function evolvePhase(
  was: Phase | null,
  event: PhaseEvent,
  to: { id: string; name: string; at: Instant },
): Phase {
  if (event.type === 'phase.begun') {
    const none = { endedAt: null, successor: null, open: null, snapshot: null }
    return { id: to.id, version: 1, name: to.name, scopePath: event.data.scopePath, begunAt: to.at, ...none }
  }
  if (was === null) throw new Error(`${event.type} before phase.begun`)
  return { ...was, ...event.data, endedAt: to.at, version: was.version + 1 }
}

/** What is frozen at a switch. All of it is of one instant. */
export type Snapshot = {
  version: 1
  district: string
  phase: Pick<Phase, 'id' | 'name' | 'scopePath' | 'begunAt'>
  at: Instant
  successor: Pick<Successor, 'id' | 'code' | 'kind' | 'name'>
  /** The pilot's figures. */
  figures: readonly unknown[]
  /** How many hazards were open, and SHA-256 over their ids as `idsText` writes them. */
  open: { count: number; ids: string }
  /** The last seal before it. */
  seal: { no: number; root: string; at: Instant; key: string } | null
}

/** The text that is hashed: one spelling only, so that anybody counts the same hash again. */
export const snapshotText = (snapshot: Snapshot): string => canonical(snapshot)

export const idsText = (ids: readonly string[]): string => canonical([...ids].sort())

export const snapshotFaults = ['text', 'ids', 'count', 'row', 'event'] as const
/**
 * `text`: it is not the one whose hash stands beside it. `ids`, `count`: the list is not the one that was frozen. `row`,
 * `event`: the phase, or the sealed event, names another hash.
 */
export type SnapshotFault = (typeof snapshotFaults)[number]

/** What is wrong with a stored snapshot; nothing when it is the one that was sealed. `sha256` gives hex. */
export function checkSnapshot(
  stored: { body: string; hash: string; ids: readonly string[] },
  named: { phase: string | null; event: string | null },
  sha256: (text: string) => string,
): SnapshotFault[] {
  const { open } = JSON.parse(stored.body) as Snapshot
  const holds: Record<SnapshotFault, boolean> = {
    text: sha256(stored.body) === stored.hash,
    ids: sha256(idsText(stored.ids)) === open.ids,
    count: stored.ids.length === open.count,
    row: named.phase === stored.hash,
    event: named.event === stored.hash,
  }
  return snapshotFaults.filter((fault) => !holds[fault])
}
