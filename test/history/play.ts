import { day, instant, plus } from '#domain/calendar.ts'
import type { Command } from '#domain/events.ts'
import type { Hazard } from '#domain/hazards.ts'
import { type HazardAction, hazardEdges } from '#domain/hazards-edges.ts'
import { uuidV7 } from '#domain/ids.ts'
import { may } from '#domain/people.ts'
import type { Random } from '#server/demo/random.ts'
import { give, type Hand, look, type Recording } from './record.ts'
import type { Spot, Stage } from './stage.ts'

type Sent = Command<Record<string, unknown>>
/** What somebody at a device remembers: the hazards as last seen there. */
type Memory = Map<string, Hazard | null>

const clockOnly: readonly string[] = ['hazard.stall', 'hazard.lapse', 'hazard.escalate', 'hazard.hand_over']
const actions = (Object.keys(hazardEdges) as HazardAction[]).filter((action) => !clockOnly.includes(action))
/** What ends a hazard is tried less often, so that there is something to fight over. */
const rare: Partial<Record<HazardAction, number>> = {
  'hazard.answer_void': 0.05,
  'hazard.request_void': 0.2,
  'hazard.close': 0.5,
  'hazard.transfer': 0.1,
  'hazard.suspend': 0.1,
  'hazard.shut_down': 0.1,
}

/**
 * Everybody at once on the same few hazards, until each of these was asked `calls` times. The seed decides what each
 * device does in its turn; who is served first is up to the machine.
 */
export async function play(
  stage: Stage,
  recording: Recording,
  spots: readonly Spot[],
  calls: number,
  randomOf: (hand: number) => Random,
): Promise<void> {
  let left = calls * spots.length
  const turns = stage.hands.map(async (hand, n) => {
    const random = randomOf(n)
    const memory: Memory = new Map()
    while (left > 0) {
      const made = await turn(stage, recording, spots, hand, random, memory)
      left -= made
    }
  })
  await Promise.all(turns)
}

/** One thing that somebody does: look, or send a batch, perhaps twice. Returns how many calls that made. */
async function turn(
  stage: Stage,
  recording: Recording,
  spots: readonly Spot[],
  hand: Hand,
  random: Random,
  memory: Memory,
): Promise<number> {
  const id = random.pick(spots.flatMap(({ hazards }) => hazards))
  if (!memory.has(id) || random.chance(0.15)) {
    const seen = await look(recording, hand, id)
    if (seen !== undefined) memory.set(id, seen)
    return 1
  }
  const batch = newBatch(stage, spots, hand, random, memory)
  const sending = [give(recording, hand, batch)]
  // A finger that taps twice, or a phone that lost the answer.
  if (random.chance(0.12)) sending.push(give(recording, hand, batch))
  await Promise.all(sending)
  if (random.chance(0.08)) sending.push(give(recording, hand, random.chance(0.5) ? batch : batch.toReversed()))
  await Promise.all(sending)
  // Now and then somebody goes on from what was on the screen before.
  for (const { subject } of batch) if (random.chance(0.7)) memory.delete(subject)
  return batch.length * sending.length
}

function newBatch(stage: Stage, spots: readonly Spot[], hand: Hand, random: Random, memory: Memory): Sent[] {
  const size = random.chance(0.55) ? 1 : random.between(2, 6)
  const batch: Sent[] = []
  for (let n = 0; n < size; n++) {
    let [spot, id] = pickOne(spots, random)
    // Most of what somebody does is about something that they have seen.
    for (let tries = 0; tries < 4 && !memory.get(id) && random.chance(0.8); tries++) [spot, id] = pickOne(spots, random)
    batch.push(newCommand(stage, spot, id, hand, random, memory.get(id) ?? null))
  }
  const [first] = batch as [Sent]
  if (random.chance(0.08)) batch.push({ ...first })
  if (random.chance(0.04)) batch.push({ ...first, at: plus(first.at, -1) })
  // Two batches that name the same hazards the other way round are how a deadlock is made.
  const order = random.between(0, 2)
  if (order === 0) return batch
  return batch.sort((a, b) => (a.subject < b.subject ? -1 : 1) * (order === 1 ? 1 : -1))
}

