import { SwapOutlined } from '@ant-design/icons'
import { App, Dropdown } from 'antd'
import { useNavigate } from 'react-router'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import { useDeskText } from './desk-text.ts'
import { useSession, useSwitchPost } from './session.ts'

/** Under which post everything here is seen and done. Switching shows that post's rows, nothing else. */
export function ScopeSwitch() {
  const t = useDeskText()
  const w = useWords()
  const { post, posts } = useSession()
  const { message } = App.useApp()
  const go = useNavigate()
  const change = useSwitchPost()
  const label = post === null ? t('noPostTitle') : `${post.unit.name} · ${w(`role.${post.role}`)}`
  if (posts.length < 2) {
    return (
      <span className="scope" title={t('scopeHint')}>
        {label}
      </span>
    )
  }
  const choose = (id: string) => {
    if (id === post?.id) return
    change.mutate(id, {
      onSuccess: () => void go('/'),
      onError: (error) => void message.error(errorSentence(w, error)),
    })
  }
  const items = posts.map((one) => ({ key: one.id, label: `${one.unitName} · ${w(`role.${one.role}`)}` }))
  return (
    <Dropdown
      trigger={['click']}
      menu={{ items, selectedKeys: post === null ? [] : [post.id], onClick: ({ key }) => choose(key) }}
    >
      <button type="button" className="scope scope-button" title={t('scopeHint')} disabled={change.isPending}>
        {label} <SwapOutlined aria-hidden />
      </button>
    </Dropdown>
  )
}
