import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { departmentLines, findDepartmentByName } from '#domain/departments.ts'
import { isPhone, isUscc, organisationCodeCheck } from '#domain/identifiers.ts'
import { roles } from '#domain/people.ts'
import { placeKinds } from '#domain/places.ts'
import { cast } from '#server/demo/cast.ts'
import { type DemoPlace, type PlaceCounts, pilotCounts, places } from '#server/demo/places.ts'
import { apportion, seededRandom } from '#server/demo/random.ts'
import {
  allUnits,
  type DemoUnit,
  grids,
  guali,
  microGrids,
  minfenghe,
  unitsBelow,
  villages,
} from '#server/demo/town.ts'

const townNames = { name: '瓜沥镇', district: '萧山区' }
const units = unitsBelow(guali)
const full = [...places(townNames, units, { counts: pilotCounts })]

/** People and firms of the published reports: nobody in the demo may carry their names. */
const published =
  /周婷|沈雷|王琳|邵福勤|王成康|杨慧玲|徐永盈|钱海刚|单国良|邵国樑|张静|陈立波|张琼|潘旭萍|金芳|姚建玲|朱闻治|包松鹤|寿国庆|尹德馨|恒增|卓逸|申通|金湖艺境|新理想|都市阳光|宁兴公寓|通盛/

describe('the org tree', () => {
  it('has 74 villages, 160 grids and 2,283 micro-grids', () => {
    const inTown = villages(guali)
    const inVillages = grids(inTown)
    assert.deepEqual([inTown.length, inVillages.length, microGrids(inVillages).length], [74, 160, 2283])
  })

  it('has the village of the story', () => {
    const village = units.find(({ code }) => code === minfenghe)
    assert.equal(village?.name, '民丰河村')
    assert.equal(village?.path, '/330109/113/245/')
    const grid = units.find(({ path }) => path === '/330109/113/245/001/')
    assert.deepEqual([grid?.code, grid?.name], ['330109113245001', '民丰河村第一网格'])
    const microGrid = units.find(({ path }) => path === '/330109/113/245/001/03/')
    assert.deepEqual([microGrid?.code, microGrid?.name], ['33010911324500103', '民丰河村第一网格微网格03'])
  })

  it('names, codes and paths every unit once, parents first, children inside them', () => {
    const all = allUnits()
    for (const field of ['code', 'path'] as const)
      assert.equal(new Set(all.map((unit) => unit[field])).size, all.length, field)
    const seen = new Map<string, DemoUnit>()
    for (const unit of all) {
      const parent = unit.parentPath === null ? null : seen.get(unit.parentPath)
      assert.notEqual(parent, undefined, unit.path)
      if (parent) assert.ok(unit.path.startsWith(parent.path) && unit.code.startsWith(parent.code), unit.path)
      if (parent?.box) assert.ok(isInside(centre(unit), parent), unit.path)
      seen.set(unit.path, unit)
    }
    assert.equal(new Set(units.map(({ name }) => name)).size, units.length)
  })
})

describe('departments', () => {
  it('are one of each line in every town, with the names of the check catalogue', () => {
    for (const townCode of [guali, '330109013', '330102003']) {
      const lines = allUnits().filter(({ kind, code }) => kind === 'department' && code.startsWith(townCode))
      assert.deepEqual(
        lines.map(({ line }) => line),
        departmentLines.map(({ code }) => code),
      )
    }
    assert.equal(findDepartmentByName('应急管理站(安监)')?.code, 'emergency')
    assert.equal(findDepartmentByName('气象站'), undefined)
  })
})

