import { useQuery } from '@tanstack/react-query'
import { get } from '#web/api.ts'
import { api } from '#web/paths.ts'
import type { HazardCounts, HazardList } from './answers.ts'
import { askedFilters, type HazardFilters, noFilters } from './filters.ts'

/** Counts of everything open in the chosen unit and department, for the names of the views. */
export function useOpenTally({ unit, department }: HazardFilters): HazardCounts | undefined {
  const asked = askedFilters({ ...noFilters, unit, department })
  const tally = useQuery({
    queryKey: ['hazards', 'tally', asked],
    queryFn: ({ signal }) => get<HazardList>(api.hazards({ ...asked, limit: 1 }), signal),
    placeholderData: (before) => before,
  })
  return tally.data?.counts
}
