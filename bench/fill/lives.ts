import { day, hour, type Instant, millis, minute } from '#domain/calendar.ts'
import type { Evidence, Hazard, Parties } from '#domain/hazards.ts'
import { defaultLadder, nextClock } from '#domain/hazards-clock.ts'
import { deadlineFor } from '#domain/hazards-decide.ts'
import { evolveHazard, type HazardEvent } from '#domain/hazards-evolve.ts'
import type { CheckItem } from '#domain/standards.ts'
import type { Random } from '#server/demo/random.ts'
import { quickId, quickInstant } from './ids.ts'

/** Somebody under a post, as the log names them. */
export type Doer = { accountId: string; postId: string | null; unitPath: string }
export type Team = Record<'worker' | 'cadre' | 'desk' | 'approver' | 'system', Doer>

/** One command that was accepted, with what it wrote into the log. */
export type Done = {
  ms: number
  at: Instant
  by: Doer
  commandId: string
  events: { id: string; type: string; data: unknown; department: string }[]
  version: number
  words: boolean
  photos: readonly Evidence[]
}

export type Life = { hazard: Hazard; done: Done[] }

export type Birth = {
  place: { id: string; path: string }
  item: CheckItem
  team: Team
  parties: Parties
  foundMs: number
  untilMs: number
  relapseOf: string | null
  /** The n-th photo of a hazard: never one that it has already. */
  photo: (n: number, random: Random) => Evidence
}

/**
 * One hazard's life up to `untilMs`, drawn by seed: events folded by the domain's own `evolveHazard`, deadlines by its
 * `deadlineFor`, and time acting where `nextClock` says so. What the last state still waits for lies after the end.
 */
export function liveOf(birth: Birth, random: Random): Life {
  const { item, team, untilMs, foundMs } = birth
  const id = quickId(foundMs, 0, random)
  const found = quickInstant(foundMs)
  const done: Done[] = []
  let hazard: Hazard | null = null

  const write = (ms: number, by: Doer, events: readonly HazardEvent[], words: boolean, photos: readonly Evidence[]) => {
    const commandId = quickId(ms, 0, random)
    const at = quickInstant(ms)
    const recorded = events.map((event, n) => {
      hazard = evolveHazard(hazard, event, { hazardId: id, by: by.accountId, at, commandId })
      return {
        id: quickId(ms, done.length * 4 + n, random),
        type: event.type,
        data: event.data,
        department: hazard.department,
      }
    })
    done.push({
      ms,
      at,
      by,
      commandId,
      events: recorded,
      version: (hazard as unknown as Hazard).version,
      words,
      photos,
    })
  }
  const passTime = (ms: number) => {
    for (;;) {
      const clock = hazard === null ? null : nextClock(hazard, defaultLadder)
      if (clock === null || millis(clock.dueAt) > ms) return
      for (const event of eventsOfTime(hazard as unknown as Hazard, clock.kind)) {
        write(millis(clock.dueAt), team.system, [event], false, [])
      }
    }
  }
  /** False: the end comes first. */
  const act = (
    ms: number,
    by: Doer,
    events: readonly HazardEvent[],
    words = false,
    photos: readonly Evidence[] = [],
  ) => {
    const comes = Math.round(ms) <= untilMs
    passTime(comes ? Math.round(ms) : untilMs)
    if (comes) write(Math.round(ms), by, events, words, photos)
    return comes
  }
  const between = (low: number, high: number) => low + (high - low) * random.next()

  const live = (): void => {
    const before = [birth.photo(0, random)]
    act(foundMs, team.worker, [reported(birth, before)], random.chance(0.5), before)
    const deadline = deadlineFor(item, item.mode, found)
    const filedMs = foundMs + between(1, 20) * hour
    if (!act(filedMs, team.desk, [{ type: 'hazard.filed', data: { deadline } }])) return
    if (random.chance(0.01)) {
      const asked: HazardEvent = { type: 'hazard.void_requested', data: { duplicateOf: null } }
      if (!act(filedMs + hour, team.cadre, [asked], true)) return
      act(filedMs + 9 * hour, team.desk, [{ type: 'hazard.voided', data: {} }], true)
      return
    }
    if (random.chance(0.01)) return
    const dispatched: HazardEvent = { type: 'hazard.dispatched', data: { parties: birth.parties } }
    if (!act(filedMs + 5 * minute, team.desk, [dispatched])) return
    if (random.chance(0.2)) {
      if (!act(filedMs + 2 * hour, team.cadre, [{ type: 'hazard.accepted', data: {} }])) return
      if (!act(filedMs + 2.5 * hour, team.cadre, [{ type: 'hazard.rectification_started', data: {} }])) return
    }
    if (random.chance(0.02)) return
    const given = Math.max(millis(deadline) - foundMs, 4 * hour)
    const share = random.chance(0.88) ? between(0.2, 0.95) : between(1.02, 2)
    let ms = Math.max(filedMs + hour, foundMs + given * share)
    for (let again = random.chance(0.08), n = 1; ; again = false, n++) {
      const after = [birth.photo(n, random)]
      if (!act(ms, team.worker, [{ type: 'hazard.submitted', data: { after } }], random.chance(0.2), after)) return
      ms += between(3, 40) * hour
      const looked: HazardEvent = { type: again ? 'hazard.reworked' : 'hazard.passed', data: { photos: [] } }
      if (!act(ms, team.cadre, [looked], true)) return
      if (!again) break
      ms += between(1, 3) * day
    }
    ms += between(3, 60) * hour
    const approved: HazardEvent = { type: 'hazard.close_approved', data: {} }
    const closed: HazardEvent = { type: 'hazard.closed', data: { onSite: false, sampled: false } }
    if (item.severity !== 'critical') {
      act(ms, team.desk, [approved, closed])
      return
    }
    if (act(ms, team.desk, [approved])) act(ms + 2 * hour, team.approver, [approved, closed])
  }
  live()
  passTime(untilMs)
  return { hazard: hazard as unknown as Hazard, done }
}

function reported({ place, item, relapseOf }: Birth, before: readonly Evidence[]): HazardEvent {
  return {
    type: 'hazard.reported',
    data: {
      placeId: place.id,
      itemCode: item.code,
      itemVersion: item.version,
      severity: item.severity,
      mode: item.mode,
      department: item.line,
      originPath: place.path,
      scopePath: place.path,
      act: 'report',
      foundIn: null,
      before,
      relapseOf,
    },
  }
}

/** As the sweep of the clocks asks for it: lapsing climbs the first rung at once. */
function eventsOfTime(hazard: Hazard, kind: string): HazardEvent[] {
  if (kind === 'waiting') return [{ type: 'hazard.stalled', data: {} }]
  const next = defaultLadder.find((step) => step.rung > hazard.rung)
  const climb: HazardEvent[] =
    next === undefined ? [] : [{ type: 'hazard.escalated', data: { rung: next.rung, role: next.role } }]
  if (kind === 'escalation') return climb
  return [{ type: 'hazard.lapsed', data: {} }, ...(next?.afterHours === 0 ? climb : [])]
}

/** Between 08:00 and 18:00 in Asia/Shanghai of the day that begins at `dayMs` in UTC. */
export const workingMs = (dayMs: number, random: Random): number => dayMs + Math.floor(random.next() * 10 * hour)
