import type { Instant } from '#domain/calendar.ts'
import { type RawBuilder, sql } from '#server/db/sql.ts'

// Conditions over `hazard h`: how it stood just before that instant. A row says how it stands today, which is how it
// stood then, but for the few that a sample check opened again or that changed their mode: for these the log is read.

/** Found by then, and not dropped by then. What is void stays void. */
export function foundBefore(before: Instant): RawBuilder<boolean> {
  return sql`(h.found_at < ${before} and not (h.status = 'void' and h.closed_at < ${before}))`
}

/** Closed out or closed down by then, and not found false by then. A false close-out whose twin carries on stays closed. */
export function rectifiedBefore(before: Instant): RawBuilder<boolean> {
  return sql`(case when h.id in (select subject from event where type = 'hazard.sample_failed')
    then coalesce((select e.type <> 'hazard.sample_failed' from event e
      where e.subject = h.id and e.occurred < ${before} and (e.type in ('hazard.closed', 'hazard.shut_down')
        or (e.type = 'hazard.sample_failed' and e.data ->> 'twin' is null))
      order by e.received desc, e.id desc limit 1), false)
    else h.status in ('closed', 'closedDown') and h.closed_at < ${before} end)`
}

/** The mode as it stood then: that of the finding, or the one it was last changed to. */
export function modeBefore(before: Instant): RawBuilder<string> {
  return sql`coalesce(case when h.id in (select subject from event where type = 'hazard.mode_changed' and occurred >= ${before})
    then (select e.data ->> 'mode' from event e
      where e.subject = h.id and e.occurred < ${before} and e.type in ('hazard.reported', 'hazard.mode_changed')
      order by e.received desc, e.id desc limit 1) end, h.mode)`
}
