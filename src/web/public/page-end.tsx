import { useSyncExternalStore } from 'react'
import { useLanguage } from '#web/text/language.ts'
import { writtenTime } from '#web/ui/time.tsx'
import type { PublicNotice } from './notice.ts'
import { usePublicText } from './text.ts'

export function PageEnd({ notice, printable }: { notice: PublicNotice; printable: boolean }) {
  const t = usePublicText()
  return (
    <>
      <p>{t('foot.private')}</p>
      <p className="quiet">
        <span>{t('foot.asOf', { at: writtenTime(notice.serverTime) })}</span>
        <br />
        <span>{t('foot.expires', { at: writtenTime(notice.expiresAt) })}</span>
      </p>
      {printable && (
        <button type="button" className="public-quiet-button" onClick={() => window.print()}>
          {t('foot.print')}
        </button>
      )}
    </>
  )
}

function watchLine(changed: () => void): () => void {
  window.addEventListener('online', changed)
  window.addEventListener('offline', changed)
  return () => {
    window.removeEventListener('online', changed)
    window.removeEventListener('offline', changed)
  }
}

/** What the reader must know before trusting the page: no network, an old state, the language of the law. */
export function Warnings({ stale, notice }: { stale: boolean; notice: PublicNotice }) {
  const t = usePublicText()
  const language = useLanguage()
  const online = useSyncExternalStore(watchLine, () => navigator.onLine)
  return (
    <div role="status" className="public-warnings">
      {!online && <p className="public-warning">{t('offline')}</p>}
      {online && stale && <p className="public-warning">{t('stale', { at: writtenTime(notice.serverTime) })}</p>}
      {language === 'en' && <p className="quiet public-small">{t('chineseOnly')}</p>}
    </div>
  )
}
