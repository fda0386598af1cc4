import { useQueryClient } from '@tanstack/react-query'
import { TreeSelect } from 'antd'
import { useEffect, useState } from 'react'
import type { UnitKind } from '#domain/people.ts'
import type { UnitRow } from './answers.ts'
import { unitsBelow } from './unit-list.ts'
import './people.css'

type Node = {
  id: string
  pId: string | null
  value: string
  title: string
  isLeaf: boolean
  selectable: boolean
  unitId: string
}
type Props = {
  /** What a chosen unit stands for: its path (filters) or its id (posts). */
  by: 'path' | 'id'
  value: string | null
  onChange: (value: string | null) => void
  label: string
  id?: string
  /** Only units of these kinds can be chosen; the others lead to them. */
  kinds?: readonly UnitKind[]
}

/** The org tree within reach, one branch at a time. Departments have no area of their own, so a path never means one. */
export function UnitSelect({ by, value, onChange, label, id, kinds }: Props) {
  const client = useQueryClient()
  const [nodes, setNodes] = useState<Node[]>([])
  const load = async (parent?: string) => {
    const { units } = await client.fetchQuery(unitsBelow(parent))
    const fits = units.filter((unit) => by === 'id' || !unit.path.includes('@'))
    setNodes((before) => merged(before, fits, { parent: parent ?? null, by, kinds }))
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the roots are read once, when the field appears
  useEffect(() => {
    void load().catch(() => undefined)
  }, [])
  return (
    <TreeSelect
      id={id}
      aria-label={label}
      className="unit-select"
      treeDataSimpleMode
      treeData={nodes}
      value={value ?? undefined}
      onChange={(next: string | undefined) => onChange(next ?? null)}
      loadData={(node) => load(String((node as unknown as Node).unitId)).catch(() => undefined)}
      treeExpandAction={kinds === undefined ? false : 'click'}
      allowClear
      showSearch={{ treeNodeFilterProp: 'title' }}
      placeholder={label}
      styles={{ popup: { root: { minWidth: 280, maxHeight: 420 } } }}
    />
  )
}

type FieldProps = Pick<Props, 'by' | 'label' | 'kinds'> & {
  id?: string
  value?: string
  onChange?: (value: string | undefined) => void
}

/** The same as a field of a form, which hands in value and change itself. */
export function UnitField({ value, onChange, ...rest }: FieldProps) {
  return <UnitSelect {...rest} value={value ?? null} onChange={(next) => onChange?.(next ?? undefined)} />
}

type Below = { parent: string | null; by: 'path' | 'id'; kinds: readonly UnitKind[] | undefined }

function merged(before: Node[], units: UnitRow[], { parent, by, kinds }: Below): Node[] {
  const known = new Set(before.map((node) => node.id))
  const fresh = units
    .filter((unit) => !known.has(unit.id))
    .map((unit) => ({
      id: unit.id,
      pId: parent,
      value: unit[by],
      title: unit.name,
      isLeaf: unit.children === 0,
      selectable: kinds?.includes(unit.kind) ?? true,
      unitId: unit.id,
    }))
  return [...before, ...fresh]
}
