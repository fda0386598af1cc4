import { useQueryClient } from '@tanstack/react-query'
import type { UnitList } from './answers.ts'

/** The name of a unit from what was already read, or the last code of its path. */
export function useUnitName(path: string | null): string {
  const client = useQueryClient()
  if (path === null) return ''
  for (const [, list] of client.getQueriesData<UnitList>({ queryKey: ['units', 'list'] })) {
    const found = list?.units.find((unit) => unit.path === path)
    if (found !== undefined) return found.name
  }
  return path.split('/').filter(Boolean).at(-1) ?? path
}
