import { useEffect } from 'react'
import { api } from '#web/paths.ts'
import { useWords } from '#web/text/words.ts'
import type { UnitStep } from './form-drafts.ts'
import { useKept } from './kept-query.tsx'
import { unitsFrom } from './pack/answers.ts'
import { useFromPack } from './pack/use-from-pack.ts'
import { useWorker } from './session.tsx'
import type { UnitRow, Units } from './shapes.ts'
import { Failed } from './states.tsx'
import { useFieldText } from './text.ts'

type Props = { chosen: readonly UnitStep[]; choose: (steps: readonly UnitStep[]) => void }

/** Where it stands, from the topmost unit of my reach down to the grid, or the micro-grid where there are any. */
export function UnitChoice({ chosen, choose }: Props) {
  const t = useFieldText()
  const last = chosen.at(-1)
  const parents = [undefined, ...chosen.filter((step) => step.kind !== 'microGrid').map((step) => step.id)]
  return (
    <fieldset className="stack">
      <legend>{t('newPlace.unit')}</legend>
      {parents.map((parent, level) => (
        <UnitLevel
          key={parent ?? 'top'}
          parent={parent}
          chosen={chosen[level]}
          choose={(step) => choose([...chosen.slice(0, level), ...(step === null ? [] : [step])])}
        />
      ))}
      {last?.kind === 'grid' && <p className="small quiet">{t('newPlace.unitGrid', { unit: last.name })}</p>}
    </fieldset>
  )
}

type LevelProps = { parent: string | undefined; chosen: UnitStep | undefined; choose: (step: UnitStep | null) => void }

const areas: readonly UnitRow['kind'][] = ['district', 'town', 'village', 'grid', 'microGrid']

function UnitLevel({ parent, chosen, choose }: LevelProps) {
  const t = useFieldText()
  const w = useWords()
  const { post } = useWorker()
  const fromPack = useFromPack()
  const { data, error, refetch } = useKept<Units>(['units', parent ?? 'top'], api.units(parent), {
    otherwise: fromPack((pack) => unitsFrom(pack, parent, post.unit.path)),
  })
  const units = data?.value.units.filter((unit) => areas.includes(unit.kind)) ?? []
  const [only, ...more] = units
  const single = parent === undefined && more.length === 0 && chosen === undefined ? only : undefined
  useEffect(() => {
    if (single !== undefined) choose(stepOf(single))
  })
  if (data === undefined && error !== null) {
    // Deeper levels may stay unknown without a network; the one above stands.
    if (chosen !== undefined) return <p>{chosen.name}</p>
    return parent === undefined ? <Failed error={error} again={() => void refetch()} /> : null
  }
  if (only === undefined) return null
  const name = w(`unitKind.${only.kind}`)
  return (
    <label className="ask">
      {name}
      <select
        value={chosen?.id ?? ''}
        onChange={(event) => {
          const unit = units.find((one) => one.id === event.target.value)
          choose(unit === undefined ? null : stepOf(unit))
        }}
      >
        <option value="">{only.kind === 'microGrid' ? t('newPlace.noMicroGrid') : t('newPlace.choose')}</option>
        {units.map((unit) => (
          <option key={unit.id} value={unit.id}>
            {unit.name}
          </option>
        ))}
      </select>
    </label>
  )
}

const stepOf = ({ id, kind, name, path }: UnitRow): UnitStep => ({ id, kind, name, path })
