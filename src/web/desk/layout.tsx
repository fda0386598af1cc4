import type { ReactNode } from 'react'
import { useLive, useLiveRefresh } from '#web/live.ts'
import { useDeskText } from './desk-text.ts'
import { Navigation } from './navigation.tsx'
import { useSession, useSessionLoss } from './session.ts'
import { TopBar } from './top-bar.tsx'

export function Layout({ children }: { children: ReactNode }) {
  const t = useDeskText()
  const session = useSession()
  const live = useLive()
  useLiveRefresh()
  useSessionLoss()
  return (
    <div className="desk">
      <a className="skip" href="#page">
        {t('skip')}
      </a>
      <Navigation />
      <TopBar live={live} />
      <main id="page" className="desk-page" tabIndex={-1}>
        {session.post === null ? <NoPost /> : children}
      </main>
      {session.demo && <p className="print-demo">{t('demoPrint')}</p>}
    </div>
  )
}

function NoPost() {
  const t = useDeskText()
  return (
    <div className="state">
      <h1>{t('noPostTitle')}</h1>
      <p>{t('noPostText')}</p>
    </div>
  )
}
