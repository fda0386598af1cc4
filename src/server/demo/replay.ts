import { createReadStream } from 'node:fs'
import { type Instant, minute, plus } from '#domain/calendar.ts'
import type { Command } from '#domain/events.ts'
import type { Evidence } from '#domain/hazards.ts'
import { uuidV7 } from '#domain/ids.ts'
import { sheetKind } from '#domain/places.ts'
import type { CheckItem } from '#domain/standards.ts'
import { findNextDue, sweepClocks } from '#server/clocks/sweep.ts'
import type { Answer } from '#server/commands/answers.ts'
import { applyBatch, type Sender } from '#server/commands/apply.ts'
import { sealEvents } from '#server/events/seal.ts'
import { storeFile } from '#server/files/files.ts'
import type { House } from '#server/http/house.ts'
import { actorOfPost, actorsOfPosts, systemActor } from '#server/people/actors.ts'
import { lastDay, planVisits } from './lives.ts'
import { pictureFolder, pictureForItem, pictures } from './pictures.ts'
import { type DemoPlace, places, scaledCounts } from './places.ts'
import { seededRandom } from './random.ts'
import { type Step, stepsOfVisit, type Team } from './replay-steps.ts'
import type { Settled } from './settle.ts'
import { storyPlaces, storyVisits } from './story.ts'
import { guali, unitsBelow } from './town.ts'

const batchSize = 40
const seed = 'pilot-2022'
const videoFile = new URL('./videos/after.webm', import.meta.url)

type Progress = (done: number, total: number) => void
export type Replayed = { commands: number; refused: number; firstRefusal: Answer | undefined }

/**
 * Replays a sample of the pilot as commands in order of time, on the virtual clock, through the write path that
 * phones use. After each batch, clocks are swept, events numbered, and `react` lets the reactions follow.
 */
export async function replay(
  house: House,
  town: Settled,
  share: number,
  react: () => Promise<void>,
  progress: Progress,
): Promise<Replayed> {
  const random = seededRandom(seed)
  const sender = senderOf(town)
  const proofs = await storeProofs(house, sender)
  const sampled = [
    ...places({ name: '瓜沥镇', district: '萧山区' }, unitsBelow(guali), { seed, counts: scaledCounts(share) }),
  ]
  const known = [...sampled, ...storyPlaces()]
  const ids = new Map(
    known.map((place) => [place.key, uuidV7(Date.parse('2022-06-10T00:00:00.000Z'), random.bytes(10))]),
  )
  const registered = Date.parse('2022-06-13T01:00:00.000Z')
  const registrations = known.map((place, n) =>
    registration(place, ids, town, new Date(registered + n * 1000).toISOString()),
  )

  const visitable = sampled.filter((place) => place.kind !== 'room')
  const visits = [
    ...planVisits(visitable, town.items, Math.round(visitable.length * 0.9), random),
    ...storyVisits(town.items),
  ]
  const items = new Map(town.items.map((item) => [item.code, item]))
  const byKey = new Map(known.map((place) => [place.key, place]))
  const lastAt = new Date(lastDay).toISOString()
  const steps = visits.flatMap((plan) => {
    const place = byKey.get(plan.placeKey) as DemoPlace
    const sheet = town.items
      .filter((item) => item.placeKind === sheetKind(place.kind))
      .sort((a, b) => (a.code < b.code ? -1 : 1))
    return stepsOfVisit(plan, {
      place: { id: ids.get(place.key) as string, name: place.name, address: place.address },
      team: teamOf(town, place.path),
      items,
      sheet,
      proof: (item, moment) => proofs(item, moment),
      random,
      lastAt,
    })
  })
  steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const done = await give(house, town, sender, [...registrations, ...steps], react, progress)
  await letTimePass(house, town, lastAt)
  return done
}

function senderOf(town: Settled): Sender {
  const post = town.relay
  const unit = { id: '', name: '', kind: 'town' as const, path: post.path, line: null }
  const actor = actorOfPost({ id: post.id, accountId: post.accountId, role: post.role, certificateNo: null, unit }, [])
  return { district: town.district, actor, actorsOf: actorsOfPosts }
}

async function give(
  house: House,
  town: Settled,
  sender: Sender,
  steps: readonly Step[],
  react: () => Promise<void>,
  progress: Progress,
): Promise<Replayed> {
  const result: Replayed = { commands: steps.length, refused: 0, firstRefusal: undefined }
  for (let n = 0; n < steps.length; n += batchSize) {
    const batch: Command[] = steps.slice(n, n + batchSize)
    const until = plus((batch.at(-1) as Command).at, minute)
    await letTimePass(house, town, until)
    const answers = await applyBatch(house.path, sender, batch)
    for (const answer of answers) {
      if (answer.outcome === 'accepted') continue
      result.refused++
      result.firstRefusal ??= answer
    }
    while ((await sealEvents(house, town.district)) > 0);
    await react()
    progress(Math.min(n + batchSize, steps.length), steps.length)
  }
  return result
}

/** Moves the clock on, stopping wherever a hazard's clock runs out, so that it lapses in its own second. */
async function letTimePass(house: House, town: Settled, until: Instant): Promise<void> {
  for (;;) {
    const due = await house.database.worker(town.district, (tx) => findNextDue(tx))
    if (due === null || due > until) break
    if (due > house.time.now()) house.time.setTo(due)
    await sweepClocks(house.path, town.district, systemActor(town.district.code))
  }
  house.time.setTo(until)
}

function registration(place: DemoPlace, ids: ReadonlyMap<string, string>, town: Settled, at: Instant): Step {
  const id = ids.get(place.key) as string
  return {
    id: uuidV7(Date.parse(at), seededRandom(`register ${place.key}`).bytes(10)),
    type: 'place.register',
    subject: id,
    at,
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

/** The posts that answer for a place: of its grid, its village, and the town's desks. */
export function teamOf(town: Settled, path: string): Team {
  const codes = path.split('/').filter((code) => code !== '')
  const village = `/${codes.slice(0, 3).join('/')}/`
  const grid = `/${codes.slice(0, 4).join('/')}/`
  const holder = (role: string, at: string) => town.posts.find((post) => post.role === role && post.path === at)?.id
  const townDesk = holder('townDesk', '/330109/113/') as string
  const villageCadre = holder('villageCadre', village) ?? townDesk
  const gridWorker = holder('gridWorker', grid)
  return {
    gridWorker: gridWorker ?? villageCadre,
    gap: gridWorker === undefined,
    villageCadre,
    townDesk,
    secondApprover: holder('supervisor', '/330109/113/') as string,
    leader: holder('leader', '/330109/113/') as string,
  }
}

async function storeProofs(
  house: House,
  sender: Sender,
): Promise<(item: CheckItem, moment: 'before' | 'after') => Evidence[]> {
  const now = house.time.now()
  const hashes = new Map<string, string>()
  for (const { file } of pictures) {
    const stored = await storeFile(house, sender, 'photo', createReadStream(new URL(file, pictureFolder)), now)
    hashes.set(file, stored.hash)
  }
  const video = await storeFile(house, sender, 'video', createReadStream(videoFile), now)
  return (item, moment) => {
    const photo: Evidence = { kind: 'photo', hash: hashes.get(pictureForItem(item, moment).file) as string }
    const asksForVideo = moment === 'after' && item.evidenceKinds.includes('video')
    return asksForVideo ? [photo, { kind: 'video', hash: video.hash }] : [photo]
  }
}
