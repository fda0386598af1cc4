import { useWatched } from '#web/field/watched.ts'
import { useText } from '#web/text/language.ts'
import { appEn } from './app-en.ts'
import { appZh } from './app-zh.ts'
import { takeNewVersion, workerState } from './worker-state.ts'

/** Offered in the four rooms only: whoever stands in the middle of a walk is left in peace. */
export function UpdateBar() {
  const t = useText(appZh, appEn)
  if (useWatched(workerState) !== 'waiting') return null
  return (
    <p className="say update" role="status">
      <span>{t('update.ready')}</span>
      <button type="button" className="plain" onClick={takeNewVersion}>
        {t('update.go')}
      </button>
    </p>
  )
}
