import { day, hour, instant, minute } from '#domain/calendar.ts'
import { longestDays } from '#domain/hazards.ts'
import { deadlineFor } from '#domain/hazards-decide.ts'
import type { CheckItem } from '#domain/standards.ts'
import { endOf, startOf, workingHours } from './pilot-days.ts'
import type { StepTable } from './pilot-steps-table.ts'
import { theOwner } from './pilot-steps-table.ts'
import { somebodyElse, type Team } from './pilot-team.ts'
import type { Random } from './random.ts'

/** One hazard of the plan. Moments without "At" lie on the even axis, those with it are as the commands carry them. */
export type Life = {
  id: string
  place: number
  visit: number
  item: CheckItem
  found: number
  foundAt: number
  /** Fixed before leaving; else the ordinary way. */
  onSite: boolean
  /** When it would be closed out if nobody were short of time. */
  natural: number
  closed: number | null
  closedAt: number | null
  voidedAt: number | null
  /** What the desk set at filing instead of the usual deadline. */
  filedDeadline: number | null
  /** Deadlines in force from a moment on. */
  deadlines: { from: number; until: number }[]
  /** While proof was handed in and not refused, nothing is owed. */
  away: { from: number; to: number }[]
  extension: { until: number; granted: boolean } | null
  objectionUpheld: boolean
  /** The second look at what was closed on the spot. */
  samplePassed: boolean | null
  /** Told by the story: how it goes on is given, and nobody gives it more time. */
  told: boolean
}

export type Stage = 'reported' | 'filed' | 'dispatched' | 'rectifying' | 'submitted' | 'reworked'

export type Scene = {
  steps: StepTable
  random: Random
  team: (path: string) => Team
  pathOf: (life: Life) => string
  end: number
}

/** Shortest time from finding to close-out where it is not fixed at once. */
export const shortest = 1.1 * day

/** Days until close-out if nobody were short of time: hours for 立即, about what the item gives for the others. */
export function naturalDays(item: CheckItem, random: Random): number {
  if (item.mode === 'immediate') return 1.2 + random.next() * 1.6
  const share = 0.35 + random.next() * 1.2
  return Math.max(1.5, item.days * share + 1)
}

/** The usual way to the close-out at `closing`, with some detours. */
export function planClosing(scene: Scene, life: Life, index: number, closing: number): void {
  const { random } = scene
  const critical = life.item.severity === 'critical'
  const approved = critical ? closing - (0.5 + random.next()) * hour : closing
  const passed = approved - Math.min((3 + random.next() * 40) * hour, (closing - life.found) * 0.28)
  const rework = passed - life.found > 7 * day && random.chance(0.05)
  const lastSubmit = passed - Math.min((3 + random.next() * 55) * hour, (passed - life.found) * 0.34)
  const failed = lastSubmit - (12 + random.next() * 40) * hour
  const firstSubmit = rework ? failed - (8 + random.next() * 40) * hour : lastSubmit
  const people = begin(scene, life, index, firstSubmit, 'submitted')
  people.submit('submit', firstSubmit)
  if (rework) {
    people.look('fail', failed)
    people.submit('submitAgain', lastSubmit)
  }
  people.look('pass', passed)
  const closer = people.close(critical ? 'approve' : 'close', approved, [])
  if (critical) people.close('close', closing, [closer])
  life.closed = closing
  life.closedAt = workingHours(closing)
  away(life, rework, firstSubmit, failed, lastSubmit)
}

/** Still open when the replay ends: it gets as far as the stage. */
export function planOpen(scene: Scene, life: Life, index: number, stage: Stage): void {
  const { random, end } = scene
  if (stage === 'reported') return
  const age = end - life.found
  const failed = end - Math.min((4 + random.next() * 40) * hour, age * 0.2)
  const submitted =
    stage === 'reworked'
      ? failed - Math.min((6 + random.next() * 40) * hour, age * 0.3)
      : end - Math.min((2 + random.next() * 60) * hour, age * 0.4)
  const reaches = stage === 'submitted' || stage === 'reworked'
  const people = begin(scene, life, index, reaches ? submitted : null, stage)
  if (!reaches) return
  people.submit('submit', submitted)
  if (stage === 'reworked') people.look('fail', failed)
  away(life, stage === 'reworked', submitted, failed, Number.POSITIVE_INFINITY)
}

