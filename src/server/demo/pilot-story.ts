import { day, hour } from '#domain/calendar.ts'
import { sheetKind } from '#domain/places.ts'
import type { CheckItem } from '#domain/standards.ts'
import { newLife, type Pilot, planEnd } from './pilot.ts'
import { endOf, startOf, workingHours } from './pilot-days.ts'
import { classOf, type TownFigures } from './pilot-figures.ts'
import { seededId } from './pilot-ids.ts'
import { type Life, planClosing, planOpen, type Scene } from './pilot-lives.ts'
import type { PlannedPlace } from './pilot-places.ts'
import { newVisit } from './pilot-visits.ts'
import { type Fate, storyPlaces, storyVisits } from './story.ts'

/** The places of the story, which are the same in every demo, and what happens there before it opens. */
export function storyOf(pilot: Pilot, town: TownFigures, scene: Scene) {
  const offset = pilot.places.length
  const registeredAt = workingHours(startOf(town.registering.from))
  for (const place of storyPlaces()) {
    const people = scene.team(place.path)
    const by = people.workers[0] ?? (people.cadres[0] as number)
    const id = seededId(pilot.seed, registeredAt, `place ${place.key}`)
    scene.steps.add('register', pilot.places.length, registeredAt, by)
    pilot.places.push({
      ...place,
      id,
      parentId: null,
      class: classOf(place.kind),
      registeredAt,
      rooms: [],
      merged: null,
    })
  }
  const lives = storyVisits().flatMap((told, n) => {
    const index = offset + pilot.places.slice(offset).findIndex(({ key }) => key === told.placeKey)
    const place = pilot.places[index] as PlannedPlace
    const moment = planEnd - told.daysBefore * day - (n % 4) * 1.5 * hour
    const visit = pilot.visits.length
    const team = scene.team(place.path)
    pilot.visits.push({
      ...newVisit(pilot.seed, place, index, moment, [], team, scene.random),
      colleagues: [],
      refused: false,
    })
    const sheet = pilot.sheets.get(sheetKind(place.kind)) ?? []
    return told.findings.map(({ itemCode, fate }) => {
      const item = sheet.find(({ code }) => code === itemCode) as CheckItem
      const life = { ...newLife(pilot, { place: index, visit, moment, sheet }, item, false, scene.random), told: true }
      const position = pilot.lives.push(life) - 1
      pilot.visits[visit]?.found.push(position)
      tell(scene, life, position, fate)
      return life
    })
  })
  return { lives, firstVisits: firstVisits(pilot, town, lives) }
}

function tell(scene: Scene, life: Life, index: number, fate: Fate): void {
  const closing = life.found + Math.min(12, life.item.days * 0.8) * day
  if (fate === 'closed') planClosing(scene, life, index, closing)
  else planOpen(scene, life, index, fate === 'overdue' ? 'dispatched' : fate)
}

/** Which of its firms and shops the story visits first within one of the town's periods. */
function firstVisits(pilot: Pilot, town: TownFigures, lives: readonly Life[]) {
  const first = new Map<number, number>()
  for (const { place, found } of lives) first.set(place, Math.min(found, first.get(place) ?? found))
  return [...first].map(([place, found]) => ({
    class: (pilot.places[place] as PlannedPlace).class,
    period: town.firstVisits.findIndex(({ from, to }) => found >= startOf(from) && found < endOf(to)),
  }))
}
