import { setLanguage, useLanguage } from '#web/text/language.ts'

/** Named in the language it leads to, so that whoever needs it can read it. */
export function LanguageSwitch() {
  const lang = useLanguage()
  const next = lang === 'zh' ? 'en' : 'zh'
  return (
    <button
      type="button"
      className="plain-button"
      lang={next === 'en' ? 'en' : 'zh-CN'}
      onClick={() => setLanguage(next)}
    >
      {next === 'en' ? 'English' : '中文'}
    </button>
  )
}
