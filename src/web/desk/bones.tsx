import { useText } from '#web/text/language.ts'
import { uiEn } from '#web/text/ui-en.ts'
import { uiZh } from '#web/text/ui-zh.ts'

/** Stands where rows will stand, so that nothing jumps when they come. */
export function Bones({ rows = 8 }: { rows?: number }) {
  const t = useText(uiZh, uiEn)
  return (
    <div className="table-bones" role="status">
      <b className="only-read">{t('loading')}</b>
      {Array.from({ length: rows }, (_, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bones have nothing but their place
        <span key={n} />
      ))}
    </div>
  )
}
