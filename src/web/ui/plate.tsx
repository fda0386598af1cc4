import type { PlateClass, Situation } from '#domain/colours.ts'
import type { Severity } from '#domain/standards.ts'
import { useWords } from '#web/text/words.ts'
import './plate.css'

/** One shape per class, so that it is known without its colour. */
const shapes: Record<PlateClass, string> = {
  critical: 'M7 1h10l6 6v10l-6 6H7l-6-6V7z',
  serious: 'M12 1.5 23.5 22H.5z',
  general: 'M12 .5 23.5 12 12 23.5.5 12z',
  rectified: 'M12 .8a11.2 11.2 0 1 0 0 22.4A11.2 11.2 0 0 0 12 .8z',
  closedDown: 'M2 2h20v20H2z',
}
const marks: Partial<Record<PlateClass, string>> = {
  critical: 'M12 6.5v7M12 16.6v1.2',
  serious: 'M12 9.5v6M12 18v.8',
  rectified: 'm7 12.3 3.4 3.4L17.2 9',
  closedDown: 'M6.5 12h11',
}

/** The shape alone, for a map or a chart. Decorative: its word must stand beside it. */
export function PlateShape({ plate, size = 16 }: { plate: PlateClass; size?: number }) {
  return (
    <svg className={`plate-shape plate-${plate}`} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={shapes[plate]} />
      {marks[plate] !== undefined && <path className="plate-mark" d={marks[plate]} />}
    </svg>
  )
}

export type PlateProps = { plate: PlateClass; situation?: Situation | null; size?: 'small' | 'large' }

/** 五色: colour, word and shape together, the same everywhere. */
export function Plate({ plate, situation = null, size = 'small' }: PlateProps) {
  const w = useWords()
  return (
    <span className={`plate plate-${size} plate-tone-${plate}`}>
      <PlateShape plate={plate} size={size === 'large' ? 28 : 14} />
      <span className="plate-word">{w(`plate.${plate}`)}</span>
      {situation !== null && <SituationBadge situation={situation} />}
    </span>
  )
}

/** A hazard's severity uses the three plates of the same names. */
export function SeverityPlate({ severity, size }: { severity: Severity; size?: 'small' | 'large' }) {
  return <Plate plate={severity} size={size} />
}

/** No situations of a place: 办理超时 says whose delay it is, the town's; 证据未到齐 that photos are still on their way. */
type Mark = Situation | 'stalled' | 'awaiting'

const badges: Record<Mark, string> = {
  untouched: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z',
  inWork: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 2.5v11',
  relapsed: 'M3.2 8.6A5 5 0 1 0 5 4.4M5.4 1.6 4.8 4.6l3 .7',
  overdue: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 5v3.2l2.2 1.6',
  awaiting: 'M8 2.5v7M5 7l3 3 3-3M3 13.5h10',
  stalled: 'M4 2.5h8M4 13.5h8M5 2.5c0 3 3 3.6 3 5.5s-3 2.5-3 5.5M11 2.5c0 3-3 3.6-3 5.5s3 2.5 3 5.5',
}

/** 未整改 hollow, 整改中 half-filled, 隐患反弹 returning arrow, 逾期 clock, 办理超时 hourglass, 证据未到齐 falling arrow. */
export function SituationBadge({ situation }: { situation: Mark }) {
  const w = useWords()
  return (
    <span className={`situation situation-${situation}`}>
      <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true">
        {situation === 'inWork' && <path className="situation-half" d="M8 2.5a5.5 5.5 0 0 0 0 11z" />}
        <path className="situation-line" d={badges[situation]} />
      </svg>
      {w(`situation.${situation}`)}
    </span>
  )
}
