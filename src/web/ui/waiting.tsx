import { useText } from '#web/text/language.ts'
import { uiEn } from '#web/text/ui-en.ts'
import { uiZh } from '#web/text/ui-zh.ts'

/** While a part of the program is fetched. Says so to screen readers; the eye sees it only after a moment. */
export function Waiting() {
  const t = useText(uiZh, uiEn)
  return (
    <div className="waiting" role="status">
      <span>{t('loading')}</span>
    </div>
  )
}
