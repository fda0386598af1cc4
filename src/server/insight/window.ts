import { type Static, Type } from 'typebox'
import { type Day, day, dayOf, endOfDay, type Instant, millis, plus } from '#domain/calendar.ts'
import type { Actor } from '#domain/people.ts'
import { problem } from '#domain/problems.ts'
import { exact } from '#domain/shapes.ts'
import { type RawBuilder, sql } from '#server/db/sql.ts'
import type { Frame } from './figures.ts'

const DayText = Type.String({
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
  description: 'A day in Asia/Shanghai, included',
})

export const ReportQuery = Type.Object(
  {
    from: Type.Optional(DayText),
    to: Type.Optional(DayText),
    unit: Type.Optional(Type.String({ pattern: '^/([0-9]+/){1,6}$', description: 'Path of a unit: it and all below' })),
  },
  exact,
)
export type ReportQuery = Static<typeof ReportQuery>

/** Which rows a report looks at, beyond what its reader may see. `to` is the first instant after the last day. */
export type Window = { from: Instant | null; to: Instant | null; unit: string | null }

/** Throws `request.invalid` for a day that does not exist, or a period that ends before it begins. */
export function windowOf(query: ReportQuery): Window {
  const from = query.from === undefined ? null : plus(end(query.from, '/query/from'), -day)
  const to = query.to === undefined ? null : end(query.to, '/query/to')
  if (from !== null && to !== null && to <= from) throw problem('request.invalid', {}, '/query/to')
  return { from, to, unit: query.unit ?? null }
}

function end(on: Day, path: string): Instant {
  const exists = !Number.isNaN(Date.parse(`${on}T00:00:00.000Z`)) && dayOf(plus(endOfDay(on), -day)) === on
  if (!exists || millis(endOfDay(on)) < 0) throw problem('request.invalid', {}, path)
  return endOfDay(on)
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
