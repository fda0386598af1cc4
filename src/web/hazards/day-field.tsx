import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { dayOf, endOfDay, type Instant, instant, lastDayBefore } from '#domain/calendar.ts'
import { serverNow } from '#web/api.ts'

type Props = {
  id?: string
  value?: Instant
  onChange?: (value: Instant | undefined) => void
  /** Days up to that deadline cannot be chosen. */
  after: Instant | null
  /** Nor days that end later than this. */
  latest: Instant | null
}

/**
 * Asks for a day and gives the end of it in Asia/Shanghai, as every deadline here ends with a day. It opens on the first
 * day that can be chosen: this device's own day may be another.
 */
export function DayField({ id, value, onChange, after, latest }: Props) {
  const now = instant(serverNow())
  const first = after !== null && after > now ? dayOf(endOfDay(lastDayBefore(after))) : dayOf(now)
  return (
    <DatePicker
      id={id}
      value={value === undefined ? null : dayjs(lastDayBefore(value))}
      defaultPickerValue={dayjs(first)}
      showNow={false}
      onChange={(chosen) => onChange?.(chosen ? endOfDay(chosen.format('YYYY-MM-DD')) : undefined)}
      disabledDate={(chosen) => {
        const text = chosen.format('YYYY-MM-DD')
        return text < first || (latest !== null && endOfDay(text) > latest)
      }}
    />
  )
}