describe('places', () => {
  it('come in exactly the counts asked for', () => {
    for (const kind of placeKinds)
      assert.equal(full.filter((place) => place.kind === kind).length, pilotCounts[kind], kind)
  })

  it('have keys and credit codes of their own, and names of their own in the village', () => {
    assert.equal(new Set(full.map(({ key }) => key)).size, full.length)
    const named = full.map(({ path, name }) => path.slice(0, 16) + name)
    assert.equal(new Set(named).size, named.length)
    const codes = full.flatMap(({ uscc }) => uscc ?? [])
    assert.equal(new Set(codes).size, codes.length)
    for (const code of codes)
      assert.ok(isUscc(code) && organisationCodeCheck(code) && code.slice(2, 8) === '000000', code)
  })

  it('lie in a micro-grid, on its ground', () => {
    const byPath = new Map(units.map((unit) => [unit.path, unit]))
    for (const place of full) {
      const unit = byPath.get(place.path)
      assert.equal(unit?.kind, 'microGrid')
      assert.ok(unit && isInside(place.position, unit), place.key)
    }
  })

  it('follow their parents, in the same village', () => {
    const seen = new Map<string, DemoPlace>()
    for (const place of full) {
      if (place.kind === 'room') assert.equal(seen.get(place.parentKey ?? '')?.kind, 'rental', place.key)
      if (place.parentKey)
        assert.ok(seen.has(place.parentKey) && place.parentKey.startsWith(place.key.slice(0, 12)), place.key)
      seen.set(place.key, place)
    }
    const room = full.find(({ kind }) => kind === 'room')
    assert.match(room?.label ?? '', /^\d0\d室$/)
  })

  it('name invented people only, with telephone numbers that reach nobody', () => {
    for (const { name, responsible } of full) {
      assert.doesNotMatch(name + responsible.name, published)
      assert.ok(isPhone(responsible.phone) && responsible.phone.startsWith('194000'))
    }
  })

  it('are the same for the same seed, others for another', () => {
    const share = placeKinds.map((kind) => [kind, Math.ceil(pilotCounts[kind] * 0.02)])
    const few: PlaceCounts = Object.fromEntries(share)
    const draw = (seed: string) =>
      JSON.stringify([unitsBelow(guali, seed), ...places(townNames, unitsBelow(guali, seed), { seed, counts: few })])
    assert.equal(draw('a'), draw('a'))
    assert.notEqual(draw('a'), draw('b'))
  })

  it('scale to 25,000 and 17,232 rooms', () => {
    const counts = { ...pilotCounts, shop: 12_000, rental: 10_000 }
    const count = [...places(townNames, units, { counts })].filter(({ kind }) => kind !== 'room').length
    assert.ok(count > 25_000)
  })
})

describe('the cast', () => {
  it('covers every role once or more, in posts that exist', () => {
    assert.deepEqual([...new Set(cast.map(({ role }) => role))].sort(), [...roles].sort())
    const paths = new Set(allUnits().map(({ path }) => path))
    for (const member of cast) {
      assert.ok(paths.has(member.unitPath), member.unitPath)
      if (member.role === 'inspector') assert.match(member.certificateNo ?? '', /^YS\d{11}$/)
      if (member.role === 'gridWorker') assert.equal(member.certificateNo, null)
      assert.match(member.loginName, /^[a-z]+$/)
      assert.ok(isPhone(member.phone))
      assert.doesNotMatch(member.displayName, published)
    }
    for (const field of ['loginName', 'phone', 'displayName'] as const)
      assert.equal(new Set(cast.map((member) => member[field])).size, cast.length)
  })
})

describe('seeded numbers', () => {
  it('are spread evenly', () => {
    const random = seededRandom('even')
    const bins = new Array<number>(10).fill(0)
    for (let i = 0; i < 10_000; i++) bins[Math.floor(random.next() * 10)]! += 1
    for (const bin of bins) assert.ok(bin > 880 && bin < 1120, String(bins))
  })

  it('apportion exactly', () => {
    assert.deepEqual(apportion(10, [1, 1, 1]), [4, 3, 3])
    assert.deepEqual(apportion(3, [5, 1, 1], 1), [1, 1, 1])
    assert.deepEqual(apportion(0, [1, 2]), [0, 0])
    assert.throws(() => apportion(2, [1, 1, 1], 1), RangeError)
  })
})

function isInside({ lng, lat }: { lng: number; lat: number }, { box }: DemoUnit): boolean {
  return box !== null && lng >= box.west && lng <= box.east && lat >= box.south && lat <= box.north
}

function centre({ box }: DemoUnit): { lng: number; lat: number } {
  if (!box) return { lng: Number.NaN, lat: Number.NaN }
  return { lng: (box.west + box.east) / 2, lat: (box.south + box.north) / 2 }
}
