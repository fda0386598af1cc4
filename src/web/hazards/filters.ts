import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import type { Day } from '#domain/calendar.ts'
import { type HazardStatus, hazardStatuses, openStatuses } from '#domain/hazards.ts'
import { type PlaceKind, placeKinds } from '#domain/places.ts'
import { type Mode, modes, type Severity, severities } from '#domain/standards.ts'
import type { Filters } from '#web/paths.ts'

/** What the list shows. Everything is in the address: a list can be sent to a colleague or kept as a bookmark. */
export type HazardFilters = {
  /** Empty: what is still open. */
  status: readonly HazardStatus[]
  /** Closed ones too. */
  all: boolean
  severity: readonly Severity[]
  mode: readonly Mode[]
  unit: string | null
  department: string | null
  overdue: boolean
  stalled: boolean
  sample: boolean
  relapse: boolean
  placeKind: readonly PlaceKind[]
  /** What stood on the books at the end of that day, mode and `rectified` as they stood then. */
  on: Day | null
  rectified: boolean
}

export const noFilters: HazardFilters = {
  status: [],
  all: false,
  severity: [],
  mode: [],
  unit: null,
  department: null,
  overdue: false,
  stalled: false,
  sample: false,
  relapse: false,
  placeKind: [],
  on: null,
  rectified: false,
}

export function readFilters(query: URLSearchParams): HazardFilters {
  const status = query.get('status')
  return {
    status: listed(status, hazardStatuses),
    all: status === 'all',
    severity: listed(query.get('severity'), severities),
    mode: listed(query.get('mode'), modes),
    unit: query.get('unit'),
    department: query.get('department'),
    overdue: query.get('overdue') === 'true',
    stalled: query.get('stalled') === 'true',
    sample: query.get('sample') === 'due',
    relapse: query.get('relapse') === 'true',
    placeKind: listed(query.get('placeKind'), placeKinds),
    on: query.get('on'),
    rectified: query.get('rectified') === 'true',
  }
}

function listed<T extends string>(text: string | null, known: readonly T[]): T[] {
  const words = (text ?? '').split(',')
  return known.filter((word) => words.includes(word))
}

export function writtenFilters(filters: HazardFilters): Filters {
  return {
    status: filters.all ? 'all' : filters.status.join(','),
    severity: filters.severity.join(','),
    mode: filters.mode.join(','),
    unit: filters.unit,
    department: filters.department,
    overdue: filters.overdue,
    stalled: filters.stalled,
    sample: filters.sample ? 'due' : null,
    relapse: filters.relapse,
    placeKind: filters.placeKind.join(','),
    on: filters.on,
    rectified: filters.rectified,
  }
}

/** What the server is asked. Sampled hazards are closed ones, so "open only" does not apply to them. */
export function askedFilters(filters: HazardFilters): Filters {
  const openOnly = !filters.all && !filters.sample && filters.status.length === 0
  const status = openOnly ? openStatuses : filters.status
  return { ...writtenFilters(filters), status: status.join(',') }
}

export function isFiltered(filters: HazardFilters): boolean {
  return Object.values(writtenFilters(filters)).some((value) => value !== null && value !== '' && value !== false)
}

export function useHazardFilters(): [HazardFilters, (change: Partial<HazardFilters>) => void] {
  const [query, setQuery] = useSearchParams()
  const filters = useMemo(() => readFilters(query), [query])
  const change = useCallback(
    (part: Partial<HazardFilters>) =>
      setQuery((before) => {
        const next = new URLSearchParams()
        for (const [name, value] of Object.entries(writtenFilters({ ...readFilters(before), ...part }))) {
          if (value !== null && value !== undefined && value !== '' && value !== false) next.set(name, String(value))
        }
        return next
      }),
    [setQuery],
  )
  return [filters, change]
}
