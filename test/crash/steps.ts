import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { day, instant, minute, plus } from '#domain/calendar.ts'
import type { Command } from '#domain/events.ts'
import type { Evidence } from '#domain/hazards.ts'
import { uuidV7 } from '#domain/ids.ts'
import { sheetKind } from '#domain/places.ts'
import type { CheckItem } from '#domain/standards.ts'
import { lastDay, planVisits } from '#server/demo/lives.ts'
import { type DemoPlace, places, scaledCounts } from '#server/demo/places.ts'
import { type Random, seededRandom } from '#server/demo/random.ts'
import { teamOf } from '#server/demo/replay.ts'
import { stepsOfVisit } from '#server/demo/replay-steps.ts'
import type { Settled } from '#server/demo/settle.ts'
import { guali, unitsBelow } from '#server/demo/town.ts'
import { storeFile } from '#server/files/files.ts'
import type { House } from '#server/http/house.ts'
import { actorOfPost } from '#server/people/actors.ts'

export type Step = Command & { by: string }
type Laned = Step & { lane: number }

/** What several phones send at about the same time: each of them in order, all of them at once. */
export type Round = { until: string; lanes: readonly (readonly Step[])[] }

const phones = 4
const mostInRound = 40
const mostDays = 3

/** A share of the pilot as rounds of commands, in order of time. The seed decides all of it. */
export async function makeSteps(house: House, town: Settled, seed: string, share: number): Promise<Round[]> {
  const random = seededRandom(seed)
  const proof = await storeProofs(house, town)
  const known = [
    ...places({ name: '瓜沥镇', district: '萧山区' }, unitsBelow(guali), { seed, counts: scaledCounts(share) }),
  ]
  const ids = new Map(known.map(({ key }) => [key, uuidV7(Date.parse('2022-06-10T00:00:00.000Z'), random.bytes(10))]))
  // A room comes after its house: what belongs together goes through one phone.
  const laneOf = ({ key, parentKey }: DemoPlace) =>
    known.findIndex((place) => place.key === (parentKey ?? key)) % phones
  const registrations = known.map((place, n) => ({ ...register(place, ids, town, n, random), lane: laneOf(place) }))
  const visitable = known.filter((place) => place.kind !== 'room')
  const items = new Map(town.items.map((item): [string, CheckItem] => [item.code, item]))
  const steps = planVisits(visitable, town.items, visitable.length, random).flatMap((plan): Laned[] => {
    const place = known.find(({ key }) => key === plan.placeKey) as DemoPlace
    const sheet = town.items.filter((item) => item.placeKind === sheetKind(place.kind))
    const scene = {
      place: { id: ids.get(place.key) as string, name: place.name, address: place.address },
      team: teamOf(town, place.path),
      items,
      sheet: sheet.sort((a, b) => (a.code < b.code ? -1 : 1)),
      proof,
      random,
      lastAt: instant(lastDay),
    }
    return stepsOfVisit(plan, scene).map((step) => ({ ...step, lane: laneOf(place) }))
  })
  steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  return inRounds([...registrations, ...steps])
}

/** Never more than some days in one: what a phone sends a week late is dated to when it came. */
function inRounds(steps: readonly Laned[]): Round[] {
  const rounds: Round[] = []
  for (let n = 0; n < steps.length; ) {
    const from = steps[n] as Laned
    const part = steps.slice(n, n + mostInRound).filter(({ at }) => at <= plus(from.at, mostDays * day))
    n += part.length
    const lanes = Array.from({ length: phones }, (_, lane) =>
      part.filter((step) => step.lane === lane).map(({ lane: _, ...step }): Step => step),
    )
    rounds.push({ until: plus((part.at(-1) as Step).at, minute), lanes: lanes.filter((lane) => lane.length > 0) })
  }
  return rounds
}

function register(place: DemoPlace, ids: ReadonlyMap<string, string>, town: Settled, n: number, random: Random): Step {
  const at = Date.parse('2022-06-13T01:00:00.000Z') + n * 1000
  return {
    id: uuidV7(at, random.bytes(10)),
    type: 'place.register',
    subject: ids.get(place.key) as string,
    at: instant(at),
    by: teamOf(town, place.path).gridWorker,
    data: {
      kind: place.kind,
      name: place.name,
      uscc: place.uscc,
      parentId: place.parentKey === null ? null : (ids.get(place.parentKey) ?? null),
      unitPath: place.path,
      address: place.address,
      position: place.position,
      contact: place.responsible,
    },
  }
}

async function storeProofs(house: House, town: Settled) {
  const { id, accountId, role, path } = town.relay
  const unit = { id: '', name: '', kind: 'town' as const, path, line: null }
  const actor = actorOfPost({ id, accountId, role, certificateNo: null, unit }, [])
  const photo = async (mark: number): Promise<Evidence> => {
    const bytes = Readable.from([Buffer.from([0xff, 0xd8, 0xff, 0xe0, mark])])
    const { hash } = await storeFile(house, { district: town.district, actor }, 'photo', bytes, house.time.now())
    return { kind: 'photo', hash }
  }
  const clip = createReadStream(new URL(import.meta.resolve('#server/demo/videos/after.webm')))
  const { hash } = await storeFile(house, { district: town.district, actor }, 'video', clip, house.time.now())
  const [before, after] = [await photo(1), await photo(2)]
  return (item: CheckItem, moment: 'before' | 'after'): Evidence[] => {
    if (moment === 'before') return [before]
    return item.evidenceKinds.includes('video') ? [after, { kind: 'video', hash }] : [after]
  }
}
