import type { AddressInfo } from 'node:net'
import { departmentLines } from '#domain/departments.ts'
import type { Evidence, Hazard } from '#domain/hazards.ts'
import type { Actor } from '#domain/people.ts'
import type { CheckItem } from '#domain/standards.ts'
import { isSampled } from '#server/crypto/draw.ts'
import { sql } from '#server/db/sql.ts'
import type { Tx } from '#server/db/transaction.ts'
import type { Random } from '#server/demo/random.ts'
import { findVisitFacts } from '#server/hazards/page-store.ts'
import { loadOrg, partiesIn } from '#server/people/org.ts'
import { hashPassword } from '#server/people/passwords.ts'
import { findPlaces } from '#server/places/store.ts'
import { begin, newPlace, record, sign } from '#test/server/walks.ts'
import { mint, type World } from '#test/world.ts'
import type { State, Surroundings } from './hazard-model.ts'
import { logIn } from './http-client.ts'
import type { Hand } from './record.ts'

/** One check item at one place, and the hazards that people may find there: at most one of them is open at a time. */
export type Spot = { placeId: string; itemCode: string; hazards: readonly string[] }

export type Stage = {
  world: World
  hands: readonly Hand[]
  /** Everybody for whom the relay may speak, by post. */
  posts: ReadonlyMap<string, Actor>
  spots: readonly Spot[]
  around: ReadonlyMap<string, Surroundings>
  initial: ReadonlyMap<string, State>
  photos: readonly Evidence[]
  /** What is remembered from before was part of setting the stage. */
  since: string
  close(): void
}

const seed = 'demo-2022'
/** 较严重 · 极严重 (two approvers) · 一般, of two department lines. */
const reportedItems = ['ENT-EL-01', 'ENT-BD-01', 'ENT-FF-01', 'ENT-TX-01', 'ENT-EL-03']
const fixedItems = ['ENT-EL-02', 'ENT-EV-02']
const people = [
  'chenjianguo',
  'lixiaoman',
  'zhaomingyuan',
  'wangguilan',
  'wangguilan',
  'zhouxiaolan',
  'zhouxiaolan',
  'wuzhiqiang',
  'zhenghaiyan',
  'fenglicheng',
  'hewenbin',
  // A neighbour, who sees none of it.
  'yuxiuzhen',
]

/** Places, hazards about to be found or found already, and everybody at a device of their own, some at two. */
export async function setStage(world: World, spots: number, random: Random): Promise<Stage> {
  if (!world.app.server.listening) await world.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = world.app.server.address() as AddressInfo
  const address = () => `http://127.0.0.1:${port}`
  const photos = (await Promise.all([0, 1, 2, 3].map(() => world.as('chenjianguo').photo()))).flat()
  const made: Spot[] = []
  for (let n = 0; n < spots; n++) made.push(await setSpot(world, n, random))

  const { relay } = world.town
  const hash = await hashPassword('relay-of-the-Test-1')
  await world.house.database.door(null, async (tx) => {
    await sql`update shared.account set password_hash = ${hash} where id = ${relay.accountId}`.execute(tx)
  })
  const posts = new Map(
    [...new Set(people)].map((login) => [world.as(login).actor.postId as string, world.as(login).actor]),
  )
  const hands: Hand[] = []
  for (const login of people) {
    const client = await logIn(address, login, world.town.passwords.get(login) as string)
    const { actor } = world.as(login)
    hands.push({ client, sight: actor, actorOf: () => actor })
  }
  const reach = { ...world.as('zhouxiaolan').actor, accountId: relay.accountId, postId: relay.id }
  for (let n = 0; n < 2; n++) {
    const client = await logIn(address, 'replay', 'relay-of-the-Test-1')
    hands.push({
      client,
      sight: reach,
      actorOf: ({ by }) => ({ ...(posts.get(by as string) as Actor), via: relay.accountId }),
    })
  }
  const { around, initial } = await lookAround(world, made, photos)
  const close = () => {
    for (const { client } of hands) client.close()
  }
  return { world, hands, posts, spots: made, around, initial, photos, since: world.house.time.now(), close }
}

/** A hazard that is yet to be reported, one that is there, and one that a visit has found, fixed, and not closed yet. */
async function setSpot(world: World, n: number, random: Random): Promise<Spot> {
  const placeId = await newPlace(world)
  if (n % 3 !== 2) {
    const [itemCode, hazardId] = [random.pick(reportedItems), mint(world)]
    const worker = world.as('chenjianguo')
    if (n % 3 === 1) await worker.must('hazard.report', hazardId, { placeId, itemCode, before: await worker.photo() })
    return { placeId, itemCode, hazards: [hazardId, mint(world)] }
  }
  const itemCode = random.pick(fixedItems)
  // Most of them are drawn for a second look, which may open them again.
  const hazardId = random.chance(0.8) ? drawn(world) : mint(world)
  const visit = await begin(world, 'chenjianguo', placeId)
  await record(world, 'chenjianguo', visit, [{ itemCode, hazardId, fixed: true }])
  await sign(world, 'chenjianguo', visit)
  return { placeId, itemCode, hazards: [hazardId, mint(world)] }
}

function drawn(world: World): string {
  for (;;) {
    const id = mint(world)
    if (isSampled(id, seed)) return id
  }
}

/** The district as nobody at work sees it, from one snapshot: every unit, every line. */
export function everything<T>(world: World, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { district, actor } = world.as('fenglicheng')
  return world.house.database.read(district, { ...actor, ranges: ['/330109/'], line: '*' }, work)
}

async function lookAround(world: World, spots: readonly Spot[], photos: readonly Evidence[]) {
  const around = new Map<string, Surroundings>()
  const initial = new Map<string, State>()
  const items = new Map(world.town.items.map((item): [string, CheckItem] => [item.code, item]))
  await everything(world, async (tx) => {
    for (const { placeId, itemCode, hazards } of spots) {
      const [place = null] = await findPlaces(tx, [placeId])
      const scopePath = place?.scopePath ?? ''
      const org = await loadOrg(tx)
      const parties = new Map(
        departmentLines.map(({ code }) => [
          code,
          partiesIn(org, { scopePath, department: code }, world.house.time.now()),
        ]),
      )
      for (const id of hazards) {
        const { rows } = await sql<Hazard>`select * from hazard where id = ${id}`.execute(tx)
        const [hazard = null] = rows
        const visit = await findVisitFacts(tx, hazard?.foundIn ?? null, id)
        const proofs = [...photos, ...(visit?.fixed ?? []), ...(hazard?.before ?? [])]
        const files = new Map(proofs.map(({ hash, kind }) => [hash, kind]))
        const sampled = isSampled(id, seed)
        around.set(id, { item: items.get(itemCode) ?? null, place, parties, visit, sampled, files })
        initial.set(id, { hazard, told: [], done: new Map() })
      }
    }
  })
  return { around, initial }
}
