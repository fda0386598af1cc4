import { queryOptions, useQuery } from '@tanstack/react-query'
import { get } from '#web/api.ts'
import { api } from '#web/paths.ts'
import type { UnitList } from './answers.ts'

/** The units right below one, or the topmost of the own reach. */
export const unitsBelow = (parent?: string) =>
  queryOptions({
    queryKey: ['units', 'list', parent ?? ''],
    queryFn: () => get<UnitList>(api.units(parent)),
  })

/** The district of a new installation, below which there is nothing yet; else null. */
export function useBareDistrict(): string | null {
  const { data } = useQuery(unitsBelow())
  const [root] = data?.units ?? []
  return root?.kind === 'district' && root.children === 0 ? root.id : null
}
