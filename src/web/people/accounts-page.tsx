import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useDeferredValue, useState } from 'react'
import { get } from '#web/api.ts'
import { Bones } from '#web/desk/bones.tsx'
import { DataTable } from '#web/desk/data-table.tsx'
import { Empty } from '#web/desk/empty.tsx'
import { Failed } from '#web/desk/failed.tsx'
import { More } from '#web/desk/more.tsx'
import { useMay } from '#web/desk/session.ts'
import { useTitle } from '#web/desk/use-title.ts'
import { api } from '#web/paths.ts'
import { useWords } from '#web/text/words.ts'
import { accountColumns } from './account-columns.tsx'
import { NewAccount } from './account-forms.tsx'
import type { AccountList } from './answers.ts'
import { usePeopleText } from './people-text.ts'
import './people.css'

const pageSize = 100

export function AccountsPage() {
  const t = usePeopleText()
  useTitle(t('accountsTitle'))
  if (!useMay('people.manage'))
    return (
      <Empty whole title={t('deniedTitle')}>
        {t('deniedText')}
      </Empty>
    )
  return <Managed />
}

function Managed() {
  const t = usePeopleText()
  const w = useWords()
  const [wanted, setWanted] = useState('')
  const [creating, setCreating] = useState(false)
  const q = useDeferredValue(wanted.trim())
  const list = useInfiniteQuery({
    queryKey: ['accounts', q],
    queryFn: ({ pageParam, signal }) =>
      get<AccountList>(api.accounts({ q, cursor: pageParam, limit: pageSize }), signal),
    initialPageParam: '' as string,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  })
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <>
      <header className="page-head">
        <h1>{t('accountsTitle')}</h1>
        <span className="quiet">{t('accountsHint')}</span>
        <span className="page-head-extra">
          <Button type="primary" onClick={() => setCreating(true)}>
            {t('create')}
          </Button>
        </span>
      </header>
      <Input
        className="account-find"
        allowClear
        value={wanted}
        placeholder={t('find')}
        aria-label={t('find')}
        onChange={(event) => setWanted(event.target.value)}
      />
      {list.isPending && <Bones />}
      {list.error !== null && list.data === undefined && (
        <Failed error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.isSuccess && rows.length === 0 && <Empty title={t('emptyTitle')}>{t('emptyText')}</Empty>}
      {rows.length > 0 && (
        <DataTable label={t('accountsLabel')} columns={accountColumns(t, w)} rows={rows} keyOf={(row) => row.id} />
      )}
      <More
        shown={rows.length}
        hasMore={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
        step={pageSize}
      />
      {creating && <NewAccount onClose={() => setCreating(false)} />}
    </>
  )
}
