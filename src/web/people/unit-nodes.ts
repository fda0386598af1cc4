import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { UnitKind } from '#domain/people.ts'
import type { UnitRow } from './answers.ts'
import { unitsBelow } from './unit-list.ts'

/** A unit as the tree select knows it. `way`: its name behind the names above it, so that a branch is found whole. */
export type UnitNode = {
  id: string
  pId: string | null
  value: string
  title: string
  way: string
  kind: UnitKind
  isLeaf: boolean
}

/** The part of the org tree that was opened so far, from the roots of the own reach; `load` opens one more branch. */
export function useUnitNodes(by: 'path' | 'id'): { nodes: UnitNode[]; load: (parent?: string) => Promise<void> } {
  const client = useQueryClient()
  const [nodes, setNodes] = useState<UnitNode[]>([])
  const load = async (parent?: string) => {
    const found = await client.fetchQuery(unitsBelow(parent)).catch(() => undefined)
    const fits = found?.units.filter((unit) => by === 'id' || !unit.path.includes('@')) ?? []
    setNodes((before) => merged(before, fits, parent ?? null, by))
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the roots are read once, when the field appears
  useEffect(() => {
    void load()
  }, [])
  return { nodes, load }
}

function merged(before: UnitNode[], units: UnitRow[], parent: string | null, by: 'path' | 'id'): UnitNode[] {
  const known = new Set(before.map((node) => node.id))
  const above = before.find((node) => node.id === parent)?.way ?? ''
  const fresh = units
    .filter((unit) => !known.has(unit.id))
    .map((unit) => ({
      id: unit.id,
      pId: parent,
      value: unit[by],
      title: unit.name,
      way: `${above} ${unit.name}`,
      kind: unit.kind,
      isLeaf: unit.children === 0,
    }))
  return [...before, ...fresh]
}
