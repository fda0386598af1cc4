import { Readable } from 'node:stream'
import type { Actor } from '#domain/people.ts'
import { type PlaceKind, sheetKind } from '#domain/places.ts'
import { applyBatch } from '#server/commands/apply.ts'
import { sql } from '#server/db/sql.ts'
import { newId } from '#server/events/ids.ts'
import { storeFile } from '#server/files/files.ts'
import { givePosts, openAccounts } from '#server/people/found.ts'
import type { Person, World } from '#test/world.ts'
import { mint } from '#test/world.ts'

// Rows in two villages of 瓜沥镇, in its neighbour 宁围街道, and in another district; of several department lines;
// found in visits, in an inspection, and by single reports; with signatures, messages, owner links and words.

export const minfenghe = '/330109/113/245/001/03/'
export const changlian = '/330109/113/264/001/01/'
export const ningwei = '/330109/013/002/'

let contacts = 0
const placeKinds = new Map<string, string>()

/** Fills the world. Each name, phone, word and photo occurs once, so that wherever one turns up it was taken from there. */
export async function fillTown(world: World): Promise<void> {
  const hubin = world.town.units.find((unit) => unit.kind === 'village' && unit.path.startsWith('/330102/003/'))
  if (hubin === undefined) throw new Error('the other district has no village')
  await world.as('hewenbin').must('phase.begin', mint(world), { name: '瓜沥镇的行动', unitPath: '/330109/113/' })
  await fillMinfenghe(world)
  await fillChanglian(world)
  await fillNeighbour(world, 'tangweidong', ningwei, ['宁潮五金厂', '望京门精工厂'])
  await fillNeighbour(world, 'fangruoxi', hubin.path, ['湖光印刷厂', '涌金制版厂'])
}

async function fillMinfenghe(world: World): Promise<void> {
  const worker = world.as('chenjianguo')
  const mill = await register(world, worker, 'enterprise', '蓝纹针织厂', minfenghe)
  const [wires] = await visit(world, worker, 'safetyVisit', mill, ['ENT-EL-01', 'ENT-MG-01'])
  await dispatch(world, wires as string, [])
  const inspector = world.as('zhaomingyuan')
  await visit(world, inspector, 'administrativeInspection', mill, ['ENT-BD-02', 'ENT-TX-01'], {
    with: [world.as('sunlixin').actor.accountId],
    approvalNo: '瓜检批〔2022〕17号',
    noticeNo: '瓜检通〔2022〕17号',
  })

  const cadre = world.as('wangguilan')
  const noodles = await register(world, cadre, 'shop', '巷口阿芹面馆', '/330109/113/245/003/')
  await report(world, cadre, noodles, 'SHP-FF-01')
  await report(world, cadre, noodles, 'SHP-GS-01')
  await cadre.must('place.amend', noodles, { address: '民丰河村老街口3号', reason: '门牌更正,老板阿芹口述' })

  const rooms = await register(world, worker, 'rental', '民丰河村六组十八号出租房', '/330109/113/245/001/01/')
  await report(world, world.as('wuzhiqiang'), rooms, 'RNT-OC-01')
  await report(world, world.as('zhouxiaolan'), rooms, 'RNT-EL-01')
  await register(world, worker, 'room', '六组十八号出租房二楼东间', '/330109/113/245/001/01/', rooms)
}

async function fillChanglian(world: World): Promise<void> {
  const worker = world.as('yuxiuzhen')
  const ironmonger = await register(world, worker, 'shop', '长联便民五金店', changlian)
  const [wires] = await visit(world, worker, 'safetyVisit', ironmonger, ['SHP-EL-01', 'SHP-GS-03'])
  await dispatch(world, wires as string, [])
  const mill = await register(world, worker, 'enterprise', '禾木包装厂', changlian)
  await report(world, worker, mill, 'ENT-MG-02')
}

/** A neighbour has a desk in the cast and nobody who walks: it gets some. */
async function fillNeighbour(
  world: World,
  login: string,
  path: string,
  [first, second]: [string, string],
): Promise<void> {
  const desk = world.as(login)
  const mill = await register(world, desk, 'enterprise', first, path)
  const [worker, inspector, partner] = await moreStaff(world, desk)
  const [wires] = await visit(world, worker, 'safetyVisit', mill, ['ENT-EL-01', 'ENT-MG-01'])
  await dispatch(world, wires as string, ['gridWorker'], desk)
  await visit(world, inspector, 'administrativeInspection', mill, ['ENT-BD-02'], {
    with: [partner.actor.accountId],
    approvalNo: `${first}检批1号`,
    noticeNo: `${first}检通1号`,
  })
  const other = await register(world, desk, 'enterprise', second, path)
  await report(world, desk, other, 'ENT-FF-01')
  await report(world, desk, other, 'ENT-TX-01')
  await switchPhase(world, desk, `${first}所在镇街的行动`)
}

/** The leader begins a phase and switches it: there is a snapshot to be after. */
async function switchPhase(world: World, desk: Person, name: string): Promise<void> {
  const as = { accountId: mint(world), postId: mint(world), role: 'leader' as const, certificateNo: null }
  const leader = acting(world, desk, as)
  const unitPath = desk.actor.ranges[0] as string
  const phase = mint(world)
  await leader.must('phase.begin', phase, { name, unitPath })
  const into = await unitOf(world, desk)
  await leader.must('phase.switch', phase, { into, reason: `${name}已经结束` })
}

function unitOf(world: World, desk: Person): Promise<string> {
  return world.database.transactions.worker(desk.district, async (tx) => {
    const { rows } = await sql<{ id: string }>`select id from unit where path = ${desk.actor.ranges[0]}`.execute(tx)
    return rows[0]?.id as string
  })
}

