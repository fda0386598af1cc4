import { type Static, Type } from 'typebox'
import { type Day, day, dayOf, type Instant, plus } from '#domain/calendar.ts'
import type { Actor } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import { exact } from '#domain/shapes.ts'
import { type RawBuilder, sql } from '#server/db/sql.ts'
import { DayText, endOfGiven } from '#server/http/day.ts'
import type { Question } from '#server/tallies/cells.ts'
import type { Frame } from './figures.ts'
import type { Standing } from './pilot-counts.ts'

export const ReportQuery = Type.Object(
  {
    from: Type.Optional(DayText),
    to: Type.Optional(DayText),
    unit: Type.Optional(Type.String({ pattern: '^/([0-9]+/){1,6}$', description: 'Path of a unit: it and all below' })),
  },
  exact,
)
export type ReportQuery = Static<typeof ReportQuery>

export const StandingQuery = Type.Object({ date: Type.Optional(DayText), unit: ReportQuery.properties.unit }, exact)
export type StandingQuery = Static<typeof StandingQuery>

/** Which rows a report looks at, beyond what its reader may see. `to` is the first instant after the last day. */
export type Window = { from: Instant | null; to: Instant | null; unit: string | null }

/** Throws `request.invalid` for a day that does not exist, or a period that ends before it begins. */
export function windowOf(query: ReportQuery): Window {
  const from = query.from === undefined ? null : plus(endOfGiven(query.from, '/query/from'), -day)
  const to = query.to === undefined ? null : endOfGiven(query.to, '/query/to')
  if (from !== null && to !== null && to <= from) throw problem('request.invalid', {}, '/query/to')
  return { from, to, unit: query.unit ?? null }
}

/** What every figure of a report says about where and when. Throws `unit.not_found` for a unit out of reach. */
export function frameOf(query: ReportQuery, actor: Pick<Actor, 'ranges' | 'line'>): Frame {
  const { unit } = query
  const inReach = unit === undefined || actor.ranges.some((range) => unit.startsWith(range))
  if (!inReach) throw problem('unit.not_found', {}, '/query/unit')
  const area = unit ?? actor.ranges.join(',')
  return {
    scope: actor.line === '*' ? area : `${area}@${actor.line}`,
    period: `${query.from ?? '..'}/${query.to ?? '..'}`,
  }
}

/** The same window for the roll-ups. */
export function questionOf({ from, to, unit }: Window): Question {
  return { from: from && dayOf(from), until: to && dayOf(to), unit, by: 'origin' }
}

/** The same for a report of one day: how things stood at its end. The scope by code and by path. */
export function standingOf(
  query: StandingQuery,
  actor: Pick<Actor, 'ranges' | 'line'>,
  today: Day,
): { standing: Standing; frame: Frame } {
  const on = query.date ?? today
  const before = endOfGiven(on, '/query/date')
  const { scope, period } = frameOf({ to: on, ...(query.unit === undefined ? {} : { unit: query.unit }) }, actor)
  const codes = (query.unit ?? actor.ranges.join(',')).replaceAll('/', '')
  return {
    standing: { before, units: query.unit === undefined ? actor.ranges : [query.unit] },
    frame: { scope: `${codes} ${scope}`, period },
  }
}

/** Rows of a window: by the moment in that column, and by where they were registered (statistics do not move with a border). */
export function within({ from, to, unit }: Window, column: string, table: string): RawBuilder<unknown> {
  const at = sql.id(table, column)
  const parts = [
    from === null ? sql`true` : sql`${at} >= ${from}`,
    to === null ? sql`true` : sql`${at} < ${to}`,
    unit === null ? sql`true` : sql`${sql.id(table, 'origin_path')} ^@ ${unit}`,
  ]
  return sql.join(parts, sql` and `)
}
