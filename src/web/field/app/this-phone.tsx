import type { ReactNode } from 'react'
import { useWatched } from '#web/field/watched.ts'
import { useText } from '#web/text/language.ts'
import { appEn } from './app-en.ts'
import { appZh } from './app-zh.ts'
import { installPrompt } from './install-prompt.ts'
import { sizeOf } from './size.ts'
import { standingHere } from './standing.ts'
import { useSpace } from './use-space.ts'
import { workerState } from './worker-state.ts'

/** What this phone can be trusted with: whether it opens offline, keeps what it holds (`children`), and how full it is. */
export function ThisPhone({ children }: { children: ReactNode }) {
  const t = useText(appZh, appEn)
  const space = useSpace()
  const state = useWatched(workerState)
  const prompt = useWatched(installPrompt)
  const { host, installed, notOffline } = standingHere()
  const opens = notOffline === null && state !== 'none' ? (state === 'waiting' ? 'ready' : state) : 'none'
  return (
    <>
      <h2>{t('title')}</h2>
      <section className="card card-still" aria-label={t('title')}>
        <strong>{t(`offline.${opens}`)}</strong>
        {notOffline !== null && <NotOfflineText host={host} why={notOffline} />}
        {children}
        {space?.stays !== null && space !== undefined && <span>{t(space.stays ? 'stays.yes' : 'stays.no')}</span>}
        {space?.used != null && (
          <span className="small quiet">
            {space.free === null
              ? t('space.used', { used: sizeOf(space.used) })
              : t('space', { used: sizeOf(space.used), free: sizeOf(space.free) })}
          </span>
        )}
        {installed && <span className="small quiet">{t('installed')}</span>}
        {prompt !== null && !installed && (
          <button type="button" className="plain" onClick={() => void prompt.prompt()}>
            {t('install')}
          </button>
        )}
      </section>
    </>
  )
}

function NotOfflineText({
  host,
  why,
}: {
  host: ReturnType<typeof standingHere>['host']
  why: 'webView' | 'notInstalled' | 'noWorker'
}) {
  const t = useText(appZh, appEn)
  if (why !== 'webView') return <span>{t(`why.${why}`)}</span>
  return <span>{t(host === 'dingtalk' ? 'why.webView.dingtalk' : 'why.webView.wechat')}</span>
}

/** Said where work begins, so that nobody finds out in a cellar. */
export function OfflineWarning() {
  const { host, notOffline } = standingHere()
  if (notOffline === null) return null
  return (
    <p className="say say-soon" role="note">
      <NotOfflineText host={host} why={notOffline} />
    </p>
  )
}
