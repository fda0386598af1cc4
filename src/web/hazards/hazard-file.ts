import { useQuery } from '@tanstack/react-query'
import { get } from '#web/api.ts'
import { api } from '#web/paths.ts'
import type { HazardFile } from './answers.ts'

/** Everything about one hazard; live changes renew it. */
export function useHazardFile(id: string) {
  return useQuery({
    queryKey: ['hazards', id],
    queryFn: ({ signal }) => get<HazardFile>(api.hazard(id), signal),
  })
}