function away(life: Life, rework: boolean, first: number, failed: number, last: number): void {
  const never = Number.POSITIVE_INFINITY
  if (rework) life.away.push({ from: workingHours(first), to: workingHours(failed) })
  const from = rework ? last : first
  if (from !== never) life.away.push({ from: workingHours(from), to: never })
}

/** Fixed before leaving; a second person looks at what the draw picked, and now and then it was not true. */
export function planOnSite(scene: Scene, life: Life, index: number, sampled: boolean, until: number): void {
  const { steps, random } = scene
  life.closed = life.found
  life.closedAt = life.foundAt + 13 * minute
  if (!sampled) return
  const looked = life.found + (1 + random.next() * 12) * day
  if (looked > scene.end - hour || random.chance(0.15)) return
  const team = scene.team(scene.pathOf(life))
  const free = looked + 7 * day < until
  life.samplePassed = !(free && random.chance(0.04))
  const by = somebodyElse([team.supervisors, team.desks], [], random)
  steps.add('checkSample', index, workingHours(looked), by)
  if (life.samplePassed) return
  const again = looked + (3 + random.next() * 3) * day
  const rectifier = somebodyElse([team.workers, team.cadres], [], random)
  const checker = somebodyElse([team.cadres, team.supervisors], [rectifier], random)
  const desk = random.pick(team.desks)
  if (team.gap) steps.add('waive', index, workingHours(looked + 3 * hour), desk)
  steps.add('dispatchOnceMore', index, workingHours(looked + 4 * hour), desk)
  steps.add('submitOnceMore', index, workingHours(again - 30 * hour), rectifier)
  steps.add('passOnceMore', index, workingHours(again - 10 * hour), checker)
  // What is critical is never closed on the spot here, so one approver is enough.
  const closer = somebodyElse([team.desks, team.supervisors], [rectifier, checker], random)
  steps.add('closeOnceMore', index, workingHours(again), closer)
}

/** Reported by mistake: asked to be voided by one, granted by another. */
export function planVoid(scene: Scene, life: Life, index: number): void {
  const { steps, random } = scene
  const team = scene.team(scene.pathOf(life))
  const asked = life.found + (3 + random.next() * 12) * hour
  const answered = asked + (4 + random.next() * 20) * hour
  steps.add('askVoid', index, workingHours(asked), somebodyElse([team.workers, team.cadres], [], random))
  steps.add('answerVoid', index, workingHours(answered), somebodyElse([team.supervisors, team.desks], [], random))
  life.voidedAt = workingHours(answered)
}

