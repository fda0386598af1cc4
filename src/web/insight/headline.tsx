import { useWords } from '#web/text/words.ts'
import { figureLabel } from './figure-label.ts'
import { figureUnit, figureValue } from './figure-unit.ts'
import type { Figure } from './figures.ts'
import { useInsightText } from './insight-text.ts'

/** One number, big, with its unit; a rate never without its two counts. */
export function Headline({ figure }: { figure: Figure }) {
  const t = useInsightText()
  const w = useWords()
  return (
    <li className="panel headline" title={figure.formula}>
      <span className="headline-label">{figureLabel(figure.key, t, w)}</span>
      <b className="figure">
        {figure.value === null ? (
          <span title={t('noValueHint')}>{t('noValue')}</span>
        ) : (
          figureValue({ ...figure, value: figure.value })
        )}
        {figure.value !== null && <small>{figureUnit(figure, t)}</small>}
      </b>
      {figure.denominator != null && (
        <span className="quiet figure-counts">
          {t('ofCounts', { numerator: figure.numerator ?? 0, denominator: figure.denominator })}
        </span>
      )}
    </li>
  )
}
