import type { Evidence, FindingAct, Hazard } from '#domain/hazards.ts'
import { decideHazard, decideReport, isHazardAction, type Report } from '#domain/hazards-decide.ts'
import { evolveHazard, type HazardEvent } from '#domain/hazards-evolve.ts'
import type { HazardData } from '#domain/hazards-guards.ts'
import { hazardNeeds } from '#domain/hazards-needs.ts'
import { problem } from '#domain/problems.ts'
import { notBefore } from '#server/commands/moment.ts'
import { change, toSave } from '#server/commands/shelf.ts'
import type { Handler, Signed, Work } from '#server/commands/work.ts'
import { closePlaceDown } from '#server/places/places.ts'
import { factsOf, factsOfFinding, hazardShelf, linkProof, loadAwaited, loadHazards } from './facts.ts'
import { insertHazards, setClocks, updateHazards } from './store.ts'

/** The verbs of a hazard's life. */
export const hazardHandler: Handler = {
  takes: (type) => type === 'hazard.report' || isHazardAction(type),

  async prepare(work, commands) {
    const own = commands.filter(({ command }) => command.type.startsWith('hazard.'))
    if (own.length === 0) return
    const findings = own
      .filter(({ command }) => command.type === 'hazard.report')
      .map(({ command }) => command.data as unknown as Report)
    const proofs = own.flatMap(({ command }) => [
      ...proofsOf(command.data['before']),
      ...proofsOf(command.data['after']),
      ...proofsOf(command.data['photos']),
    ])
    const ids = [...own.map(({ command }) => command.subject)]
    const ending = own.filter(({ command }) => hazardNeeds(command.type).awaited)
    await Promise.all([
      loadHazards(
        work,
        ids,
        findings,
        proofs.map((proof) => proof.hash),
      ),
      loadAwaited(
        work,
        ending.map(({ command }) => command.subject),
      ),
    ])
  },

  decide(work, signed) {
    const { type, subject } = signed.command
    if (type === 'hazard.report') {
      const data = signed.command.data as unknown as Report & { note?: string }
      return reportHazard(work, signed, subject, data, 'report', null)
    }
    const hazard = hazardShelf(work).current.get(subject)
    if (hazard === undefined) throw problem('hazard.not_found', {}, '/subject')
    return act(work, signed, hazard)
  },

  async save(work) {
    const { inserts, updates } = toSave(hazardShelf(work))
    await Promise.all([
      insertHazards(work.tx, inserts),
      updateHazards(work.tx, updates),
      setClocks(work.tx, [...inserts, ...updates], work.settings.ladder),
    ])
  },
}

/** A new hazard: from a single report, or from a failed line of a visit (`foundIn`). */
export function reportHazard(
  work: Work,
  signed: Signed,
  hazardId: string,
  data: Report & { note?: string },
  by: FindingAct,
  foundIn: string | null,
): { version: number } {
  if (hazardShelf(work).current.has(hazardId)) throw problem('command.subject_exists', {}, '/subject')
  const facts = factsOfFinding(work, data, hazardId, signed.at)
  const events = decideReport(data, by, foundIn, signed.actor, signed.at, facts)
  return write(work, signed, null, hazardId, events, data.before, data.note)
}

function act(work: Work, given: Signed, hazard: Hazard): { version: number } {
  const signed = notBefore(work, given, hazard.changedAt)
  const { command, actor, at } = signed
  if (command.seen !== undefined && command.seen !== hazard.version)
    throw problem('command.stale', { version: hazard.version }, '/seen')
  const data = command.data as HazardData & { note?: string }
  // What arrives late as closed on the spot is always looked at again.
  const facts = factsOf(work, hazard, data.department)
  const events = decideHazard(command.type as Parameters<typeof decideHazard>[0], hazard, data, actor, at, {
    ...facts,
    sampled: facts.sampled || signed.late,
  })
  if (events.some((event) => event.type === 'hazard.shut_down')) closePlaceDown(work, signed, hazard)
  return write(work, signed, hazard, hazard.id, events, data.after ?? data.photos ?? [], data.reason ?? data.note)
}

function write(
  work: Work,
  signed: Signed,
  was: Hazard | null,
  hazardId: string,
  events: readonly HazardEvent[],
  proofs: readonly Evidence[],
  words: string | undefined,
): { version: number } {
  const moment = { hazardId, by: signed.actor.accountId, at: signed.at, commandId: signed.command.id }
  let hazard = was
  for (const event of events) {
    hazard = evolveHazard(hazard, event, moment)
    const standing = { scopePath: hazard.scopePath, department: hazard.department }
    work.events.push({ signed, subjectKind: 'hazard', subject: hazardId, type: event.type, data: event.data, standing })
  }
  const done = hazard as Hazard
  const standing = { scopePath: done.scopePath, department: done.department }
  change(hazardShelf(work), done)
  for (const proof of proofs) linkProof(work, signed, hazardId, standing, proof)
  if (words !== undefined && words.trim() !== '') work.remarks.push({ signed, subject: hazardId, words, standing })
  return { version: done.version }
}

function proofsOf(value: unknown): readonly Evidence[] {
  return Array.isArray(value) ? (value as Evidence[]) : []
}
