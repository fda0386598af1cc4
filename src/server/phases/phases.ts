import { createHash } from 'node:crypto'
import type { Actor } from '#domain/people.ts'
import {
  decideBegin,
  evolvePhase,
  idsText,
  maySwitch,
  type Phase,
  type PhaseEvent,
  type Snapshot,
  snapshotText,
} from '#domain/phases.ts'
import { problem } from '#domain/problems.ts'
import { change, keep, putLoaded, shelf, toSave } from '#server/commands/shelf.ts'
import type { Handler, Shelf, Signed, Work } from '#server/commands/work.ts'
import { type Frozen, freeze } from './freeze.ts'
import { findRunning, insertPhases, insertSnapshots, lockPhases, type StoredSnapshot, updatePhases } from './store.ts'

const phaseShelf = (work: Work): Shelf<Phase> => shelf<Phase>(work, 'phase')

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

type BeginData = { name: string; unitPath: string }
type SwitchData = { into: string; reason: string }

/** Begin and switch. Everything that is frozen is written with the event that says so, or not at all. */
export const phaseHandler: Handler = {
  takes: (type) => type.startsWith('phase.'),
  standsAlone: (type) => type === 'phase.switch',

  async prepare(work, commands) {
    const own = commands.filter(({ command, actor }) => command.type.startsWith('phase.') && actor.role === 'leader')
    if (own.length === 0) return
    const on = phaseShelf(work)
    const ids = own.map(({ command }) => command.subject)
    putLoaded(on, await lockPhases(work.tx, ids))
    const areas = own.flatMap(({ actor }) => actor.ranges)
    on.extra.set('running', await findRunning(work.tx, areas))
    for (const { command, actor } of own) {
      const phase = on.current.get(command.subject)
      if (command.type !== 'phase.switch' || phase === undefined || phase.endedAt !== null) continue
      await prepareSwitch(work, actor, phase, (command.data as SwitchData).into)
    }
  },

  decide(work, signed) {
    const given = { ...signed, at: work.now }
    return signed.command.type === 'phase.begin' ? begin(work, given) : switchOver(work, given)
  },

  async save(work) {
    const on = phaseShelf(work)
    const { inserts, updates } = toSave(on)
    const snapshots = [...on.extra].flatMap(([key, value]) =>
      key.startsWith('snapshot ') ? [value as StoredSnapshot] : [],
    )
    await Promise.all([
      insertPhases(work.tx, inserts),
      updatePhases(work.tx, updates),
      insertSnapshots(work.tx, snapshots),
    ])
  },
}

/** The refusal is kept for `decide`, which is where commands are refused; nothing is counted for one. */
async function prepareSwitch(work: Work, actor: Actor, phase: Phase, into: string): Promise<void> {
  phaseShelf(work).extra.set(`frozen ${phase.id} ${into}`, await freeze(work, actor, phase, into))
}

/** It begins when the server hears of it: a phase has the town's time, not a device's. */
function begin(work: Work, signed: Signed): { version: number } {
  const { command, actor } = signed
  const on = phaseShelf(work)
  const { name, unitPath } = command.data as BeginData
  const known = [...on.current.values()].filter(({ endedAt }) => endedAt === null)
  const stored = ((on.extra.get('running') as Phase[] | undefined) ?? []).filter(({ id }) => !on.current.has(id))
  const event = decideBegin(unitPath, actor, [...known, ...stored])
  if (on.current.has(command.subject)) throw problem('command.subject_exists', {}, '/subject')
  return write(work, signed, null, event, name)
}

function switchOver(work: Work, signed: Signed): { version: number } {
  const { command, actor, at } = signed
  const on = phaseShelf(work)
  const { into, reason } = command.data as SwitchData
  const phase = on.current.get(command.subject)
  if (phase === undefined) {
    if (actor.role !== 'leader') throw problem('actor.not_allowed', { action: command.type, role: actor.role })
    throw problem('phase.not_found', {}, '/subject')
  }
  const frozen = on.extra.get(`frozen ${phase.id} ${into}`) as Frozen | undefined
  maySwitch(phase, frozen?.successor ?? null, actor, at)
  if (command.seen !== undefined && command.seen !== phase.version)
    throw problem('command.stale', { version: phase.version }, '/seen')
  if (frozen?.figures === undefined || frozen.successor === null) throw problem('unit.not_found', {}, '/data/into')
  const { id, name, scopePath, begunAt } = phase
  const { successor, figures, ids, seal } = frozen
  const body = snapshotText({
    version: 1,
    district: work.district.code,
    phase: { id, name, scopePath, begunAt },
    at,
    successor: { id: successor.id, code: successor.code, kind: successor.kind, name: successor.name },
    figures,
    open: { count: ids.length, ids: sha256(idsText(ids)) },
    seal,
  } satisfies Snapshot)
  const hash = sha256(body)
  keep(on, `snapshot ${id}`, { phaseId: id, body, hash, ids, scopePath } satisfies StoredSnapshot)
  const standing = { scopePath, department: '' }
  work.remarks.push({ signed, subject: id, words: reason, standing })
  const event: PhaseEvent = {
    type: 'phase.switched',
    data: { snapshot: hash, open: ids.length, successor: successor.id },
  }
  return write(work, signed, phase, event, name)
}

function write(work: Work, signed: Signed, was: Phase | null, event: PhaseEvent, name: string): { version: number } {
  const { subject } = signed.command
  const phase = evolvePhase(was, event, { id: subject, name, at: signed.at })
  const standing = { scopePath: phase.scopePath, department: '' }
  work.events.push({ signed, subjectKind: 'phase', subject, ...event, standing })
  change(phaseShelf(work), phase)
  return { version: phase.version }
}
