import { createHash, randomBytes } from 'node:crypto'
import { day, hour, type Instant, instant, millis, minute } from '#domain/calendar.ts'
import type { Command } from '#domain/events.ts'
import type { Evidence } from '#domain/hazards.ts'
import { deadlineFor } from '#domain/hazards-decide.ts'
import { uuidV7 } from '#domain/ids.ts'
import { acknowledgedText } from '#domain/signatures.ts'
import type { CheckItem } from '#domain/standards.ts'
import type { Fate, Finding, VisitPlan } from './lives.ts'
import type { Random } from './random.ts'
import { signaturePicture } from './signature-picture.ts'

export type Step = Command & { by: string }

/** Who does what at one place: post ids. */
export type Team = {
  gridWorker: string
  villageCadre: string
  townDesk: string
  secondApprover: string
  leader: string
  /** The grid has no worker of its own: the village stands in, and the desk waives the party. */
  gap: boolean
}

export type Scene = {
  place: { id: string; name: string; address: string }
  team: Team
  items: ReadonlyMap<string, CheckItem>
  sheet: readonly CheckItem[]
  /** The drawn pictures of an item, and the one video, as stored. */
  proof: (item: CheckItem, moment: 'before' | 'after') => Evidence[]
  random: Random
  lastAt: Instant
}

const later = (at: Instant, ms: number): Instant => instant(millis(at) + ms)
const step = (by: string, at: Instant, type: string, subject: string, data: unknown = {}): Step => ({
  id: uuidV7(millis(at), randomBytes(10)),
  type,
  subject,
  at,
  data,
  by,
})

/** What the phones of a visit send, and what the desks do with each finding afterwards, up to the end of the replay. */
export function stepsOfVisit(plan: VisitPlan, scene: Scene): Step[] {
  const { place, team, items, proof } = scene
  const visit = uuidV7(millis(plan.at), randomBytes(10))
  const found = plan.findings.map((finding) => ({
    ...finding,
    item: items.get(finding.itemCode) as CheckItem,
    id: uuidV7(millis(plan.at), randomBytes(10)),
  }))
  const entries = scene.sheet.map((item) => {
    const one = found.find(({ itemCode }) => itemCode === item.code)
    if (one === undefined) return { itemCode: item.code, result: 'pass' }
    const fixed = one.fate === 'fixedOnSite' ? { fixed: proof(item, 'after') } : {}
    return { itemCode: item.code, result: 'fail', hazardId: one.id, photos: proof(item, 'before'), ...fixed }
  })
  const text = acknowledgedText({
    act: 'safetyVisit',
    placeName: place.name,
    address: place.address,
    at: plan.at,
    findings: scene.sheet.flatMap((item) => {
      const one = found.find(({ itemCode }) => itemCode === item.code)
      if (one === undefined) return []
      const deadline = one.fate === 'fixedOnSite' ? null : deadlineFor(item, item.mode, plan.at)
      return [{ itemText: item.text, severity: item.severity, mode: item.mode, deadline }]
    }),
  })
  const by = team.gridWorker
  const signed =
    found.length > 0
      ? [step(by, later(plan.at, 12 * minute), 'safetyVisit.sign', visit, signature(text, scene.random))]
      : []
  return [
    step(by, plan.at, 'safetyVisit.start', visit, { placeId: place.id }),
    step(by, later(plan.at, 8 * minute), 'safetyVisit.record', visit, { entries }),
    ...signed,
    step(by, later(plan.at, 14 * minute), 'safetyVisit.finish', visit),
    ...found.flatMap((one) => stepsOfFinding(one, plan.at, scene)),
  ].filter((one) => one.at <= scene.lastAt)
}

const rank: readonly Fate[] = [
  'reported',
  'filed',
  'dispatched',
  'overdue',
  'rectifying',
  'submitted',
  'reworked',
  'closed',
]

function stepsOfFinding(
  { fate, item, id }: Finding & { item: CheckItem; id: string },
  foundAt: Instant,
  scene: Scene,
): Step[] {
  const { team, random, proof } = scene
  if (fate === 'fixedOnSite')
    return [
      step(team.gridWorker, later(foundAt, 13 * minute), 'hazard.fix_on_site', id, { after: proof(item, 'after') }),
    ]
  const reaches = (stage: Fate) => rank.indexOf(fate) >= rank.indexOf(stage)
  const given = millis(deadlineFor(item, item.mode, foundAt)) - millis(foundAt)
  const handed = later(foundAt, random.between(1, 4) * hour)
  const submitted = later(handed, Math.max(3 * hour, random.between(30, 95) * (given / 100) - 4 * hour))
  const checked = later(submitted, random.between(3, 40) * hour)
  const again = later(checked, random.between(1, 3) * day)
  const closing = (at: Instant) => [
    step(team.townDesk, at, 'hazard.close', id),
    ...(item.severity === 'critical'
      ? [step(team.gap ? team.leader : team.secondApprover, later(at, 2 * hour), 'hazard.close', id)]
      : []),
  ]
  const steps = [
    reaches('filed') && step(team.townDesk, handed, 'hazard.file', id),
    reaches('dispatched') &&
      team.gap &&
      step(team.townDesk, later(handed, 3 * minute), 'hazard.waive_party', id, {
        party: 'gridWorker',
        reason: '该网格暂缺专职网格员,由村社代管',
      }),
    reaches('dispatched') && step(team.townDesk, later(handed, 5 * minute), 'hazard.dispatch', id),
    reaches('rectifying') && step(team.villageCadre, later(handed, 2 * hour), 'hazard.accept', id),
    reaches('rectifying') && step(team.villageCadre, later(handed, 2.5 * hour), 'hazard.rectify', id),
    reaches('submitted') && step(team.gridWorker, submitted, 'hazard.submit', id, { after: proof(item, 'after') }),
    reaches('reworked') &&
      step(
        team.gap ? team.secondApprover : team.villageCadre,
        checked,
        'hazard.reinspect',
        id,
        fate === 'reworked'
          ? { passed: false, reason: '现场仍未整改到位' }
          : { passed: true, reason: '现场核实已整改' },
      ),
  ].filter((one): one is Step => one !== false)
  return fate === 'closed' ? [...steps, ...closing(again)] : steps
}

/** A drawn line that is no blank, and the picture that a canvas would have made of it. */
function signature(text: string, random: Random) {
  const strokes = [0, 1, 2].map((n) =>
    Array.from({ length: 12 }, (_, t) => ({
      x: 20 + n * 60 + t * 4,
      y: 60 + random.between(-25, 25),
      t: n * 400 + t * 20,
    })),
  )
  return {
    textHash: createHash('sha256').update(text, 'utf8').digest('hex'),
    image: signaturePicture(strokes),
    strokes,
  }
}
