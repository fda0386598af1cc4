import type { Column } from '#web/desk/data-table.tsx'
import type { Text } from '#web/text/language.ts'
import type { peopleZh } from '#web/text/people-zh.ts'
import type { Words } from '#web/text/words.ts'
import { Time, writtenDay } from '#web/ui/time.tsx'
import { AccountActs, EndPost } from './account-acts.tsx'
import type { AccountRow } from './answers.ts'

type T = Text<keyof typeof peopleZh>

export function accountColumns(t: T, w: Words): Column<AccountRow>[] {
  return [
    {
      key: 'name',
      title: t('colName'),
      width: 190,
      cell: (row) => (
        <>
          <b>{row.displayName}</b>
          <span className="cell-sub">
            {row.login}
            {row.kind === 'relay' && ` · ${t('relay')}`}
          </span>
        </>
      ),
    },
    {
      key: 'posts',
      title: t('colPosts'),
      cell: (row) => (
        <ul className="account-posts">
          {row.posts.length === 0 && <li className="clock-late">{t('noPost')}</li>}
          {row.posts.map((post) => (
            <li key={post.id}>
              {post.unitName} · {w(`role.${post.role}`)}{' '}
              {post.certificateNo !== null && (
                <small className="quiet">{t('certificate', { no: post.certificateNo })} </small>
              )}
              {post.validTo !== null && (
                <small className="quiet">{t('until', { at: writtenDay(post.validTo) })} </small>
              )}
              <EndPost postId={post.id} />
            </li>
          ))}
        </ul>
      ),
    },
    { key: 'state', title: t('colState'), width: 190, cell: (row) => state(row, t) },
    { key: 'acts', title: t('colActs'), width: 320, cell: (row) => <AccountActs account={row} /> },
  ]
}

function state(row: AccountRow, t: T) {
  if (row.disabledAt !== null) return <span className="quiet">{t('disabled', { at: writtenDay(row.disabledAt) })}</span>
  if (row.lockedUntil !== null)
    return (
      <span className="clock-late">
        {t('locked')} <Time at={row.lockedUntil} />
      </span>
    )
  return t('active')
}
