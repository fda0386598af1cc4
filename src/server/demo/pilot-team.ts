import { type DemoPost, gapPath } from './posts.ts'
import type { Random } from './random.ts'

/** Who answers for a place, as positions in the list of posts. */
export type Team = {
  /** Of the micro-grid and of the grid; none in the gap. */
  workers: number[]
  cadres: number[]
  desks: number[]
  supervisors: number[]
  leaders: number[]
  /** Holders of a certificate. */
  inspectors: number[]
  officers: ReadonlyMap<string, number[]>
  /** The grid has no worker of its own: the village stands in, and the desk waives the party. */
  gap: boolean
}

/** Finds the team of each place; the same path gives the same team. */
export function teams(posts: readonly DemoPost[]): (path: string) => Team {
  const holders = Map.groupBy(posts.keys(), (n) => `${posts[n]?.role} ${posts[n]?.path}`)
  const known = new Map<string, Team>()
  const at = (role: string, path: string) => holders.get(`${role} ${path}`) ?? []
  const below = (role: string, town: string) =>
    [...posts.keys()].filter((n) => posts[n]?.role === role && posts[n]?.path.startsWith(`${town}@`))
  const offices = new Map<string, Pick<Team, 'inspectors' | 'officers'>>()
  const officesOf = (town: string) => {
    const known = offices.get(town)
    if (known !== undefined) return known
    const lineOf = (n: number) => posts[n]?.path.split('@')[1]?.slice(0, -1) ?? ''
    const officers = Map.groupBy(below('departmentOfficer', town), lineOf)
    const made = { inspectors: below('inspector', town), officers }
    offices.set(town, made)
    return made
  }
  return (path) => {
    const team = known.get(path)
    if (team !== undefined) return team
    const codes = path.split('/').filter((code) => code !== '')
    const upTo = (depth: number) => `/${codes.slice(0, depth).join('/')}/`
    const town = upTo(2)
    const made: Team = {
      workers: [...at('gridWorker', path), ...at('gridWorker', upTo(4))],
      cadres: at('villageCadre', upTo(3)),
      desks: at('townDesk', town),
      supervisors: at('supervisor', town),
      leaders: at('leader', town),
      ...officesOf(town),
      gap: path.startsWith(gapPath),
    }
    known.set(path, made)
    return made
  }
}

/** One of them who is none of those; the lists are asked in turn. Throws when the town has nobody left. */
export function somebodyElse(lists: readonly (readonly number[])[], not: readonly number[], random: Random): number {
  for (const list of lists) {
    const free = list.filter((one) => !not.includes(one))
    if (free.length > 0) return random.pick(free)
  }
  throw new RangeError('nobody is left for this step: the town has too few posts')
}
