import { useQuery } from '@tanstack/react-query'
import { get } from '#web/api.ts'
import { api } from '#web/paths.ts'
import type { UnitFile } from './answers.ts'

/** One unit with what lies above it and who holds its posts; `null` asks nothing. */
export function useUnitFile(id: string | null) {
  return useQuery({
    queryKey: ['units', 'file', id],
    queryFn: () => get<UnitFile>(api.unit(id as string)),
    enabled: id !== null,
  })
}
