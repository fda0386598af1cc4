import type { Instant } from '#domain/calendar.ts'
import { type RawBuilder, sql } from '#server/db/sql.ts'

// Which entries of the register counted just before that instant. A row says where it went and when, but not that it was
// merged for a while and stood by itself again: for those few the log is read.

/** `merge`: each entry that was a duplicate then, with the one that it had gone into. */
function merges(before: Instant): RawBuilder<unknown> {
  return sql`undone as materialized (select distinct subject from event where type = 'place.unmerged'),
    merge as materialized (
      select p.id, p.merged_into as into_id from place p
      where p.merged_at < ${before} and p.id not in (select subject from undone)
      union all
      select last.subject, last.into_id from (
        select distinct on (e.subject) e.subject, e.type, (e.data ->> 'into')::uuid as into_id from event e
        where e.subject in (select subject from undone) and e.type in ('place.merged', 'place.unmerged')
          and e.occurred < ${before} order by e.subject, e.received desc, e.id desc) last
      where last.type = 'place.merged')`
}

/** Over `place p`: the entry was merged into another one then. */
export function mergedBefore(before: Instant): RawBuilder<boolean> {
  return isAmong(sql`with ${merges(before)} select id from merge`)
}

/**
 * Asked of a set that is counted once. Without "is true" the planner may join instead; what lies behind a policy it takes
 * for far fewer rows than there are, and would go through them again for every place.
 */
const isAmong = (ids: RawBuilder<unknown>): RawBuilder<boolean> => sql`((p.id in (${ids})) is true)`

/**
 * Over `place p`: checked at least once by then, by a finished visit or inspection of the place, of one of its duplicates
 * (which count as the place that they went into), or of the house whose rooms were walked.
 */
export function inspectedBefore(before: Instant): RawBuilder<boolean> {
  const walks = (table: string) => sql`
    select place_id as id from ${sql.id(table)} where finished_at < ${before}
    union select unnest(rooms) from ${sql.id(table)} where finished_at < ${before}`
  return isAmong(sql`with recursive ${merges(before)},
    way as (select id, into_id as at from merge union select way.id, m.into_id from way join merge m on m.id = way.at),
    goal as (select way.id, way.at from way where not exists (select from merge m where m.id = way.at)),
    walked as (${walks('safety_visit')} union ${walks('administrative_inspection')})
    select coalesce(goal.at, walked.id) as id from walked left join goal on goal.id = walked.id`)
}
