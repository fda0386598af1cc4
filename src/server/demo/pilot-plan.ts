import { day } from '#domain/calendar.ts'
import { sheetKind } from '#domain/places.ts'
import type { CheckItem } from '#domain/standards.ts'
import { isSampled } from '#server/crypto/draw.ts'
import { newLife, type Pilot, type PilotOptions, planEnd } from './pilot.ts'
import { chooseClosings } from './pilot-closings.ts'
import { drawVisit, endOf, startOf } from './pilot-days.ts'
import { type Cohort, classOf, lastDay, pilotTowns, scaledTown, type TownFigures } from './pilot-figures.ts'
import { drawFindings, type Occasion } from './pilot-findings.ts'
import { type Life, planClosing, planOnSite, planOpen, planVoid, type Scene } from './pilot-lives.ts'
import { type PlannedPlace, planPlaces } from './pilot-places.ts'
import { stageAtEnd } from './pilot-stages.ts'
import { stepTable } from './pilot-steps-table.ts'
import { storyOf } from './pilot-story.ts'
import { teams } from './pilot-team.ts'
import { addVisitSteps, apart, asInspection, newVisit, type PlannedVisit } from './pilot-visits.ts'
import type { DemoPost } from './posts.ts'
import { type Random, seededRandom } from './random.ts'
import { demoSampleSeed } from './settle.ts'
import { minfenghe } from './town.ts'

/**
 * The whole pilot as a plan: places, visits, what is found and how each hazard ends, and from it who does what when.
 * The same posts, items, share and seed give the same plan on every machine.
 */
export function planPilot(posts: readonly DemoPost[], items: readonly CheckItem[], options: PilotOptions): Pilot {
  const seed = options.seed ?? 'pilot-2022'
  const pilot: Pilot = {
    seed,
    posts,
    places: [],
    visits: [],
    lives: [],
    steps: stepTable(),
    sheets: Map.groupBy(
      [...items].sort((a, b) => (a.code < b.code ? -1 : 1)),
      ({ placeKind }) => placeKind,
    ),
  }
  const team = teams(posts)
  for (const figures of pilotTowns) {
    if (options.towns !== undefined && !options.towns.includes(figures.code)) continue
    const random = seededRandom(`${seed}/${figures.code}/plan`)
    const pathOf = (life: Life) => (pilot.places[life.place] as PlannedPlace).path
    planTown(pilot, scaledTown(figures, options.share), { steps: pilot.steps, random, team, pathOf, end: planEnd })
  }
  return pilot
}

function planTown(pilot: Pilot, town: TownFigures, scene: Scene): void {
  const { random, steps } = scene
  const own = { places: pilot.places.length, visits: pilot.visits.length, lives: pilot.lives.length }
  const story = minfenghe.startsWith(town.code) ? storyOf(pilot, town, scene) : null
  const firstVisits = settleTown(pilot, town, scene, story?.firstVisits ?? [])
  const latest = latestOf(pilot, own.lives)
  let from = town.cohorts[0]?.from ?? lastDay
  for (const [to, cohorts] of Map.groupBy(town.cohorts, (one) => one.to)) {
    for (const cohort of cohorts) {
      const left = story === null ? cohort : withoutStory(cohort, story.lives)
      const occasions = [...firstVisits(cohort), ...revisits(pilot, cohort, own.visits, scene)]
      for (const { occasion, item, onSite } of drawFindings(left, occasions, latest.find, random))
        latest.add(born(pilot, occasion, item, onSite, endOf(to), scene))
    }
    if (town.voided?.to !== undefined && town.voided.from <= to && to >= town.voided.to && from <= town.voided.from)
      addVoided(pilot, town, own.visits, scene, latest)
    for (const closing of town.closings.filter(({ by }) => by === to))
      for (const { life, closing: at } of chooseClosings(closing, from, pilot.lives.slice(own.lives), random))
        planClosing(scene, life, latest.indexOf(life), at)
    from = nextDay(to)
  }
  pilot.lives.forEach((life, n) => {
    if (n >= own.lives && life.closed === null && life.voidedAt === null && !life.told)
      planOpen(scene, life, n, stageAtEnd(life, planEnd, random))
  })
  inspect(pilot, town, own.visits, scene)
  const byPlace = Map.groupBy(
    [...pilot.lives.keys()].filter((n) => n >= own.lives),
    (n) => pilot.lives[n]?.place,
  )
  for (let n = own.visits; n < pilot.visits.length; n++) {
    const visit = pilot.visits[n] as PlannedVisit
    addVisitSteps(steps, visit, n, pilot.lives, byPlace.get(visit.place) ?? [])
  }
}

