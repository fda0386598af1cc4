import { Link } from 'react-router'
import { percentOf } from '#domain/rates.ts'
import { useWords } from '#web/text/words.ts'
import { figureLabel } from './figure-label.ts'
import { figureUnit } from './figure-unit.ts'
import type { Figure } from './figures.ts'
import { Formulas } from './formulas.tsx'
import { useInsightText } from './insight-text.ts'
import { hazardParts, keyOf, rowsOf } from './pilot-rows.ts'

const checked = ['enterprises.inspected', 'shops.inspected', 'rentals.inspected']
const org = ['villages', 'grids', 'microGrids', 'microParks']

type Props = { figures: readonly Figure[]; unit: string | null; frozen?: boolean }

/**
 * How things stood at the end of a day. Every number opens the rows that it counts, as they counted on that day; what is
 * `frozen` stands for itself.
 */
export function PilotReport({ figures, unit, frozen = false }: Props) {
  const t = useInsightText()
  const byKey = new Map(figures.map((figure) => [figure.key, figure]))
  const cell = (key: string) => <Cell figure={byKey.get(key)} unit={unit} frozen={frozen} />
  return (
    <>
      {!frozen && <p className="quiet">{t('pilotHint')}</p>}
      <div className="figure-groups">
        <section className="panel">
          <h2>{t('pilot.hazards')}</h2>
          <table className="pilot">
            <thead>
              <tr>
                <td />
                <th scope="col">{t('pilot.found')}</th>
                <th scope="col">{t('pilot.rectified')}</th>
                <th scope="col">{t('pilot.rate')}</th>
              </tr>
            </thead>
            <tbody>
              {hazardParts.map((part) => (
                <tr key={part}>
                  <th scope="row">{t(`pilot.row.${part}`)}</th>
                  <td>{cell(keyOf(part, 'found'))}</td>
                  <td>{cell(keyOf(part, 'rectified'))}</td>
                  <td>
                    <Rate figure={byKey.get(keyOf(part, 'rectified'))} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <Group title={t('pilot.checked')} figures={pick(byKey, checked)} unit={unit} frozen={frozen} />
        <Group title={t('pilot.org')} figures={pick(byKey, org)} unit={unit} frozen={frozen} />
      </div>
      <Formulas figures={figures} />
    </>
  )
}

const pick = (byKey: ReadonlyMap<string, Figure>, keys: readonly string[]) =>
  keys.flatMap((key) => byKey.get(key) ?? [])

function Group({ title, figures, unit, frozen }: Required<Props> & { title: string }) {
  const t = useInsightText()
  const w = useWords()
  return (
    <section className="panel">
      <h2>{title}</h2>
      <table className="pilot">
        <tbody>
          {figures.map((figure) => (
            <tr key={figure.key}>
              <th scope="row">{figureLabel(figure.key, t, w)}</th>
              <td>
                <Cell figure={figure} unit={unit} frozen={frozen} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The day stands in the figure itself: without one in the address it is the server's today. */
type CellProps = { figure: Figure | undefined; unit: string | null; frozen: boolean }
function Cell({ figure, unit, frozen }: CellProps) {
  const t = useInsightText()
  if (figure === undefined) return <span className="quiet">—</span>
  const said = `${figure.value ?? t('noValue')} ${figureUnit(figure, t)}`
  const rows = frozen ? null : rowsOf(figure.key, figure.period.split('/')[1] ?? '', unit)
  return (
    <span className="figure" title={figure.formula}>
      {rows === null ? said : <Link to={rows}>{said}</Link>}
    </span>
  )
}

function Rate({ figure }: { figure: Figure | undefined }) {
  const t = useInsightText()
  if (figure?.numerator == null || figure.denominator == null) return <span className="quiet">—</span>
  const { numerator, denominator } = figure
  const percent = percentOf(numerator, denominator)
  return (
    <span className="figure">
      {percent === null ? <span title={t('noValueHint')}>{t('noValue')}</span> : t('pilot.percent', percent)}{' '}
      <small className="quiet">{t('ofCounts', { numerator, denominator })}</small>
    </span>
  )
}
