import { useQueryClient } from '@tanstack/react-query'
import { TreeSelect } from 'antd'
import { useEffect, useState } from 'react'
import { get } from '#web/api.ts'
import { api } from '#web/paths.ts'
import type { UnitList, UnitRow } from './answers.ts'
import './people.css'

type Node = { id: string; pId: string | null; value: string; title: string; isLeaf: boolean; unitId: string }
type Props = {
  /** What a chosen unit stands for: its path (filters) or its id (posts). */
  by: 'path' | 'id'
  value: string | null
  onChange: (value: string | null) => void
  label: string
  id?: string
}

/** The org tree within reach, one branch at a time. Departments have no area of their own, so a path never means one. */
export function UnitSelect({ by, value, onChange, label, id }: Props) {
  const client = useQueryClient()
  const [nodes, setNodes] = useState<Node[]>([])
  const load = async (parent?: string) => {
    const url = api.units(parent)
    const found = await client.fetchQuery({
      queryKey: ['units', 'list', parent ?? ''],
      queryFn: () => get<UnitList>(url),
    })
    setNodes((before) => merged(before, found.units, parent ?? null, by))
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
      allowClear
      showSearch={{ treeNodeFilterProp: 'title' }}
      placeholder={label}
      styles={{ popup: { root: { minWidth: 280, maxHeight: 420 } } }}
    />
  )
}

function merged(before: Node[], units: UnitRow[], parent: string | null, by: 'path' | 'id'): Node[] {
  const known = new Set(before.map((node) => node.id))
  const fresh = units
    .filter((unit) => !known.has(unit.id) && (by === 'id' || unit.line === null))
    .map((unit) => ({
      id: unit.id,
      pId: parent,
      value: unit[by],
      title: unit.name,
      isLeaf: unit.children === 0,
      unitId: unit.id,
    }))
  return [...before, ...fresh]
}
