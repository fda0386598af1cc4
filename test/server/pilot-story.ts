import { day, plus } from '#domain/calendar.ts'
import { mint, type World } from '#test/world.ts'
import { begin, contact, fixOf, grid, mintDrawn, record, sign } from './walks.ts'

const reason = '现场核实，按规定办理'

export type Story = Awaited<ReturnType<typeof fiveDays>>

/**
 * Five days in 民丰河村, 15 to 19 June 2022, one step of a few subjects each day, so that every figure can be counted by
 * hand: closed after, merged after, opened again after, void after, stricter after.
 */
export async function fiveDays(world: World) {
  const [worker, desk, cadre, watch] = ['chenjianguo', 'zhouxiaolan', 'wangguilan', 'fenglicheng'].map((login) =>
    world.as(login),
  ) as [ReturnType<World['as']>, ReturnType<World['as']>, ReturnType<World['as']>, ReturnType<World['as']>]
  const start = world.house.time.now()
  const morningOf = (n: number) => world.house.time.setTo(plus(start, n * day))

  const register = async (kind: string, name: string, parentId: string | null = null, unitPath = grid) => {
    const id = mint(world)
    const data = { kind, name, uscc: null, parentId, unitPath, address: '民丰路8号', position: null, contact }
    await cadre.must('place.register', id, data)
    return id
  }
  const report = async (placeId: string, itemCode: string, mode?: string) => {
    const id = mint(world)
    const data = { placeId, itemCode, before: await worker.photo(), ...(mode === undefined ? {} : { mode }) }
    await worker.must('hazard.report', id, data)
    return id
  }
  const walk = async (placeId: string, rooms?: string[]) => {
    const visit = mint(world)
    await worker.must('safetyVisit.start', visit, { placeId, ...(rooms === undefined ? {} : { rooms }) })
    await record(world, 'chenjianguo', visit, [])
    await worker.must('safetyVisit.finish', visit)
  }
  const proof = async (hazard: string) => {
    await worker.must('hazard.submit', hazard, { after: await worker.photo() })
    await cadre.must('hazard.reinspect', hazard, { passed: true, reason })
  }

  // 15 June: two firms of which one is registered twice, a shop, a house of three rooms, a park, and what is found.
  const mill = await register('enterprise', '蓝纹针织')
  const millAgain = await register('enterprise', '蓝纹针织有限公司')
  const dyeing = await register('enterprise', '瓜沥印染')
  const shop = await register('shop', '阿芳面馆')
  const house = await register('rental', '民丰路9号出租房')
  const rooms = [await register('room', '101室', house), await register('room', '102室', house)] as [string, string]
  const lastRoom = await register('room', '103室', house)
  await register('microPark', '民丰小微园')
  const visit = await begin(world, 'chenjianguo', mill)
  const onSite = mintDrawn(world, true)
  const entries = await record(world, 'chenjianguo', visit, [{ itemCode: 'ENT-EL-02', hazardId: onSite, fixed: true }])
  await sign(world, 'chenjianguo', visit)
  await worker.must('hazard.fix_on_site', onSite, { after: fixOf(entries, onSite) })
  await worker.must('safetyVisit.finish', visit)
  await walk(millAgain)
  await walk(house, [rooms[0], rooms[1]])
  const unfinished = await begin(world, 'chenjianguo', dyeing)
  const wires = await report(mill, 'ENT-EL-01')
  const exit = await report(shop, 'SHP-EL-01')
  const bed = await report(house, 'RNT-PT-03')

  // 16 June: the wires are closed out, the two entries become one.
  morningOf(1)
  await desk.must('hazard.file', wires)
  await desk.must('hazard.dispatch', wires)
  await proof(wires)
  await desk.must('hazard.close', wires)
  await desk.must('place.merge', millAgain, { into: mill, reason })

  // 17 June: what was fixed on the spot was not; the shop's hazard is dropped; the house's becomes stricter.
  morningOf(2)
  await watch.must('hazard.sample_check', onSite, { passed: false, reason })
  await cadre.must('hazard.request_void', exit, { reason })
  await desk.must('hazard.answer_void', exit, { granted: true, reason })
  await desk.must('hazard.file', bed)
  const { mode: wasMode } = await stood(world, bed)
  await desk.must('hazard.change_mode', bed, { mode: wasMode === 'immediate' ? 'deadline' : 'immediate', reason })

  // 18 June: the merge was wrong; the last room is walked by itself; the dyeing works are done.
  morningOf(3)
  await desk.must('place.unmerge', millAgain, { reason })
  await walk(lastRoom)
  await record(world, 'chenjianguo', unfinished, [])
  await worker.must('safetyVisit.finish', unfinished)

  // 19 June: put right at last and closed again; three entries become one after all.
  morningOf(4)
  await desk.must('hazard.dispatch', onSite)
  await proof(onSite)
  await desk.must('hazard.close', onSite)
  await desk.must('place.merge', mill, { into: millAgain, reason })
  await desk.must('place.merge', millAgain, { into: dyeing, reason })
  morningOf(40)
  return { mill, millAgain, dyeing, shop, house, rooms, lastRoom, onSite, wires, exit, bed, wasMode }
}

async function stood(world: World, hazard: string): Promise<{ mode: string }> {
  const page = await (await world.login('zhouxiaolan')).get(`/api/hazards/${hazard}`)
  return page.json().hazard
}
