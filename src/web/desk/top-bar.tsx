import type { LiveState } from '#web/live.ts'
import { AccountMenu } from './account-menu.tsx'
import { useDeskText } from './desk-text.ts'
import { LanguageSwitch } from './language-switch.tsx'
import { LiveMark } from './live-mark.tsx'
import { ScopeSwitch } from './scope-switch.tsx'
import { SearchBox } from './search-box.tsx'
import { useSession } from './session.ts'

export function TopBar({ live }: { live: LiveState }) {
  const t = useDeskText()
  const { demo, may } = useSession()
  return (
    <header className="top">
      {may.includes('place.read') && <SearchBox />}
      <span className="top-gap" />
      {demo && (
        <span className="demo-mark" title={t('demoHint')}>
          {t('demo')}
        </span>
      )}
      <LiveMark live={live} />
      <ScopeSwitch />
      <LanguageSwitch />
      <AccountMenu />
    </header>
  )
}
