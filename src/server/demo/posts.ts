import { departmentLines } from '#domain/departments.ts'
import type { Role } from '#domain/people.ts'
import { type CastMember, cast } from './cast.ts'
import { seededId } from './pilot-ids.ts'
import type { DemoUnit } from './town.ts'

/** A post in the demo: who holds it and where. The same units give the same posts, ids and accounts. */
export type DemoPost = {
  id: string
  accountId: string
  role: Role
  path: string
  certificateNo: string | null
  member: CastMember | null
}

/**
 * `grids`: a grid worker for each grid and a cadre for each village of 瓜沥镇. `everybody`: also a worker for each
 * micro-grid and everyone that the offices of both towns need, some thousand people.
 */
export type Crowd = 'grids' | 'everybody'

/** The grid without a grid worker: a gap to see. */
export const gapPath = '/330109/113/245/003/'

const madeAt = Date.parse('2022-06-01T00:00:00.000Z')

/** Speaks for all of them during the replay. */
export const relayPost: DemoPost = newPost('townDesk', '/330109/', 'relay')

export function demoPosts(units: readonly DemoUnit[], crowd: Crowd): DemoPost[] {
  const ofCast = cast.map((member) => newPost(member.role, member.unitPath, member.loginName, member))
  const taken = new Set(cast.map((member) => `${member.role} ${member.unitPath}`))
  const inTowns = crowd === 'grids' ? ['/330109/113/'] : ['/330109/113/', '/330109/013/']
  const rooted = units.filter(({ path }) => inTowns.some((town) => path.startsWith(town)) && !path.startsWith(gapPath))
  const workers = rooted
    .flatMap((unit): [Role, string][] => {
      if (unit.kind === 'grid' || (unit.kind === 'microGrid' && crowd === 'everybody'))
        return [['gridWorker', unit.path]]
      return unit.kind === 'village' ? [['villageCadre', unit.path]] : []
    })
    .filter(([role, path]) => !taken.has(`${role} ${path}`))
    .map(([role, path]) => newPost(role, path, ''))
  return crowd === 'grids' ? [...ofCast, ...workers] : [...ofCast, ...workers, ...offices(rooted, inTowns)]
}

/** A second cadre for each village, and the desks, officers, inspectors and supervisors of the towns. */
function offices(units: readonly DemoUnit[], towns: readonly string[]): DemoPost[] {
  const second = units
    .filter(({ kind }) => kind === 'village')
    .map(({ path }) => newPost('villageCadre', path, 'second'))
  return [
    ...second,
    ...towns.flatMap((town) => [
      ...several(5, 'townDesk', town),
      ...several(3, 'supervisor', town),
      newPost('leader', town, 'crowd'),
      ...departmentLines.flatMap(({ code }) => several(2, 'departmentOfficer', `${town}@${code}/`)),
      ...(['enforcement', 'fire', 'emergency'] as const).flatMap((line) => several(2, 'inspector', `${town}@${line}/`)),
    ]),
  ]
}

function several(count: number, role: Role, path: string): DemoPost[] {
  return Array.from({ length: count }, (_, n) => newPost(role, path, `crowd ${n}`))
}

function newPost(role: Role, path: string, who: string, member: CastMember | null = null): DemoPost {
  const id = (what: string) => seededId('posts', madeAt, `${what} ${role} ${path} ${who}`)
  const certificateNo = member?.certificateNo ?? (role === 'inspector' ? certificateOf(path, who) : null)
  return { id: id('post'), accountId: id('account'), role, path, certificateNo, member }
}

/** Invented: YS (演示), the district, the town, and a number of the office's own. */
function certificateOf(path: string, who: string): string {
  const digits = [...`${path} ${who}`].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000, 7)
  return `YS${path.slice(1, 7)}${String(digits).padStart(6, '0')}`
}
