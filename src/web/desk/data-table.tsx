import type { MouseEvent, ReactNode } from 'react'
import './data-table.css'

export type Column<R> = {
  key: string
  title: ReactNode
  cell: (row: R) => ReactNode
  /** CSS width; without it the column takes what is left. */
  width?: number
  end?: boolean
}

type Props<R> = {
  label: string
  columns: readonly Column<R>[]
  rows: readonly R[]
  keyOf: (row: R) => string
  active?: string | null
  onRow?: (row: R, event: MouseEvent) => void
  busy?: boolean
}

/** A plain table: it prints, it copies, and a screen reader knows it. The row's own link is the way by keyboard. */
export function DataTable<R>({ label, columns, rows, keyOf, active, onRow, busy }: Props<R>) {
  return (
    <table className="table" aria-label={label} aria-busy={busy}>
      <colgroup>
        {columns.map((column) => (
          <col key={column.key} style={column.width === undefined ? undefined : { width: column.width }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" className={column.end ? 'cell-end' : undefined}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const key = keyOf(row)
          return (
            <tr
              key={key}
              data-row={key}
              className={onRow === undefined ? undefined : 'row-opens'}
              aria-current={key === active ? 'true' : undefined}
              onClick={onRow && ((event) => onRow(row, event))}
            >
              {columns.map((column) => (
                <td key={column.key} className={column.end ? 'cell-end' : undefined}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
