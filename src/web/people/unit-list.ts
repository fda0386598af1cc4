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

/** True for a new installation: one district and nothing below it. */
export function useNothingBelow(): boolean {
  const { data } = useQuery(unitsBelow())
  const [root] = data?.units ?? []
  return data?.units.length === 1 && root?.kind === 'district' && root.children === 0
}
