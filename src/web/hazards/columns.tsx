import { Link } from 'react-router'
import type { Column } from '#web/desk/data-table.tsx'
import { pages } from '#web/paths.ts'
import type { hazardsZh } from '#web/text/hazards-zh.ts'
import type { Text } from '#web/text/language.ts'
import { departmentWord, type Words } from '#web/text/words.ts'
import { SeverityPlate, SituationBadge } from '#web/ui/plate.tsx'
import { Clock, Time } from '#web/ui/time.tsx'
import type { HazardRow } from './answers.ts'
import { clockStopped } from './clock-stopped.ts'
import { StatusMark } from './status-mark.tsx'

export type ColumnKey =
  | 'item'
  | 'severity'
  | 'status'
  | 'clock'
  | 'mode'
  | 'unit'
  | 'department'
  | 'act'
  | 'found'
  | 'notice'

export const allColumns: readonly ColumnKey[] = [
  'item',
  'severity',
  'status',
  'clock',
  'mode',
  'unit',
  'department',
  'act',
  'found',
  'notice',
]
export const usualColumns: readonly ColumnKey[] = ['item', 'severity', 'status', 'clock', 'mode', 'unit', 'department']
/** What still fits beside the open drawer. */
export const narrowColumns: readonly ColumnKey[] = ['item', 'severity', 'status', 'clock']

export const columnTitles: Record<ColumnKey, keyof typeof hazardsZh> = {
  item: 'colItem',
  severity: 'colSeverity',
  status: 'colStatus',
  clock: 'colClock',
  mode: 'colMode',
  unit: 'colUnit',
  department: 'colDepartment',
  act: 'colAct',
  found: 'colFound',
  notice: 'colNotice',
}

const widths: Partial<Record<ColumnKey, number>> = {
  severity: 104,
  status: 128,
  clock: 160,
  mode: 112,
  unit: 138,
  department: 150,
  act: 92,
  found: 138,
  notice: 92,
}

export function hazardColumns(
  keys: readonly ColumnKey[],
  t: Text<keyof typeof hazardsZh>,
  w: Words,
): Column<HazardRow>[] {
  const cells: Record<ColumnKey, Column<HazardRow>['cell']> = {
    item: (row) => (
      <>
        <Link className="cell-main" to={pages.hazard(row.id)}>
          {row.itemText}
        </Link>
        <span className="cell-sub">
          {row.placeName} · {row.address}
        </span>
      </>
    ),
    severity: (row) => (
      <span className="cell-stack">
        <SeverityPlate severity={row.severity} />
        {row.awaiting > 0 && <SituationBadge situation="awaiting" />}
        {row.relapseOf !== null && <SituationBadge situation="relapsed" />}
      </span>
    ),
    status: (row) => (
      <span className="cell-stack">
        <StatusMark status={row.status} />
        {row.stalledSince !== null && <SituationBadge situation="stalled" />}
        {row.sample === 'due' && <span className="badge">{w('sample.due')}</span>}
      </span>
    ),
    clock: (row) => <Clock deadline={row.deadline} overdueSince={row.overdueSince} stopped={clockStopped(row)} />,
    mode: (row) => w(`mode.${row.mode}`),
    unit: (row) => row.unitName,
    department: (row) => departmentWord(w, row.department),
    act: (row) => w(`act.${row.act}`),
    found: (row) => <Time at={row.foundAt} />,
    notice: (row) => (row.noticeState === null ? '—' : w(`noticeState.${row.noticeState}`)),
  }
  return keys.map((key) => ({ key, title: t(columnTitles[key]), width: widths[key], cell: cells[key] }))
}
