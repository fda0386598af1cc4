import type { Column } from '#web/desk/data-table.tsx'
import type { hazardsZh } from '#web/text/hazards-zh.ts'
import type { Text } from '#web/text/language.ts'
import type { HazardRow } from './answers.ts'

type Chosen = ReadonlySet<string>

/** A box per row for acting on many at once; clicks on it do not open the row. */
export function selectColumn(
  rows: readonly HazardRow[],
  chosen: Chosen,
  toggle: (id: string) => void,
  setChosen: (chosen: Chosen) => void,
  t: Text<keyof typeof hazardsZh>,
): Column<HazardRow> {
  const all = rows.length > 0 && rows.every((row) => chosen.has(row.id))
  return {
    key: 'select',
    width: 40,
    title: (
      <input
        type="checkbox"
        aria-label={t('viewAll')}
        checked={all}
        onChange={() => setChosen(all ? new Set() : new Set(rows.slice(0, 200).map((row) => row.id)))}
      />
    ),
    cell: (row) => (
      <input
        type="checkbox"
        aria-label={t('selectRow', { place: row.placeName })}
        checked={chosen.has(row.id)}
        onClick={(event) => event.stopPropagation()}
        onChange={() => toggle(row.id)}
      />
    ),
  }
}