/** From the report into work; what follows is done by the people that it returns. */
function begin(scene: Scene, life: Life, index: number, submitted: number | null, stage: Stage) {
  const { steps, random, end } = scene
  const team = scene.team(scene.pathOf(life))
  const room = (submitted ?? end) - life.found
  const slow = room > 9 * day && random.chance(0.02)
  const filed = slow
    ? startOf(instant(life.found + 56 * hour).slice(0, 10)) + random.next() * 20 * hour
    : life.found + Math.min((1 + random.next() * 5) * hour, room * 0.2)
  const handed = filed + Math.min((0.2 + random.next()) * hour, room * 0.1)
  const usual = Date.parse(deadlineFor(life.item, life.item.mode, instant(life.foundAt)))
  const due = submitted === null ? null : workingHours(submitted)
  const wish = wishedDeadline(life, usual, due ?? workingHours(end), submitted === null, random)
  const filer = wish.filed !== null || random.chance(0.5) ? team.desks : [...team.cadres, ...team.desks]
  life.filedDeadline = wish.filed
  steps.add('file', index, workingHours(filed), random.pick(filer))
  life.deadlines.push({ from: workingHours(filed), until: wish.filed ?? usual })
  const rectifier = somebodyElse([team.workers, team.cadres], [], random)
  if (stage !== 'filed') {
    const desk = random.pick(team.desks)
    if (team.gap) steps.add('waive', index, workingHours(handed) - 2000, desk)
    steps.add('dispatch', index, workingHours(handed), desk)
    const begun = handed + Math.min((2 + random.next() * 10) * hour, room * 0.1)
    if (stage === 'rectifying' || (stage !== 'dispatched' && random.chance(0.12))) {
      const cadre = somebodyElse([team.cadres, team.workers], [], random)
      steps.add('accept', index, workingHours(begun), cadre)
      steps.add('rectify', index, workingHours(begun + 20 * minute), cadre)
    }
    detours(scene, life, index, team, begun + 0.5 * hour, submitted ?? end - hour, wish.extended)
  }
  let looker = -1
  return {
    submit: (what: 'submit' | 'submitAgain', at: number) => steps.add(what, index, workingHours(at), rectifier),
    look: (what: 'fail' | 'pass', at: number) => {
      const officers = random.chance(0.15) ? (team.officers.get(life.item.line) ?? []) : []
      looker = somebodyElse([officers, team.cadres, team.supervisors], [rectifier], random)
      steps.add(what, index, workingHours(at), looker)
    },
    close: (what: 'approve' | 'close', at: number, not: number[]) => {
      const first = not.length > 0 || random.chance(0.2) ? [...team.supervisors, ...team.leaders] : team.desks
      const closer = somebodyElse([first, team.supervisors, team.desks], [rectifier, looker, ...not], random)
      steps.add(what, index, workingHours(at), closer)
      return closer
    },
  }
}

/**
 * Where the work takes longer than the usual deadline, the desk mostly knew and filed a later date, or gave more time
 * when asked; the rest is late.
 */
function wishedDeadline(life: Life, usual: number, due: number, open: boolean, random: Random) {
  const nothing = { filed: null, extended: null }
  const { mode, severity } = life.item
  if (life.told || due < usual || mode === 'immediate' || severity === 'critical') return nothing
  const latest = endOf(instant(life.foundAt + 8 * hour + longestDays * day).slice(0, 10))
  const enough = endOf(instant(due + 8 * hour + random.next() * 8 * day).slice(0, 10))
  if (random.chance(open ? 0.35 : 0.07)) return { filed: null, extended: enough }
  if (enough > latest || !random.chance(open ? 0.45 : 0.85)) return nothing
  return { filed: enough === usual ? null : enough, extended: null }
}

/** More time asked for, an objection, a supervisor's word: each between the hand-over and the proof. */
function detours(
  scene: Scene,
  life: Life,
  index: number,
  team: Team,
  from: number,
  to: number,
  extended: number | null,
): void {
  const { steps, random } = scene
  if (to - from < day) return
  const usual = life.deadlines[0]?.until as number
  if (extended !== null) {
    const asked = Math.min(from + 0.6 * (to - from), usual - 20 * hour)
    const answered = asked + Math.min((2 + random.next() * 24) * hour, (to - asked) * 0.5)
    const granted = random.chance(0.85)
    if (asked > from && answered < to && extended > workingHours(answered) && extended - usual <= longestDays * day) {
      steps.add('askExtension', index, workingHours(asked), somebodyElse([team.workers, team.cadres], [], random))
      steps.add('answerExtension', index, workingHours(answered), somebodyElse([team.desks], [], random))
      life.extension = { until: extended, granted }
      if (granted) life.deadlines.push({ from: workingHours(answered), until: extended })
    }
  }
  if (random.chance(0.0015)) {
    const objected = from + 0.2 * (to - from)
    steps.add('object', index, workingHours(objected), theOwner)
    steps.add('answerObjection', index, workingHours(objected + 0.3 * (to - objected)), random.pick(team.desks))
    life.objectionUpheld = random.chance(0.3)
  }
  const late = workingHours(to) > (life.deadlines.at(-1)?.until ?? usual) + 3 * day
  if (late && random.chance(0.03)) {
    const at = Math.max(from, to - (10 + random.next() * 100) * hour)
    steps.add('supervise', index, workingHours(at), random.pick([...team.supervisors, ...team.leaders]))
  }
}
