import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { get } from '#web/api.ts'
import { useChanges } from '#web/live.ts'
import { api } from '#web/paths.ts'
import type { HazardCounts, HazardList, HazardRow } from './answers.ts'
import { askedFilters, type HazardFilters } from './filters.ts'

export const pageSize = 50

/**
 * Pages by key. Its first key word is its own: a live change must not move rows under the eye of a reader,
 * so changes are counted, and taken in at once only while nothing could jump (`still`).
 */
export function useHazardList(filters: HazardFilters, still: () => boolean) {
  const asked = askedFilters(filters)
  const list = useInfiniteQuery({
    queryKey: ['hazard-list', asked],
    queryFn: ({ pageParam, signal }) =>
      get<HazardList>(api.hazards({ ...asked, cursor: pageParam, limit: pageSize }), signal),
    initialPageParam: '' as string,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  })
  const [waiting, setWaiting] = useState(0)
  const { refetch } = list
  const refresh = useCallback(() => {
    setWaiting(0)
    void refetch()
  }, [refetch])
  useChanges((changes) => {
    const count = new Set(changes.filter((one) => one.subjectKind === 'hazard').map((one) => one.subject)).size
    if (count === 0) return
    if (still()) refresh()
    else setWaiting((before) => before + count)
  })

  const pages = list.data?.pages ?? []
  const rows: HazardRow[] = pages.flatMap((page) => page.rows)
  const counts: HazardCounts | undefined = pages[0]?.counts
  return { list, rows, counts, asOf: pages[0]?.asOf, waiting, refresh }
}
