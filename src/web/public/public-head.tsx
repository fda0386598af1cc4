import { setLanguage, useLanguage } from '#web/text/language.ts'
import { usePublicText } from './text.ts'

/** Which paper this is, and the other language: the head of every page without an account. */
export function PublicHead({ title, demo = false }: { title: string; demo?: boolean }) {
  const t = usePublicText()
  const other = useLanguage() === 'zh' ? 'en' : 'zh'
  return (
    <header className="public-head">
      <p className="public-paper">
        {title}
        {demo && <strong className="public-demo">{t('demo')}</strong>}
      </p>
      <button
        type="button"
        className="public-language"
        lang={other === 'en' ? 'en' : 'zh-CN'}
        onClick={() => setLanguage(other)}
      >
        {t('language.other')}
      </button>
    </header>
  )
}