/** Registers the places and plans who is visited first; returns the occasions of a cohort among these visits. */
function settleTown(
  pilot: Pilot,
  town: TownFigures,
  { steps, random, team }: Scene,
  elsewhere: { period: number; class: PlannedPlace['class'] }[],
): (cohort: Cohort) => Occasion[] {
  const offset = pilot.places.length
  const planned = planPlaces(town, pilot.seed, elsewhere)
  for (const place of planned.places) {
    place.rooms = place.rooms.map((room) => room + offset)
    if (place.merged !== null) place.merged.into += offset
    pilot.places.push(place)
  }
  for (let n = offset; n < pilot.places.length; n++) {
    const place = pilot.places[n] as PlannedPlace
    const people = team(place.path)
    const by = people.workers[0] ?? people.cadres[0] ?? (people.desks[0] as number)
    steps.add('register', n, place.registeredAt, by)
    if (place.merged !== null) steps.add('merge', n, place.merged.at, random.pick(people.desks))
  }
  const occasions = planned.visits.map(({ place: local, period, rooms }) => {
    const index = local + offset
    const place = pilot.places[index] as PlannedPlace
    const { from, to } = town.firstVisits[period] as TownFigures['firstVisits'][number]
    const phase = seededRandom(`${pilot.seed}/turn/${place.path.slice(0, 16)}/${period}`).next()
    const moment = drawVisit(from, to, phase, 0.3, random)
    const walked = rooms.map((room) => room + offset)
    const visit = addVisit(pilot, index, moment, walked, team(place.path), random)
    return { ...visit, from, to }
  })
  return (cohort) =>
    occasions.filter(({ place, from, to }) => {
      const of = pilot.places[place] as PlannedPlace
      return of.class === cohort.class && of.merged === null && from === cohort.from && to === cohort.to
    })
}

function addVisit(
  pilot: Pilot,
  place: number,
  moment: number,
  rooms: number[],
  team: ReturnType<Scene['team']>,
  random: Random,
): Occasion {
  const of = pilot.places[place] as PlannedPlace
  const visit = pilot.visits.length
  pilot.visits.push(newVisit(pilot.seed, of, place, moment, rooms, team, random))
  return { place, visit, moment, sheet: pilot.sheets.get(sheetKind(of.kind)) ?? [] }
}

/** Some of those who were visited before are visited again. */
function revisits(pilot: Pilot, cohort: Cohort, since: number, scene: Scene): Occasion[] {
  const before = startOf(cohort.from)
  const known = new Set<number>()
  for (const visit of pilot.visits.slice(since)) {
    const place = pilot.places[visit.place] as PlannedPlace
    if (
      place.class === cohort.class &&
      place.merged === null &&
      !place.key.startsWith('story') &&
      visit.moment < before
    )
      known.add(visit.place)
  }
  const places = [...known]
  const wanted = Math.min(Math.ceil(cohort.found / 2.1), Math.floor(places.length * 0.8))
  const occasions: Occasion[] = []
  const taken = new Set<number>()
  while (occasions.length < wanted) {
    const place = scene.random.pick(places)
    if (taken.has(place)) continue
    taken.add(place)
    const { path } = pilot.places[place] as PlannedPlace
    const moment = drawVisit(cohort.from, cohort.to, scene.random.next(), 0.2, scene.random)
    if (moment - before < apart) continue
    occasions.push(addVisit(pilot, place, moment, [], scene.team(path), scene.random))
  }
  return occasions
}

