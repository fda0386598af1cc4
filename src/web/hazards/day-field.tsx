import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { dayOf, endOfDay, type Instant, instant, minute, plus } from '#domain/calendar.ts'
import { serverNow } from '#web/api.ts'

type Props = {
  id?: string
  value?: Instant
  onChange?: (value: Instant | undefined) => void
  /** Days up to that deadline cannot be chosen. */
  after: Instant | null
}

/** Asks for a day and gives the end of it in Asia/Shanghai, as every deadline here ends with a day. */
export function DayField({ id, value, onChange, after }: Props) {
  const today = dayOf(instant(serverNow()))
  const last = after === null ? '' : dayOf(plus(after, -minute))
  return (
    <DatePicker
      id={id}
      value={value === undefined ? null : dayjs(dayOf(plus(value, -minute)))}
      onChange={(chosen) => onChange?.(chosen ? endOfDay(chosen.format('YYYY-MM-DD')) : undefined)}
      disabledDate={(day) => {
        const text = day.format('YYYY-MM-DD')
        return text < today || text <= last
      }}
    />
  )
}
