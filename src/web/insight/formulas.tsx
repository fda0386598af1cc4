import { useWords } from '#web/text/words.ts'
import { figureLabel } from './figure-label.ts'
import { figureUnit, figureValue } from './figure-unit.ts'
import type { Figure } from './figures.ts'
import { useInsightText } from './insight-text.ts'

/** Everything that was counted, with how: for whoever wants to count it again. */
export function Formulas({ figures }: { figures: readonly Figure[] }) {
  const t = useInsightText()
  const w = useWords()
  return (
    <details className="panel formulas">
      <summary>{t('formulas')}</summary>
      <p className="quiet">
        {t('scope', { scope: figures[0]?.scope ?? '' })} · {t('period')}{' '}
        {figures[0]?.period.replace('../..', t('wholeTime'))}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('colFigure')}</th>
            <th scope="col">{t('colValue')}</th>
            <th scope="col">{t('formula')}</th>
          </tr>
        </thead>
        <tbody>
          {figures.map((figure) => (
            <tr key={figure.key}>
              <td>
                {figureLabel(figure.key, t, w)} <small className="quiet">{figure.key}</small>
              </td>
              <td className="figure">
                {figure.value === null
                  ? t('noValue')
                  : `${figureValue({ ...figure, value: figure.value })} ${figureUnit(figure, t)}`}
                {figure.denominator != null &&
                  ` (${t('ofCounts', { numerator: figure.numerator ?? 0, denominator: figure.denominator })})`}
              </td>
              <td className="quiet">{figure.formula}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
