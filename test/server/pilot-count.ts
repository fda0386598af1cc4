import { endOfDay } from '#domain/calendar.ts'
import type { PlaceKind } from '#domain/places.ts'
import type { CheckItem } from '#domain/standards.ts'
import type { Step } from '#server/demo/pilot-commands.ts'

export type Asked = { unit: string; path: string; day: string }
export type Counted = Asked & { figures: Record<string, number> }

type Place = { kind: PlaceKind; path: string; into: string | null }
type Hazard = { place: Place; item: CheckItem; approvals: number; closed: boolean; voided: boolean }

/**
 * Counts the pilot's figures from the commands alone, taking each as accepted, at the end of each day that is asked for.
 * Knows nothing of the plan and nothing of the database.
 */
export function countSteps(steps: Iterable<Step>, items: readonly CheckItem[], asked: readonly Asked[]): Counted[] {
  const books = newBooks(items)
  const waiting = [...asked].sort((a, b) => (a.day < b.day ? -1 : 1))
  const counted: Counted[] = []
  for (const step of steps) {
    while (waiting[0] !== undefined && step.at >= endOfDay(waiting[0].day))
      counted.push(books.figures(waiting.shift() as Asked))
    books.take(step)
  }
  return [...counted, ...waiting.map(books.figures)]
}

function newBooks(items: readonly CheckItem[]) {
  const byCode = new Map(items.map((item) => [item.code, item]))
  const places = new Map<string, Place>()
  const hazards = new Map<string, Hazard>()
  const visits = new Map<string, { place: string; rooms: readonly string[] }>()
  const inspected = new Set<string>()
  const rooms = new Set<string>()

  const act: Record<string, (subject: string, data: Record<string, unknown>) => void> = {
    'place.register': (subject, data) => {
      places.set(subject, { kind: data['kind'] as PlaceKind, path: data['unitPath'] as string, into: null })
    },
    'place.merge': (subject, data) => {
      ;(places.get(subject) as Place).into = data['into'] as string
    },
    start: (subject, data) => {
      visits.set(subject, { place: data['placeId'] as string, rooms: (data['rooms'] as string[] | undefined) ?? [] })
    },
    record: (subject, data) => {
      const place = places.get(visits.get(subject)?.place as string) as Place
      for (const { result, hazardId, itemCode } of data['entries'] as {
        result: string
        hazardId: string
        itemCode: string
      }[])
        if (result === 'fail' && !hazards.has(hazardId))
          hazards.set(hazardId, {
            place,
            item: byCode.get(itemCode) as CheckItem,
            approvals: 0,
            closed: false,
            voided: false,
          })
    },
    finish: (subject) => {
      const visit = visits.get(subject)
      inspected.add(visit?.place as string)
      for (const room of visit?.rooms ?? []) rooms.add(room)
    },
    'hazard.fix_on_site': (subject) => {
      ;(hazards.get(subject) as Hazard).closed = true
    },
    'hazard.reinspect': (subject) => {
      ;(hazards.get(subject) as Hazard).approvals = 0
    },
    'hazard.close': (subject) => {
      const hazard = hazards.get(subject) as Hazard
      hazard.approvals += 1
      hazard.closed = hazard.approvals >= (hazard.item.severity === 'critical' ? 2 : 1)
    },
    'hazard.sample_check': (subject, data) => {
      if (data['passed'] === false) (hazards.get(subject) as Hazard).closed = false
    },
    'hazard.answer_void': (subject, data) => {
      if (data['granted'] === true) (hazards.get(subject) as Hazard).voided = true
    },
  }

  return {
    take({ type, subject, at, data }: Step) {
      const verb = type.startsWith('hazard.') || type.startsWith('place.') ? type : (type.split('.')[1] as string)
      if (type.startsWith('hazard.') && !hazards.has(subject)) throw new Error(`${type} at ${at} before it was found`)
      act[verb]?.(subject, data as Record<string, unknown>)
    },
    figures(asked: Asked): Counted {
      const within = (place: Place | undefined) => place?.path.startsWith(asked.path) === true
      const seen = new Set([...inspected].map((id) => places.get(id)?.into ?? id))
      const mine = [...hazards.values()].filter((hazard) => within(hazard.place) && !hazard.voided)
      const tally = (of: (hazard: Hazard) => boolean) => {
        const these = mine.filter(of)
        return [these.length, these.filter(({ closed }) => closed).length] as const
      }
      const [found, rectified] = tally(() => true)
      const figures: Record<string, number> = { 'hazards.found': found, 'hazards.rectified': rectified }
      const both = (name: string, of: (hazard: Hazard) => boolean) => {
        const [all, done] = tally(of)
        Object.assign(figures, { [`hazards.${name}.found`]: all, [`hazards.${name}.rectified`]: done })
      }
      for (const kind of ['enterprise', 'shop', 'rental'] as const) both(kind, ({ place }) => place.kind === kind)
      for (const mode of ['immediate', 'concentrated', 'deadline'] as const)
        both(mode, ({ item }) => item.mode === mode)
      const kinds = [...seen].map((id) => places.get(id)).filter(within)
      return {
        ...asked,
        figures: {
          ...figures,
          'enterprises.inspected': kinds.filter((place) => place?.kind === 'enterprise').length,
          'shops.inspected': kinds.filter((place) => place?.kind === 'shop').length,
          'rentals.inspected': [...rooms].filter((id) => within(places.get(id))).length,
          microParks: [...places.values()].filter((place) => place.kind === 'microPark' && within(place)).length,
        },
      }
    },
  }
}
