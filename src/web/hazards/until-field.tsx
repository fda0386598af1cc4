import { day, type Instant, instant, plus } from '#domain/calendar.ts'
import { longestDays } from '#domain/hazards.ts'
import type { HazardAction } from '#domain/hazards-edges.ts'
import { serverNow } from '#web/api.ts'
import { DayField } from './day-field.tsx'

type Props = {
  id?: string
  value?: Instant
  onChange?: (value: Instant | undefined) => void
  action: HazardAction
  deadline: Instant | null
}

/** The last day of an extension, which lies behind the deadline, or of a supervision: both within the longest deadline. */
export function UntilField({ action, deadline, ...field }: Props) {
  const now = instant(serverNow())
  const after = action === 'hazard.request_extension' ? deadline : null
  return (
    <DayField {...field} after={after} latest={plus(after !== null && after > now ? after : now, longestDays * day)} />
  )
}
