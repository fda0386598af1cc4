import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Evidence, Hazard } from '#domain/hazards.ts'
import type { Act, Visit } from '#domain/inspections.ts'
import type { RecordedEntry } from '#domain/inspections-decide.ts'
import type { Stroke } from '#domain/signatures.ts'
import type { Answer } from '#server/commands/answers.ts'
import { isSampled } from '#server/crypto/draw.ts'
import { storeFile } from '#server/files/files.ts'
import { findHazard } from '#server/hazards/store.ts'
import { visitPage } from '#server/inspections/reads.ts'
import { findVisits } from '#server/inspections/store.ts'
import { mint, type Person, type World } from '#test/world.ts'

export const grid = '/330109/113/245/001/03/'
export const contact = { name: '钱蕙兰', phone: '19400080001' }

export const codeOf = (answer: Answer) => (answer.outcome === 'refused' ? answer.problem.code : 'accepted')
export const hashOf = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

export const drawnName: Stroke[] = [0, 1, 2].map((n) =>
  Array.from({ length: 12 }, (_, t) => ({ x: 20 + n * 60 + t * 4, y: 40 + ((t * 37) % 50), t: n * 400 + t * 20 })),
)
const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII='
export const image = `data:image/png;base64,${onePixel}`

/** Registers an enterprise in the first grid of 民丰河村. */
export async function newPlace(world: World): Promise<string> {
  const id = mint(world)
  const data = {
    kind: 'enterprise',
    name: `试点 ${id.slice(-6)}`,
    uscc: null,
    parentId: null,
    unitPath: grid,
    address: '民丰路8号',
    position: null,
    contact,
  }
  await world.as('chenjianguo').must('place.register', id, data)
  return id
}

/** An id that the installation's seed draws for a second look, or one that it does not. */
export function mintDrawn(world: World, drawn: boolean): string {
  for (;;) {
    const id = mint(world)
    if (isSampled(id, 'demo-2022') === drawn) return id
  }
}

/** The accounts of these members of the cast. */
export const accounts = (world: World, logins: readonly string[]) =>
  logins.map((login) => world.as(login).actor.accountId)

/** The proof that the record of a visit holds for a hazard fixed on the spot. */
export function fixOf(entries: readonly RecordedEntry[], hazardId: string): readonly Evidence[] {
  return entries.find((entry) => entry.hazardId === hazardId)?.fixed ?? []
}

export async function begin(
  world: World,
  login: string,
  place: string,
  act: Act = 'safetyVisit',
  companions: readonly string[] = [],
): Promise<string> {
  const visit = mint(world)
  const numbers = act === 'safetyVisit' ? {} : { approvalNo: '萧应急检〔2022〕7号', noticeNo: '113-7' }
  await world.as(login).must(`${act}.start`, visit, { placeId: place, with: accounts(world, companions), ...numbers })
  return visit
}

export type Found = { itemCode: string; hazardId: string; fixed?: boolean; note?: string }

/** Every line of the sheet: what was found, and the rest in order. Returns the entries that were sent. */
export async function record(
  world: World,
  login: string,
  visit: string,
  found: readonly Found[],
): Promise<RecordedEntry[]> {
  const person = world.as(login)
  const { act, sheet } = await visitOf(world, person, visit)
  const entries: RecordedEntry[] = []
  for (const { code } of sheet) {
    const one = found.find(({ itemCode }) => itemCode === code)
    if (one === undefined) entries.push({ itemCode: code, result: 'pass' })
    else {
      const { fixed, ...line } = one
      entries.push({
        ...line,
        result: 'fail',
        photos: await person.photo(),
        ...(fixed ? { fixed: await person.photo() } : {}),
      })
    }
  }
  await person.must(`${act}.record`, visit, { entries })
  return entries
}

export async function sign(world: World, login: string, visit: string, more: object = {}): Promise<Answer> {
  const person = world.as(login)
  const { act } = await visitOf(world, person, visit)
  const { textHash } = await shown(world, person, visit)
  return person.give(`${act}.sign`, visit, { textHash, image, strokes: drawnName, ...more })
}

export function visitOf(world: World, { district, actor }: Person, id: string): Promise<Visit> {
  return world.house.database.as(district, actor, async (tx) => (await findVisits(tx, [id], false))[0] as Visit)
}

export function hazardOf(
  world: World,
  id: string,
  { district, actor }: Person = world.as('zhouxiaolan'),
): Promise<Hazard> {
  return world.house.database.as(district, actor, async (tx) => (await findHazard(tx, id)) as Hazard)
}

/** The text as the screen shows it, and its hash. */
export function shown(
  world: World,
  { district, actor }: Person,
  visit: string,
): Promise<{ text: string; textHash: string }> {
  return world.house.database.read(district, actor, (tx) => visitPage(tx, world.house.keys, visit))
}

export async function video(world: World, { district, actor }: Person): Promise<Evidence> {
  const bytes = Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), crypto.getRandomValues(new Uint8Array(24))])
  const stored = await storeFile(
    world.house,
    { district, actor },
    'video',
    Readable.from([bytes]),
    world.house.time.now(),
  )
  return { hash: stored.hash, kind: 'video' }
}
