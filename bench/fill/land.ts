import type pg from 'pg'
import type { Parties } from '#domain/hazards.ts'
import { areaOf } from '#domain/people.ts'
import { type PlaceKind, placeKinds, sheetKind } from '#domain/places.ts'
import type { CheckItem } from '#domain/standards.ts'
import { pilotCounts } from '#server/demo/places.ts'
import { apportion, type Random } from '#server/demo/random.ts'
import { allUnits } from '#server/demo/town.ts'
import { systemActor } from '#server/people/actors.ts'
import type { Doer, Team } from './lives.ts'

/** A micro-grid in which places stand: who answers for it, and its share of the town. */
export type Spot = {
  path: string
  villageName: string
  team: Team
  partiesOf: (line: string) => Parties
  weight: number
}

export type Land = { spots: Spot[]; sheets: Map<PlaceKind, CheckItem[]> }

type UnitRow = { id: string; path: string; kind: string; name: string }
type PostRow = { id: string; account_id: string; role: string; path: string }

/** The town 瓜沥 as it stands in the database, with the sizes of its villages and grids as the demo draws them. */
export async function readLand(raw: pg.Pool): Promise<Land> {
  const { rows: units } = await raw.query<UnitRow>('select id, path, kind, name from unit order by path')
  const { rows: posts } = await raw.query<PostRow>('select id, account_id, role, path from post order by id')
  const { rows: items } = await raw.query<CheckItem>(
    `select code, version, place_kind as "placeKind", severity, mode, days, line, evidence_kinds as "evidenceKinds"
      from check_item order by code, version`,
  )
  const unitAt = new Map(units.map((unit) => [unit.path, unit]))
  const postAt = new Map(posts.map((post) => [`${post.role} ${post.path}`, post]))
  const weights = new Map(allUnits().map(({ path, weight }) => [path, weight]))
  const town = '/330109/113/'
  const doer = (role: string, path: string): Doer | undefined => {
    const post = postAt.get(`${role} ${path}`)
    return post && { accountId: post.account_id, postId: post.id, unitPath: areaOf(path) }
  }
  const system = { accountId: systemActor('330109').accountId, postId: null, unitPath: '/330109/' }
  const spots = units.flatMap(({ path, kind }): Spot[] => {
    if (kind !== 'microGrid' || !path.startsWith(town)) return []
    const codes = path.split('/')
    const [village, grid] = [3, 4].map((depth) => `${codes.slice(0, depth + 1).join('/')}/`) as [string, string]
    const worker = doer('gridWorker', grid)
    const cadre = doer('villageCadre', village)
    if (worker === undefined || cadre === undefined) return []
    const desk = doer('townDesk', town) as Doer
    const approver = doer('supervisor', town) as Doer
    const partiesOf = (line: string): Parties => ({
      department: unitAt.get(`${town}@${line}/`)?.id ?? null,
      town: unitAt.get(town)?.id ?? null,
      village: unitAt.get(village)?.id ?? null,
      gridWorker: worker.accountId,
    })
    const weight = [village, grid, path].reduce((all, at) => all * (weights.get(at) ?? 1), 1)
    return [
      {
        path,
        villageName: unitAt.get(village)?.name ?? '',
        team: { worker, cadre, desk, approver, system },
        partiesOf,
        weight,
      },
    ]
  })
  return { spots, sheets: Map.groupBy(items, (item) => item.placeKind) }
}

/** Which of so many places stands where and is what: by number, without an object for each. */
export type Places = { count: number; kindOf: (n: number) => PlaceKind; spotOf: (n: number) => Spot }

export function spreadPlaces(land: Land, count: number, random: Random): Places {
  const shares = apportion(
    count,
    land.spots.map(({ weight }) => weight),
  )
  const spots = new Uint16Array(count)
  let next = 0
  shares.forEach((share, at) => {
    spots.fill(at, next, next + share)
    next += share
  })
  const counts = placeKinds.map((kind) => pilotCounts[kind])
  const total = counts.reduce((all, one) => all + one, 0)
  const kinds = new Uint8Array(count)
  for (let n = 0; n < count; n++) {
    let rest = random.next() * total
    kinds[n] = Math.max(
      0,
      counts.findIndex((one) => {
        rest -= one
        return rest < 0
      }),
    )
  }
  return {
    count,
    kindOf: (n) => placeKinds[kinds[n] as number] as PlaceKind,
    spotOf: (n) => land.spots[spots[n] as number] as Spot,
  }
}

export const sheetOf = (land: Land, kind: PlaceKind) => land.sheets.get(sheetKind(kind)) ?? []
