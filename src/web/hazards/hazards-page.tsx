import { type MouseEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { Bones } from '#web/desk/bones.tsx'
import { DataTable } from '#web/desk/data-table.tsx'
import { useDeskText } from '#web/desk/desk-text.ts'
import { Empty } from '#web/desk/empty.tsx'
import { Failed } from '#web/desk/failed.tsx'
import { More } from '#web/desk/more.tsx'
import { useTitle } from '#web/desk/use-title.ts'
import { pages } from '#web/paths.ts'
import { useWords } from '#web/text/words.ts'
import { useNarrow } from '#web/ui/use-narrow.ts'
import { BulkBar } from './bulk-bar.tsx'
import { useColumnChoice } from './column-choice.tsx'
import { hazardColumns, narrowColumns } from './columns.tsx'
import { FilterBar } from './filter-bar.tsx'
import { isFiltered, useHazardFilters } from './filters.ts'
import { HazardDrawer } from './hazard-drawer.tsx'
import { pageSize, useHazardList } from './hazard-list.ts'
import { useHazardsText } from './hazards-text.ts'
import { useListKeys } from './list-keys.ts'
import { ListTitle } from './list-title.tsx'
import { selectColumn } from './select-column.tsx'
import { ViewBar } from './view-bar.tsx'
import './hazards.css'

export function HazardsPage() {
  const t = useHazardsText()
  const desk = useDeskText()
  const w = useWords()
  const go = useNavigate()
  const [filters, change] = useHazardFilters()
  const [columns, setColumns] = useColumnChoice()
  const [active, setActive] = useState<string | null>(null)
  const narrow = useNarrow()
  const [drawer, setDrawer] = useState(false)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const still = () => !drawer && chosen.size === 0 && window.scrollY < 40
  const { list, rows, counts, asOf, waiting, refresh } = useHazardList(filters, still)
  useTitle(t('title'))

  const toggle = (id: string) => setChosen((before) => toggled(before, id))
  const move = (by: number) => {
    const at = rows.findIndex((row) => row.id === active)
    const row = rows[Math.max(0, Math.min(rows.length - 1, at + by))]
    if (row === undefined) return
    setActive(row.id)
    document.querySelector(`[data-row="${row.id}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  useListKeys({
    next: () => move(1),
    previous: () => move(-1),
    open: () => active !== null && void go(pages.hazard(active)),
    toggle: () => active !== null && toggle(active),
    close: () => setDrawer(false),
  })
  const onRow = (id: string, event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    if (drawer && id === active) return void go(pages.hazard(id))
    setActive(id)
    setDrawer(true)
  }
  const shown = drawer || narrow ? columns.filter((key) => narrowColumns.includes(key)) : columns
  const table = [selectColumn(rows, chosen, toggle, setChosen, t), ...hazardColumns(shown, t, w)]
  const chosenRows = rows.filter((row) => chosen.has(row.id))

  return (
    <>
      <ListTitle filters={filters} counts={counts} asOf={asOf} columns={columns} onColumns={setColumns} />
      <ViewBar filters={filters} />
      <FilterBar filters={filters} counts={counts} onChange={change} />
      {waiting > 0 && (
        <button type="button" className="changes" onClick={refresh}>
          {desk('refreshChanges', { n: waiting })}
        </button>
      )}
      <div className={drawer ? 'split split-open' : 'split'}>
        <div className="split-list">
          {list.isPending && <Bones />}
          {list.error !== null && rows.length === 0 && <Failed error={list.error} onRetry={refresh} />}
          {list.isSuccess && rows.length === 0 && (
            <Empty title={t('emptyTitle')}>{isFiltered(filters) ? t('emptyFiltered') : t('emptyAll')}</Empty>
          )}
          {rows.length > 0 && (
            <DataTable
              label={t('tableLabel')}
              columns={table}
              rows={rows}
              keyOf={(row) => row.id}
              active={active}
              onRow={(row, event) => onRow(row.id, event)}
              busy={list.isFetching}
            />
          )}
          <More
            shown={rows.length}
            hasMore={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
            step={pageSize}
            left={counts === undefined ? undefined : counts.total - rows.length}
          />
          {rows.length > 0 && <p className="keys quiet no-print">{t('keys')}</p>}
        </div>
        {drawer && active !== null && <HazardDrawer id={active} onClose={() => setDrawer(false)} />}
      </div>
      {chosenRows.length > 0 && <BulkBar rows={chosenRows} onClear={() => setChosen(new Set())} onDone={refresh} />}
    </>
  )
}

function toggled(before: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(before)
  if (!next.delete(id)) next.add(id)
  return next
}
