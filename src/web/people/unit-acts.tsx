import { Button } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { kindsBelow } from '#domain/units.ts'
import { useSession } from '#web/desk/session.ts'
import type { UnitFile } from './answers.ts'
import { usePeopleText } from './people-text.ts'
import { AddUnit } from './unit-add.tsx'
import { EndUnit, RenameUnit } from './unit-change.tsx'

/** The tree is not one department's: an administrator who sees one line only does not shape it. */
export function useMayShapeUnits(): boolean {
  const { may, post } = useSession()
  return may.includes('people.manage') && post?.unit.kind !== 'department'
}

/** What an administrator may do to the chosen unit. A district is the root and stays. */
export function UnitActs({ file: { unit } }: { file: UnitFile }) {
  const t = usePeopleText()
  const may = useMayShapeUnits()
  const [, setQuery] = useSearchParams()
  const [form, setForm] = useState<'add' | 'rename' | 'end' | null>(null)
  const close = () => setForm(null)
  const choose = (id: string) => setQuery({ unit: id })
  if (!may) return null
  return (
    <p className="unit-acts">
      {kindsBelow(unit.kind).length > 0 && (
        <Button type="primary" onClick={() => setForm('add')}>
          {t('addUnit')}
        </Button>
      )}
      <Button onClick={() => setForm('rename')}>{t('renameUnit')}</Button>
      {unit.parentId !== null && (
        <Button danger onClick={() => setForm('end')}>
          {t('endUnit')}
        </Button>
      )}
      {form === 'add' && <AddUnit parent={unit} onClose={close} onAdded={choose} />}
      {form === 'rename' && <RenameUnit unit={unit} onClose={close} />}
      {form === 'end' && <EndUnit unit={unit} onClose={close} onEnded={choose} />}
    </p>
  )
}