/** The second hazard of a place is there once the first one ended: most of the time nobody asks for it. */
function pickOne(spots: readonly Spot[], random: Random): [Spot, string] {
  const spot = random.pick(spots)
  return [spot, random.chance(0.9) ? (spot.hazards[0] as string) : random.pick(spot.hazards)]
}

function newCommand(stage: Stage, spot: Spot, subject: string, hand: Hand, random: Random, known: Hazard | null): Sent {
  const { house } = stage.world
  const now = house.time.now()
  const by = stage.posts.has(hand.sight.postId as string) ? undefined : random.pick([...stage.posts.keys()])
  const actor = by === undefined ? hand.sight : stage.posts.get(by)
  const type = actionOf(known, (action) => actor !== undefined && may(actor, action), random)
  const seen = known !== null && type !== 'hazard.report' && random.chance(0.3) ? { seen: known.version } : {}
  return {
    id: uuidV7(Date.parse(now), random.bytes(10)),
    type,
    subject,
    at: now,
    data: dataOf(type, stage, spot, random, now),
    ...seen,
    ...(by === undefined ? {} : { by }),
  }
}

function actionOf(known: Hazard | null, mine: (action: HazardAction) => boolean, random: Random): string {
  if (known === null && random.chance(0.35)) return 'hazard.report'
  if (random.chance(0.1)) return random.pick([...actions, 'hazard.report'])
  const fitting = actions.filter(
    (action) =>
      mine(action) &&
      (known === null || hazardEdges[action].from.some((status) => status === known.status)) &&
      random.chance(rare[action] ?? 1),
  )
  return fitting.length === 0 ? random.pick(actions) : random.pick(fitting)
}

function dataOf(type: string, stage: Stage, spot: Spot, random: Random, now: string): Record<string, unknown> {
  const reason = '现场已核实，按规定办理'
  const photo = [random.pick(stage.photos)]
  const soon = instant(Date.parse(now) + random.between(150, 1200))
  const later = plus(now, random.between(9, 60) * day)
  const inspectionId = spot.hazards[0] as string
  switch (type) {
    case 'hazard.report':
      return { placeId: spot.placeId, itemCode: spot.itemCode, before: [stage.photos[0]] }
    case 'hazard.file':
      // A date that passes at once lets the clock take part.
      return random.chance(0.5) ? { deadline: soon } : {}
    case 'hazard.change_mode':
      return { mode: random.pick(['immediate', 'concentrated', 'deadline']), reason }
    case 'hazard.waive_party':
      return { party: random.pick(['department', 'gridWorker']), reason }
    case 'hazard.submit':
      return { after: photo }
    case 'hazard.fix_on_site':
      return { after: stage.around.get(spot.hazards[0] as string)?.visit?.fixed ?? photo }
    case 'hazard.reinspect':
    case 'hazard.sample_check':
      return { passed: random.chance(0.4), reason, ...(random.chance(0.3) ? { photos: photo } : {}) }
    case 'hazard.request_extension':
    case 'hazard.supervise':
      return { until: later, reason }
    case 'hazard.answer_extension':
    case 'hazard.answer_void':
      return { granted: random.chance(0.6), reason }
    case 'hazard.answer_objection':
      return { upheld: random.chance(0.5), reason }
    case 'hazard.refer':
      return { department: random.pick(['fire', 'emergency']), reason }
    case 'hazard.transfer':
    case 'hazard.suspend':
    case 'hazard.shut_down':
      return { inspectionId, reason }
    case 'hazard.verify':
    case 'hazard.dispatch':
    case 'hazard.accept':
    case 'hazard.rectify':
    case 'hazard.close':
      return {}
    default:
      return { reason }
  }
}
