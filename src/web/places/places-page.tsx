import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { type MouseEvent, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { get } from '#web/api.ts'
import { Bones } from '#web/desk/bones.tsx'
import { type Column, DataTable } from '#web/desk/data-table.tsx'
import { Empty } from '#web/desk/empty.tsx'
import { Failed } from '#web/desk/failed.tsx'
import { More } from '#web/desk/more.tsx'
import { useMay } from '#web/desk/session.ts'
import { useTitle } from '#web/desk/use-title.ts'
import { api, pages } from '#web/paths.ts'
import type { Text } from '#web/text/language.ts'
import type { placesZh } from '#web/text/places-zh.ts'
import { useWords, type Words } from '#web/text/words.ts'
import { Plate } from '#web/ui/plate.tsx'
import { AsOf, Time } from '#web/ui/time.tsx'
import type { PlaceList, PlaceRow } from './answers.ts'
import { PlaceFilterBar, usePlaceFilters } from './place-filters.tsx'
import { usePlacesText } from './places-text.ts'
import { RegisterPlace } from './register-form.tsx'

const pageSize = 50

export function PlacesPage() {
  const t = usePlacesText()
  const w = useWords()
  const go = useNavigate()
  const [filters, change] = usePlaceFilters()
  const mayRegister = useMay('place.register')
  const [registering, setRegistering] = useState(false)
  useTitle(t('title'))
  const list = useInfiniteQuery({
    queryKey: ['places', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      get<PlaceList>(api.places({ ...filters, cursor: pageParam, limit: pageSize }), signal),
    initialPageParam: '' as string,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  })
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? []
  const asOf = list.data?.pages[0]?.asOf
  const open = (row: PlaceRow, event: MouseEvent) => {
    if (!(event.target as HTMLElement).closest('a')) void go(pages.place(row.id))
  }
  return (
    <>
      <header className="page-head">
        <h1>{t('title')}</h1>
        <span className="quiet">{t('listHint')}</span>
        {asOf !== undefined && <AsOf at={asOf} />}
        {mayRegister && (
          <span className="page-head-extra no-print">
            <Button type="primary" onClick={() => setRegistering(true)}>
              {t('register')}
            </Button>
          </span>
        )}
      </header>
      {registering && <RegisterPlace onClose={() => setRegistering(false)} />}
      <PlaceFilterBar filters={filters} onChange={change} />
      {list.isPending && <Bones />}
      {list.error !== null && rows.length === 0 && <Failed error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && (
        <Empty title={t('emptyTitle')}>{t(mayRegister ? 'emptyMay' : 'emptyText')}</Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label={t('listLabel')}
          columns={columns(t, w)}
          rows={rows}
          keyOf={(row) => row.id}
          onRow={open}
          busy={list.isFetching}
        />
      )}
      <More
        shown={rows.length}
        hasMore={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
        step={pageSize}
      />
    </>
  )
}

function columns(t: Text<keyof typeof placesZh>, w: Words): Column<PlaceRow>[] {
  return [
    {
      key: 'name',
      title: t('colName'),
      cell: (row) => (
        <>
          <Link className="cell-main" to={pages.place(row.id)}>
            {row.name}
          </Link>
          <span className="cell-sub">{row.address}</span>
        </>
      ),
    },
    {
      key: 'plate',
      title: t('colPlate'),
      width: 190,
      cell: (row) =>
        row.status === 'merged' ? (
          <span className="quiet">{w('placeStatus.merged')}</span>
        ) : (
          <Plate plate={row.plate.class} situation={row.plate.situation} />
        ),
    },
    { key: 'kind', title: t('colKind'), width: 130, cell: (row) => w(`placeKind.${row.kind}`) },
    { key: 'unit', title: t('colUnit'), width: 150, cell: (row) => row.unitName },
    {
      key: 'open',
      title: t('colOpen'),
      width: 90,
      end: true,
      cell: (row) => (row.open === 0 ? '—' : t('openCount', { n: row.open })),
    },
    {
      key: 'overdue',
      title: t('colOverdue'),
      width: 90,
      end: true,
      cell: (row) =>
        row.overdue === 0 ? '—' : <span className="clock-late">{t('openCount', { n: row.overdue })}</span>,
    },
    {
      key: 'visit',
      title: t('colVisit'),
      width: 150,
      cell: (row) =>
        row.lastVisit === null ? <span className="quiet">{t('never')}</span> : <Time at={row.lastVisit} dayOnly />,
    },
  ]
}