function born(pilot: Pilot, occasion: Occasion, item: CheckItem, onSite: boolean, until: number, scene: Scene): Life {
  const life = newLife(pilot, occasion, item, onSite, scene.random)
  const index = pilot.lives.push(life) - 1
  pilot.visits[occasion.visit]?.found.push(index)
  if (onSite) planOnSite(scene, life, index, isSampled(life.id, demoSampleSeed), until)
  return life
}

/** Knows the last hazard of each place and item, and where each stands in the list. */
function latestOf(pilot: Pilot, since: number) {
  const last = new Map<string, Life>()
  const positions = new Map<Life, number>()
  const add = (life: Life, n: number) => {
    last.set(`${life.place} ${life.item.code}`, life)
    positions.set(life, n)
  }
  pilot.lives.slice(since).forEach((life, n) => add(life, since + n))
  return {
    find: (place: number, item: string) => last.get(`${place} ${item}`),
    add: (life: Life) => add(life, pilot.lives.length - 1),
    indexOf: (life: Life) => positions.get(life) as number,
  }
}

function withoutStory(cohort: Cohort, told: readonly Life[]): Cohort {
  const mine = told.filter(
    ({ item, found }) =>
      classOf(item.placeKind) === cohort.class && found >= startOf(cohort.from) && found < endOf(cohort.to),
  )
  const modes = { ...cohort.modes }
  for (const { item } of mine) modes[item.mode] = Math.max(0, modes[item.mode] - 1)
  return { ...cohort, modes, found: modes.immediate + modes.concentrated + modes.deadline }
}

function addVoided(
  pilot: Pilot,
  town: TownFigures,
  since: number,
  scene: Scene,
  latest: ReturnType<typeof latestOf>,
): void {
  const { from, to, count } = town.voided as NonNullable<TownFigures['voided']>
  const within = [...pilot.visits.keys()].filter((n) => {
    const visit = pilot.visits[n] as PlannedVisit
    return (
      n >= since &&
      visit.moment >= startOf(from) &&
      visit.moment < endOf(to) &&
      pilot.places[visit.place]?.merged === null
    )
  })
  for (let tries = 0, made = 0; made < count && within.length > 0 && tries < count * 50; tries++) {
    const n = scene.random.pick(within)
    const visit = pilot.visits[n] as PlannedVisit
    const sheet = pilot.sheets.get(sheetKind((pilot.places[visit.place] as PlannedPlace).kind)) ?? []
    const free = sheet.filter(
      (item) => item.mode === 'concentrated' && latest.find(visit.place, item.code) === undefined,
    )
    if (free.length === 0) continue
    const occasion = { place: visit.place, visit: n, moment: visit.moment, sheet }
    const life = born(pilot, occasion, scene.random.pick(free), false, endOf(to), scene)
    latest.add(life)
    planVoid(scene, life, pilot.lives.length - 1)
    made += 1
  }
}

/** Officers take over some visits of firms. */
function inspect(pilot: Pilot, town: TownFigures, since: number, { random, team }: Scene): void {
  const firms = pilot.visits.slice(since).filter(({ place }) => pilot.places[place]?.class === 'enterprise')
  const begin = town.firstVisits.length > 1 ? startOf(town.firstVisits[1]?.from as string) : 0
  const late = firms.filter(({ moment, place }) => moment >= begin && !pilot.places[place]?.key.startsWith('story'))
  for (let n = 0; n < town.inspections && late.length > 0; n++) {
    const visit = late.splice(random.between(0, late.length - 1), 1)[0] as PlannedVisit
    if (visit.found.length > 0) asInspection(visit, team((pilot.places[visit.place] as PlannedPlace).path), random)
  }
}

const nextDay = (on: string) => new Date(Date.parse(`${on}T00:00:00.000Z`) + day).toISOString().slice(0, 10)
