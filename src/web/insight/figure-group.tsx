import type { insightZh } from '#web/text/insight-zh.ts'
import { useWords } from '#web/text/words.ts'
import { figureLabel } from './figure-label.ts'
import { figureUnit, figureValue } from './figure-unit.ts'
import type { Figure } from './figures.ts'
import { useInsightText } from './insight-text.ts'

type Props = { group: string; figures: readonly Figure[]; all: readonly Figure[] }

/**
 * Bars from zero with their numbers. Rates go up to 100 %; places of each kind are measured against the places of
 * that kind, because 家, 户 and 间 are never on one scale.
 */
export function FigureGroup({ group, figures, all }: Props) {
  const t = useInsightText()
  const w = useWords()
  const rows = figures.map((figure) => ({ figure, most: mostOf(figure, figures, all) }))
  return (
    <section className="panel">
      <h2>{t(`group.${group}` as keyof typeof insightZh)}</h2>
      <ul className="bars">
        {rows.map(({ figure, most }) => (
          <li key={figure.key} title={figure.formula}>
            <span>{figureLabel(figure.key, t, w)}</span>
            <span className="bar" aria-hidden="true">
              <i style={{ width: `${most > 0 ? Math.min(100, ((figure.value ?? 0) / most) * 100) : 0}%` }} />
            </span>
            <span className="figure bar-value">
              {figure.value === null
                ? t('noValue')
                : `${figureValue({ ...figure, value: figure.value })} ${figureUnit(figure, t)}`}
              <small className="quiet">{beside(figure, most, group, t)}</small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function mostOf(figure: Figure, figures: readonly Figure[], all: readonly Figure[]): number {
  if (figure.unit === '%') return 100
  if (figure.key.startsWith('survey.visited.')) {
    return all.find((one) => one.key === figure.key.replace('visited', 'places'))?.value ?? 0
  }
  return Math.max(...figures.map((one) => one.value ?? 0))
}

function beside(figure: Figure, most: number, group: string, t: ReturnType<typeof useInsightText>): string {
  if (figure.denominator != null) {
    return t('ofCounts', { numerator: figure.numerator ?? 0, denominator: figure.denominator })
  }
  return group === 'survey.visited' ? `/ ${most} ${figureUnit(figure, t)}` : ''
}