/** Somebody who walks the town and two who may inspect there, all at the desk's own unit. */
async function moreStaff(world: World, desk: Person): Promise<[Person, Person, Person]> {
  const { database, town } = world
  const area = desk.actor.ranges[0] as string
  const at = '2022-06-01T00:00:00.000Z'
  const unitId = await unitOf(world, desk)
  const roles = ['inspector', 'inspector', 'inspector'] as const
  const posts = roles.map((role, n) => {
    return { id: mint(world), accountId: mint(world), unitId, role, certificateNo: `YS${area.slice(1, 7)}0001${n}` }
  })
  const accounts = posts.map(({ accountId: id }, n) => {
    const name = `${town.units.find((unit) => unit.path === area)?.name}执法员${n + 1}`
    return { id, login: `staff.${id}`, displayName: name, kind: 'person' as const, passwordHash: null }
  })
  await openAccounts(database.transactions, desk.district, accounts, at)
  await givePosts(database.transactions, desk.district, posts, at)
  return posts.map((post) =>
    acting(world, desk, {
      accountId: post.accountId,
      postId: post.id,
      role: post.role,
      certificateNo: post.certificateNo,
    }),
  ) as [Person, Person, Person]
}

function acting(
  world: World,
  desk: Person,
  as: Pick<Actor, 'accountId' | 'postId' | 'role' | 'certificateNo'>,
): Person {
  const { house } = world
  const { district } = desk
  const actor: Actor = { ...desk.actor, ...as }
  const give: Person['give'] = async (type, subject, data = {}, more = {}) => {
    const at = house.time.now()
    const commands = [{ id: newId(at), type, subject, at, data, ...more }]
    const [answer] = await applyBatch(house.path, { district, actor, actorsOf: null }, commands)
    return answer as NonNullable<typeof answer>
  }
  return {
    actor,
    district,
    give,
    must: async (...all) => {
      const answer = await give(...all)
      if (answer.outcome === 'refused') throw new Error(`${all[0]}: ${JSON.stringify(answer.problem)}`)
      return answer
    },
    photo: async () => {
      const bytes = Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...crypto.getRandomValues(new Uint8Array(24))])
      const now = house.time.now()
      const stored = await storeFile(house, { district, actor }, 'photo', Readable.from([bytes]), now)
      return [{ hash: stored.hash, kind: 'photo' }]
    },
  }
}

async function register(
  world: World,
  by: Person,
  kind: string,
  name: string,
  unitPath: string,
  parentId: string | null = null,
): Promise<string> {
  const id = mint(world)
  placeKinds.set(id, kind)
  contacts += 1
  const contact = { name: `${name}负责人${contacts}`, phone: `1940077${String(1000 + contacts)}` }
  const address = `${name}所在的路${contacts}号`
  await by.must('place.register', id, { kind, name, uscc: null, parentId, unitPath, address, position: null, contact })
  return id
}

const words = (itemCode: string, place: string) => `${itemCode}的现场说明,场所${place.slice(-12)}`

async function report(world: World, by: Person, placeId: string, itemCode: string): Promise<string> {
  const id = mint(world)
  const note = words(itemCode, placeId)
  await by.must('hazard.report', id, { placeId, itemCode, before: await by.photo(), note })
  return id
}

/** Walks a sheet on which these items fail, and lets the party sign. Returns the hazards in the order of the items. */
async function visit(
  world: World,
  by: Person,
  act: 'safetyVisit' | 'administrativeInspection',
  placeId: string,
  itemCodes: readonly string[],
  more: Record<string, unknown> = {},
): Promise<string[]> {
  const id = mint(world)
  await by.must(`${act}.start`, id, { placeId, ...more })
  const kind = sheetKind(placeKinds.get(placeId) as PlaceKind)
  const hazards: string[] = []
  const entries = []
  for (const { code: itemCode } of world.town.items.filter((item) => item.placeKind === kind)) {
    if (!itemCodes.includes(itemCode)) {
      entries.push({ itemCode, result: 'pass' })
      continue
    }
    const hazardId = mint(world)
    hazards[itemCodes.indexOf(itemCode)] = hazardId
    const photos = await by.photo()
    entries.push({ itemCode, result: 'fail', hazardId, photos, note: words(itemCode, placeId) })
  }
  await by.must(`${act}.record`, id, { entries })
  await by.must(`${act}.sign`, id, { ...drawing, textHash: await shownText(by, act, id) })
  return hazards
}

/** A drawn name that is no blank. */
export const drawing = {
  image:
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  strokes: [0, 1, 2].map((n) =>
    Array.from({ length: 12 }, (_, t) => ({ x: 20 + n * 60 + t * 4, y: 60 + ((t * 37) % 50), t: n * 400 + t * 20 })),
  ),
}

/** The hash of the text in force, which the refusal of a wrong one names. */
async function shownText(by: Person, act: string, id: string): Promise<string> {
  const answer = await by.give(`${act}.sign`, id, { ...drawing, textHash: '0'.repeat(64) })
  if (answer.outcome !== 'refused' || answer.problem.code !== 'visit.text_changed')
    throw new Error(JSON.stringify(answer))
  return answer.problem.facts['expected'] as string
}

async function dispatch(
  world: World,
  hazard: string,
  waived: readonly string[],
  desk: Person = world.as('zhouxiaolan'),
): Promise<void> {
  await desk.must('hazard.file', hazard)
  for (const party of waived)
    await desk.must('hazard.waive_party', hazard, { party, reason: `此处暂缺${hazard.slice(-8)}` })
  await desk.must('hazard.dispatch', hazard)
}
