import type { NoticeState as State } from '#domain/notices.ts'
import { useWords } from '#web/text/words.ts'
import './notice-state.css'

const signs: Record<State, string> = { queued: '…', sent: '→', delivered: '✓', failed: '!', dead: '×' }

export function NoticeState({ state }: { state: State }) {
  const w = useWords()
  return (
    <span className={`badge notice-${state}`}>
      <span aria-hidden="true">{signs[state]}</span> {w(`noticeState.${state}`)}
    </span>
  )
}
