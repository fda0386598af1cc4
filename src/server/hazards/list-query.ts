import { type Static, Type } from 'typebox'
import type { Instant } from '#domain/calendar.ts'
import { hazardStatuses, openStatuses } from '#domain/hazards.ts'
import { placeKinds } from '#domain/places.ts'
import { exact, Id } from '#domain/shapes.ts'
import { modes, severities } from '#domain/standards.ts'
import { type RawBuilder, sql } from '#server/db/sql.ts'
import { DayText, endOfGiven } from '#server/http/day.ts'
import { foundBefore, modeBefore, rectifiedBefore } from './as-of.ts'

const words = (all: readonly string[]) =>
  Type.String({ pattern: `^(${all.join('|')})(,(${all.join('|')}))*$`, maxLength: 300 })

export const HazardQuery = Type.Object(
  {
    unit: Type.Optional(Type.String({ pattern: '^/([0-9]+/){1,6}$', description: 'Path of a unit: it and all below' })),
    status: Type.Optional(words(hazardStatuses)),
    severity: Type.Optional(words(severities)),
    mode: Type.Optional(words(modes)),
    overdue: Type.Optional(Type.Boolean()),
    stalled: Type.Optional(Type.Boolean({ description: 'Waits for somebody of the town longer than it should' })),
    relapse: Type.Optional(Type.Boolean()),
    department: Type.Optional(Type.String({ pattern: '^[a-z]{2,20}$' })),
    place: Type.Optional(Id),
    foundBy: Type.Optional(Id),
    placeKind: Type.Optional(words(placeKinds)),
    rectified: Type.Optional(Type.Boolean({ description: 'Closed out or closed down' })),
    on: Type.Optional({
      ...DayText,
      description: 'What stood on the books at the end of that day, `mode` and `rectified` as they stood then',
    }),
    sample: Type.Optional(Type.Union([Type.Literal('due'), Type.Literal('passed'), Type.Literal('failed')])),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  exact,
)
export type HazardQuery = Static<typeof HazardQuery>

export const yes = sql`true`
export const isOneOf = (what: RawBuilder<unknown>, list: string | undefined) =>
  list === undefined ? yes : sql`${what} = any(${list.split(',')})`

/** By where a hazard is looked after, and as its row says. */
function today({ unit, mode, rectified }: HazardQuery): RawBuilder<unknown>[] {
  return [
    unit === undefined ? yes : sql`h.scope_path ^@ ${unit}`,
    isOneOf(sql`h.mode`, mode),
    rectified === undefined ? yes : sql`(h.status in ('closed', 'closedDown')) = ${rectified}`,
  ]
}

/** As the figures of that day count it: by where it was found, and as it stood then. */
function then({ unit, mode, rectified }: HazardQuery, before: Instant): RawBuilder<unknown>[] {
  return [
    foundBefore(before),
    unit === undefined ? yes : sql`h.origin_path ^@ ${unit}`,
    mode === undefined ? yes : isOneOf(modeBefore(before), mode),
    rectified === undefined ? yes : sql`${rectifiedBefore(before)} = ${rectified}`,
  ]
}

/** What a question asks of the rows of `hazard h`. */
export function conditions(query: HazardQuery): RawBuilder<unknown>[] {
  const oneOf = (column: string, list: string | undefined) => isOneOf(sql`h.${sql.id(column)}`, list)
  return [
    ...(query.on === undefined ? today(query) : then(query, endOfGiven(query.on, '/query/on'))),
    oneOf('status', query.status),
    // Said once more in the form in which an index holds the open ones.
    asksForOpen(query) ? sql`h.closed_at is null` : yes,
    oneOf('severity', query.severity),
    query.placeKind === undefined
      ? yes
      : sql`exists (select from place k where k.id = h.place_id and k.kind = any(${query.placeKind.split(',')}))`,
    isOverdue(query.overdue),
    isSet('stalled_since', query.stalled),
    isSet('relapse_of', query.relapse),
    query.department === undefined ? yes : sql`h.department = ${query.department}`,
    query.place === undefined ? yes : sql`h.place_id = ${query.place}`,
    query.foundBy === undefined ? yes : sql`h.found_by = ${query.foundBy}`,
    query.sample === undefined ? yes : sql`h.sample = ${sql.raw(`'${query.sample}'`)}`,
  ]
}

function isSet(column: string, wanted: boolean | undefined): RawBuilder<unknown> {
  if (wanted === undefined) return yes
  return wanted ? sql`h.${sql.id(column)} is not null` : sql`h.${sql.id(column)} is null`
}

function isOverdue(wanted: boolean | undefined): RawBuilder<unknown> {
  if (wanted === undefined) return yes
  return wanted
    ? sql`(h.overdue_since is not null and h.closed_at is null)`
    : sql`(h.overdue_since is null or h.closed_at is not null)`
}

function asksForOpen({ status }: HazardQuery): boolean {
  return status?.split(',').every((one) => (openStatuses as readonly string[]).includes(one)) ?? false
}

/** What a question asks of the rows of `tallied t`, or of the roll-ups, where these say it in the same words. */
export function talliedConditions(query: HazardQuery): RawBuilder<unknown>[] {
  const oneOf = (column: string, list: string | undefined) => isOneOf(sql.id(column), list)
  const is = (column: string, value: string | undefined) =>
    value === undefined ? yes : sql`${sql.id(column)} = ${value}`
  const flag = (column: string, wanted: boolean | undefined) =>
    wanted === undefined ? yes : wanted ? sql.id(column) : sql`not ${sql.id(column)}`
  return [
    oneOf('status', query.status),
    oneOf('severity', query.severity),
    oneOf('mode', query.mode),
    oneOf('place_kind', query.placeKind),
    query.rectified === undefined ? yes : sql`(status in ('closed', 'closedDown')) = ${query.rectified}`,
    flag('overdue', query.overdue),
    flag('stalled', query.stalled),
    flag('relapse', query.relapse),
    is('department', query.department),
    is('sample', query.sample),
  ]
}
