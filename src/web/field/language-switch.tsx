import { setLanguage, useLanguage } from '#web/text/language.ts'

/** Each language under its own name, so that whoever is lost finds the way back. */
export function LanguageSwitch() {
  const now = useLanguage()
  return (
    <div className="two">
      <button
        type="button"
        className="plain"
        lang="zh-CN"
        aria-pressed={now === 'zh'}
        onClick={() => setLanguage('zh')}
      >
        中文
      </button>
      <button type="button" className="plain" lang="en" aria-pressed={now === 'en'} onClick={() => setLanguage('en')}>
        English
      </button>
    </div>
  )
}
