import { departmentLines } from '#domain/departments.ts'
import type { UnitKind } from '#domain/people.ts'
import { type Box, cells } from './cells.ts'
import divisions from './divisions/divisions.json' with { type: 'json' }
import { apportion, type Random, seededRandom } from './random.ts'

// The org tree of the demo: real districts, towns and villages; grids, micro-grids and all outlines are invented (示意).

/** As `Unit` of the domain, before it has an id and dates. `parentPath` comes earlier in every list. */
export type DemoUnit = {
  kind: UnitKind
  code: string
  name: string
  /** terminated path of segments, `/330109/113/245/001/03/` */
  path: string
  parentPath: string | null
  /** the department's line, for departments only */
  line: string | null
  /** an invented outline, for villages and below */
  box: Box | null
  /** size relative to its siblings: the larger, the more grids and places */
  weight: number
}

/** How many grids and micro-grids each town has: 瓜沥镇 as published, the two others small. The centre is where its invented cells lie. */
const townPlans = [
  { code: '330109113', grids: 160, microGrids: 2283, lng: 120.46, lat: 30.18 },
  { code: '330109013', grids: 40, microGrids: 400, lng: 120.27, lat: 30.23 },
  { code: '330102003', grids: 12, microGrids: 96, lng: 120.17, lat: 30.25 },
] as const

export const guali = '330109113'
export const minfenghe = '330109113245'
export const changlian = '330109113264'

/** The two villages of the story are large ones. */
const storyWeights: Record<string, number> = { [minfenghe]: 2.6, [changlian]: 2.1 }

/** Every unit, parents before children: 2 districts, 3 towns with their departments, 105 villages, grids, micro-grids. */
export function allUnits(seed = 'bihuan'): DemoUnit[] {
  const below = townPlans.flatMap(({ code }) => [...departments(code), ...unitsBelow(code, seed)])
  return [...districts(), ...towns(), ...below]
}

const unbounded = { line: null, box: null, weight: 1 }

export function districts(): DemoUnit[] {
  return divisions.districts.map(({ code, name }) => {
    return { ...unbounded, kind: 'district', code, name, path: `/${code}/`, parentPath: null }
  })
}

export function towns(): DemoUnit[] {
  return divisions.towns.map(({ code, name }) => {
    return { ...unbounded, kind: 'town', code, name, path: pathOf(code), parentPath: `/${code.slice(0, 6)}/` }
  })
}

/** One department of each line, `/330109/113/@fire/`: beside the villages, its reach is the town (see `reachOf`). */
export function departments(townCode: string): DemoUnit[] {
  const parentPath = pathOf(townCode)
  return departmentLines.map(({ code: line, name }) => {
    const path = `${parentPath}@${line}/`
    return { ...unbounded, kind: 'department', code: `${townCode}@${line}`, name, path, parentPath, line }
  })
}

/** The villages, grids and micro-grids of one town. Throws RangeError for a town the demo does not have. */
export function unitsBelow(townCode: string, seed = 'bihuan'): DemoUnit[] {
  const plan = townPlans.find(({ code }) => code === townCode)
  if (!plan) throw new RangeError(`the demo has no town ${townCode}`)
  const inTown = villages(townCode, seed)
  const inVillages = grids(inTown, plan.grids, seed)
  return [...inTown, ...inVillages, ...microGrids(inVillages, plan.microGrids, seed)]
}

/** The villages and communities of a town, named as people say it: 民丰河村, 航坞社区. */
export function villages(townCode: string, seed = 'bihuan'): DemoUnit[] {
  const listed = divisions.villages.filter(({ code }) => code.startsWith(townCode))
  const boxes = cells(listed.length, townBox(townCode, listed.length))
  const random = seededRandom(`${seed}/villages/${townCode}`)
  return listed.map(({ code, name }, i) => ({
    kind: 'village',
    code,
    name: name.replace(/村委会$/, '村'),
    path: pathOf(code),
    parentPath: pathOf(townCode),
    line: null,
    box: boxes[i] ?? null,
    weight: storyWeights[code] ?? 0.4 + 1.6 * random.next() ** 2 + (code.slice(9) < '200' ? 0.3 : 0),
  }))
}

/** Exactly `total` grids, at least one to a village, more to the larger ones. Code = village code + 3 digits. */
export function grids(inVillages: readonly DemoUnit[], total = 160, seed = 'bihuan'): DemoUnit[] {
  const random = seededRandom(`${seed}/grids/${inVillages[0]?.code}`)
  return divide(inVillages, total, random, 'grid', (village, n) => ({
    code: village.code + String(n).padStart(3, '0'),
    name: `${village.name}第${chineseNumeral(n)}网格`,
    segment: String(n).padStart(3, '0'),
  }))
}

/** Exactly `total` micro-grids, at least four to a grid. Code = grid code + 2 digits, so at most 99 to a grid. */
export function microGrids(inGrids: readonly DemoUnit[], total = 2283, seed = 'bihuan'): DemoUnit[] {
  const random = seededRandom(`${seed}/micro-grids/${inGrids[0]?.code}`)
  return divide(inGrids, total, random, 'microGrid', (grid, n) => {
    if (n > 99) throw new RangeError(`${grid.code} would have more than 99 micro-grids`)
    return {
      code: grid.code + String(n).padStart(2, '0'),
      name: `${grid.name}微网格${String(n).padStart(2, '0')}`,
      segment: String(n).padStart(2, '0'),
    }
  })
}

type Label = { code: string; name: string; segment: string }

function divide(
  parents: readonly DemoUnit[],
  total: number,
  random: Random,
  kind: UnitKind,
  label: (parent: DemoUnit, n: number) => Label,
): DemoUnit[] {
  const weights = parents.map((parent) => parent.weight)
  const shares = apportion(total, weights, kind === 'grid' ? 1 : 4)
  return parents.flatMap((parent, i) => {
    const boxes = parent.box ? cells(shares[i] ?? 0, parent.box) : []
    return Array.from({ length: shares[i] ?? 0 }, (_, at): DemoUnit => {
      const { code, name, segment } = label(parent, at + 1)
      return {
        kind,
        code,
        name,
        path: `${parent.path}${segment}/`,
        parentPath: parent.path,
        line: null,
        box: boxes[at] ?? null,
        weight: 0.7 + 0.6 * random.next(),
      }
    })
  })
}

/** `330109113245` → `/330109/113/245/`; each level adds its own digits only, and the closing slash keeps 113 apart from 1135. */
export function pathOf(code: string): string {
  return `/${[code.slice(0, 6), code.slice(6, 9), code.slice(9, 12), code.slice(12, 15), code.slice(15, 17)].filter(Boolean).join('/')}/`
}

/** About 1.3 km a side for each village: 74 of them cover the 127 km² of 瓜沥镇. */
function townBox(townCode: string, villageCount: number): Box {
  const { lng, lat } = townPlans.find(({ code }) => code === townCode) ?? townPlans[0]
  const side = Math.sqrt(villageCount) / 2
  return {
    west: lng - 0.0136 * side,
    east: lng + 0.0136 * side,
    south: lat - 0.0118 * side,
    north: lat + 0.0118 * side,
  }
}

function chineseNumeral(n: number): string {
  const digit = (i: number) => '零一二三四五六七八九'[i] as string
  if (n < 10) return digit(n)
  return `${n < 20 ? '' : digit(Math.floor(n / 10))}十${n % 10 === 0 ? '' : digit(n % 10)}`
}
