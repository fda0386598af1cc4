import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import type { Instant } from '#domain/calendar.ts'
import { noticeStates } from '#domain/notices.ts'
import { get } from '#web/api.ts'
import { Bones } from '#web/desk/bones.tsx'
import { type Column, DataTable } from '#web/desk/data-table.tsx'
import { Empty } from '#web/desk/empty.tsx'
import { Failed } from '#web/desk/failed.tsx'
import { More } from '#web/desk/more.tsx'
import { useTitle } from '#web/desk/use-title.ts'
import type { HazardNotice } from '#web/hazards/answers.ts'
import { api, pages } from '#web/paths.ts'
import { ReceiptButton } from '#web/receipts/receipt-button.tsx'
import { useReceiptsText } from '#web/receipts/receipts-text.ts'
import type { Text } from '#web/text/language.ts'
import type { noticesZh } from '#web/text/notices-zh.ts'
import { useWords, type Words, wordOr } from '#web/text/words.ts'
import { AsOf, Time } from '#web/ui/time.tsx'
import { noticeError } from './notice-error.ts'
import { NoticeState } from './notice-state.tsx'
import { useNoticesText } from './notices-text.ts'
import { recipientWord } from './recipient.ts'
import { RetryButton } from './retry-button.tsx'
import '#web/desk/filter-chip.css'

type Row = HazardNotice & { hazardId: string; placeName: string }
type List = { rows: Row[]; next: string | null; asOf: Instant }
const pageSize = 50

export function NoticesPage() {
  const t = useNoticesText()
  const w = useWords()
  const r = useReceiptsText()
  const [query] = useSearchParams()
  const state = noticeStates.find((one) => one === query.get('state')) ?? null
  useTitle(t('title'))
  const list = useInfiniteQuery({
    queryKey: ['notices', state],
    queryFn: ({ pageParam, signal }) => get<List>(api.notices({ state, cursor: pageParam, limit: pageSize }), signal),
    initialPageParam: '' as string,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  })
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? []
  const asOf = list.data?.pages[0]?.asOf
  return (
    <>
      <header className="page-head">
        <h1>{t('title')}</h1>
        <span className="quiet">{t('hint')}</span>
        {asOf !== undefined && <AsOf at={asOf} />}
      </header>
      <nav className="views" aria-label={t('colState')}>
        {[null, ...noticeStates].map((one) => (
          <Link key={one} to={pages.notices({ state: one })} aria-current={one === state ? 'page' : undefined}>
            {one === null ? t('stateAll') : w(`noticeState.${one}`)}
          </Link>
        ))}
      </nav>
      {list.isPending && <Bones />}
      {list.error !== null && rows.length === 0 && <Failed error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && <Empty title={t('emptyTitle')}>{t('emptyText')}</Empty>}
      {rows.length > 0 && (
        <DataTable label={t('label')} columns={columns(t, w, r('title.notice'))} rows={rows} keyOf={(row) => row.id} />
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

function columns(t: Text<keyof typeof noticesZh>, w: Words, receiptTitle: string): Column<Row>[] {
  return [
    {
      key: 'what',
      title: t('colWhat'),
      cell: (row) => (
        <>
          <b>{wordOr(w, `template.${row.template}`, row.template)}</b>{' '}
          <Link to={pages.hazard(row.hazardId)}>{row.placeName}</Link>
          {row.text !== null && <span className="cell-sub">{row.text}</span>}
        </>
      ),
    },
    {
      key: 'to',
      title: t('colTo'),
      width: 190,
      cell: (row) => (
        <>
          {recipientWord(w, row.recipient)}
          <span className="cell-sub">{wordOr(w, `channel.${row.channel}`, row.channel)}</span>
        </>
      ),
    },
    {
      key: 'state',
      title: t('colState'),
      width: 210,
      cell: (row) => (
        <>
          <NoticeState state={row.state} />
          {row.attempts > 1 && <small className="quiet"> {t('attempts', { n: row.attempts })}</small>}
          {row.lastError !== null && (
            <span className="cell-sub">{t('reason', { error: noticeError(row.lastError, t) })}</span>
          )}
        </>
      ),
    },
    { key: 'changed', title: t('colChanged'), width: 150, cell: (row) => <Time at={row.changedAt} /> },
    {
      key: 'acts',
      title: <span className="only-read">{t('colActs')}</span>,
      width: 180,
      end: true,
      cell: (row) => (
        <span className="notice-acts">
          <RetryButton notice={row} />
          <ReceiptButton url={api.receipt(row.receiptEvent)} title={receiptTitle} />
        </span>
      ),
    },
  ]
}
