import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { del, post } from '#web/api.ts'
import { api } from '#web/paths.ts'
import { NewPassword } from './account-forms.tsx'
import type { AccountRow } from './answers.ts'
import { usePeopleText } from './people-text.ts'
import { NewPost } from './post-form.tsx'
import { usePeopleChange } from './use-people-change.ts'

export function AccountActs({ account }: { account: AccountRow }) {
  const t = usePeopleText()
  const [form, setForm] = useState<'post' | 'password' | null>(null)
  const close = () => setForm(null)
  const disabled = account.disabledAt !== null
  const change = usePeopleChange(
    (next: boolean) => post(api.accountDisabled(account.id), { disabled: next }),
    t(disabled ? 'enabledDone' : 'disabledDone'),
  )
  return (
    <span className="account-acts">
      <Button size="small" onClick={() => setForm('post')}>
        {t('assign')}
      </Button>
      <Button size="small" onClick={() => setForm('password')}>
        {t('newPassword')}
      </Button>
      {disabled ? (
        <Button size="small" loading={change.isPending} onClick={() => change.mutate(false)}>
          {t('enable')}
        </Button>
      ) : (
        <Popconfirm
          title={t('disableAsk', { name: account.displayName })}
          description={t('disableText')}
          okText={t('disable')}
          cancelText={t('cancel')}
          onConfirm={() => change.mutate(true)}
          styles={{ root: { maxWidth: 340 } }}
        >
          <Button size="small" danger loading={change.isPending}>
            {t('disable')}
          </Button>
        </Popconfirm>
      )}
      {form === 'post' && <NewPost account={account} onClose={close} />}
      {form === 'password' && <NewPassword account={account} onClose={close} />}
    </span>
  )
}

export function EndPost({ postId }: { postId: string }) {
  const t = usePeopleText()
  const end = usePeopleChange(() => del(api.post(postId)), t('ended'))
  return (
    <Popconfirm
      title={t('endPostAsk')}
      description={t('endPostText')}
      okText={t('endPost')}
      cancelText={t('cancel')}
      onConfirm={() => end.mutate(undefined)}
      styles={{ root: { maxWidth: 340 } }}
    >
      <button type="button" className="link-button" disabled={end.isPending}>
        {t('endPost')}
      </button>
    </Popconfirm>
  )
}
