import { DownOutlined } from '@ant-design/icons'
import { App, Dropdown } from 'antd'
import { useState } from 'react'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import { useDeskText } from './desk-text.ts'
import { PasswordForm } from './password-form.tsx'
import { useLogOut, useSession } from './session.ts'

export function AccountMenu() {
  const t = useDeskText()
  const w = useWords()
  const { account } = useSession()
  const { message, modal } = App.useApp()
  const logOut = useLogOut()
  const [changing, setChanging] = useState(false)
  const leave = (everywhere: boolean) =>
    logOut.mutateAsync(everywhere).catch((error: unknown) => void message.error(errorSentence(w, error)))

  const acts: Record<string, () => void> = {
    password: () => setChanging(true),
    out: () => void leave(false),
    everywhere: () =>
      void modal.confirm({
        title: t('logOutEverywhere'),
        content: t('logOutEverywhereText'),
        okText: t('logOutEverywhere'),
        cancelText: t('cancel'),
        onOk: () => leave(true),
      }),
  }
  const items = [
    { key: 'password', label: t('changePassword') },
    { type: 'divider' as const },
    { key: 'out', label: t('logOut') },
    { key: 'everywhere', label: t('logOutEverywhere') },
  ]
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => acts[key]?.() }}>
        <button type="button" className="plain-button account-button">
          {account.displayName} <DownOutlined aria-hidden />
        </button>
      </Dropdown>
      {changing && <PasswordForm onClose={() => setChanging(false)} />}
    </>
  )
}
