import { day, plus } from '#domain/calendar.ts'
import type { Hazard } from '#domain/hazards.ts'
import { mergePack, type Pack, type PackPlace } from '#domain/pack.ts'
import type { CheckItem } from '#domain/standards.ts'

const now = '2022-06-15T01:00:00.000Z'
let minted = 0
const next = () => {
  minted += 1
  return `01816000-0000-7000-8000-${String(minted).padStart(12, '0')}`
}

export function placeHere(more: Partial<PackPlace> = {}): PackPlace {
  return {
    id: next(),
    kind: 'enterprise',
    name: '某某纺织厂',
    uscc: null,
    parentId: null,
    address: '瓜沥镇',
    position: null,
    status: 'active',
    mergedInto: null,
    mergedAt: null,
    originPath: '/330109/113/245/001/',
    scopePath: '/330109/113/245/001/',
    registeredAt: now,
    version: 1,
    unitName: '民丰河村',
    lastVisit: null,
    plate: { class: 'rectified', situation: null },
    open: 0,
    overdue: 0,
    syllables: 'mou mou fang zhi chang',
    ...more,
  }
}

export function item(more: Partial<CheckItem> = {}): CheckItem {
  return {
    code: 'ENT-EL-01',
    version: 1,
    placeKind: 'enterprise',
    category: '电气',
    text: `第 ${more.version ?? 1} 版`,
    severity: 'general',
    mode: 'deadline',
    days: 15,
    legalBasis: '',
    legalConfidence: '高',
    evidence: '照片',
    evidenceKinds: ['photo'],
    line: 'fire',
    validFrom: '2022-01-01T00:00:00.000Z',
    validTo: null,
    ...more,
  }
}

/** As far as a phone looks at it. */
export function hazardHere(placeId: string, more: Partial<Hazard> = {}): Hazard {
  const said: Partial<Hazard> = {
    id: next(),
    status: 'filed',
    placeId,
    itemCode: 'ENT-EL-01',
    itemVersion: 1,
    severity: 'general',
    mode: 'deadline',
    act: 'safetyVisit',
    foundAt: plus(now, -5 * day),
    deadline: plus(now, 10 * day),
    overdueSince: null,
    closedAt: null,
  }
  return { ...said, ...more } as Hazard
}

export function packOf(
  places: readonly PackPlace[],
  hazards: readonly Hazard[] = [],
  items: readonly CheckItem[] = [],
): Pack {
  const body = [
    ...places.map((place) => ({ place })),
    ...hazards.map((hazard) => ({ hazard })),
    ...items.map((one) => ({ item: one })),
  ]
  const head = { seq: 1, key: 'one', full: true, asOf: now, places: places.length }
  return mergePack(null, [{ head }, ...body, { end: body.length + 1 }])
}
